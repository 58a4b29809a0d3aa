import assert from "node:assert/strict";
import { test } from "node:test";
import { HandsHere } from "../../hands/testing/here.ts";
import { MemoryRegisters } from "../../model/testing/memory-registers.ts";
import { systemPins } from "../../pins/index.ts";
import { SimulatedChip } from "../../pins/testing/simulated-chip.ts";
import { Box } from "../kit/testing/box.ts";
import { LeapClock } from "../kit/testing/leap-clock.ts";
import { order } from "../kit/testing/order.ts";
import { until } from "../kit/testing/until.ts";
import { gpio } from "./index.ts";

/** The device on a kernel's own chip: `npm run kernel -- src/devices/gpio/gpio.kernel.test.ts`. */

function setup(written: Record<string, unknown>, safe = new Map<string, boolean>()) {
  const box = new Box();
  const context = {
    id: "board",
    folder: "/",
    clock: new LeapClock(),
    hands: new HandsHere(),
    pins: systemPins,
    registers: new MemoryRegisters(),
    safe,
  };
  const device = gpio.open(gpio.options.parse(written), context);
  const output = (name: string) => {
    const actuator = device.outputs.get(name);
    assert.ok(actuator, name);
    return actuator;
  };
  return { box, device, output };
}

const EIGHT = Object.fromEntries(Array.from({ length: 8 }, (_nothing, index) => [`r${index + 1}`, 8 + index]));
const LINES = Object.values(EIGHT);

test("eight relays that a low line switches on: none moves before its order, each follows", async () => {
  using chip = new SimulatedChip("board-of-eight", 16);
  const high = () => LINES.map((line) => chip.isHigh(line));
  const options = { chip: "board-of-eight", active_low: true, outputs: EIGHT };
  const { box, device, output } = setup(options, new Map([["r8", true]]));
  device.start(box);
  assert.deepEqual(high(), [true, true, true, true, true, true, true, false], "off; the last one's safe state is on");
  for (const [index, name] of Object.keys(EIGHT).entries()) {
    await output(name).carryOut(order(true));
    assert.equal(await output(name).read?.(), true);
    assert.deepEqual(
      high(),
      LINES.map((_line, other) => other > index && other < 7),
    );
  }
  assert.equal(device.health().state, "ok");
  await device.stop();
});

test("a held line and a missing chip are told for what they are", async () => {
  using chip = new SimulatedChip("shared-chip", 4);
  const first = setup({ chip: "shared-chip", outputs: { r1: 2 } });
  first.device.start(first.box);
  const second = setup({ chip: "shared-chip", outputs: { r1: 2 } });
  second.device.start(second.box);
  assert.match(second.device.health().problem ?? "", /line 2 of shared-chip is held by gleaner board\. Stop/);
  const third = setup({ chip: "pinctrl-rp1", outputs: { r1: 2 } });
  third.device.start(third.box);
  assert.match(
    third.device.health().problem ?? "",
    /no GPIO chip is called "pinctrl-rp1"; here there are: .*shared-chip/,
  );
  await first.device.stop();
  await until("the second has it", () => second.device.health().state === "ok", 5_000);
  assert.equal(chip.isHigh(2), false);
  await second.device.stop();
  await third.device.stop();
});

test("an adapter that is pulled out and put back is lost and found by itself", async () => {
  const options = { chip: "adapter", outputs: { r1: 1 }, inputs: { door: { line: 0 } } };
  const { box, device, output } = setup(options);
  {
    using _chip = new SimulatedChip("adapter", 4);
    device.start(box);
    await output("r1").carryOut(order(true));
    assert.equal(device.health().state, "ok");
  }
  await until("it is missed", () => device.health().state === "lost", 5_000);
  await assert.rejects(output("r1").carryOut(order(true)), /./);
  using again = new SimulatedChip("adapter", 4);
  await until("it is back", () => device.health().state === "ok", 15_000);
  assert.equal(again.isHigh(1), false, "off until an order comes");
  await output("r1").carryOut(order(true));
  assert.equal(again.isHigh(1), true);
  assert.deepEqual(box.codes, ["device_lost", "device_back"]);
  await device.stop();
});

test("a contact is read at each change, its bounce is not", async () => {
  using chip = new SimulatedChip("contacts", 4);
  chip.pull(0, true);
  const { box, device } = setup({ chip: "contacts", inputs: { door: { line: 0, debounce_ms: 40 } } });
  device.start(box);
  const values = () => box.readings.map(({ value }) => value);
  for (let bounce = 0; bounce < 5; bounce += 1) chip.pulse(0);
  chip.pull(0, false);
  await until("it is closed", () => values().at(-1) === 1, 5_000);
  chip.pull(0, true);
  await until("it is open", () => values().at(-1) === 0, 5_000);
  assert.deepEqual(values(), [0, 1, 0]);
  await device.stop();
});
