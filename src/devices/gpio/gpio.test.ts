import assert from "node:assert/strict";
import { test } from "node:test";
import { HandsHere } from "../../hands/testing/here.ts";
import { HandClock } from "../../model/testing/hand-clock.ts";
import { MemoryRegisters } from "../../model/testing/memory-registers.ts";
import { Board } from "../../pins/testing/board.ts";
import { Box } from "../kit/testing/box.ts";
import { order } from "../kit/testing/order.ts";
import { gpio } from "./index.ts";

/** Eight relays of PvMonit, by wiringPi's numbers; a low line switches on. */
const EIGHT = {
  active_low: true,
  outputs: Object.fromEntries([4, 5, 10, 21, 22, 27, 28, 29].map((wpi, index) => [`r${index + 1}`, `wiringPi ${wpi}`])),
};
const BCM = [23, 24, 8, 5, 6, 16, 20, 21];

function setup(written: Record<string, unknown>, board = new Board(), safe = new Map<string, boolean>()) {
  const clock = new HandClock();
  const box = new Box();
  const context = {
    id: "board",
    folder: "/house",
    clock,
    hands: new HandsHere(),
    pins: board,
    registers: new MemoryRegisters(),
    safe,
  };
  const device = gpio.open(gpio.options.parse(written), context);
  const output = (name: string) => {
    const actuator = device.outputs.get(name);
    assert.ok(actuator, name);
    return actuator;
  };
  const levels = (...lines: number[]) => lines.map((line) => (board.levels.get(line) ? "high" : "low")).join(" ");
  return { board, clock, box, device, output, levels };
}

test("eight relays are off from the first moment, and each follows its own orders", async () => {
  const { device, box, output, levels, board } = setup(EIGHT);
  device.start(box);
  assert.equal(levels(...BCM), Array(8).fill("high").join(" "));
  await output("r3").carryOut(order(true));
  assert.equal(levels(...BCM), "high high low high high high high high");
  assert.equal(await output("r3").read?.(), true);
  assert.equal(await output("r1").read?.(), false);
  await output("r3").carryOut(order(false));
  assert.equal(levels(8), "high");
  const { state, counters } = device.health();
  assert.deepEqual([state, counters.orders, counters.failed_orders], ["ok", 2, 0]);
  assert.match(board.lines(board.chip("/dev/gpiochip0"))[23]?.consumer ?? "", /^gleaner board$/);
  await device.stop();
  assert.equal(await output("r3").read?.(), null);
});

test("a line that the run before left on goes on, one that nobody drives is in its safe state at once", async () => {
  const board = new Board();
  board.drive(23, false);
  board.levels.set(24, false);
  const { device, box, levels, output } = setup(EIGHT, board, new Map([["r4", true]]));
  device.start(box);
  assert.equal(levels(23, 24, 5), "low high low", "on as before; off although its line was low; on, its safe state");
  assert.deepEqual([await output("r1").read?.(), await output("r2").read?.()], [true, false]);
  await device.stop();
});

test("an adapter that is pulled out and put back: told once each, its relays are in their safe state then", async () => {
  const { device, box, board, clock, levels, output } = setup({ outputs: { r1: 4 } }, new Board(["ch341"]));
  device.start(box);
  await output("r1").carryOut(order(true));
  board.isGone = true;
  await assert.rejects(output("r1").carryOut(order(true)), /ch341 is gone: plug the adapter in again/);
  assert.equal(await output("r1").read?.(), null);
  assert.equal(device.health().state, "lost");
  await clock.pass(5_000);
  board.isGone = false;
  board.levels.clear();
  await clock.pass(10_000);
  assert.deepEqual([device.health().state, levels(4)], ["ok", "low"]);
  assert.deepEqual(box.codes, ["device_lost", "device_back"]);
  await device.stop();
  assert.equal(clock.pending, 0);
});

test("a line that does not follow is a fault, and none when it does again", async () => {
  const { device, box, board, output } = setup({ outputs: { r1: 4 } });
  device.start(box);
  board.stuck.add(4);
  await assert.rejects(output("r1").carryOut(order(true)), /line 4 of pinctrl-bcm2711 does not follow.*short circuit/);
  assert.equal(device.health().state, "lost");
  board.stuck.clear();
  await output("r1").carryOut(order(true));
  assert.equal(device.health().state, "ok");
  assert.equal(device.health().counters.failed_orders, 1);
  await device.stop();
});

test("a contact to ground is 1 while it is closed: told at each change, and again before it is stale", async () => {
  const { device, box, board, clock } = setup({
    inputs: { door: { line: 17 }, rain: { line: 27, active_low: false } },
  });
  device.start(box);
  const said = () => box.readings.map(({ quantity, value }) => `${quantity} ${value}`);
  assert.deepEqual(said(), ["door 0", "rain 1"], "both are pulled up");
  board.move(17, false, 0);
  await clock.pass(100);
  assert.deepEqual(said().slice(2), ["door 1"]);
  await clock.pass(4_920);
  assert.deepEqual(said().slice(3), ["rain 1"]);
  await device.stop();
});

test("one part that is lost is not hidden by another that is well", async () => {
  const board = new Board();
  board.occupy(23, "lirc");
  const { device, box, clock } = setup({ outputs: { r1: 23 }, inputs: { door: { line: 17 } } }, board);
  device.start(box);
  await clock.pass(6_000);
  assert.equal(device.health().state, "lost");
  assert.match(device.health().problem ?? "", /held by lirc/);
  assert.deepEqual(box.codes, ["device_lost"]);
  assert.ok(box.readings.length > 0);
  board.free(23);
  await clock.pass(20_000);
  assert.equal(device.health().state, "ok");
  await device.stop();
});

test("what cannot be configured is refused with what to write", () => {
  const complaint = (written: Record<string, unknown>) =>
    gpio.options.safeParse(written).error?.issues[0]?.message ?? "";
  assert.match(complaint({}), /expected `outputs`, `inputs` or both/);
  assert.match(complaint({ outputs: { r1: "pin 6" } }), /power or ground/);
  assert.match(complaint({ outputs: { r1: "pin 41" } }), /1 to 40/);
  assert.match(complaint({ outputs: { r1: "wiringPi 40" } }), /0 to 16 and 21 to 31/);
  assert.match(complaint({ outputs: { r1: "the green one" } }), /expected a line: its BCM number/);
  assert.match(complaint({ inputs: { x: { line: 4, debounce_ms: 2_000 } } }), /1000/);
});

test("one line by two names is claimed once", () => {
  const claim = (line: string | number) =>
    gpio.claims?.(gpio.options.parse({ outputs: { r1: line } }), "/house").map(({ thing }) => thing);
  for (const line of ["GPIO23", "pin 16", "wiringPi 4"]) assert.deepEqual(claim(line), claim(23), line);
  assert.notDeepEqual(claim(24), claim(23));
});
