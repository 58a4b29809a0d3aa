import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { until } from "../../../test/support/until.ts";
import type { I2c, I2cStep, Pins } from "../../model/index.ts";
import { systemI2c } from "../../pins/i2c/index.ts";
import { systemPins } from "../../pins/index.ts";
import { SimulatedChip } from "../../pins/testing/simulated-chip.ts";
import { realClock } from "../testing/real-clock.ts";
import { contacts, LcdBench, LINES } from "./testing/bench.ts";

/** The display through a kernel's own bus and lines: `npm run kernel -- src/companions/lcd/lcd.kernel.test.ts`. */

const PATIENCE_MS = 30_000;
const ADDRESS = 0x27;
const REGISTERS = 256;
/** As many as are read in one go. */
const PART = 32;

const stub = () => {
  const bus = systemI2c.buses().find(({ name }) => name.startsWith("SMBus stub"));
  assert.ok(bus, JSON.stringify(systemI2c.buses()));
  return bus.path;
};

/** What `i2c-stub` makes of messages: the first byte is the register from which it keeps the others. */
function kept(steps: readonly I2cStep[], before: readonly number[]): number[] {
  const registers = [...before];
  for (const step of steps) {
    if (step.do !== "write") continue;
    const [from = 0, ...data] = step.bytes;
    data.forEach((byte, index) => {
      if (from + index < REGISTERS) registers[from + index] = byte;
    });
  }
  return registers;
}

async function registersOf(path: string): Promise<number[]> {
  const chip = systemI2c.chip(path, ADDRESS);
  const parts = Array.from({ length: REGISTERS / PART }, (_nothing, part) => part * PART);
  const read = await chip.run(parts.map((from) => ({ do: "registers", from, count: PART })));
  await chip.close();
  return read.flat();
}

test("what it shows goes through the kernel message by message; keys on its lines turn pages and step", async () => {
  using chip = new SimulatedChip("lcd-keys", 32);
  for (const line of Object.values(LINES)) chip.pull(line, true);
  const path = stub();
  const steps: I2cStep[] = [];
  const i2c: I2c = {
    buses: () => systemI2c.buses(),
    chip: (at, address) => {
      const real = systemI2c.chip(at, address);
      return {
        run: async (some) => {
          const read = await real.run(some);
          steps.push(...some);
          for (const step of some) {
            if (step.do === "write") it.display.write(step.bytes);
            else if (step.do === "pause") it.display.pause(step.us);
          }
          return read;
        },
        close: () => real.close(),
      };
    },
  };
  const before = await registersOf(path);
  const pins: Pins = { ...systemPins, i2c };
  const keys = { ...contacts("next", "previous", "ok"), chip: "lcd-keys" };
  const it = new LcdBench({ pins, keys, clock: realClock, bus: path, turn_ms: 3_600_000, delay_ms: 500 });
  it.lcd.start(it.house);
  it.show();
  await until("it shows values", () => / 87 %$/.test(it.text[0] ?? ""), PATIENCE_MS);
  // the machine is slow: a key that finds the display under way for long means nothing, so a finger tries again
  const press = async (key: keyof typeof LINES, isHeard: () => boolean) => {
    for (let finger = 0; finger < 5 && !isHeard(); finger += 1) {
      chip.pull(LINES[key], false);
      await until(`${key} is heard`, isHeard, 6_000).catch(() => undefined);
      chip.pull(LINES[key], true);
      await setTimeout(1_000);
    }
    assert.ok(isHeard(), `${key} is not heard: ${it.text}`);
  };
  await press("previous", () => /^Pump/.test(it.text[0] ?? ""));
  await press("ok", () => /\*on$/.test(it.text[1] ?? ""));
  await until("its act comes", () => it.commands.length > 0, PATIENCE_MS);
  assert.deepEqual([it.said, it.trouble], [["pump on lcd"], undefined]);
  await it.lcd.stop();
  assert.equal(it.display.isOn, false);
  assert.deepEqual(await registersOf(path), kept(steps, before));
});

test("an address where nothing answers is told", async () => {
  const it = new LcdBench({ pins: systemPins, keys: undefined, clock: realClock, bus: stub(), address: 0x26 });
  it.lcd.start(it.house);
  it.show();
  await until("it is missed", () => it.trouble !== undefined, PATIENCE_MS);
  assert.match(it.trouble ?? "", /0x26/);
  await it.lcd.stop();
});
