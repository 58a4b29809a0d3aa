import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, MINUTE } from "../../model/index.ts";
import { Problem } from "../api.ts";
import { boxesOf, sizeOf } from "../pictures/testing/specs.ts";
import { AT, type Bench, bench } from "../testing/fakes.ts";

/** Two days of a roof, a charger, a relay and a meter. */
async function filled(more: Parameters<typeof bench>[0] = {}): Promise<Bench & AsyncDisposable> {
  const made = await bench(more);
  const { history } = made;
  for (const [name, unit] of [
    ["solar.power", "W"],
    ["charger.state", null],
    ["relay.boiler", ""],
    ["meter.energy", "kWh"],
  ] as const) {
    history.units.set(name, unit);
  }
  for (let at = AT - 2 * DAY; at < AT; at += 10 * MINUTE) {
    const hour = (at % DAY) / HOUR;
    history.readings.push({ channel: "solar.power", at, value: Math.max(0, 1_000 - 150 * Math.abs(hour - 12)) });
    history.readings.push({ channel: "meter.energy", at, value: (at - AT + 2 * DAY) / HOUR });
  }
  for (let at = AT - 2 * DAY; at < AT; at += MINUTE) {
    history.readings.push({ channel: "charger.state", at, value: (at % DAY) / HOUR < 8 ? "off" : "bulk" });
  }
  for (const [hours, value] of [
    [30, 1],
    [20, 0],
    [10, 1],
    [9, 0],
    [2, 1],
  ] as const) {
    history.readings.push({ channel: "relay.boiler", at: AT - hours * HOUR, value });
  }
  return Object.assign(made, { [Symbol.asyncDispose]: () => made.app.close() });
}

const words = (svg: string): string =>
  boxesOf(svg)
    .map((box) => box.words)
    .join(" | ");

test("a PNG of the asked size; the usual one without", async () => {
  await using made = await filled();
  for (const [query, size] of [
    ["", { width: 800, height: 300 }],
    ["?width=400&height=150&theme=dark", { width: 400, height: 150 }],
  ] as const) {
    const answer = await made.app.inject(`/graph/solar.power.png${query}`);
    assert.equal(answer.statusCode, 200, answer.body);
    assert.equal(answer.headers["content-type"], "image/png");
    assert.deepEqual(sizeOf(answer.rawPayload), size);
  }
});

test("an SVG in the site's language, or the asked one, also by alias", async () => {
  await using made = await filled();
  const answer = await made.app.inject("/graph/solar.power.svg");
  assert.equal(answer.headers["content-type"], "image/svg+xml; charset=utf-8");
  assert.match(words(answer.body), /Solar power \| solar\.power \| 24 hours \| Minimum/);
  assert.match(
    words((await made.app.inject("/graph/CS.svg?lang=de&span=1w")).body),
    /Laderegler \| charger\.state \| 1 Woche/,
  );
});

test("each kind of channel has its own picture", async () => {
  await using made = await filled();
  const of = async (channel: string): Promise<string> => words((await made.app.inject(`/graph/${channel}.svg`)).body);
  assert.match(await of("charger.state"), /off \| 8\u202fh\u202f00 \| bulk \| 16\u202fh\u202f00/);
  // on from before the day began until 20 h ago, for an hour, and since 2 h ago
  assert.match(
    await of("relay.boiler"),
    /On \| 7\u202fh\u202f00 \(29%\) \| Starts \| 2 \| Last \| on \| as of 20 Nov 2026, 11:00$/,
  );
  assert.match(await of("meter.energy"), /Total \| 24\u202fkWh \| each hour/);
});

test("a channel that has been silent, or never spoke, has a picture that says so", async () => {
  await using made = await filled();
  made.clock.pass(9 * DAY);
  assert.match(
    words((await made.app.inject("/graph/solar.power.svg")).body),
    /No data in this time \| last reading 20 Nov 2026, 10:50/,
  );
  const never = words((await made.app.inject("/graph/battery.soc.svg?lang=fr")).body);
  assert.match(never, /Aucune donnée sur cette période/);
  assert.doesNotMatch(never, /dernière/);
});

