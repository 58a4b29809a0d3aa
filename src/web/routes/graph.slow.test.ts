import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, MINUTE, PaintingFailed, type PictureData, type PictureSpec } from "../../model/index.ts";
import { Problem } from "../api.ts";
import { AT, type Bench } from "../testing/fakes.ts";
import { PlainPictures, shown } from "../testing/plain-pictures.ts";
import { refused } from "../testing/refused.ts";
import { twoDays } from "../testing/two-days.ts";

async function specOf(made: Bench, picture: string): Promise<PictureSpec> {
  return shown((await made.app.inject(`/graph/${picture}`)).body);
}

test("a PNG of the asked size; the usual one without", async () => {
  await using made = await twoDays();
  for (const [query, size] of [
    ["", { width: 800, height: 300, theme: "light" }],
    ["?width=400&height=150&theme=dark", { width: 400, height: 150, theme: "dark" }],
  ] as const) {
    const answer = await made.app.inject(`/graph/solar.power.png${query}`);
    assert.equal(answer.statusCode, 200, answer.body);
    assert.equal(answer.headers["content-type"], "image/png");
    assert.match(answer.body, /^painted /);
    const { width, height, theme } = shown(answer.body);
    assert.deepEqual({ width, height, theme }, size);
  }
});

test("an SVG in the site's language, or the asked one, also by alias", async () => {
  await using made = await twoDays();
  const answer = await made.app.inject("/graph/solar.power.svg");
  assert.equal(answer.headers["content-type"], "image/svg+xml; charset=utf-8");
  const [usual, asked] = [shown(answer.body), await specOf(made, "CS.svg?lang=de&span=1w")];
  assert.deepEqual(
    [usual, asked].map(({ language, channel, span, time_zone }) => [language, channel, span, time_zone]),
    [
      ["en", "solar.power", "24h", "Europe/Paris"],
      ["de", "charger.state", "1w", "Europe/Paris"],
    ],
  );
});

test("each kind of channel has its own picture", async () => {
  await using made = await twoDays();
  const of = async (channel: string): Promise<PictureData> => (await specOf(made, `${channel}.svg`)).data;
  const solar = await of("solar.power");
  assert(solar.kind === "curve");
  assert.deepEqual([solar.points.length, solar.whole?.min, solar.whole?.max], [144, 0, 1_000]);
  const states = await of("charger.state");
  assert(states.kind === "bands");
  assert.deepEqual(
    states.rows.map(({ state, total_ms }) => [state, total_ms]),
    [
      ["off", 8 * HOUR],
      ["bulk", 16 * HOUR],
    ],
  );
  assert.equal(states.starts, undefined);
  // on from before the day began until 20 h ago, for an hour, and since 2 h ago
  const relay = await of("relay.boiler");
  assert(relay.kind === "bands");
  assert.deepEqual([relay.rows[0]?.state, relay.rows[0]?.total_ms, relay.starts], ["on", 7 * HOUR, 2]);
  const meter = await of("meter.energy");
  assert(meter.kind === "bars");
  assert.deepEqual([meter.each, meter.bars.length], ["hour", 24]);
  assert.equal(Math.round(meter.bars.reduce((sum, { value }) => sum + value, 0)), 24);
});

test("a channel that has been silent, or never spoke, has a picture that says so", async () => {
  await using made = await twoDays();
  made.clock.pass(9 * DAY);
  const silent = await specOf(made, "solar.power.svg");
  assert(silent.data.kind === "curve");
  assert.deepEqual([silent.data.points, silent.newest?.at], [[], AT - 10 * MINUTE]);
  const never = await specOf(made, "battery.soc.svg");
  assert(never.data.kind === "curve");
  assert.deepEqual([never.data.points, never.newest], [[], null]);
});

test("a picture of the past ends there", async () => {
  await using made = await twoDays();
  const { to, now, newest } = await specOf(made, `solar.power.svg?to=${AT - DAY}`);
  assert.deepEqual([to, now, newest?.at], [AT - DAY, AT, AT - DAY - 10 * MINUTE]);
});

test("nights are drawn where the place is known", async () => {
  const sun = (at: number): { sunrise: number; sunset: number } => {
    const day = Math.floor(at / DAY) * DAY;
    return { sunrise: day + 7 * HOUR, sunset: day + 17 * HOUR };
  };
  await using lit = await twoDays({ sun });
  const { nights, from, to } = await specOf(lit, "solar.power.svg");
  assert.deepEqual(
    nights.filter((night) => night.to > from && night.from < to),
    [{ from: AT - 17 * HOUR, to: AT - 3 * HOUR }],
  );
  await using made = await twoDays();
  assert.deepEqual((await specOf(made, "solar.power.svg")).nights, []);
});

test("the same picture until there is newer data, known by its tag", async () => {
  await using made = await twoDays();
  let asked = 0;
  const summaries = made.history.summaries.bind(made.history);
  made.history.summaries = (channel, edges, ...more) => {
    if (edges.length > 2) asked++;
    return summaries(channel, edges, ...more);
  };
  const get = async (tag?: string) =>
    await made.app.inject({
      url: "/graph/solar.power.svg",
      headers: tag === undefined ? {} : { "if-none-match": tag },
    });
  const first = await get();
  const etag = String(first.headers.etag);
  assert.match(etag, /^"[\w-]+"$/);
  assert.equal(first.headers["cache-control"], "private, max-age=60");
  for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
    const again = await get(tag);
    assert.deepEqual([again.statusCode, again.body, again.headers.etag], [304, "", etag], tag);
  }
  assert.equal((await get('"other"')).statusCode, 200);
  assert.equal(asked, 1);
  // within the picture's step of two minutes nothing changes; after it the picture is another one
  made.history.readings.push({ channel: "solar.power", at: AT - MINUTE, value: 5 });
  made.clock.pass(MINUTE);
  const newer = await get(etag);
  assert.equal(newer.statusCode, 200);
  assert.notEqual(newer.headers.etag, etag);
  assert.equal(asked, 2);
});

