import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR, MINUTE } from "../../model/index.ts";
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

test("a time in which a register may mean this or that is not known, and is said to be open", async () => {
  const { app, history } = await bench();
  history.units.set("meter.energy", "kWh");
  // read every two hours: what falls by what it may use until then is a glitch, or goes on from an older value
  const shown = [100, 102, 104, 106, 108, 107, 110, 112, 114, 116, 118, 120];
  const at = (i: number): number => AT - (12 - i) * 2 * HOUR;
  const show = (values: readonly number[]): void => {
    const readings = values.map((value, i) => ({ channel: "meter.energy", at: at(i), value }));
    history.readings.splice(0, history.readings.length, ...readings);
  };
  show(shown);
  const span = `from=${at(0)}&to=${at(11)}`;
  const { judged } = JudgedList.parse((await app.inject(`/api/judged/meter.energy?${span}`)).json());
  assert.deepEqual(
    judged.map(({ open_since, until }) => [open_since, until]),
    [[at(4), at(6)]],
  );
  const known = async (): Promise<number> => {
    const { covered } = Energy.parse((await app.inject(`/api/energy/meter.energy?by=hour&${span}`)).json());
    return covered.reduce((sum, each) => sum + each, 0);
  };
  const open_hours = await known();
  // what was a glitch for sure takes nothing away
  show(shown.with(5, 0));
  const sure = JudgedList.parse((await app.inject(`/api/judged/meter.energy?${span}`)).json());
  assert.deepEqual([sure.judged.length, sure.judged[0]?.open_since], [1, undefined]);
  assert.ok(Math.abs((await known()) - open_hours - 4) < 1e-6, `${open_hours} h of ${await known()}`);
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