test("a picture of the past ends there", async () => {
  await using made = await filled();
  const past = await made.app.inject(`/graph/solar.power.svg?to=${AT - DAY}`);
  assert.match(words(past.body), /as of 19 Nov 2026, 10:50/);
});

test("nights are drawn where the place is known", async () => {
  const sun = (at: number): { sunrise: number; sunset: number } => {
    const day = Math.floor(at / DAY) * DAY;
    return { sunrise: day + 7 * HOUR, sunset: day + 17 * HOUR };
  };
  await using lit = await filled({ sun });
  assert.match((await lit.app.inject("/graph/solar.power.svg")).body, /fill="#3d5a9e"/);
  await using made = await filled();
  assert.doesNotMatch((await made.app.inject("/graph/solar.power.svg")).body, /fill="#3d5a9e"/);
});

test("the same picture until there is newer data, known by its tag", async () => {
  await using made = await filled();
  let asked = 0;
  const buckets = made.history.buckets.bind(made.history);
  made.history.buckets = (...question) => {
    asked++;
    return buckets(...question);
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
  await using made = await filled();
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
} as const;

for (const [query, field] of [
  ["span=1d", "span"],
  [`span=${"x".repeat(50)}`, "span"],
  ["width=119", "width"],
  ["width=2001", "width"],
  ["width=300&width=400", "width"],
  ["height=79", "height"],
  ["height=1e3", "height"],
  ["theme=blue", "theme"],
  ["theme=", "theme"],
  ["theme=light&theme=dark", "theme"],
  ["lang=es", "lang"],
  ["lang=DE", "lang"],
  ["to=tomorrow", "to"],
  [`to=${"1".repeat(50)}`, "to"],
  ["to=1&to=2", "to"],
  ["colour=red", "colour"],
] as const) {
  test(`refused with what is possible: ?${query.slice(0, 40)}`, async () => {
    await using made = await filled();
    const answer = await made.app.inject(`/graph/solar.power.png?${query}`);
    assert.equal(answer.statusCode, 400);
    assert.equal(Problem.parse(answer.json()).message, EXPECTED[field]);
  });
}

test("an unknown channel is answered with the nearest name, an unknown form with how to write it", async () => {
  await using made = await filled();
  const answer = await made.app.inject("/graph/solar.powr.png");
  assert.equal(answer.statusCode, 404);
  assert.equal(Problem.parse(answer.json()).hint, "did you mean solar.power?");
  for (const [file, hint] of [
    ["solar.power", "write such as /graph/solar.power.png"],
    ["%3Cb%3E.gif", "write such as /graph/solar.power.png"],
  ]) {
    const wrong = await made.app.inject(`/graph/${file}`);
    assert.deepEqual([wrong.statusCode, wrong.json().hint], [404, hint]);
  }
});

test("too many at once are told when to come back; SVG needs no painter", async () => {
  await using made = await filled({ limits: { picture_queue: 1 } });
  const answers = await Promise.all(
    ["?width=300", "?width=301"].map((query) => made.app.inject(`/graph/solar.power.png${query}`)),
  );
  assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [200, 503]);
  const refused = answers.find(({ statusCode }) => statusCode === 503);
  assert.equal(refused?.headers["retry-after"], "5");
  const { error, message, hint } = Problem.parse(refused?.json());
  assert.equal(error, "busy");
  assert.match(`${message}: ${hint}`, /Too many pictures wait .*\.svg/);
  assert.equal((await made.app.inject("/graph/solar.power.svg?width=302")).statusCode, 200);
});

test("a painter without time fails the picture in words, and the next one is painted", async () => {
  const limits = { picture_ms: 1 };
  await using made = await filled({ limits });
  const answer = await made.app.inject("/graph/solar.power.png");
  assert.deepEqual(
    [answer.statusCode, answer.json().error, answer.json().message],
    [503, "unpainted", "The picture took too long to paint"],
  );
});

test("a store that fails costs this picture only", async () => {
  await using made = await filled();
  made.history.buckets = () => {
    throw new Error("SQLITE_IOERR at /secret");
  };
  const answer = await made.app.inject("/graph/solar.power.svg");
  assert.equal(answer.statusCode, 500);
  assert.doesNotMatch(answer.body, /secret|SQLITE/);
});
