import assert from "node:assert/strict";
import { test } from "node:test";
import { HandsHere } from "../../hands/testing/here.ts";
import { HandClock } from "../../model/testing/hand-clock.ts";
import { MemoryRegisters } from "../../model/testing/memory-registers.ts";
import { Board } from "../../pins/testing/board.ts";
import { Box } from "../kit/testing/box.ts";
import { s0 } from "./index.ts";
import { Shelf } from "./testing/shelf.ts";

const PATH = "/house/pulses";

/** A meter whose program writes a file; another run of it shares shelf and registers. */
function setup(shelf = new Shelf(), registers = new MemoryRegisters(), written: Record<string, unknown> = {}) {
  const clock = new HandClock();
  const box = new Box();
  const context = {
    ...{ id: "meter", folder: "/house", clock, hands: shelf.hands(new HandsHere()) },
    ...{ pins: new Board([]), registers },
  };
  const device = s0.open(s0.options.parse({ file: "pulses", pulses_per_kwh: 1_000, ...written }), context);
  const last = (quantity: string) => box.readings.findLast((reading) => reading.quantity === quantity)?.value;
  /** What a program appends: a pulse so long ago. */
  const stamps = (...ago_ms: number[]) => ago_ms.map((ms) => `${clock.now().at - ms}\n`).join("");
  const start = async () => {
    await device.start(box);
    await clock.pass(2_000);
  };
  const counters = () => device.health().counters;
  return { clock, box, device, registers, shelf, last, stamps, start, counters };
}

test("every line is a pulse, those of before as well, and power is that of the last two", async () => {
  const { shelf, start, last, stamps, clock, device } = setup();
  shelf.write(PATH, stamps(20_000, 7_200, 3_600));
  await start();
  assert.equal(last("energy"), 3);
  shelf.append(PATH, stamps(0));
  await clock.pass(2_000);
  assert.equal(last("energy"), 4);
  assert.ok(Math.abs(Number(last("power")) - 642.857) < 1, String(last("power")));
  await device.stop();
});

test("half a line waits for its other half; what is none is counted and shown", async () => {
  const { shelf, start, last, stamps, clock, device, counters } = setup();
  shelf.write(PATH, `time\n${stamps(5_000)}\n\u00ff\u00fe\u0000${"9".repeat(300)}\n${stamps(3_000).slice(0, 8)}`);
  await start();
  assert.equal(last("energy"), 1);
  shelf.append(PATH, stamps(5_000).slice(8));
  await clock.pass(2_000);
  assert.equal(last("energy"), 2);
  assert.equal(counters().odd_lines, 2);
  assert.match(device.health().problem ?? "", /^lines of \/house\/pulses that begin with no time.*: 2$/);
  await device.stop();
});

test("a line that comes again, or too soon, is none; one that comes late is", async () => {
  const { shelf, start, last, stamps, device, counters } = setup();
  shelf.write(PATH, stamps(9_000, 5_000, 9_000, 4_990, 7_000, 1_000));
  await start();
  assert.equal(last("energy"), 4);
  assert.deepEqual([counters().duplicates, counters().bounces, counters().out_of_order], [1, 1, 1]);
  await device.stop();
});

test("whole seconds tell no two pulses apart, so that each counts", async () => {
  const { shelf, start, last, clock, device, counters } = setup();
  const second = Math.floor(clock.now().at / 1_000);
  const pulses = Array.from({ length: 101 }, (_nothing, index) => Math.floor(second - 50 + index / 2));
  shelf.write(PATH, `${pulses.join("\n")}\n`);
  await start();
  assert.equal(last("energy"), 101);
  assert.deepEqual([counters().duplicates, counters().bounces], [0, 0]);
  assert.ok(Number(last("power")) <= 7_200 * 1.03, String(last("power")));
  await device.stop();
});

test("a run goes on where the one before ended, with what was appended meanwhile", async () => {
  const first = setup();
  first.shelf.write(PATH, `${first.stamps(9_000, 8_000)}odd\n`);
  await first.start();
  assert.equal(first.last("energy"), 2);
  // it is killed: nothing more is kept
  first.shelf.append(PATH, first.stamps(7_000, 6_000, 5_000));
  const second = setup(first.shelf, first.registers);
  await second.start();
  assert.equal(second.last("energy"), 5);
  await second.device.stop();
  const third = setup(first.shelf, first.registers);
  await third.start();
  assert.equal(third.last("energy"), 5);
  await third.device.stop();
  await first.device.stop();
});

test("whole seconds are counted once over a restart as well", async () => {
  const first = setup();
  first.shelf.write(PATH, "1700000000\n1700000000\n1700000001\n");
  await first.start();
  await first.device.stop();
  first.shelf.append(PATH, "1700000001\n");
  const second = setup(first.shelf, first.registers);
  await second.start();
  assert.equal(second.last("energy"), 4);
  await second.device.stop();
});

