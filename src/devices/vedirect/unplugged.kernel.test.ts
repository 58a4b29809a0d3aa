import assert from "node:assert/strict";
import { closeSync, constants, openSync } from "node:fs";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { percentile } from "../../../test/support/edges.ts";
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
/** While it is away, in half of the times; the emulated processor is slow, and counts as used what the host gives to others. */
const MOST_OF_CORE = 0.05;
/** Each time: far from what a reader takes that asks a dead line again and again. */
const MOST_AT_ONCE = 0.5;
/** Every so often it stays away until the device counts as lost. */
const LONG_EVERY = 5;

const block = (power: number) => blockOf(MPPT_LINE.replace("PPV 21", `PPV ${power}`));

/** What this process takes of a processor meanwhile, as a share of one core. */
async function loadFor(ms: number): Promise<number> {
  const before = process.cpuUsage();
  const began = performance.now();
  await setTimeout(ms);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / (performance.now() - began);
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
  const loads: number[] = [];
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
    const back = performance.now();
    const before = tty;
    tty = await cable.plug();
    if (held !== null) assert.notEqual(tty, before);
    ttys.add(tty);
    await bench.opened(time + 1);
    await heard(bench, cable, 1_000 + time);
    slowest_ms = Math.max(slowest_ms, performance.now() - back);
    if (held !== null) closeSync(held);
    assert.equal(bench.count("bad_checksums"), 0);
  }
  t.diagnostic(`${TIMES} times, behind ${[...ttys].join(", ")}: back within ${Math.round(slowest_ms)} ms`);
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const [usual = 1, highest = 1] = [0.5, 1].map((share) => percentile(loads, share));
  t.diagnostic(`away it takes ${percent(usual)} of a core, ${percent(highest)} at most`);
  assert.ok(ttys.size > 1, "it came back behind another terminal");
  assert.ok(slowest_ms <= BACK_WITHIN_MS, `back within ${slowest_ms} ms`);
  assert.ok(usual <= MOST_OF_CORE && highest <= MOST_AT_ONCE, "it rests while unplugged");
});
