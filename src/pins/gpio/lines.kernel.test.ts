import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { InputConfig, OutputConfig, WiresConfig } from "../../model/index.ts";
import { SimulatedChip } from "../testing/simulated-chip.ts";
import { chipAt, chipPaths, linesOf } from "./chips.ts";
import { requestLines } from "./lines.ts";

/** Against a kernel's own events: `npm run kernel -- src/pins/gpio/lines.kernel.test.ts`. */

const INPUT: InputConfig = { direction: "input", pull: "up", active_low: false, edges: "none", debounce_us: 0 };
const PULSES: InputConfig = { ...INPUT, edges: "falling" };
const outputs = (values: boolean[], active_low = false): OutputConfig => ({
  direction: "output",
  drive: "push_pull",
  active_low,
  values,
});
const SETTLE_MS = 30;

function board(label: string, lines = 16) {
  const simulated = new SimulatedChip(label, lines, { 0: "S0-A", 8: "RELAY-1" });
  return { simulated, chip: chipAt(simulated.path), [Symbol.dispose]: () => simulated[Symbol.dispose]() };
}

test("a chip and its lines tell their names, and who holds them", () => {
  using it = board("names");
  assert.deepEqual([it.chip.label, it.chip.lines], ["names", 16]);
  assert.ok(chipPaths().includes(it.simulated.path));
  const held = requestLines(it.chip, [8], "gleaner boiler", outputs([false], true));
  const lines = linesOf(it.chip);
  assert.equal(lines.length, 16);
  assert.deepEqual(lines[8], {
    offset: 8,
    name: "RELAY-1",
    used: true,
    consumer: "gleaner boiler",
    output: true,
    active_low: true,
  });
  assert.deepEqual([lines[0]?.name, lines[0]?.used], ["S0-A", false]);
  held.close();
  assert.equal(linesOf(it.chip)[8]?.used, false);
});

test("outputs have their values from the first moment, change one by one, and are read back", () => {
  using it = board("outputs");
  const seen = () => [8, 9, 10].map((offset) => it.simulated.isHigh(offset));
  const lines = requestLines(it.chip, [8, 9, 10], "relays", outputs([true, false, true]));
  assert.deepEqual(seen(), [true, false, true]);
  lines.set(1, true);
  lines.set(0, false);
  assert.deepEqual(seen(), [false, true, true]);
  assert.deepEqual(lines.get(), [false, true, true]);
  lines.setAll([true, false, false]);
  assert.deepEqual(
    [seen(), lines.get()],
    [
      [true, false, false],
      [true, false, false],
    ],
  );
  lines.close();
});

test("a board that a low line switches on is high from the first moment while it is off", () => {
  using it = board("active-low");
  const lines = requestLines(it.chip, [8], "relays", outputs([false], true));
  assert.equal(it.simulated.isHigh(8), true);
  lines.set(0, true);
  assert.equal(it.simulated.isHigh(8), false);
  assert.deepEqual(lines.get(), [true]);
  lines.close();
});

test("inputs are read, pulled up and turned over", () => {
  using it = board("inputs");
  const lines = requestLines(it.chip, [2, 3], "keys", { ...INPUT, active_low: true });
  it.simulated.pull(2, true);
  it.simulated.pull(3, false);
  assert.deepEqual(lines.get(), [false, true]);
  lines.close();
});

test("wires of a protocol: one line turns round and back, the others stay as they are driven", () => {
  using it = board("wires");
  const wires = (data: boolean | null): WiresConfig => ({
    ...{ direction: "wires", pull: "up", active_low: false },
    values: [true, data, false],
  });
  const lines = requestLines(it.chip, [4, 5, 6], "panel", wires(true));
  const seen = () => [4, 5, 6].map((offset) => it.simulated.isHigh(offset));
  const outputs = () => [4, 5, 6].map((offset) => linesOf(it.chip)[offset]?.output);
  assert.deepEqual(
    [seen(), outputs()],
    [
      [true, true, false],
      [true, true, true],
    ],
  );
  lines.setBits(0b011, 0b001);
  assert.deepEqual(seen(), [true, false, false]);
  lines.configure(wires(null));
  assert.deepEqual(outputs(), [true, false, true]);
  for (const level of [false, true, false]) {
    it.simulated.pull(5, level);
    assert.equal(lines.getBits(), level ? 0b011 : 0b001);
    lines.setBits(0b101, 0b101);
    assert.deepEqual([it.simulated.isHigh(4), it.simulated.isHigh(6)], [true, true]);
    lines.setBits(0b101, 0b001);
  }
  assert.throws(() => lines.setBits(0b010, 0b010), /EPERM|EINVAL/, "what is read is not driven");
  lines.configure(wires(false));
  assert.deepEqual(
    [seen(), outputs()],
    [
      [true, false, false],
      [true, true, true],
    ],
  );
  lines.close();
});

