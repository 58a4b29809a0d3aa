import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import fc from "fast-check";
import type { Batch, History, Reading } from "../model/index.ts";
import { Encoder } from "./encode.ts";
import { type DiskHistory, openHistory } from "./index.ts";
import { NaiveHistory } from "./naive.ts";
import { tempFolder } from "./testing/child.ts";
import { Writer } from "./writer.ts";

/** Any interleaving of appends, late readings, bulk loads, seals and restarts gives the naive history's answers. */

const T = Date.UTC(2026, 5, 21, 10);
const CHANNELS = ["pv", "battery", "charger"] as const;
const SPAN = 3_000;

const aValue = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: -5_000, max: 5_000 }).map((n) => n / 10) },
  { weight: 3, arbitrary: fc.integer({ min: -5_000, max: 5_000 }) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map((n) => n + 0) },
);
const aState = fc.constantFrom("float", "bulk", "12", "");

const readings = fc
  .tuple(
    fc.integer({ min: 0, max: SPAN }),
    fc.array(fc.tuple(fc.integer({ min: -20, max: 200 }), fc.constantFrom(...CHANNELS), aValue, aState), {
      maxLength: 200,
      size: "max",
    }),
    fc.boolean(),
  )
  .map(([start, list, sorted]) => {
    const all = list.map(([at, channel, value, state]) => ({
      at: start + at,
      channel,
      value: channel === "charger" || (channel === "battery" && state === "") ? state : value,
    }));
    return sorted ? all.sort((a, b) => a.at - b.at) : all;
  });

type Step =
  | { readonly do: "append" | "load"; readonly readings: readonly Reading[] }
  | { readonly do: "seal"; readonly at: number }
  | { readonly do: "restart" }
  | { readonly do: "ask" };

const aStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("append" as const), readings }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("load" as const), readings }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("seal" as const), at: fc.integer({ min: 0, max: SPAN }) }) },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ do: "restart" }, { do: "ask" }) },
);

const aQuestion = fc.record({
  channel: fc.constantFrom(...CHANNELS),
  from: fc.integer({ min: -30, max: SPAN }),
  length: fc.integer({ min: 1, max: SPAN }),
  odd: fc.integer({ min: 0, max: 999 }),
  points: fc.integer({ min: 1, max: 60 }),
});

/** A store written in this thread, and its reader. */
class Folder {
  readonly path: string;
  readonly #full: number;
  #writer: Writer;
  #encoder = new Encoder();
  history: DiskHistory;

  constructor(path: string, full_head: number) {
    this.path = path;
    this.#full = full_head;
    this.#writer = new Writer({ folder: path, full_head });
    this.history = openHistory(path);
  }

  append(batch: Batch): void {
    const wire = this.#encoder.encode(batch);
    this.#writer.learn(this.#encoder.takeNews());
    this.#writer.write([wire]);
    this.#writer.sealInTime();
  }

  load(all: readonly Reading[]): void {
    for (const name of CHANNELS) {
      const some = all.filter(({ channel }) => channel === name);
      const at = Float64Array.from(some, (reading) => reading.at);
      const values = Float64Array.from(some, ({ value }) => (typeof value === "number" ? value : Number.NaN));
      const states = some.map(({ value }) => (typeof value === "string" ? value : undefined));
      this.#writer.load([{ at, channels: [{ name, unit: "W", values, states }] }]);
    }
  }

  seal(end: number): void {
    this.#writer.seal(end);
  }

  restart(): void {
    this.close();
    this.#encoder = new Encoder();
    this.#writer = new Writer({ folder: this.path, full_head: this.#full });
    this.history = openHistory(this.path);
  }

  close(): void {
    this.history.close();
    this.#writer.close();
  }
}

function assertClose(actual: number, expected: number, size: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= size * 1e-9, `${what}: ${actual} instead of ${expected}`);
}

function sizeOf(all: readonly Reading[]): number {
  return all.reduce((sum, { value }) => sum + Math.abs(Number(value) || 0), 1e-9);
}

function assertSame(actual: History, naive: History, channel: string, from: number, to: number, points: number): void {
  assert.deepEqual(actual.latest(channel), naive.latest(channel));
  const all = naive.range(channel, from, to, 1e6);
  assert.deepEqual(actual.range(channel, from, to, 1e6), all);
  const found = actual.buckets(channel, from, to, points);
  const wanted = naive.buckets(channel, from, to, points);
  assert.deepEqual(
    found.map(({ at, min, max }) => ({ at, min, max })),
    wanted.map(({ at, min, max }) => ({ at, min, max })),
  );
  for (const [i, { mean }] of wanted.entries()) assertClose(found[i]?.mean ?? Number.NaN, mean, sizeOf(all), "mean");
}

function assertSameEnergy(actual: History, naive: History, channel: string, edges: number[], pace: number): void {
  const most = sizeOf(naive.range(channel, -1e15, 1e15, 1e6)) * pace * SPAN;
  for (const hold_ms of [0, 7 * pace, 1_000 * pace]) {
    const wanted = naive.energies(channel, edges, hold_ms);
    actual.energies(channel, edges, hold_ms).forEach((energy, i) => {
      assertClose(energy, wanted[i] ?? Number.NaN, most / 3.6e6, "energy");
    });
  }
}

function take(step: Step, folder: Folder, naive: NaiveHistory, pace: number): void {
  if (step.do === "restart") folder.restart();
  else if (step.do === "ask") folder.history.latest("pv");
  else if (step.do === "seal") folder.seal(T + step.at * pace);
  else {
    const all = step.readings.map((each) => ({ ...each, at: T + each.at * pace }));
    naive.commit({ readings: all, decisions: [] });
    if (step.do === "load") folder.load(all);
    else folder.append({ readings: all, decisions: [] });
  }
}

it("answers like the naive history, however it was written", () => {
  using root = tempFolder();
  let runs = 0;
  fc.assert(
    fc.property(
      fc.array(aStep, { minLength: 1, maxLength: 10 }),
      fc.array(aQuestion, { minLength: 3, maxLength: 6 }),
      fc.constantFrom(1, 420_000, 3_600_000, 86_400_000),
      fc.constantFrom(1, 50, 1e9),
      (steps, questions, pace, full) => {
        const path = join(root.path, `${runs++}`);
        mkdirSync(path);
        const folder = new Folder(path, full);
        const naive = new NaiveHistory();
        try {
          for (const step of steps) take(step, folder, naive, pace);
          for (const { channel, from, length, odd, points } of questions) {
            const start = T + from * pace + (odd % pace);
            const end = start + length * pace;
            assertSame(folder.history, naive, channel, start, end, points);
            const edges = [start, start + Math.floor((end - start) / 3), start + Math.floor((end - start) / 2), end];
            assertSameEnergy(folder.history, naive, channel, edges, pace);
          }
        } finally {
          folder.close();
          rmSync(path, { recursive: true });
        }
      },
    ),
    { numRuns: 150, interruptAfterTimeLimit: 60_000 },
  );
});
