import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, type HoldRule } from "../../model/index.ts";
import { Problem, Series, SeriesSet } from "../api.ts";
import { HttpProblem } from "../defence/problem.ts";
import { AT, type Bench, bench } from "../testing/fakes.ts";
import { refused } from "../testing/refused.ts";

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

test("a state that changes more often than can be shown gives the last one of each part", async () => {
  const { app, history } = await bench();
  history.units.set("charger.state", null);
  const words = ["off", "bulk", "float"];
  for (let i = 0; i < 3_000; i++) {
    history.readings.push({ channel: "charger.state", at: AT - 3_000_000 + i * 1_000, value: words[i % 3] ?? "" });
  }
  const ask = async (points: number): Promise<{ at: number[]; value: string[] }> =>
    (await app.inject(`/api/series/CS?from=${AT - 3_000_000}&to=${AT}&points=${points}`)).json();
  assert.equal((await ask(3_000)).at.length, 3_000);
  const { at, value } = await ask(2_999);
  assert.ok(at.length <= 2_999 && at.length > 1_500);
  assert.equal(
    value.every((word, i) => word !== value[i + 1]),
    true,
  );
  // every part ends with the third word: nothing seems to change
  assert.deepEqual(await ask(1_000), { unit: null, at: [AT - 2_998_000], value: ["float"] });
  assert.deepEqual((await ask(2)).value, ["float"]);
  assert.deepEqual((await ask(7)).value, ["float", "bulk", "off", "float"]);
});