test("500 pulses while the loop stands still: each once, in order, stamped when it came", async () => {
  using it = board("pulses");
  it.simulated.pull(0, true);
  const lines = requestLines(it.chip, [0], "meter", PULSES);
  const made: [number, number][] = [];
  for (let pulse = 0; pulse < 500; pulse += 1) {
    const before = Number(process.hrtime.bigint()) / 1e6;
    it.simulated.pulse(0);
    made.push([before, Number(process.hrtime.bigint()) / 1e6]);
  }
  await setTimeout(SETTLE_MS);
  const edges = [...lines.edges(300), ...lines.edges(300)];
  assert.deepEqual(
    edges.map(({ sequence }) => sequence),
    Array.from({ length: 500 }, (_nothing, index) => index + 1),
  );
  for (const [index, { mono, rising, offset }] of edges.entries()) {
    const [before = 0, after = 0] = made[index] ?? [];
    assert.ok(mono >= before && mono <= after + 5, `pulse ${index}: ${mono} is not within ${before} and ${after}`);
    assert.deepEqual([rising, offset], [false, 0]);
  }
  assert.deepEqual(lines.edges(10), []);
  lines.close();
});

test("more than the kernel keeps: the oldest are gone, and the numbers tell how many", async () => {
  using it = board("overflow");
  it.simulated.pull(0, true);
  const lines = requestLines(it.chip, [0], "meter", PULSES);
  for (let pulse = 0; pulse < 1_500; pulse += 1) it.simulated.pulse(0);
  await setTimeout(SETTLE_MS);
  const edges = lines.edges(2_000);
  assert.ok(edges.length >= 1_024 && edges.length < 1_500, `${edges.length} were kept`);
  assert.equal(edges.at(-1)?.sequence, 1_500);
  assert.equal(edges[0]?.sequence, 1_500 - edges.length + 1);
  lines.close();
});

test("what is shorter than its bounce is swallowed by the kernel, what is longer is told", async () => {
  using it = board("debounce");
  it.simulated.pull(0, true);
  const lines = requestLines(it.chip, [0], "meter", { ...PULSES, debounce_us: 50_000 });
  for (let bounce = 0; bounce < 10; bounce += 1) it.simulated.pulse(0);
  await setTimeout(250);
  assert.deepEqual(lines.edges(100), []);
  for (let pulse = 0; pulse < 3; pulse += 1) {
    it.simulated.pull(0, false);
    await setTimeout(200);
    it.simulated.pull(0, true);
    await setTimeout(200);
  }
  assert.equal(lines.edges(100).length, 3);
  lines.close();
});

test("lines turn from outputs to inputs and back", () => {
  using it = board("turns");
  const lines = requestLines(it.chip, [5, 6], "panel", outputs([false, true]));
  assert.equal(it.simulated.isHigh(6), true);
  lines.configure(INPUT);
  it.simulated.pull(6, false);
  assert.equal(lines.get()[1], false);
  lines.configure(outputs([true, true]));
  assert.deepEqual([it.simulated.isHigh(5), it.simulated.isHigh(6)], [true, true]);
  lines.close();
});

test("lines are read as they are, and become outputs that go on so", () => {
  using it = board("as-is");
  it.simulated.pull(5, true);
  it.simulated.pull(6, false);
  const lines = requestLines(it.chip, [5, 6], "relays", { direction: "as_is", active_low: true });
  const found = lines.get();
  assert.deepEqual(found, [false, true]);
  lines.configure(outputs(found, true));
  assert.deepEqual([it.simulated.isHigh(5), it.simulated.isHigh(6)], [true, false]);
  lines.set(0, true);
  assert.deepEqual([it.simulated.isHigh(5), it.simulated.isHigh(6)], [false, false]);
  lines.close();
});

test("each refusal has the kernel's word", () => {
  using it = board("refusals", 4);
  const lines = requestLines(it.chip, [1], "first", outputs([false]));
  assert.throws(() => requestLines(it.chip, [0, 1], "second", INPUT), { code: "EBUSY" });
  assert.throws(() => requestLines(it.chip, [4], "second", INPUT), { code: "EINVAL" });
  assert.throws(() => requestLines(it.chip, [], "second", INPUT), RangeError);
  assert.throws(() => chipAt("/dev/gpiochip99"), { code: "ENOENT" });
  assert.throws(() => chipAt("/dev/null"), { code: "ENOTTY" });
  lines.close();
});

test("a chip that is pulled out is gone at the next call", () => {
  using it = board("gone");
  const lines = requestLines(it.chip, [0], "meter", PULSES);
  const relay = requestLines(it.chip, [1], "relay", outputs([true]));
  it.simulated.unplug();
  assert.throws(() => lines.edges(10), { code: "ENODEV" });
  assert.throws(() => relay.set(0, false), { code: "ENODEV" });
  lines.close();
  relay.close();
});
