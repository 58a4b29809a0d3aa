import assert from "node:assert/strict";
import { test } from "node:test";
import { HandsHere } from "../../hands/testing/here.ts";
import { PinTrouble } from "../../model/index.ts";
import { HandClock } from "../../model/testing/hand-clock.ts";
import { MemoryRegisters } from "../../model/testing/memory-registers.ts";
import { Board } from "../../pins/testing/board.ts";
import { Latch, Registers } from "../../pins/testing/wire-chips.ts";
import type { WireChip } from "../../pins/testing/wires.ts";
import { Box } from "../kit/testing/box.ts";
import { order } from "../kit/testing/order.ts";
import { expander } from "./index.ts";

const EIGHT = Object.fromEntries(Array.from({ length: 8 }, (_nothing, index) => [`r${index + 1}`, index]));

function setup<Chip extends WireChip>(written: Record<string, unknown>, chip: Chip, safe = new Map<string, boolean>()) {
  const pins = new Board();
  pins.i2c.chips.set(0x20, chip);
  const writes: number[][] = [];
  pins.i2c.fault = (_chip, step, doIt) => {
    if (step.do === "write") writes.push([...step.bytes]);
    return doIt();
  };
  const clock = new HandClock();
  const box = new Box();
  const context = {
    id: "board",
    folder: "/house",
    clock,
    hands: new HandsHere(),
    pins,
    registers: new MemoryRegisters(),
  };
  const device = expander.open(expander.options.parse(written), { ...context, safe });
  const output = (name: string) => {
    const actuator = device.outputs.get(name);
    assert.ok(actuator, name);
    return actuator;
  };
  const begin = async () => {
    await device.start(box);
    await clock.pass(0);
  };
  return { chip, wires: pins.i2c, writes, clock, box, device, output, begin };
}

const binary = (bits: number, digits = 8) => bits.toString(2).padStart(digits, "0");

test("eight relays on a PCF8574: none moves at the start, orders that come together are one write", async () => {
  const { begin, chip, writes, output, device, wires } = setup({ chip: "pcf8574", outputs: EIGHT }, new Latch(1));
  chip.latch = 0b1111_1101;
  await begin();
  assert.deepEqual(
    [device.health().state, binary(chip.latch), writes],
    ["ok", "11111101", []],
    "as the run before left it",
  );
  assert.equal(await output("r2").read?.(), true);
  await Promise.all([output("r1").carryOut(order(true)), output("r8").carryOut(order(true))]);
  assert.deepEqual([binary(chip.latch), writes], ["01111100", [[0b0111_1100]]]);
  await output("r2").carryOut(order(false));
  assert.equal(binary(chip.latch), "01111110");
  assert.deepEqual([await output("r1").read?.(), await output("r2").read?.()], [true, false]);
  await device.stop();
  assert.deepEqual([binary(chip.latch), wires.open], ["01111110", 0]);
  assert.equal(await output("r1").read?.(), null);
  await assert.rejects(output("r1").carryOut(order(true)), /not taken yet: start/);
});

test("sixteen on a PCF8575 are two bytes, and lines go by their names", async () => {
  const outputs = { pump: "P07", boiler: "p10" };
  const { begin, chip, writes, output, device } = setup({ chip: "pcf8575", outputs }, new Latch(2));
  await begin();
  await output("boiler").carryOut(order(true));
  assert.deepEqual(writes, [[0xff, 0xfe]]);
  await output("pump").carryOut(order(true));
  assert.deepEqual(writes.at(-1), [0x7f, 0xfe]);
  assert.equal(binary(chip.latch, 16), "1111111001111111");
  await device.stop();
});

test("an MCP23017 drives what nobody drove in its safe state, keeps what was driven, and leaves other lines alone", async () => {
  const chip = new Registers(2);
  chip.write([0x14, 0b0000_0001, 0b1000_0000]);
  chip.write([0x00, 0b1111_1110, 0b0111_1111]);
  const outputs = { r1: "GPA0", r2: "GPA1", r3: "GPB0" };
  const options = { chip: "mcp23017", active_low: false, outputs };
  const { begin, output, device, writes } = setup(options, chip, new Map([["r3", true]]));
  await begin();
  assert.equal(
    binary(chip.latch, 16),
    "1000000100000001",
    "r1 on as found, r2 off, r3 on: its safe state; GPB7 is somebody's",
  );
  assert.equal(binary(chip.driven, 16), "1000000100000011");
  assert.deepEqual(
    writes.map(([register]) => register),
    [0x14, 0x00],
    "the states first, then they are driven",
  );
  await output("r2").carryOut(order(true));
  assert.deepEqual(writes.at(-1), [0x14, 0b0000_0011, 0b1000_0001]);
  await device.stop();
});

