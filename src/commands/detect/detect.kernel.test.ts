import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, openSync } from "node:fs";
import { test } from "node:test";
import { HandPorts } from "../../devices/kit/testing/hand-ports.ts";
import { HandClock } from "../../model/testing/hand-clock.ts";
import { systemPins } from "../../pins/index.ts";
import { SimulatedChip } from "../../pins/testing/simulated-chip.ts";
import { askBus } from "./ask.ts";
import { detect } from "./detect.ts";
import type { Findings } from "./findings.ts";
import { holdersOf } from "./holders.ts";
import { Machine } from "./machine.ts";
import { portsOf } from "./ports.ts";

/** What a real kernel shows of chips, lines and a USB cable: `npm run kernel -- src/commands/detect/detect.kernel.test.ts`. */

/** Everything but serial lines, which are listened to elsewhere: nothing is said on them here. */
async function found(): Promise<Findings> {
  const clock = new HandClock();
  const finding = detect({ machine: new Machine(), pins: systemPins, ports: new HandPorts(), clock });
  await clock.pass(15_000);
  return finding;
}

test("chips by their labels, and each line that somebody holds with his name", async () => {
  using _chip = new SimulatedChip("pinctrl-bcm2711", 58, { 23: "GPIO23" });
  const chip = systemPins
    .paths()
    .map((path) => systemPins.chip(path))
    .find(({ label }) => label === "pinctrl-bcm2711");
  assert.ok(chip);
  const config = { direction: "output", drive: "push_pull", active_low: true, values: [false] } as const;
  const lines = systemPins.request(chip, [23], "gleaner board", config);
  try {
    const header = (await found()).gpio.find(({ label }) => label === "pinctrl-bcm2711");
    assert.deepEqual([header?.header, header?.lines.length, header?.problem], [true, 58, null]);
    assert.deepEqual(
      header?.lines.filter(({ held_by }) => held_by !== null),
      [{ line: 23, name: "GPIO23", output: true, held_by: "gleaner board", used_by: null }],
    );
  } finally {
    lines.close();
  }
});

test("a USB cable with its plug, and that somebody has it open, although nobody may see who", async () => {
  const machine = new Machine();
  const cable = portsOf(machine).find(({ tty }) => tty === "/dev/ttyACM0");
  assert.ok(cable?.usb, "the machine's own USB serial pair");
  assert.deepEqual([cable.usb.vendor_id, cable.usb.product?.startsWith("Gadget Serial")], ["0525", true]);
  // this process is left out, as another user's would be
  const held = () => holdersOf(machine, ["/dev/ttyACM0"]).get("/dev/ttyACM0");
  assert.deepEqual(held(), []);
  const open = () => openSync("/dev/ttyACM0", constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  const fds = [open()];
  assert.deepEqual(held(), [{ pid: null, program: "a program of another user" }]);
  const given = open();
  fds.push(given);
  const other = spawn("/bin/sleep", ["60"], { stdio: ["ignore", given, "ignore"] });
  assert.deepEqual(
    held()?.map(({ program }) => program),
    ["sleep"],
  );
  other.kill();
  await once(other, "exit");
  assert.equal(held()?.length, 1);
  for (const fd of fds) closeSync(fd);
  assert.deepEqual(held(), []);
});

test("watchdogs and buses are found by what the kernel shows, and none is opened", async () => {
  const { watchdogs, i2c, machine } = await found();
  assert.deepEqual(
    watchdogs.map(({ name }) => name),
    ["Software Watchdog"],
  );
  assert.ok(i2c.some(({ name }) => name?.startsWith("SMBus stub")));
  assert.match(machine.kernel, /^\d+\.\d+/);
});

test("addresses of a bus that answer, by reading", async () => {
  const [stub, ...others] = systemPins.i2c.buses().filter(({ name }) => name.startsWith("SMBus stub"));
  assert.ok(stub && others.length === 0);
  const found = await askBus(systemPins.i2c, stub.path);
  assert.ok(found.length > 0 && found.every((address) => address >= 0x20 && address <= 0x3f), String(found));
});
