import assert from "node:assert/strict";
import { after, afterEach, test } from "node:test";
import { HandsHere } from "../../hands/testing/here.ts";
import type { Device } from "../../model/index.ts";
import { MemoryRegisters } from "../../model/testing/memory-registers.ts";
import { systemPins } from "../../pins/index.ts";
import { Box } from "../kit/testing/box.ts";
import { LeapClock } from "../kit/testing/leap-clock.ts";
import { order } from "../kit/testing/order.ts";
import { until } from "../kit/testing/until.ts";
import { expander } from "./index.ts";

/** The device on a kernel's own bus: `npm run kernel -- src/devices/expander/expander.kernel.test.ts`. */

const path = systemPins.i2c.buses().find(({ name }) => name.startsWith("SMBus stub"))?.path ?? "no stub";

const devices: Device[] = [];
afterEach(async () => {
  for (const device of devices.splice(0)) await device.stop();
});

function setup(written: Record<string, unknown>) {
  const box = new Box();
  const pins = { pins: systemPins, registers: new MemoryRegisters() };
  const context = { id: "board", folder: "/", clock: new LeapClock(), hands: new HandsHere(), ...pins };
  const device = expander.open(expander.options.parse({ bus: path, ...written }), context);
  const carryOut = (name: string, on: boolean) => device.outputs.get(name)?.carryOut(order(on));
  devices.push(device);
  device.start(box);
  return { device, carryOut, isOn: (name: string) => device.outputs.get(name)?.read?.() };
}

/** The stub's chips as the test sees them, beside the device; one stays open, so that the bus keeps its thread. */
const chips = new Map([0x38, 0x21].map((address) => [address, systemPins.i2c.chip(path, address)]));
after(async () => {
  for (const chip of chips.values()) await chip.close();
});

async function registers(address: number, from: number, count: number, ...writes: number[][]) {
  const written = writes.map((bytes) => ({ do: "write", bytes }) as const);
  return (await chips.get(address)?.run([...written, { do: "registers", from, count }]))?.[0];
}

test("eight relays on a PCF8574A: found as they are, switched, read back", async () => {
  // a byte that is read is the next register of the stub: with all of them alike it is a chip whose lines stand still
  await registers(0x38, 0, 1, ...Array.from({ length: 256 }, (_nothing, register) => [register, 0xfe]));
  const { device, carryOut, isOn } = setup({ chip: "pcf8574a", outputs: { r1: 0, r2: 1, r8: "P7" } });
  await until("it is there", () => device.health().state === "ok", 10_000);
  assert.deepEqual([await isOn("r1"), await isOn("r2")], [true, false]);
  await Promise.all([carryOut("r1", true), carryOut("r8", false)]);
  await assert.rejects(carryOut("r2", true) ?? Promise.resolve(), /line P1 of pcf8574a 0x38 does not follow/);
});

test("an MCP23017 drives its outputs in their safe states, and its registers hold what was ordered", async () => {
  await registers(0x21, 0, 22, [0x00, 0xff, 0xff], [0x14, 0x00, 0x00]);
  const { device, carryOut } = setup({ chip: "mcp23017", address: 0x21, outputs: { r1: "GPA0", r9: "GPB0" } });
  await until("it is there", () => device.health().state === "ok", 10_000);
  assert.deepEqual(await registers(0x21, 0x00, 2), [0xfe, 0xfe]);
  assert.deepEqual(await registers(0x21, 0x14, 2), [0x01, 0x01], "off, by a high line");
  // the stub's registers do not know each other: each line shows low
  await carryOut("r9", true);
  assert.deepEqual(await registers(0x21, 0x14, 2), [0x01, 0x00]);
  await assert.rejects(carryOut("r9", false) ?? Promise.resolve(), /line GPB0 of mcp23017 0x21 does not follow/);
  assert.deepEqual(await registers(0x21, 0x14, 2), [0x01, 0x01]);
});

test("a PCF8575 on an adapter that cannot read two bytes, and an address where nothing is, are told", async () => {
  const wide = setup({ chip: "pcf8575", address: 0x20, outputs: { r1: 0 } });
  await until("it is told", () => wide.device.health().state === "lost", 10_000);
  assert.match(
    wide.device.health().problem ?? "",
    /cannot talk to the chip 0x20 in that way: take the I²C bus of a board/,
  );
  const none = setup({ chip: "pcf8574", address: 0x25, outputs: { r1: 0 } });
  await until("it is told", () => none.device.health().state === "lost", 10_000);
  assert.match(none.device.health().problem ?? "", /nothing answers at the address 0x25/);
});
