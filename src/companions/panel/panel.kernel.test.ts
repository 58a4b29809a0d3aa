import assert from "node:assert/strict";
import { performance } from "node:perf_hooks";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { until } from "../../../test/support/until.ts";
import { segmentsOf, TOP } from "../../panel/segments.ts";
import { chipAt, linesOf } from "../../pins/gpio/chips.ts";
import { systemPins } from "../../pins/index.ts";
import { SimulatedChip } from "../../pins/testing/simulated-chip.ts";
import { realClock } from "../testing/real-clock.ts";
import { PanelBench } from "./testing/bench.ts";

/** The panel's wires through a kernel's own lines: `npm run kernel -- src/companions/panel/panel.kernel.test.ts`. */

const CLOCK = 13;
const DATA = 19;
const STROBE = 26;
const PATIENCE_MS = 30_000;

function bench(label: string) {
  const chip = new SimulatedChip(label, 32);
  const it = new PanelBench({ clock: realClock, chip: label, delay_ms: 500 }, 1, systemPins);
  it.pins.drive = (high) => chip.pull(DATA, high);
  return Object.assign(it, { chip, lines: () => linesOf(chipAt(chip.path)) });
}

test("bytes, keys and turns of the data line go through the kernel as they go over the wires", async () => {
  const it = bench("panel");
  using _chip = it.chip;
  it.panel.start(it.house);
  it.show();
  it.change("r2", { on: true, mode: "on" });
  await until("it shows the relays", () => it.digits()[1] === TOP && it.leds() === "·●······", PATIENCE_MS);
  assert.equal(it.lines()[DATA]?.consumer, "gleaner panel");
  const [board] = it.chips;
  assert.ok(board);
  board.keys = 0b1000;
  await until("the key is heard", () => it.digits()[3] === TOP, PATIENCE_MS);
  board.keys = 0;
  await until("its act comes", () => it.commands.length > 0, PATIENCE_MS);
  assert.deepEqual(it.commands, ["r4 on"]);
  assert.ok(it.pins.turns >= 10, `the data line was turned ${it.pins.turns} times`);
  assert.deepEqual(it.pins.complaints, []);
  await it.panel.stop();
  assert.equal(board.light, null);
  assert.equal(it.lines()[DATA]?.used, false);
});

test("without a board the data line stays high: it is told, and nothing is pressed", async () => {
  const it = bench("no-panel");
  using chip = it.chip;
  const [board] = it.chips;
  assert.ok(board);
  board.isThere = false;
  it.panel.start(it.house);
  it.show();
  await until("it is missed", () => it.trouble !== undefined, PATIENCE_MS);
  assert.match(it.trouble ?? "", /Panel 1 does not answer/);
  // a wire to ground is no key either
  it.pins.drive = () => undefined;
  chip.pull(DATA, false);
  await setTimeout(1_000);
  assert.deepEqual(it.commands, []);
  await until("the wires come to rest", () => [CLOCK, STROBE].every((line) => chip.isHigh(line)), PATIENCE_MS);
  await it.panel.stop();
});

test("a busy line is one sentence, and the panel begins when it is free", async () => {
  const it = bench("busy-panel");
  using chip = it.chip;
  const wrong = { direction: "input", pull: "up", active_low: false, edges: "none", debounce_us: 0 } as const;
  const held = systemPins.request(chipAt(chip.path), [CLOCK], "somebody", wrong);
  it.panel.start(it.house);
  assert.match(it.trouble ?? "", /out of service: line 13 of busy-panel is held by somebody/);
  held.close();
  it.show();
  await until("it has its lines", () => it.trouble === undefined, PATIENCE_MS);
  await until("it shows the relays", () => it.digits().join() === segmentsOf("", 8).join(), PATIENCE_MS);
  await it.panel.stop();
});

/** What this process takes, and how long its loop stands, in so many ms. */
async function load(for_ms: number) {
  const before = process.cpuUsage();
  const began = performance.now();
  let longest_ms = 0;
  let turns = 0;
  for (let last = began; last - began < for_ms; turns += 1) {
    await setTimeout(5);
    const now = performance.now();
    longest_ms = Math.max(longest_ms, now - last - 5);
    last = now;
  }
  const { user, system } = process.cpuUsage(before);
  return { turns, longest_ms: Math.round(longest_ms), processor_ms: Math.round((user + system) / 1_000) };
}

test("at its rate of scans the loop goes on turning, though a call takes ten times as long here", async () => {
  using _chip = new SimulatedChip("rate-panel", 32);
  // nothing between the panel and the kernel: what it costs here is what it costs
  const it = new PanelBench({ clock: realClock, chip: "rate-panel", pins: systemPins });
  const without = await load(5_000);
  it.panel.start(it.house);
  it.show();
  await load(2_000);
  const beside = await load(5_000);
  console.log("in 5 s, without and with the panel:", without, beside);
  assert.match(it.trouble ?? "", /Panel 1 does not answer/, "it looks for its board");
  assert.ok(
    beside.turns > without.turns / 2,
    `the loop turned ${beside.turns} times, without the panel ${without.turns}`,
  );
  await it.panel.stop();
});
