import assert from "node:assert/strict";
import { test } from "node:test";
import { Resvg } from "@resvg/resvg-js";
import fc from "fast-check";
import { type Role, roleOf } from "../chart/roles.ts";
import { HOUR, MINUTE, type PictureData } from "../model/index.ts";
import { LANGUAGES } from "../words/languages.ts";
import { figuresOf } from "./footer.ts";
import { pictureOf } from "./picture.ts";
import { bands, bars, boxesOf, curve, NOW, overlaps, spec, sunny } from "./testing/specs.ts";
import { THEMES } from "./theme.ts";

const STATES = ["off", "bulk", "absorption", "float"];
const SIZES = [
  [120, 80],
  [200, 100],
  [320, 160],
  [480, 200],
  [800, 300],
  [1_200, 500],
  [2_000, 80],
  [120, 1_200],
  [2_000, 1_200],
] as const;
const DATA: Readonly<Record<string, PictureData>> = {
  curve: curve(sunny),
  "curve below 0": curve((i) => 3_000 * Math.sin(i / 9)),
  bars: bars([0, 1.2, 3.4, 0.01, 12]),
  states: bands(STATES),
  relay: bands(["on"], 3),
  "eight states": bands(["a", "b", "c", "d", "e", "f", "g", "h_with_a_very_long_name_of_its_own"]),
  empty: curve(() => undefined),
};

/** The painter reads it: it is well-formed. */
function wellFormed(svg: string): void {
  const { width, height } = new Resvg(svg.replace(/<text.*?<\/text>/g, ""), { font: { loadSystemFonts: false } });
  assert.ok(width > 0 && height > 0);
  assert.doesNotMatch(svg, /NaN|Infinity|undefined|null/);
}

const words = (svg: string): string[] => boxesOf(svg).map((box) => box.words);

for (const [name, data] of Object.entries(DATA)) {
  test(`${name}: in each size, theme and language no text lies on another or leaves the picture`, () => {
    for (const [width, height] of SIZES) {
      for (const language of LANGUAGES) {
        const theme = language === "fr" ? "dark" : "light";
        const svg = pictureOf(spec(data, { width, height, theme, language }));
        const boxes = boxesOf(svg);
        assert.deepEqual(overlaps(boxes), [], `${width} × ${height}, ${language}`);
        for (const { words, left, right, top, bottom } of boxes) {
          const inside = left >= 0 && right <= width && top >= 0 && bottom <= height;
          assert.ok(inside, `${width} × ${height}, ${language}: "${words}" from ${left},${top} to ${right},${bottom}`);
        }
      }
    }
    wellFormed(pictureOf(spec(data)));
  });
}

test("title, figures and their time, in the reader's words and numbers", () => {
  const of = (language: (typeof LANGUAGES)[number]): string =>
    words(pictureOf(spec(curve(sunny), { language }))).join(" | ");
  assert.match(
    of("en"),
    /Solar power \| solar\.power \| 24 hours \| Minimum \| 0\u202fW \| Mean \| .* \| Maximum \| 2\.64\u202fkW \| Last \| 1\.23\u202fkW \| Energy \| .*kWh \| as of 20 Nov 2026, 09:59$/,
  );
  assert.match(
    of("fr"),
    /Puissance solaire \| .*2,64\u202fkW \| Dernière valeur \| 1,23\u202fkW .*état\u00a0: 20 nov\. 2026,? (?:à )?09:59$/,
  );
  assert.match(of("de"), /Solarleistung \| .*Zuletzt \| 1,23\u202fkW .*Stand 20\. Nov\. 2026, 09:59$/);
});

test("an energy of which not all of the time is known says so", () => {
  const energy = (covered: number): string | undefined =>
    figuresOf(spec(curve(sunny, { energy: { wh: 12_000, covered } }))).at(-1)?.value;
  assert.equal(energy(0.999), "12.0\u202fkWh");
  assert.equal(energy(0.928), "12.0\u202fkWh (92% of the time known)");
  // never rounded up to the whole
  assert.equal(energy(0.994), "12.0\u202fkWh (99% of the time known)");
});

