import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, MINUTE } from "../../model/index.ts";
import { Energy, Problem, State } from "../api.ts";
import { AT, type Bench, bench, CHANNELS, houseState } from "../testing/fakes.ts";
import { refused } from "../testing/refused.ts";

/** Midnight in Paris at the beginning of the day of AT. */
const MIDNIGHT = Date.UTC(2026, 10, 19, 23);

async function ask({ app }: Bench, query: string): Promise<Energy> {
  const answer = await app.inject(`/api/energy/${query}`);
  assert.equal(answer.statusCode, 200, answer.body);
  return Energy.parse(answer.json());
}

async function filled(unit: string, readings: readonly (readonly [at: number, value: number])[]): Promise<Bench> {
  const made = await bench();
  made.history.units.set("solar.power", unit);
  for (const [at, value] of readings) made.history.readings.push({ channel: "solar.power", at, value });
  return made;
}

test("civil days of the site, charge and discharge apart", async () => {
  const made = await filled("W", [
    [MIDNIGHT - MINUTE, 600],
    [MIDNIGHT + MINUTE, -1_200],
    [MIDNIGHT + 2 * MINUTE, 0],
  ]);
  const energy = await ask(made, `solar.power?by=day&from=${AT - DAY}&to=${AT - HOUR}`);
  assert.deepEqual(energy, {
    unit: "Wh",
    by: "day",
    edges: [MIDNIGHT - DAY, MIDNIGHT, MIDNIGHT + DAY],
    positive: [10, 10],
    negative: [0, -20],
    net: [10, -10],
    covered: [1 / 1_440, 7 / 660],
    now: true,
  });
});

test("what is on change holds until now, and every answer says how much of the time is known", async () => {
  const made = await filled("W", [[MIDNIGHT, 3_600]]);
  made.history.units.set("grid.power", "W");
  made.history.readings.push({ channel: "grid.power", at: MIDNIGHT, value: 3_600 });
  const hours = (AT - MIDNIGHT) / HOUR;
  const alone = await ask(made, `solar.power?from=${MIDNIGHT}`);
  assert.deepEqual([alone.net, alone.covered], [[300], [(5 * MINUTE) / (AT - MIDNIGHT)]]);
  const changing = await ask(made, `grid.power?from=${MIDNIGHT}`);
  assert.deepEqual([changing.net, changing.covered], [[3_600 * hours], [1]]);
});

test("the last reading does not hold on into the future, and what lies there is 0", async () => {
  const made = await filled("W", [[AT - 30_000, 3_600]]);
  const energy = await ask(made, `solar.power?by=hour&from=${AT - MINUTE}&to=${AT + 90 * MINUTE}`);
  assert.deepEqual(energy.net, [30, 0, 0]);
  assert.deepEqual(energy.covered, [30_000 / HOUR, 1, 1]);
  assert.equal(energy.now, true);
  const later = await ask(made, `solar.power?by=hour&from=${AT + HOUR}&to=${AT + 2 * HOUR}`);
  assert.deepEqual([later.net, later.now], [[0], false]);
});

test("after the clock was set back, up to what is recorded by now", async () => {
  const made = await filled("W", [[AT + 30 * MINUTE, 3_600]]);
  const asked = `solar.power?by=hour&from=${AT - MINUTE}`;
  assert.deepEqual((await ask(made, asked)).net, [0]);
  made.live.publish(houseState({ recorded_ahead_ms: 31 * MINUTE }));
  assert.deepEqual((await ask(made, asked)).net, [0, 60]);
  const state = await made.app.inject("/api/state");
  assert.equal(State.parse(state.json()).recorded_ahead_ms, 31 * MINUTE);
});

test("a counter by its rises, in Wh", async () => {
  const made = await filled("kWh", [
    [MIDNIGHT - HOUR, 100],
    [MIDNIGHT - MINUTE, 101.5],
    [MIDNIGHT + MINUTE, 102],
    [MIDNIGHT + HOUR, 0.25],
  ]);
  const energy = await ask(made, `solar.power?by=day&from=${AT - DAY}`);
  assert.deepEqual(energy.net, [1_500, 750]);
  assert.deepEqual([energy.positive, energy.negative], [energy.net, [0, 0]]);
  // known from its first reading to its last
  assert.deepEqual(energy.covered, [1 / 24, HOUR / (AT - MIDNIGHT)]);
});