test("what the wire disturbs is repeated; what stays is told with what to do, and ends by itself", async () => {
  const { begin, wires, output, device, box, clock } = setup({ chip: "pcf8574", outputs: EIGHT }, new Latch(1));
  await begin();
  let left = 2;
  wires.fault = (_chip, _step, doIt) => {
    left -= 1;
    if (left >= 0) throw new PinTrouble("EIO", "write");
    return doIt();
  };
  await output("r1").carryOut(order(true));
  assert.equal(device.health().counters.repeated, 2);
  for (const [code, words] of [
    ["EIO", /bus \/dev\/i2c-1 is disturbed at the address 0x20 \(EIO\): check that the cable is short/],
    ["EREMOTEIO", /nothing answers at the address 0x20 of \/dev\/i2c-1: check its power/],
    ["ETIMEDOUT", /\/dev\/i2c-1 does not answer: a wire or a chip holds it/],
    ["EACCES", /group i2c/],
    ["EBUSY", /driver of the kernel holds the address 0x20/],
    ["EOPNOTSUPP", /cannot talk to the chip 0x20/],
  ] as const) {
    wires.refuses = code;
    await assert.rejects(output("r1").carryOut(order(false)), words);
    assert.equal(await output("r1").read?.(), null);
    await clock.pass(1_000);
    assert.match(device.health().problem ?? "", words);
  }
  wires.refuses = undefined;
  await output("r1").carryOut(order(false));
  await clock.pass(1_000);
  assert.equal(device.health().state, "ok");
  assert.deepEqual(box.codes, ["device_lost", "device_back"]);
  await device.stop();
});

test("a chip that lost its power is found as it is: nothing moves until an order comes", async () => {
  const { begin, chip, writes, output, device, clock } = setup({ chip: "pcf8574", outputs: EIGHT }, new Latch(1));
  await begin();
  await output("r1").carryOut(order(true));
  await output("r2").carryOut(order(true));
  chip.reset();
  await clock.pass(5_000);
  assert.deepEqual([writes.length, await output("r1").read?.(), device.health().counters.resets], [2, false, 1]);
  await output("r2").carryOut(order(true));
  assert.equal(binary(chip.latch), "11111101", "r1 had no new order");
  await device.stop();
});

test("an MCP that lost its power drives its lines again, in their safe states", async () => {
  const options = { chip: "mcp23008", active_low: false, outputs: { r1: 0, r2: "GP1" } };
  const { begin, chip, output, device, clock } = setup(options, new Registers(1), new Map([["r2", true]]));
  await begin();
  await output("r1").carryOut(order(true));
  chip.reset();
  await clock.pass(1_000);
  assert.deepEqual([binary(chip.driven), binary(chip.latch)], ["00000011", "00000010"]);
  assert.deepEqual([await output("r1").read?.(), device.health().counters.resets], [false, 1]);
  await device.stop();
});

test("a line that does not follow is that relay's fault, not its neighbours'", async () => {
  const { begin, chip, output, device, clock } = setup({ chip: "pcf8574", outputs: EIGHT }, new Latch(1));
  await begin();
  chip.high = 0b0000_0001;
  const words = /line P0 of pcf8574 0x20 does not follow.*short circuit/;
  const both = [output("r1").carryOut(order(true)), output("r2").carryOut(order(true))];
  await assert.rejects(both[0] ?? Promise.resolve(), words);
  await both[1];
  await clock.pass(3_000);
  assert.match(device.health().problem ?? "", words);
  chip.high = 0;
  await output("r1").carryOut(order(true));
  assert.equal(device.health().state, "ok");
  await device.stop();
});

test("a chip that keeps nothing is told", async () => {
  const deaf: WireChip = { write: () => undefined, read: (count) => Array(count).fill(0xff) };
  const { begin, device, clock } = setup({ chip: "mcp23017", outputs: { r1: 0 } }, deaf);
  await begin();
  await clock.pass(1_000);
  assert.match(device.health().problem ?? "", /0x20 of \/dev\/i2c-1 does not keep what is written: check "chip"/);
  await device.stop();
});

