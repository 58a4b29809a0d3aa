import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR, type Inbox, MINUTE, type Order, type RawReading, text } from "../model/index.ts";
import { ModelHouse } from "./model-house/index.ts";
import { VirtualClock } from "./virtual-clock.ts";
import { VirtualHouse } from "./virtual-house.ts";

const START = Date.UTC(2026, 5, 20);
const LOADS = { boiler: { power_w: 1_200, kind: "tank" } } as const;
const order = (on: boolean): Order => ({ relay: "boiler", on, reason: text("test") }) as Order;

function bench() {
  const clock = new VirtualClock(START);
  const house = new ModelHouse({
    latitude: 44.93,
    longitude: 0.72,
    time_zone: "Europe/Paris",
    seed: 1,
    step_ms: MINUTE,
    start: START,
    loads: LOADS,
  });
  const device = new VirtualHouse(house, clock, Object.keys(LOADS), MINUTE);
  const readings: { at: number; readings: readonly RawReading[] }[] = [];
  const inbox: Inbox = {
    put: (all) => readings.push({ at: clock.now().at, readings: all }),
    note: () => assert.fail("it has nothing to note"),
  };
  const run = (until: number): Promise<void> => clock.run(until);
  const last = (quantity: string): unknown =>
    readings.at(-1)?.readings.find((reading) => reading.quantity === quantity)?.value;
  return { clock, device, readings, inbox, run, last };
}

test("reports at its start and then once a step, in virtual time", async () => {
  const { device, readings, inbox, run } = bench();
  device.start(inbox);
  await run(START + 10 * MINUTE);
  assert.deepEqual(
    readings.map(({ at }) => at),
    Array.from({ length: 11 }, (_, minute) => START + minute * MINUTE),
  );
});

test("answers orders at once: the load draws its power", async () => {
  const { device, inbox, run, last } = bench();
  device.start(inbox);
  await run(START + MINUTE);
  assert.equal(last("boiler_power"), 0);
  await device.outputs.get("boiler")?.carryOut(order(true));
  await run(START + 2 * MINUTE);
  assert.equal(last("boiler_power"), 1_200);
  await device.outputs.get("boiler")?.carryOut(order(false));
  await run(START + 3 * MINUTE);
  assert.equal(last("boiler_power"), 0);
});

test("has the outputs that it was given and is always well", () => {
  const { device } = bench();
  assert.deepEqual([...device.outputs.keys()], ["boiler"]);
  assert.equal(device.health().state, "ok");
});

test("is silent after its stop", async () => {
  const { device, readings, inbox, run } = bench();
  device.start(inbox);
  await run(START + HOUR);
  const before = readings.length;
  await device.stop();
  await run(START + 2 * HOUR);
  assert.equal(readings.length, before);
});
