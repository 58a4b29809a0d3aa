import assert from "node:assert/strict";
import { test } from "node:test";
import { type RawReading, type Reason, reason } from "../model/index.ts";
import { settle } from "../model/testing/hand-clock.ts";
import { Sources } from "./sources.ts";
import { FakeDevice } from "./testing/fakes.ts";

function bench() {
  const [roof, shed] = [new FakeDevice(), new FakeDevice()];
  const readings: [device: string, value: RawReading["value"] | undefined][] = [];
  const notes: Reason[] = [];
  const sources = new Sources({
    devices: new Map([
      ["roof", roof],
      ["shed", shed],
    ]),
    onReadings: (device, [first]) => readings.push([device, first?.value]),
    onNote: (why) => notes.push(why),
    onMissed: () => assert.fail("nothing is counted here"),
  });
  return { sources, roof, shed, readings, notes };
}

test("what devices read and note is handed on, under their names, until they are stopped", async () => {
  const { sources, roof, shed, readings, notes } = bench();
  assert.deepEqual([roof.inbox, shed.inbox], [undefined, undefined]);
  sources.start();
  roof.put("power", 1);
  shed.put("power", 2);
  const lost = reason("device_lost", { device: "shed", problem: "unplugged" });
  shed.inbox?.note(lost);
  assert.deepEqual(readings.splice(0), [
    ["roof", 1],
    ["shed", 2],
  ]);
  assert.deepEqual(notes, [lost]);
  const ends = sources.stop();
  roof.put("power", 3);
  assert.deepEqual(readings, []);
  await Promise.all(ends);
  assert.deepEqual([roof.stopped, shed.stopped], [true, true]);
});

test("one that fails to end is told, and its end is none the less one", async () => {
  const { sources, roof, shed, notes } = bench();
  sources.start();
  roof.stop = () => Promise.reject(new Error("the port is stuck"));
  await Promise.all(sources.stop());
  assert.deepEqual(notes, [reason("device_lost", { device: "roof", problem: "the port is stuck" })]);
  assert.equal(shed.stopped, true);
});

test("one that fails to start is told, the others start", async () => {
  const { sources, roof, shed, notes } = bench();
  roof.start = () => {
    throw new Error("no such port");
  };
  sources.start();
  await settle();
  assert.deepEqual(notes, [reason("device_lost", { device: "roof", problem: "no such port" })]);
  assert.ok(shed.inbox);
});

test("each says how it is, by its name", () => {
  const { sources, shed } = bench();
  const silent = { ...shed.health(), state: "lost", problem: "no answer" } as const;
  shed.health = () => silent;
  assert.deepEqual(sources.health(), { roof: { state: "ok", problem: null, counters: {}, facts: {} }, shed: silent });
});