test("each parameter makes a picture of its own", async () => {
  await using made = await twoDays();
  const queries = ["", "?lang=fr", "?theme=dark", "?width=700", "?height=310", "?span=12h", `?to=${AT - HOUR}`];
  const tags = await Promise.all(
    queries.map(async (query) => (await made.app.inject(`/graph/solar.power.svg${query}`)).headers.etag),
  );
  assert.equal(new Set(tags).size, queries.length);
});

const EXPECTED = {
  span: "span: expected 1h, 12h, 24h, 1w, 1m, 1q or 1y",
  width: "width: expected a whole number from 120 to 2000",
  height: "height: expected a whole number from 80 to 1200",
  theme: "theme: expected light or dark",
  lang: "lang: expected fr, de or en",
  to: "to: expected UTC milliseconds or ISO 8601, 2026-11-20T10:00:00Z",
  colour: 'query: "colour" is unknown: expected span, to, width, height, theme or lang',
};

refused(
  "/graph/solar.power.png",
  [
    ["span=1d", EXPECTED.span],
    [`span=${"x".repeat(50)}`, EXPECTED.span],
    ["width=119", EXPECTED.width],
    ["width=2001", EXPECTED.width],
    ["width=300&width=400", EXPECTED.width],
    ["height=79", EXPECTED.height],
    ["height=1e3", EXPECTED.height],
    ["theme=blue", EXPECTED.theme],
    ["theme=", EXPECTED.theme],
    ["theme=light&theme=dark", EXPECTED.theme],
    ["lang=es", EXPECTED.lang],
    ["lang=DE", EXPECTED.lang],
    ["to=tomorrow", EXPECTED.to],
    [`to=${"1".repeat(50)}`, EXPECTED.to],
    ["to=1&to=2", EXPECTED.to],
    ["colour=red", EXPECTED.colour],
  ],
  twoDays,
);

test("an unknown channel is answered with the nearest name, an unknown form with how to write it", async () => {
  await using made = await twoDays();
  const answer = await made.app.inject("/graph/solar.powr.png");
  assert.equal(answer.statusCode, 404);
  assert.equal(Problem.parse(answer.json()).hint, "did you mean solar.power?");
  for (const [file, hint] of [
    ["solar.power", "write such as /graph/solar.power.png"],
    ["solar.power.jpg", "write such as /graph/solar.power.png"],
    ["solar.power.JPEG", "write such as /graph/solar.power.png"],
    ["solar.power.PNG", "write such as /graph/solar.power.png"],
    ["%3Cb%3E.gif", "write such as /graph/solar.power.png"],
  ]) {
    const wrong = await made.app.inject(`/graph/${file}`);
    assert.deepEqual([wrong.statusCode, wrong.json().hint], [404, hint]);
  }
});

for (const { name, failure, said } of [
  {
    name: "too many at once are told when to come back",
    failure: new PaintingFailed("Too many pictures wait", true),
    said: { error: "busy", message: "Too many pictures wait", retry: "5" },
  },
  {
    name: "a painter that fails says so in words",
    failure: new PaintingFailed("The painter ended"),
    said: { error: "unpainted", message: "The painter ended", retry: "1" },
  },
]) {
  test(`${name}; SVG needs no painter, and the next one is painted`, async () => {
    const pictures = new PlainPictures();
    await using made = await twoDays({ loadPictures: async () => pictures });
    const { painter } = pictures;
    pictures.painter = () => Promise.reject(failure);
    const refused = await made.app.inject("/graph/solar.power.png");
    const { error, message, hint } = Problem.parse(refused.json());
    assert.deepEqual([refused.statusCode, { error, message, retry: refused.headers["retry-after"] }], [503, said]);
    assert.match(hint, /ask for \.svg/);
    assert.equal((await made.app.inject("/graph/solar.power.svg")).statusCode, 200);
    pictures.painter = painter;
    assert.equal((await made.app.inject("/graph/solar.power.png")).statusCode, 200);
  });
}

test("what draws is loaded by the first picture only, and ended with the server", async () => {
  const loaded: PlainPictures[] = [];
  const made = await twoDays({
    loadPictures: async () => {
      const pictures = new PlainPictures();
      loaded.push(pictures);
      return pictures;
    },
  });
  await made.app.inject("/graph/solar.powr.png");
  assert.equal(loaded.length, 0);
  await made.app.inject("/graph/solar.power.png");
  await made.app.inject("/graph/solar.power.svg");
  assert.equal(loaded.length, 1);
  await made.app.close();
  assert.equal(loaded[0]?.closed, true);
});

test("a store that fails costs this picture only", async () => {
  await using made = await twoDays();
  made.history.summaries = async () => {
    throw new Error("SQLITE_IOERR at /secret");
  };
  const answer = await made.app.inject("/graph/solar.power.svg");
  assert.equal(answer.statusCode, 500);
  assert.doesNotMatch(answer.body, /secret|SQLITE/);
});
