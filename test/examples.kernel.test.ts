import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { allDeviceTypes } from "../src/commands/run/device-types.ts";
import { openDevices, relayOutputs } from "../src/commands/run/devices.ts";
import { type Config, loadConfig } from "../src/config/index.ts";
import { Box } from "../src/devices/kit/testing/box.ts";
import { order } from "../src/devices/kit/testing/order.ts";
import { HandsHere } from "../src/hands/testing/here.ts";
import { SystemClock } from "../src/house/clock/system-clock.ts";
import type { Device } from "../src/model/index.ts";
import { SimulatedChip } from "../src/pins/testing/simulated-chip.ts";
import { pause, until } from "./support/until.ts";

/** The examples' devices on a kernel's own chip that calls itself as a Raspberry Pi's: as they are configured, nothing changed. */

const EXAMPLES = join(import.meta.dirname, "..", "examples");

/** The example in a folder of its own: it keeps its data beside its configuration. */
function configOf(example: string): Config & Disposable {
  const folder = mkdtempSync(join(tmpdir(), "gleaner-example-"));
  cpSync(join(EXAMPLES, example), folder, { recursive: true });
  const config = loadConfig(join(folder, "gleaner.yaml"), allDeviceTypes);
  return { ...config, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

function deviceOf(devices: ReadonlyMap<string, Device>, id: string): Device {
  const device = devices.get(id);
  assert.ok(device, id);
  return device;
}

/** Relay 1 to 8: BCM numbers of PvMonit's default wiring. */
const LINES = [23, 24, 8, 5, 6, 16, 20, 21];

for (const [model, label, lines] of [
  ["Pi 1 to 3", "pinctrl-bcm2835", 54],
  ["Pi 4", "pinctrl-bcm2711", 58],
  ["Pi 5", "pinctrl-rp1", 54],
] as const) {
  test(`PvMonit's eight relays, ${model}: none moves by itself, each follows its own order and no other`, async () => {
    using chip = new SimulatedChip(label, lines);
    using config = configOf("pvmonit-eight-relays");
    const devices = openDevices(config, new SystemClock(), new HandsHere());
    const board = deviceOf(devices, "board");
    const outputs = [...relayOutputs(config, devices)];
    const on = () => LINES.map((line) => !chip.isHigh(line));
    const states = outputs.map(([id]) => id === "internet_box");
    await board.start(new Box());
    assert.equal(board.health().problem, null);
    assert.deepEqual(on(), states, "off, but for the one whose safe state is on");
    for (const want of [true, false]) {
      for (const [index, [id, output]] of outputs.entries()) {
        await output.carryOut(order(want));
        states[index] = want;
        assert.deepEqual(on(), states, `${id} ${want ? "on" : "off"}`);
        assert.equal(await output.read?.(), want);
      }
    }
    await board.stop();
  });
}

test("the hackerspace's meter: each pulse counts 0.5 Wh, a bounce none", async () => {
  using chip = new SimulatedChip("pinctrl-bcm2711", 58);
  using config = configOf("hackerspace");
  chip.pull(24, true);
  const meter = deviceOf(openDevices(config, new SystemClock(), new HandsHere()), "meter");
  const box = new Box();
  await meter.start(box);
  try {
    await until("it has its line", () => meter.health().state === "ok");
    const energy = () => box.readings.findLast(({ quantity }) => quantity === "energy")?.value;
    const first = Number(energy());
    for (let pulse = 0; pulse < 20; pulse += 1) {
      chip.pull(24, false);
      await pause(60);
      chip.pull(24, true);
      await pause(60);
    }
    chip.pulse(24);
    await until("ten Wh more", () => energy() === first + 10);
    const watts = box.readings.findLast(({ quantity }) => quantity === "power")?.value;
    // a pulse every 120 ms are 15 kW; the machine makes them later, never sooner
    assert.ok(typeof watts === "number" && watts > 0 && watts <= 15_100, String(watts));
    assert.equal(meter.health().counters.pulses, 20);
  } finally {
    await meter.stop();
  }
});
