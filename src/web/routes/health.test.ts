import assert from "node:assert/strict";
import { test } from "node:test";
import { type DeviceHealth, reason, say } from "../../model/index.ts";
import { Unhealthy } from "../api.ts";
import { bench, houseState } from "../testing/fakes.ts";

const lost: DeviceHealth = { state: "lost", problem: "/dev/ttyUSB0 is gone", counters: {}, facts: {} };
const starting: DeviceHealth = { state: "starting", problem: null, counters: {}, facts: {} };

test("all is well", async () => {
  const { app } = await bench({ house: houseState({ devices: { roof: starting } }) });
  const answer = await app.inject("/health");
  assert.equal(answer.statusCode, 200);
  assert.deepEqual(answer.json(), { status: "ok" });
});

test("everything that is wrong is named", async () => {
  const faults = [reason("store_failed", { problem: "disk full" })];
  const { app, clock } = await bench({ house: houseState({ devices: { roof: lost, monitor: starting }, faults }) });
  clock.pass(6_000);
  const answer = await app.inject("/health");
  assert.equal(answer.statusCode, 503);
  const health = Unhealthy.parse(answer.json());
  assert.deepEqual(health.reasons, [
    "The relay control has been silent for 0:06",
    "Data cannot be stored: disk full",
    "Device roof is lost: /dev/ttyUSB0 is gone",
  ]);
  assert.equal(health.message, health.reasons[0]);
});

test("what several relays have in common is said once, and what one has for itself as well", async () => {
  const gone = (relay: string) => reason("relay_fault", { relay }, reason("output_failed", { problem: "no pins" }));
  const welded = reason("relay_fault", { relay: "light" }, reason("fault_latched"));
  const { app } = await bench({ house: houseState({ faults: [gone("boiler"), welded, gone("pump")] }) });
  const health = Unhealthy.parse((await app.inject("/health")).json());
  assert.deepEqual(health.reasons, ["2 relays (boiler, pump): The output does not answer: no pins", say(welded, "en")]);
});

test("a house that never published is not healthy", async () => {
  const { app } = await bench({ house: null });
  const answer = await app.inject("/health");
  assert.equal(answer.statusCode, 503);
  assert.equal(Unhealthy.parse(answer.json()).message, "Gleaner is starting: the house has not published anything yet");
});
