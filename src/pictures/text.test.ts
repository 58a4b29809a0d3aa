import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Resvg } from "@resvg/resvg-js";
import fc from "fast-check";
import { Font } from "./font.ts";
import { textAt } from "./frame.ts";
import { outlined } from "./outlines.ts";
import { fitted, textWidth, xml } from "./text.ts";

const file = (name: string): string => fileURLToPath(import.meta.resolve(`@expo-google-fonts/inter/${name}`));
const REGULAR = file("400Regular/Inter_400Regular.ttf");
const BOLD = file("600SemiBold/Inter_600SemiBold.ttf");
const regular = new Font(readFileSync(REGULAR));
const bold = new Font(readFileSync(BOLD));

const drawnWidth = (font: Font, words: string): number => font.outline(words).width / font.units;

test("texts are laid out as wide as the fonts draw them, never narrower", () => {
  for (const words of [
    "Minimum 0 W",
    "12,34 kWh",
    "Dernière valeur",
    "Außentemperatur",
    "20 nov. 2026, 09:59",
    "−1 234 °C …",
  ]) {
    const laid = textWidth(words, 1);
    assert.ok(laid >= drawnWidth(regular, words) - 0.01, words);
    assert.ok(laid <= drawnWidth(regular, words) * 1.03, words);
    assert.ok(textWidth(words, 1, true) >= drawnWidth(bold, words) - 0.06, words);
  }
  for (let code = 0x20; code < 0x7f; code++) {
    const sign = String.fromCharCode(code);
    assert.ok(Math.abs(textWidth(sign, 1) - drawnWidth(regular, sign)) < 0.001, sign);
  }
});

test("a text that is too wide is shortened, to nothing where no letter fits", () => {
  assert.equal(fitted("solar.power", 1_000, 12), "solar.power");
  const short = fitted("solar.power", 50, 12);
  assert.match(short, /^solar.*…$/);
  assert.ok(textWidth(short, 12) <= 50);
  assert.equal(fitted("solar.power", 5, 12), "");
});

test("whatever a text holds, XML holds it: the painter reads it", () => {
  let all = "";
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 30 }), (codes) => {
      const words = String.fromCharCode(...codes);
      const escaped = xml(words);
      assert.doesNotMatch(escaped, /[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/);
      all += escaped;
    }),
    { numRuns: 150 },
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><desc>${all}</desc></svg>`;
  assert.equal(new Resvg(svg, { font: { loadSystemFonts: false } }).width, 9);
  assert.equal(xml(`<a href="x">&'\u0000\ud800`), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;\ufffd\ufffd");
});

function pixels(svg: string, fontFiles: string[]): Buffer {
  return new Resvg(svg, { font: { loadSystemFonts: false, fontFiles, defaultFontFamily: "Inter" } }).render().pixels;
}

for (const [weight, words, anchor] of [
  ["regular", "HHH 000 888 nmn", "start"],
  ["regular", "é ü ß % ° − · …", "middle"],
  ["bold", "8HH &amp; HH8", "end"],
] as const) {
  test(`as a shape a text looks as the painter itself would set it: ${weight}, ${anchor}`, () => {
    const x = { start: 10, middle: 150, end: 290 }[anchor];
    const text = textAt(
      x,
      40,
      words.replace(/&lt;|&gt;|&amp;/g, (sign) => ({ "&lt;": "<", "&gt;": ">", "&amp;": "&" })[sign] ?? ""),
      {
        size_px: 32,
        fill: "#000000",
        bold: weight === "bold",
        anchor,
      },
    );
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="60" font-family="Inter"><rect width="300" height="60" fill="#ffffff"/>${text}</svg>`;
    const shapes = outlined(svg, regular, bold);
    assert.doesNotMatch(shapes, /<text/);
    const [set, shaped] = [pixels(svg, [REGULAR, BOLD]), pixels(shapes, [])];
    assert.equal(set.length, shaped.length);
    let ink = 0;
    let other = 0;
    for (let i = 0; i < set.length; i += 4) {
      ink += 255 - (set[i] ?? 0);
      other += Math.abs((set[i] ?? 0) - (shaped[i] ?? 0));
    }
    assert.ok(ink > 50_000, "something was written");
    assert.ok(other < ink * 0.03, `${other} of ${ink} differ`);
  });
}

test("a file that is no TrueType font is refused", () => {
  assert.throws(() => new Font(new Uint8Array(2_000)), /no TrueType font/);
});
