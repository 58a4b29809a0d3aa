import assert from "node:assert/strict";
import { closeSync, constants, openSync } from "node:fs";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { systemPorts } from "../kit/serial-port.ts";
import { Scratch } from "../kit/testing/cable.ts";
import { until } from "../kit/testing/until.ts";
import { LOST_AFTER_MS } from "./device.ts";
import { Bench } from "./testing/bench.ts";
import { blockOf, MPPT_LINE } from "./testing/frames.ts";
import { UsbCable } from "./testing/usb-cable.ts";

/**
 * A device behind a USB cable that is pulled out, as the kernel sees it: at rest and within a block, and back behind another
 * terminal. `GLEANER_UNPLUGS=50 npm run kernel -- src/devices/vedirect/unplugged.kernel.test.ts` does it as often.
 */

const TIMES = Number(process.env.GLEANER_UNPLUGS ?? 6);
const BACK_WITHIN_MS = 3_000;
const NOTICED_WITHIN_MS = 2_000;
/** While it is away, when the host leaves the emulated processor alone: what it gives to others counts as used there. */
const MOST_OF_CORE = 0.05;
/** Each time, busy host or not: a reader that asks a dead line again and again turns thousands of times. */
const MOST_TURNS_A_SECOND = 60;
/** Every so often it stays away until the device counts as lost. */
const LONG_EVERY = 5;

const block = (power: number) => blockOf(MPPT_LINE.replace("PPV 21", `PPV ${power}`));

/** What this process takes meanwhile: the share of one core, and the turns of its loop in a second. */
async function loadFor(ms: number): Promise<{ readonly share: number; readonly turns: number }> {
  const before = process.cpuUsage();
  const turned = performance.nodeTiming.uvMetricsInfo.loopCount;
  const began = performance.now();
  await setTimeout(ms);
  const lasted_ms = performance.now() - began;
  const { user, system } = process.cpuUsage(before);
  const turns = performance.nodeTiming.uvMetricsInfo.loopCount - turned;
  return { share: (user + system) / 1_000 / lasted_ms, turns: (1_000 * turns) / lasted_ms };
}

/** The device says this until it is read. */
async function heard(bench: Bench, cable: UsbCable, power: number): Promise<void> {
  await until(
    `${power} W is read`,
    async () => {
      cable.speak(block(power));
      await setTimeout(100);
      return bench.value("panel_power") === power;
    },
    20_000,
  );
}

test("unplugged and back, again and again", async (t) => {
  using scratch = new Scratch();
  await using cable = new UsbCable(scratch.folder, 19_200);
  let tty = await cable.plug();
  const ttys = new Set([tty]);
  await using bench = new Bench({ port: cable.path }, "/");
  await bench.opened();
  let slowest_ms = 0;
  const loads: { readonly share: number; readonly turns: number }[] = [];
  for (let time = 1; time <= TIMES; time += 1) {
    await heard(bench, cable, time);
    const within = time % 2 === 0;
    if (within) cable.speak(block(9_999).subarray(0, 60));
    // a program that goes on holding the old terminal makes the next one have another number
    const held = time % 3 === 0 ? openSync(tty, constants.O_RDONLY | constants.O_NONBLOCK) : null;
    await setTimeout(100);
    const fresh = bench.box.readings.length;
    await cable.unplug();
    await until("the unplugging is told", () => bench.count("unplugs") === time, NOTICED_WITHIN_MS);
    assert.match(bench.device.health().problem ?? "", /plug the cable in/);
    const long = time % LONG_EVERY === 0;
    loads.push(await loadFor(long ? LOST_AFTER_MS + 500 : 1_500));
    if (long) assert.equal(bench.device.health().state, "lost");
    assert.equal(bench.box.readings.length, fresh, "nothing is read from half a block");
    const before = tty;
    tty = await cable.plug();
    if (held !== null) assert.notEqual(tty, before);
    ttys.add(tty);
    await bench.opened(time + 1);
    await heard(bench, cable, 1_000 + time);
    slowest_ms = Math.max(slowest_ms, performance.now() - cable.there_ms);
    if (held !== null) closeSync(held);
    assert.equal(bench.count("bad_checksums"), 0);
  }
  t.diagnostic(`${TIMES} times, behind ${[...ttys].join(", ")}: back within ${Math.round(slowest_ms)} ms`);
  const percents = loads.map(({ share }) => 100 * share);
  const [least, most] = [Math.min(...percents), Math.max(...percents)];
  const turns = Math.max(...loads.map((load) => load.turns));
  t.diagnostic(
    `away it takes ${least.toFixed(1)} to ${most.toFixed(1)} % of a core, ${turns.toFixed(0)} turns/s at most`,
  );
  assert.ok(ttys.size > 1, "it came back behind another terminal");
  assert.ok(slowest_ms <= BACK_WITHIN_MS, `back within ${slowest_ms} ms`);
  assert.ok(least <= 100 * MOST_OF_CORE && turns <= MOST_TURNS_A_SECOND, "it rests while unplugged");
});

test("a device that takes nothing holds up neither who writes nor who closes", async (t) => {
  using scratch = new Scratch();
  await using cable = new UsbCable(scratch.folder, 19_200);
  await cable.plug();
  const port = await systemPorts.open(cable.path, 19_200, { received: () => undefined, closed: () => undefined });
  assert.equal(port.unsent(), 0);
  await cable.fallsDumb();
  let longest_ms = 0;
  const takes = (): boolean => {
    const began = performance.now();
    const taken = port.write("x".repeat(100));
    longest_ms = Math.max(longest_ms, performance.now() - began);
    return taken;
  };
  let written = 0;
  while (takes()) {
    written += 1;
    assert.ok(written < 10_000, "it takes all there is");
    await setTimeout(1);
  }
  assert.ok(port.unsent() > 1_024, `${port.unsent()} bytes wait`);
  const began = performance.now();
  await port.close();
  const closed_ms = performance.now() - began;
  t.diagnostic(
    `${100 * written} bytes were taken, in ${longest_ms.toFixed(1)} ms each at most, closed in ${Math.round(closed_ms)} ms`,
  );
  assert.ok(longest_ms < 500, `a write took ${longest_ms} ms`);
  assert.ok(closed_ms < 3_000, `closing took ${closed_ms} ms, where the kernel would wait for 30 s`);
});
