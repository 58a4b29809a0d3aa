import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR } from "../../model/index.ts";
import { Problem, Series } from "../api.ts";
import { AT, type Bench, bench } from "../testing/fakes.ts";

async function filled(limits = {}): Promise<Bench> {
  const made = await bench({ limits });
  made.history.units.set("solar.power", "W");
  made.history.units.set("charger.state", null);
  for (let i = 0; i < 100; i++) {
    const at = AT - (100 - i) * 60_000;
    made.history.readings.push({ channel: "solar.power", at, value: i });
    made.history.readings.push({ channel: "charger.state", at, value: i < 50 ? "bulk" : "float" });
  }
  return made;
}

test("raw readings without points, by default of the last 24 h", async () => {
  const { app, history } = await filled();
  history.readings.unshift({ channel: "solar.power", at: AT - DAY - 1, value: 7 });
  history.readings.unshift({ channel: "solar.power", at: AT - DAY, value: 8 });
  const series = Series.parse((await app.inject("/api/series/solar.power")).json());
  assert.ok("value" in series);
  assert.equal(series.unit, "W");
  assert.equal(series.value.length, 101);
  assert.deepEqual([series.at[0], series.value[0]], [AT - DAY, 8]);
  assert.deepEqual(Object.keys(series), ["unit", "at", "value"]);
});

test("points condense to minimum, mean and maximum", async () => {
  const { app } = await filled();
  const url = `/api/series/solar.power?from=${AT - 100 * 60_000}&to=${AT}&points=10`;
  const series = Series.parse((await app.inject(url)).json());
  assert.ok("mean" in series);
  assert.equal(series.at.length, 10);
  assert.deepEqual([series.min[0], series.mean[0], series.max[0]], [0, 4.5, 9]);
});

test("instants may be written in ISO 8601, also where the query swallowed the plus", async () => {
  const { app } = await filled();
  for (const zone of ["10:00:00Z", "11:00:00%2B01:00", "11:00:00+01:00"]) {
    const answer = await app.inject(`/api/series/solar.power?from=2026-11-20T09:30:00Z&to=2026-11-20T${zone}`);
    assert.equal(answer.json().at.length, 30, answer.body);
  }
});

test("states with points are their changes, read in pieces", async () => {
  const { app } = await filled({ chunk_readings: 7 });
  const series = (await app.inject("/api/series/CS?points=100")).json();
  assert.deepEqual(series, {
    unit: null,
    at: [AT - 100 * 60_000, AT - 50 * 60_000],
    value: ["bulk", "float"],
  });
});

test("a channel that the house knows but the store does not is empty, not unknown", async () => {
  const { app } = await bench();
  assert.deepEqual((await app.inject("/api/series/battery.soc")).json(), { unit: "%", at: [], value: [] });
  assert.deepEqual((await app.inject("/api/series/SOC?points=5")).json(), {
    unit: "%",
    at: [],
    min: [],
    mean: [],
    max: [],
  });
});

test("an unknown channel is answered with the nearest name", async () => {
  const { app } = await bench();
  const answer = await app.inject("/api/series/solar.powr");
  assert.equal(answer.statusCode, 404);
  assert.equal(Problem.parse(answer.json()).hint, "did you mean solar.power?");
  assert.match((await app.inject("/api/series/zzzzzzzzzzzz")).json().hint, /api\/state/);
});

test("too many raw readings ask for points", async () => {
  const { app } = await filled({ raw_readings: 99 });
  const answer = await app.inject("/api/series/solar.power");
  assert.deepEqual([answer.statusCode, answer.json().error], [400, "too_many_readings"]);
  assert.match(answer.json().hint, /points/);
  assert.equal((await app.inject(`/api/series/solar.power?from=${AT - HOUR}`)).statusCode, 200);
});

for (const [query, field] of [
  [`from=${AT}&to=${AT}`, "from"],
  [`from=${AT + 1}`, "from"],
  ["points=0", "points"],
  ["points=10001", "points"],
  ["points=ten", "points"],
  ["from=-5", "from"],
  ["from=", "from"],
  ["from=99999999999999999999", "from"],
  ["to=2026-02-31T00:00:00Z", "to"],
  ["to=2026-11-20", "to"],
  ["form=5", "query"],
] as const) {
  test(`refused: ?${query}`, async () => {
    const { app } = await filled();
    const answer = await app.inject(`/api/series/solar.power?${query}`);
    assert.equal(answer.statusCode, 400);
    assert.ok(Problem.parse(answer.json()).message.startsWith(`${field}: `), answer.body);
  });
}

test("a store that throws costs this request only, and says nothing of its inside", async () => {
  const { app, history } = await filled();
  history.range = () => {
    throw new Error("SQLITE_IOERR at /secret");
  };
  const answer = await app.inject("/api/series/solar.power");
  assert.equal(answer.statusCode, 500);
  assert.equal(Problem.parse(answer.json()).error, "internal");
  assert.doesNotMatch(answer.body, /secret|SQLITE/);
});
