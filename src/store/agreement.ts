import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import type { Batch, Decision, History, Reading } from "../model/index.ts";
import { line, type Open, readings, said, T, withStore } from "./conformance.ts";
import { NaiveHistory } from "./naive.ts";

/** Equal to within the rounding of sums of these sizes. */
function assertClose(actual: number, expected: number, size: number, words: string): void {
  assert.ok(Math.abs(actual - expected) <= size * 1e-9, `${words}: ${actual} instead of ${expected}`);
}

/** The answers to every question of the port agree, on spans that cut through the data. */
function assertSameAnswers(
  actual: History,
  expected: History,
  channel: string,
  from: number,
  to: number,
  points: number,
) {
  assert.deepEqual(actual.latest(channel), expected.latest(channel));
  assert.deepEqual(actual.unit(channel), expected.unit(channel));
  assert.deepEqual(actual.range(channel, from, to, 5), expected.range(channel, from, to, 5));
  const all = expected.range(channel, from, to, 10_000);
  assert.deepEqual(actual.range(channel, from, to, 10_000), all);
  const size = all.reduce((sum, { value }) => sum + Math.abs(Number(value) || 0), 1e-9);
  const found = actual.buckets(channel, from, to, points);
  const wanted = expected.buckets(channel, from, to, points);
  assert.deepEqual(
    found.map(({ at, min, max }) => ({ at, min, max })),
    wanted.map(({ at, min, max }) => ({ at, min, max })),
  );
  for (const [i, { mean }] of wanted.entries()) assertClose(found[i]?.mean ?? Number.NaN, mean, size, "mean");
  for (const hold_ms of [0, 7, 1_000]) {
    const before = expected.range(channel, from - hold_ms, to, 10_000);
    const most = before.reduce((sum, { value }) => sum + Math.abs(Number(value) || 0), 1e-9);
    assertClose(actual.energy(channel, from, to, hold_ms), expected.energy(channel, from, to, hold_ms), most, "energy");
  }
}

const CHANNELS = ["pv", "battery", "charger"] as const;

const aReading: fc.Arbitrary<Reading> = fc.record({
  channel: fc.constantFrom(...CHANNELS),
  at: fc.integer({ min: -20, max: 120 }).map((n) => T + n),
  value: fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: -5_000, max: 5_000 }).map((n) => n / 10) },
    { weight: 2, arbitrary: fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map((n) => n + 0) },
    { weight: 1, arbitrary: fc.constantFrom("float", "bulk", "12", "", "é") },
  ),
});

const aDecision: fc.Arbitrary<Decision> = fc
  .record({ at: fc.integer({ min: 0, max: 20 }).map((n) => T + n), words: fc.constantFrom("a", "b") })
  .map(({ at, words }) => line(at, words));

type Step = { readonly do: "commit"; readonly batch: Batch } | { readonly do: "reopen" };

const aStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("commit" as const),
      batch: fc.record({
        readings: fc.array(aReading, { maxLength: 30 }),
        decisions: fc.array(aDecision, { maxLength: 3 }),
      }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("reopen" as const) }) },
);

const aQuestion = fc.record({
  channel: fc.constantFrom(...CHANNELS),
  from: fc.integer({ min: -30, max: 120 }),
  length: fc.integer({ min: 1, max: 150 }),
  points: fc.integer({ min: 1, max: 200 }),
});

/**
 * Compares an implementation of the store's port with the plainest one, on random histories; run it from a test file of
 * the implementation.
 * @param runs how many random histories
 */
export function storeAgreement(name: string, open: Open, runs: number): void {
  it(`${name} answers like the naive history, whatever is appended and however often it is reopened`, async () => {
    const property = fc.asyncProperty(
      fc.array(aStep, { maxLength: 8 }),
      fc.array(aQuestion, { minLength: 5, maxLength: 15 }),
      (steps, questions) =>
        withStore(open, async (first, reopen) => {
          const naive = new NaiveHistory();
          let { store, history } = first;
          naive.describe("pv", "W");
          store.describe("pv", "W");
          for (const step of steps) {
            if (step.do === "reopen") ({ store, history } = await reopen());
            else {
              naive.commit(step.batch);
              await store.commit(step.batch);
            }
          }
          await store.commit(readings());
          const [entries, expected] = [history.journal(100), naive.journal(100)];
          assert.deepEqual(said(entries), said(expected));
          for (const [i, { id }] of entries.entries()) {
            assert.deepEqual(said(history.journal(3, id)), said(expected.slice(i + 1, i + 4)));
          }
          for (const { channel, from, length, points } of questions) {
            assertSameAnswers(history, naive, channel, T + from, T + from + length, points);
          }
        }),
    );
    await fc.assert(property, { numRuns: runs });
  });
}