test("an order that nobody waits for any more is not carried out", async () => {
  const { begin, chip, wires, output, device } = setup({ chip: "pcf8574", outputs: EIGHT }, new Latch(1));
  await begin();
  const held = Promise.withResolvers<void>();
  wires.held = held.promise;
  const first = output("r2").carryOut(order(true));
  await new Promise(setImmediate);
  const control = new AbortController();
  const on = output("r1").carryOut(order(true), control.signal);
  control.abort();
  const off = output("r1").carryOut(order(false));
  held.resolve();
  await assert.rejects(on);
  await Promise.all([first, off]);
  assert.equal(binary(chip.latch), "11111101");
  await device.stop();
});

test("contacts are told when they have been the same twice, and again before they are stale", async () => {
  const inputs = { door: { line: 0 }, rain: { line: 1, active_low: false } };
  const { begin, chip, box, device, clock } = setup({ chip: "mcp23017", inputs }, new Registers(2));
  await begin();
  const said = () => box.readings.map(({ quantity, value }) => `${quantity} ${value}`);
  await clock.pass(100);
  assert.deepEqual(said(), ["door 0", "rain 1"], "both are pulled up");
  chip.short = 0b01;
  await clock.pass(100);
  chip.short = 0;
  await clock.pass(200);
  assert.equal(said().length, 2, "it bounced");
  chip.short = 0b01;
  await clock.pass(200);
  assert.deepEqual(said().slice(2), ["door 1"]);
  await clock.pass(5_000);
  assert.deepEqual(said().slice(3), ["rain 1", "door 1"]);
  await device.stop();
  assert.equal(clock.pending, 0);
});

test("what cannot be configured is refused with what to write", () => {
  const complaint = (written: Record<string, unknown>) =>
    expander.options
      .safeParse(written)
      .error?.issues.map(({ message }) => message)
      .join() ?? "";
  assert.match(complaint({ chip: "pcf8574" }), /expected `outputs`, `inputs` or both/);
  assert.equal(complaint({ chip: "pcf8574", outputs: { r1: 8 } }), "a pcf8574 has the lines 0 to 7, or P0 to P7");
  assert.match(complaint({ chip: "mcp23017", outputs: { r1: "GPC0" } }), /lines 0 to 15, or GPA0 to GPB7/);
  assert.match(complaint({ chip: "pcf8575", outputs: { r1: 8, r2: "P10" } }), /P10 is named twice/);
  assert.match(complaint({ chip: "pcf8574a", address: 0x20, outputs: { r1: 1 } }), /0x38 to 0x3f/);
  assert.match(complaint({ chip: "pcf8574", address: 0x40, outputs: { r1: 1 } }), /and not 64 \(0x40\).*write 0x20/);
  assert.equal(complaint({ chip: "pcf8574a", address: 0x3f, outputs: { r1: 1 } }), "");
  assert.equal(complaint({ chip: "PCF8574", address: "0x27", outputs: { r1: 1 } }), "");
  // the A has other addresses, and what it is cannot be guessed
  assert.notEqual(complaint({ chip: "PCF8574AT", outputs: { r1: 1 } }), "");
});

test("a chip is claimed by its bus and address, a bus goes by the name of its adapter too", async () => {
  const claim = (written: Record<string, unknown>) =>
    expander.claims?.(expander.options.parse({ chip: "pcf8574", outputs: { r1: 0 }, ...written }), "/house")[0]?.thing;
  assert.equal(claim({}), "the address 0x20 of /dev/i2c-1");
  assert.equal(claim({ bus: "/dev/i2c-1", address: 0x20 }), claim({ bus: 1 }));
  const named = { chip: "pcf8574", outputs: { r1: 0 }, bus: "bcm2835 (i2c@7e804000)" };
  const there = setup(named, new Latch(1));
  await there.begin();
  assert.equal(there.device.health().state, "ok");
  await there.device.stop();
  const absent = setup({ ...named, bus: "CH341" }, new Latch(1));
  await absent.begin();
  assert.match(absent.device.health().problem ?? "", /there is no I²C bus CH341: switch I²C on/);
  await absent.device.stop();
});
