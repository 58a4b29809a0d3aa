import assert from "node:assert/strict";
import { test } from "node:test";
import { HandsHere } from "../../hands/testing/here.ts";
import { HandClock } from "../../model/testing/hand-clock.ts";
import { MemoryRegisters } from "../../model/testing/memory-registers.ts";
import { Board } from "../../pins/testing/board.ts";
import { Box } from "../kit/testing/box.ts";
import { s0 } from "./index.ts";

function setup(written: Record<string, unknown>) {
  const clock = new HandClock();
  const box = new Box();
  const board = new Board([]);
  const context = {
    ...{ id: "meter", folder: "/house", clock, hands: new HandsHere() },
    ...{ pins: board, registers: new MemoryRegisters() },
  };
  const device = s0.open(s0.options.parse({ pulses_per_kwh: 1_000, ...written }), context);
  const last = (quantity: string) => box.readings.findLast((reading) => reading.quantity === quantity)?.value;
  return { clock, box, board, others: board.others, device, last };
}

const KEY = { input: "button@18" };
const WIRE = { port: "/dev/ttyUSB0" };

function withKey(written: Record<string, unknown> = KEY) {
  const it = setup(written);
  it.others.names.set("button@18", "/dev/input/event3");
  const pulse = async (after_ms: number, lasts_ms = 50) => {
    await it.clock.pass(after_ms);
    it.others.press(true, it.clock.mono);
    await it.clock.pass(lasts_ms);
    it.others.press(false, it.clock.mono);
  };
  return { ...it, pulse };
}

test("a key of an input device is a contact like any other", async () => {
  const { device, box, clock, last, pulse } = withKey();
  await device.start(box);
  for (let count = 0; count < 5; count += 1) await pulse(3_550);
  await pulse(500, 5);
  await clock.pass(1_500);
  assert.equal(last("energy"), 5);
  assert.equal(device.health().counters.short_pulses, 1);
  assert.equal(device.health().facts.path, "/dev/input/event3");
  assert.ok(Math.abs(Number(last("power")) - 1_000) < 1, String(last("power")));
  await device.stop();
});

test("changes of a key that the kernel dropped are estimated from the pace, and told", async () => {
  const { device, box, clock, others, last, pulse } = withKey();
  await device.start(box);
  for (let count = 0; count < 3; count += 1) await pulse(1_950);
  await clock.pass(20_000);
  others.drop(false, clock.mono);
  await pulse(1_950);
  await clock.pass(1_500);
  const { counters, problem } = device.health();
  assert.equal(counters.lost_changes, 1);
  assert.equal(counters.estimated_pulses, 10);
  assert.equal(last("energy"), 14);
  assert.match(problem ?? "", /10 were estimated/);
  await device.stop();
});

test("an input device that is missing, busy or without the key is told with what to do, and found when it comes", async () => {
  const { device, box, clock, others, last, pulse } = withKey();
  others.names.clear();
  others.names.set("Power Button", "/dev/input/event0");
  await device.start(box);
  assert.match(device.health().problem ?? "", /no input device is called "button@18"; here there are: Power Button/);
  others.names.set("button@18", "/dev/input/event3");
  for (const [code, words] of [
    ["EBUSY", /another program keeps/],
    ["EACCES", /group input/],
    ["EINVAL", /has no key 28: give "key" the "keycode"/],
  ] as const) {
    others.refusals.set("/dev/input/event3", code);
    await clock.pass(20_000);
    assert.match(device.health().problem ?? "", words);
  }
  others.refusals.clear();
  await clock.pass(11_000);
  await pulse(100);
  await clock.pass(1_500);
  assert.equal(last("energy"), 1);
  others.refusals.set("/dev/input/event3", "ENODEV");
  await clock.pass(100);
  assert.match(device.health().problem ?? "", /there is no input device/);
  await device.stop();
  assert.equal(clock.pending, 0);
});

test("a wire's changes are counted by the kernel: none is lost however late it is looked at", async () => {
  const { device, box, clock, others, last } = setup({ ...WIRE, dtr: false });
  others.counts.cts = 2 ** 32 - 3;
  await device.start(box);
  await clock.pass(1_000);
  assert.deepEqual(others.fed, { rts: true, dtr: false });
  assert.equal(last("energy"), 0);
  for (let pulse = 0; pulse < 20; pulse += 1) {
    await clock.pass(3_550);
    others.turn("cts");
    await clock.pass(50);
    others.turn("cts");
  }
  await clock.pass(1_000);
  assert.equal(last("energy"), 20);
  assert.ok(Math.abs(Number(last("power")) - 1_000) < 25, String(last("power")));
  // the house stands still for ten seconds, at sixteen a second
  clock.mono += 10_000;
  others.turn("cts", 2 * 160);
  await clock.pass(1_500);
  assert.equal(last("energy"), 180);
  assert.equal(device.health().counters.bounces, 0);
  await device.stop();
});

test("more changes than a meter has time for are bounce", async () => {
  const { device, box, clock, others, last } = setup(WIRE);
  await device.start(box);
  await clock.pass(1_000);
  others.turn("cts", 9);
  await clock.pass(1_000);
  others.turn("cts", 9);
  await clock.pass(1_500);
  const { bounces = 0 } = device.health().counters;
  assert.equal(Number(last("energy")) + bounces, 9);
  assert.ok(Number(last("energy")) <= 4, String(last("energy")));
  await device.stop();
});

test("a driver that does not count is found out by the wire that stands otherwise, and told", async () => {
  const { device, box, clock, others } = setup(WIRE);
  await device.start(box);
  await clock.pass(1_000);
  others.levels.cts = true;
  await clock.pass(25_000);
  assert.match(device.health().problem ?? "", /^CTS of \/dev\/ttyUSB0 changes and its driver does not count it/);
  await device.stop();
});

test("a cable that is pulled out is told, and counts anew when it is back", async () => {
  const { device, box, clock, others, last } = setup({ ...WIRE, wire: "dcd" });
  await device.start(box);
  await clock.pass(1_000);
  others.turn("dcd", 2);
  await clock.pass(1_000);
  others.refusals.set("/dev/ttyUSB0", "EIO");
  await clock.pass(1_000);
  assert.equal(device.health().state, "lost");
  others.refusals.set("/dev/ttyUSB0", "ENOTTY");
  await clock.pass(10_000);
  assert.match(device.health().problem ?? "", /does not count the changes of its wires/);
  others.refusals.clear();
  others.counts.dcd = 0;
  await clock.pass(12_000);
  assert.equal(device.health().state, "ok");
  others.turn("dcd", 2);
  await clock.pass(1_500);
  assert.equal(last("energy"), 2);
  await device.stop();
  assert.equal(clock.pending, 0);
});

test("one source is named, no more and no less", () => {
  for (const written of [{}, { ...KEY, ...WIRE }, { line: 4, file: "x" }]) {
    const { error } = s0.options.safeParse({ pulses_per_kwh: 1_000, ...written });
    assert.match(error?.issues[0]?.message ?? "", /expected one of `line`, `file`, `input` and `port`/);
  }
});