test("years without a reading cost nothing, wherever the span begins and ends", async () => {
  const { app, history } = await filled();
  let asked = 0;
  const changes = history.changes.bind(history);
  history.changes = (...which) => {
    asked++;
    return changes(...which);
  };
  const series = (await app.inject("/api/series/CS?from=0&to=8640000000000000&points=100")).json();
  assert.deepEqual(series.value, ["bulk", "float"]);
  assert.equal(asked, 1);
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

test("a channel that only the store knows, a number or a state", async () => {
  const { app, history } = await bench({ house: null });
  history.units.set("old.power", "W");
  history.units.set("old.state", null);
  for (const name of ["old.power", "old.state"]) {
    assert.equal((await app.inject(`/api/series/${name}`)).statusCode, 200, name);
  }
});

test("an unknown channel is answered with the nearest name", async () => {
  const { app } = await bench();
  const answer = await app.inject("/api/series/solar.powr");
  assert.equal(answer.statusCode, 404);
  assert.equal(Problem.parse(answer.json()).hint, "did you mean solar.power?");
  assert.match((await app.inject("/api/series/zzzzzzzzzzzz")).json().hint, /api\/channels/);
});

test("too many raw readings ask for points", async () => {
  const { app } = await filled({ raw_readings: 99 });
  const answer = await app.inject("/api/series/solar.power");
  assert.deepEqual([answer.statusCode, answer.json().error], [400, "too_many_readings"]);
  assert.match(answer.json().hint, /points.*format=csv/);
  assert.equal((await app.inject(`/api/series/solar.power?from=${AT - HOUR}`)).statusCode, 200);
});

test("several channels in one answer, by the names that were asked for", async () => {
  const { app } = await filled();
  const span = `from=${AT - 100 * 60_000}&to=${AT}`;
  const answer = await app.inject(`/api/series?channels=solar.power,CS,battery.soc,CS&${span}&points=10`);
  const { from, to, series } = SeriesSet.parse(answer.json());
  assert.deepEqual([from, to], [AT - 100 * 60_000, AT]);
  assert.deepEqual(Object.keys(series), ["solar.power", "CS", "battery.soc"]);
  assert.deepEqual(series["solar.power"], (await app.inject(`/api/series/solar.power?${span}&points=10`)).json());
  assert.deepEqual(series.CS, (await app.inject(`/api/series/CS?${span}&points=10`)).json());
  assert.deepEqual(series["battery.soc"], { unit: "%", at: [], min: [], mean: [], max: [] });
});

test("other clients have their turn between the channels of an answer, and it does not take for ever", async () => {
  const { app, history, clock } = await filled({ series_ms: 100 });
  const order: string[] = [];
  const summaries = history.summaries.bind(history);
  history.summaries = async (channel, ...asked) => {
    order.push(channel);
    if (order.length === 1) setImmediate(() => order.push("another client"));
    return summaries(channel, ...asked);
  };
  assert.equal((await app.inject("/api/series?channels=solar.power,battery.soc")).statusCode, 200);
  assert.deepEqual(order, ["solar.power", "another client", "battery.soc"]);
  history.summaries = async () => {
    clock.elapsed += 60;
    return [];
  };
  const answer = await app.inject("/api/series?channels=solar.power,battery.soc,grid.power");
  assert.deepEqual([answer.statusCode, Problem.parse(answer.json()).error], [503, "too_slow"]);
});

test("where readings of one channel are damaged the others are shown, and what is wrong is said", async () => {
  const { app, history } = await filled();
  const summaries = history.summaries.bind(history);
  history.summaries = async (channel, ...asked) => {
    if (channel === "solar.power") throw new HttpProblem(503, "damaged", "Readings of solar.power are damaged", "");
    return summaries(channel, ...asked);
  };
  const set = SeriesSet.parse((await app.inject("/api/series?channels=solar.power,CS")).json());
  assert.deepEqual(set.failed, { "solar.power": "Readings of solar.power are damaged" });
  assert.deepEqual(set.series["solar.power"], { unit: "W", at: [], min: [], mean: [], max: [] });
  assert.equal(set.series.CS?.at.length, 2);
  assert.equal((await app.inject("/api/series/solar.power?points=5")).statusCode, 503);
});

test("a reading of a channel counts in its means for as long as the channel says", async () => {
  const { app, history } = await filled();
  history.units.set("relay.boiler", "");
  history.units.set("grid.power", "W");
  const holds: (HoldRule | undefined)[] = [];
  history.summaries = async (_channel, _edges, hold) => {
    holds.push(hold);
    return [];
  };
  await app.inject("/api/series?channels=solar.power,grid.power,relay.boiler");
  assert.deepEqual(holds, [undefined, "on_change", Number.POSITIVE_INFINITY]);
});

test("an unknown channel among several is answered with the nearest name", async () => {
  const { app } = await bench();
  const answer = await app.inject("/api/series?channels=battery.soc,solar.powr");
  assert.deepEqual([answer.statusCode, Problem.parse(answer.json()).hint], [404, "did you mean solar.power?"]);
});

test("an old span may be shown again without asking, the newest may not", async () => {
  const { app } = await filled();
  const cached = async (query: string): Promise<unknown> => (await app.inject(query)).headers["cache-control"];
  assert.equal(await cached(`/api/series?channels=SOC&to=${AT - 300_000}`), "private, max-age=30");
  assert.equal(await cached(`/api/series/SOC?points=5&to=${AT - 300_000}`), "private, max-age=30");
  assert.equal(await cached(`/api/series?channels=SOC&to=${AT - 299_999}`), "no-store");
});

refused(
  "/api/series",
  [
    ["", "channels: "],
    ["channels=", "channels: "],
    ["channels=,", "channels: "],
    [`channels=${Array.from({ length: 17 }, (_, i) => `c${i}`)}`, "channels: "],
    [`channels=${"x".repeat(201)}`, "channels: "],
    ["channels=SOC&points=0", "points: "],
    [`channels=SOC&from=${AT}&to=${AT}`, "from: "],
    ["channels=SOC&format=csv", "query: "],
  ],
  filled,
);

refused(
  "/api/series/solar.power",
  [
    ["points=5&format=csv", "format: "],
    ["format=xml", "format: "],
    [`from=${AT}&to=${AT}`, "from: "],
    [`from=${AT + 1}`, "from: "],
    ["points=0", "points: "],
    ["points=10001", "points: "],
    ["points=ten", "points: "],
    ["from=-5", "from: "],
    ["from=", "from: "],
    ["from=99999999999999999999", "from: "],
    ["to=2026-02-31T00:00:00Z", "to: "],
    ["to=2026-11-20", "to: "],
    ["form=5", "query: "],
  ],
  filled,
);

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