test("it says to a screen reader what it shows", () => {
  const svg = pictureOf(spec(curve(sunny)));
  assert.match(svg, /role="img"/);
  assert.match(svg, /<title>Solar power, 24 hours<\/title><desc>Minimum 0\u202fW, Mean .*<\/desc>/);
});

test("where nothing was measured there is no line, but stripes", () => {
  const whole = pictureOf(spec(curve(sunny)));
  const line = (svg: string): string =>
    /<path d="([^"]+)" fill="none" stroke="#[^"]+" stroke-width="[\d.]+" stroke-linejoin/.exec(svg)?.[1] ?? "";
  const runs = (svg: string): number => line(svg).split("M").length - 1;
  assert.equal(runs(whole), 1);
  assert.doesNotMatch(whole, /<pattern/);
  const gap = pictureOf(spec(curve((i) => (i > 60 && i < 80 ? undefined : sunny(i)))));
  assert.equal(runs(gap), 2);
  assert.match(gap, /<pattern id="gap"/);
  // three of the 144 parts are a gap; two are not, by the distance that the data says
  assert.equal(runs(pictureOf(spec(curve((i) => (i === 60 ? undefined : sunny(i)))))), 1);
  const silent = pictureOf(spec(curve((i) => (i > 100 ? undefined : sunny(i)))));
  assert.equal(runs(silent), 1);
  assert.match(silent, /<pattern/, "silence until now is a gap as well");
  const young = pictureOf(spec(curve((i) => (i < 100 ? undefined : sunny(i)))));
  assert.doesNotMatch(young, /<pattern/, "before the first reading nothing is missing");
});

test("a lonely point is seen", () => {
  const svg = pictureOf(spec(curve((i) => (i === 70 ? 500 : undefined))));
  assert.match(svg, /d="M[\d.]+ [\d.]+H[\d.]+" fill="none"/);
});

test("a picture without data says so, and when the last reading was", () => {
  const svg = pictureOf(spec(DATA.empty ?? curve(() => undefined), { newest: { at: NOW - 900 * HOUR, value: 7 } }));
  assert.ok(words(svg).includes("No data in this time"));
  assert.ok(words(svg).some((text) => /^last reading 13 Oct 2026/.test(text)));
  assert.deepEqual(
    words(pictureOf(spec(DATA.empty ?? curve(() => undefined), { newest: null, language: "de" }))).filter((text) =>
      /Daten|Stand/.test(text),
    ),
    ["Keine Daten in dieser Zeit"],
  );
});

test("nights are shaded, and only within the plot", () => {
  const night = { from: NOW - 30 * HOUR, to: NOW - 22 * HOUR };
  const shade = (svg: string): string | undefined =>
    new RegExp(`<path d="([^"]+)" fill="${THEMES.light.night}"`).exec(svg)?.[1];
  assert.match(shade(pictureOf(spec(curve(sunny), { nights: [night] }))) ?? "", /^M\d/);
  assert.equal(shade(pictureOf(spec(curve(sunny), { nights: [] }))), undefined);
  assert.equal(shade(pictureOf(spec(curve(sunny), { nights: [{ from: NOW + HOUR, to: NOW + 9 * HOUR }] }))), undefined);
});

test("states are rows with their names and times; a relay tells how long and how often it was on", () => {
  const states = words(
    pictureOf(spec(bands(STATES), { channel: "charger.state", language: "de", newest: { at: NOW, value: "float" } })),
  );
  for (const word of ["aus", "Bulk", "Absorption", "Float"])
    assert.equal(states.filter((text) => text === word).length, 2, word);
  assert.ok(states.includes("6\u202fh\u202f00"));
  const relay = words(
    pictureOf(
      spec(bands(["on"], 3), { channel: "relay.boiler", language: "fr", newest: { at: NOW - HOUR, value: 1 } }),
    ),
  );
  assert.deepEqual(relay.slice(-7), [
    "Allumé",
    "24\u202fh\u202f00 (100\u00a0%)",
    "Démarrages",
    "3",
    "Dernière valeur",
    "allumé",
    "état\u00a0: 20 nov. 2026, 10:00",
  ]);
});