test("a sum of registers by what each of them rose: one that shows 0 at night joins it without its lifetime", async () => {
  const sum = { rollover: undefined, most_per_hour: undefined, resolution: undefined };
  const sum_of = ["roof.energy", "barn.energy"].map((channel) => ({ channel, times: 1 }));
  const made = await bench({ channels: { ...CHANNELS, counters: new Map([["all.energy", { ...sum, sum_of }]]) } });
  const put = (channel: string, at: number, value: number): void => {
    made.history.units.set(channel, "kWh");
    made.history.readings.push({ channel, at, value });
  };
  // from midnight on, a reading each quarter of an hour; the barn's inverter sleeps until six
  for (let i = 0; i <= 40; i++) {
    const at = MIDNIGHT + i * 15 * MINUTE;
    const [roof, barn] = [1_000 + i / 8, i < 24 ? 0 : 500 + (i - 24) / 8];
    put("roof.energy", at, roof);
    put("barn.energy", at, barn);
    put("all.energy", at, roof + barn);
  }
  const { net } = await ask(made, `all.energy?from=${MIDNIGHT}&to=${AT}`);
  assert.deepEqual(net, [7_000]);
  const judged = await made.app.inject(`/api/judged/all.energy?from=${MIDNIGHT}&to=${AT}`);
  assert.match(judged.body, /"verdict":"other_register"/);
  // without a register's history the sum is what is known
  made.history.units.delete("barn.energy");
  assert.deepEqual((await ask(made, `all.energy?from=${MIDNIGHT}&to=${AT}`)).net, [507_000]);
});

test("the day of 25 hours has 25 of them", async () => {
  const made = await filled("W", []);
  made.clock.wall = Date.UTC(2026, 11, 1);
  const [from, to] = ["2026-10-25T00:00:00%2B02:00", "2026-10-26T00:00:00%2B01:00"];
  const { edges, now } = await ask(made, `solar.power?by=hour&from=${from}&to=${to}`);
  assert.equal(edges.length, 26);
  assert.equal((edges.at(-1) ?? 0) - (edges[0] ?? 0), 25 * HOUR);
  assert.equal(now, false);
});

test("a past that is settled may be shown again without asking, the present may not", async () => {
  const { app } = await filled("W", []);
  const old = await app.inject(`/api/energy/solar.power?from=${AT - 3 * DAY}&to=${MIDNIGHT}`);
  assert.equal(old.headers["cache-control"], "private, max-age=30");
  const present = await app.inject(`/api/energy/solar.power?from=${AT - 3 * DAY}&to=${AT - HOUR}`);
  assert.equal(present.headers["cache-control"], "no-store");
});

test("what tells of no energy says what can be asked", async () => {
  const made = await bench();
  made.history.units.set("roof.yield_yesterday", "Wh");
  for (const [channel, what] of [
    ["SOC", /battery\.soc tells of no energy: it is in %/],
    ["charger.state", /is a state/],
    ["roof.yield_yesterday", /is in Wh/],
  ] as const) {
    const answer = await made.app.inject(`/api/energy/${channel}`);
    assert.equal(answer.statusCode, 400);
    const problem = Problem.parse(answer.json());
    assert.equal(problem.error, "no_energy");
    assert.match(problem.message, what);
    assert.match(problem.hint, /power in W/);
  }
});

test("more units than can be drawn are refused", async () => {
  const made = await bench();
  const answer = await made.app.inject(`/api/energy/solar.power?by=hour&from=${AT - 2_001 * HOUR}`);
  assert.equal(answer.statusCode, 400);
  assert.deepEqual(Problem.parse(answer.json()).error, "too_many_units");
  assert.match(answer.json().hint, /day, month, year/);
  assert.equal((await ask(made, `solar.power?by=year&from=0`)).edges.length, 58);
});

test("an unknown channel is answered with the nearest name", async () => {
  const { app } = await bench();
  const answer = await app.inject("/api/energy/solar.powr");
  assert.deepEqual([answer.statusCode, answer.json().hint], [404, "did you mean solar.power?"]);
});

refused("/api/energy/solar.power", [
  ["by=week", "by: expected hour, day, month or year"],
  ["by=", "by: expected hour, day, month or year"],
  [`from=${AT}&to=${AT}`, "from: not before to"],
  ["from=-1", "from: expected UTC milliseconds or ISO 8601, 2026-11-20T10:00:00Z"],
  ["points=5", 'query: "points" is unknown: expected by, from or to'],
]);
