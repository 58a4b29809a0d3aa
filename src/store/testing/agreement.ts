import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import type { Decision, History, Reading } from "../../model/index.ts";
import { bucketsOf, energyOver, newestOf } from "./asking.ts";
import { NaiveHistory } from "./naive.ts";
import { line, type Open, type OpenStore, readings, said, T, withStore } from "./opened.ts";

/** Equal to within the rounding of sums of these sizes. */
function assertClose(actual: number, expected: number, size: number, words: string): void {
  assert.ok(Math.abs(actual - expected) <= size * 1e-9, `${words}: ${actual} instead of ${expected}`);
}

/** The answers to every question of the port agree, on spans that cut through the data. */
async function assertSameAnswers(
  actual: History,
  expected: History,
  channel: string,
  from: number,
  to: number,
  points: number,
  pace: number,
) {
  assert.deepEqual(await newestOf(actual, channel), await newestOf(expected, channel));
  assert.deepEqual(await actual.latestOf([channel, "nobody"]), [await newestOf(expected, channel), undefined]);
  assert.deepEqual(await actual.unit(channel), await expected.unit(channel));
  assert.deepEqual(await actual.range(channel, from, to, 5), await expected.range(channel, from, to, 5));
  assert.deepEqual(await actual.changes(channel, from, to, 5), await expected.changes(channel, from, to, 5));
  assert.deepEqual(await actual.changes(channel, from, to, 10_000), await expected.changes(channel, from, to, 10_000));
  const all = await expected.range(channel, from, to, 10_000);
  assert.deepEqual(await actual.range(channel, from, to, 10_000), all);
  const size = all.reduce((sum, { value }) => sum + Math.abs(Number(value) || 0), 1e-9);
  const found = await bucketsOf(actual, channel, from, to, points);
  const wanted = await bucketsOf(expected, channel, from, to, points);
  assert.deepEqual(
    found.map(({ mean: _, ...exact }) => exact),
    wanted.map(({ mean: _, ...exact }) => exact),
  );
  for (const [i, { mean }] of wanted.entries()) assertClose(found[i]?.mean ?? Number.NaN, mean, size, "mean");
  const ever = await expected.range(channel, -1e15, to, 10_000);
  const most = ever.reduce((sum, { value }) => sum + Math.abs(Number(value) || 0), 1e-9) * pace;
  for (const hold of [0, 7 * pace, 1_000 * pace, undefined, "on_change", { every_ms: 3 * pace }] as const) {
    assertClose(
      await energyOver(actual, channel, from, to, hold),
      await energyOver(expected, channel, from, to, hold),
      most,
      "energy",
    );
    const edges = [from, from + Math.floor((to - from) / 3), from + Math.floor((to - from) / 2), to];
    const wanted = await expected.energies(channel, edges, hold);
    const { sums, covered } = await actual.energies(channel, edges, hold);
    for (const [i, sum] of sums.entries()) assertClose(sum, wanted.sums[i] ?? Number.NaN, most, "energies");
    for (const [i, share] of covered.entries()) assertClose(share, wanted.covered[i] ?? Number.NaN, 1, "coverage");
  }
}

const CHANNELS = ["pv", "battery", "charger"] as const;

/** Milliseconds, or many hours, so that roll-ups have something to do. */
const PACES = [1, 7 * 60_000, 86_400_000] as const;

const aReading = fc.record({
  channel: fc.constantFrom(...CHANNELS),
  at: fc.integer({ min: -20, max: 120 }),
  value: fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: -5_000, max: 5_000 }).map((n) => n / 10) },
    { weight: 2, arbitrary: fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map((n) => n + 0) },
    { weight: 1, arbitrary: fc.constantFrom("float", "bulk", "12", "", "é") },
  ),
});

const aDecision: fc.Arbitrary<Decision> = fc
  .record({ at: fc.integer({ min: 0, max: 20 }).map((n) => T + n), words: fc.constantFrom("a", "b") })
  .map(({ at, words }) => line(at, words));

type Step =
  | { readonly do: "commit"; readonly readings: readonly Reading[]; readonly decisions: readonly Decision[] }
  | { readonly do: "reopen" };

const aStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("commit" as const),
      readings: fc.array(aReading, { maxLength: 30 }),
      decisions: fc.array(aDecision, { maxLength: 3 }),
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

/** Does the steps with a store and the naive history; gives the store as it was opened last. */
async function follow(
  steps: readonly Step[],
  pace: number,
  naive: NaiveHistory,
  first: OpenStore,
  reopen: () => Promise<OpenStore>,
): Promise<OpenStore> {
  let opened = first;
  for (const step of steps) {
    if (step.do === "reopen") {
      opened = await reopen();
      continue;
    }
    const at = (n: number): number => T + n * pace;
    const batch = {
      readings: step.readings.map((each) => ({ ...each, at: at(each.at) })),
      decisions: step.decisions,
    };
    naive.commit(batch);
    await opened.store.commit(batch);
    // readers that were open meanwhile must see what comes later
    await newestOf(opened.history, "pv");
  }
  return opened;
}

async function assertSameJournal(history: History, naive: History): Promise<void> {
  const [entries, expected] = [await history.journal(100), await naive.journal(100)];
  assert.deepEqual(said(entries), said(expected));
  for (const [i, { id }] of entries.entries()) {
    assert.deepEqual(said(await history.journal(3, id)), said(expected.slice(i + 1, i + 4)));
  }
}

/**
 * Random histories, appended in random order with restarts between: every answer is that of the naive history.
 * @param name of the implementation, shown in the report
 * @param runs how many histories to try
 */
export function storeAgreement(name: string, open: Open, runs: number): void {
  it(`${name} answers like the naive history, whatever is appended and however often it is reopened`, async () => {
    const property = fc.asyncProperty(
      fc.array(aStep, { maxLength: 8 }),
      fc.array(aQuestion, { minLength: 5, maxLength: 15 }),
      fc.constantFrom(...PACES),
      (steps, questions, pace) =>
        withStore(open, async (first, reopen) => {
          const naive = new NaiveHistory();
          naive.describe("pv", "W");
          first.store.describe("pv", "W");
          const { store, history } = await follow(steps, pace, naive, first, reopen);
          await store.commit(readings());
          await assertSameJournal(history, naive);
          for (const { channel, from, length, points } of questions) {
            await assertSameAnswers(history, naive, channel, T + from * pace, T + (from + length) * pace, points, pace);
          }
        }),
    );
    await fc.assert(property, { numRuns: runs });
  });
}