test("a counter's bars begin at 0 and are told with their sum", () => {
  const svg = pictureOf(spec(bars([1, 0, 2.5]), { channel: "meter.energy" }));
  assert.ok(words(svg).includes("3.5\u202fkWh") && words(svg).includes("Total") && words(svg).includes("each hour"));
  assert.equal(
    (/<path d="([^"]+)" fill="[^"]+" stroke="[^"]+" stroke-width=".75"/.exec(svg)?.[1] ?? "").split("M").length - 1,
    2,
  );
});

test("a channel's name is written, not read as markup", () => {
  const svg = pictureOf(spec(curve(sunny), { channel: `a<b>&"c'.power` }));
  wellFormed(svg);
  assert.ok(words(svg).includes("a&lt;b&gt;&amp;&quot;c&#39;.power"));
});

test("the same spec gives the same picture", () => {
  assert.equal(pictureOf(spec(curve(sunny))), pictureOf(spec(curve(sunny))));
});

const extremes = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1e308, -1e308, 5e-324),
  fc.integer({ min: -50, max: 50 }),
);

test("any values, sizes and units make a well-formed picture within its frame", () => {
  fc.assert(
    fc.property(
      fc.array(fc.option(extremes, { nil: undefined }), { minLength: 144, maxLength: 144 }),
      fc.constantFrom("W", "V", "%", "°C", "", "s"),
      fc.integer({ min: 120, max: 2_000 }),
      fc.integer({ min: 80, max: 1_200 }),
      fc.constantFrom(...LANGUAGES),
      (values, unit, width, height, language) => {
        const points = curve((i) => values[i]).points.map((point) => ({ ...point, min: point.mean, max: point.mean }));
        const means = points.map(({ mean }) => mean);
        const whole =
          points.length === 0 ? null : { min: Math.min(...means), mean: means[0] ?? 0, max: Math.max(...means) };
        const data = { ...curve(() => undefined), points, whole, unit };
        const svg = pictureOf(
          spec(data, { width, height, language, newest: { at: NOW - MINUTE, value: means[0] ?? 0 } }),
        );
        assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
        const boxes = boxesOf(svg);
        assert.deepEqual(overlaps(boxes), []);
        for (const { left, right, words } of boxes) assert.ok(left >= 0 && right <= width, words);
      },
    ),
    { numRuns: 150 },
  );
});

// ── colours ──

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [Math.max(luminance(a), luminance(b)), Math.min(luminance(a), luminance(b))];
  return (light + 0.05) / (dark + 0.05);
}

/** A colour that shines through another one. */
function over(top: string, opacity: number, below: string): string {
  const parts = [1, 3, 5].map((at) => {
    const [a, b] = [top, below].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16));
    return Math.round((a ?? 0) * opacity + (b ?? 0) * (1 - opacity))
      .toString(16)
      .padStart(2, "0");
  });
  return `#${parts.join("")}`;
}

test("texts stand out by 4.5 to 1 and lines by 3 to 1, by day and by night, in both themes", () => {
  for (const [theme, colours] of Object.entries(THEMES)) {
    const night = over(colours.night, colours.night_opacity, colours.surface);
    for (const surface of [colours.surface, night]) {
      for (const ink of [colours.ink, colours.soft]) assert.ok(contrast(ink, surface) >= 4.5, `${theme} ${ink}`);
      for (const [role, { line }] of Object.entries(colours.roles)) {
        assert.ok(contrast(line, surface) >= 3, `${theme} ${role}: ${contrast(line, surface)}`);
      }
    }
  }
});

test("a channel has the colour of its role", () => {
  const roles: Record<string, Role> = {
    "solar.power": "solar",
    "battery.soc": "battery",
    "grid.power": "grid",
    "house.power": "house",
    "relay.solar_pump": "loads",
    "outdoor.temperature": "other",
    pv_power: "solar",
  };
  for (const [channel, role] of Object.entries(roles)) assert.equal(roleOf(channel), role, channel);
});
