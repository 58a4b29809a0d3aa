import assert from "node:assert/strict";
import { test } from "node:test";
import { MINUTE } from "../../model/index.ts";
import { Energy, JudgedList, Problem } from "../api.ts";
import { AT, bench, CHANNELS } from "../testing/fakes.ts";
import { refused } from "../testing/refused.ts";

const SHOWN = [100, 100.1, 0, 100.2, 100.3, 429_496.7, 100.4, 100.1, 100.5];

async function filled(unit = "kWh", counters = CHANNELS.counters) {
  const made = await bench({ channels: { ...CHANNELS, counters } });
  made.history.units.set("meter.energy", unit);
  for (const [i, value] of SHOWN.entries()) {
    made.history.readings.push({ channel: "meter.energy", at: AT - (20 - i) * MINUTE, value });
  }
  return made;
}

test("what was taken for a glitch is listed, and energy knows nothing of it", async () => {
  const { app } = await filled();
  const { unit, judged } = JudgedList.parse((await app.inject("/api/judged/meter.energy")).json());
  assert.equal(unit, "kWh");
  assert.deepEqual(
    judged.map(({ at, value, verdict }) => [at, value, verdict]),
    [
      [AT - 18 * MINUTE, 0, "taken_back"],
      [AT - 15 * MINUTE, 429_496.7, "spike"],
      [AT - 13 * MINUTE, 100.1, "taken_back"],
    ],
  );
  const energy = Energy.parse((await app.inject("/api/energy/meter.energy")).json());
  assert.ok(Math.abs((energy.net.at(-1) ?? 0) - 500) < 1e-6, `${energy.net.at(-1)} Wh`);
});

test("what the configuration says of a counter holds", async () => {
  const resolution = { value: 400, unit: "Wh" };
  const counters = new Map([["meter.energy", { rollover: undefined, most_per_hour: undefined, resolution }]]);
  const { app } = await filled("kWh", counters);
  const { judged } = JudgedList.parse((await app.inject("/api/judged/meter.energy")).json());
  assert.deepEqual(
    judged.map(({ verdict }) => verdict),
    ["taken_back", "spike"],
  );
});

test("what is no counter has nothing to be judged", async () => {
  const { app, history } = await bench();
  history.units.set("solar.power", "W");
  const answer = await app.inject("/api/judged/solar.power");
  assert.deepEqual([answer.statusCode, Problem.parse(answer.json()).error], [400, "no_counter"]);
  assert.equal((await app.inject("/api/judged/nobody")).statusCode, 404);
});

refused("/api/judged/solar.power", [
  ["from=yesterday", "from: "],
  ["to=", "to: "],
]);