test("a file that is put aside and begun anew loses nothing, whether Gleaner runs or not", async () => {
  const first = setup();
  first.shelf.write(PATH, first.stamps(9_000, 8_000));
  await first.start();
  first.shelf.append(PATH, first.stamps(7_500).slice(0, 5));
  await first.clock.pass(1_000);
  first.shelf.append(PATH, first.stamps(8_500).slice(5));
  first.shelf.rename(PATH, `${PATH}.1`);
  await first.clock.pass(1_000);
  first.shelf.append(PATH, first.stamps(3_000, 2_000));
  await first.clock.pass(2_000);
  assert.equal(first.last("energy"), 5);
  assert.deepEqual([first.counters().rotations, first.counters().lost_ends], [1, 0]);
  assert.equal(first.device.health().state, "ok");
  await first.device.stop();
  first.shelf.append(PATH, first.stamps(1_500));
  first.shelf.rename(PATH, `${PATH}.1`);
  first.shelf.write(PATH, first.stamps(1_000, 900));
  const second = setup(first.shelf, first.registers);
  await second.start();
  assert.equal(second.last("energy"), 8);
  assert.equal(second.counters().lost_ends, 0);
  await second.device.stop();
});

test("a file that is emptied may have lost its end, which is told", async () => {
  const { shelf, start, last, stamps, clock, device, counters } = setup();
  shelf.write(PATH, stamps(9_000, 8_000));
  await start();
  const file = shelf.files.get(PATH);
  assert.ok(file);
  file.text = "";
  await clock.pass(1_000);
  shelf.append(PATH, stamps(500));
  await clock.pass(2_000);
  assert.equal(last("energy"), 3);
  assert.equal(counters().truncations, 1);
  assert.match(device.health().problem ?? "", /its end could not be read/);
  await device.stop();
});

test("a file whose place another one has taken is counted from its beginning, after what was counted", async () => {
  const first = setup();
  first.shelf.write(PATH, first.stamps(9_000, 8_000, 7_000));
  await first.start();
  await first.device.stop();
  const file = first.shelf.files.get(PATH);
  assert.ok(file);
  // the same inode: the old one was deleted, and its end is lost
  file.text = first.stamps(20_000, 15_000, 9_500, 6_000, 5_000, 4_000);
  const second = setup(first.shelf, first.registers);
  await second.start();
  assert.equal(second.last("energy"), 6);
  assert.equal(second.counters().lost_ends, 1);
  await second.device.stop();
});

test("after a power cut what the history does not have yet is counted", async () => {
  const registers = new MemoryRegisters();
  const { clock, shelf, start, last, stamps, device } = setup(new Shelf(), registers);
  registers.shown.set("meter.energy", { wh: 700, at: clock.now().at - 5_000 });
  shelf.write(PATH, stamps(9_000, 8_000, 4_000, 3_000));
  await start();
  assert.equal(last("energy"), 702);
  await device.stop();
});

test("a file that is missing is told, and read once it is there", async () => {
  const { shelf, start, last, stamps, clock, device, box } = setup();
  await start();
  assert.equal(device.health().state, "lost");
  assert.match(device.health().problem ?? "", /there is no file \/house\/pulses: start the program/);
  assert.equal(last("energy"), undefined);
  shelf.write(PATH, stamps(1_000));
  await clock.pass(10_000);
  assert.equal(last("energy"), 1);
  assert.deepEqual(box.codes, ["device_lost", "device_back"]);
  shelf.files.delete(PATH);
  await clock.pass(10_000);
  assert.equal(device.health().state, "lost");
  await device.stop();
  assert.equal(clock.pending, 0);
});

test("a large file is read a piece at a time, and nothing is shown before all is counted", async () => {
  const { shelf, start, last, clock, device, box } = setup();
  const pulses = 100_000;
  const begin = clock.now().at - pulses * 100;
  shelf.write(PATH, Array.from({ length: pulses }, (_nothing, index) => `${begin + index * 100}\n`).join(""));
  await start();
  for (let turn = 0; last("energy") === undefined && turn < 200; turn += 1) await clock.pass(1_000);
  assert.equal(last("energy"), pulses);
  assert.equal(box.readings.filter(({ quantity }) => quantity === "energy")[0]?.value, pulses);
  assert.ok(shelf.reads > 20);
  await device.stop();
});

test("a file that is read for long says so instead of nothing", async () => {
  const { shelf, start, last, clock, device } = setup();
  const told: (string | null)[] = [];
  shelf.onRead = () => {
    clock.mono += 500;
    told.push(device.health().problem);
  };
  shelf.write(PATH, "\0".repeat(100 * 65_536));
  await start();
  while (last("energy") === undefined && told.length < 200) await clock.pass(1_000);
  const words = "what the meter shows comes after that. If that goes on, let its program write less, or empty the file";
  assert.ok(told.includes(`${PATH} still has 4 MB to read: ${words}`), JSON.stringify(told));
  assert.deepEqual([told[10], device.health().problem], [null, null]);
  assert.equal(last("energy"), 0);
  await device.stop();
});
