import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import fc from "fast-check";
import type { Batch, CounterRules, Decision, EnergySign, History, JournalEntry, Reading } from "../model/index.ts";
import { Encoder } from "./house-end/encode.ts";
import { type DiskHistory, openHistory } from "./index.ts";
import { bucketsOf, newestOf } from "./testing/asking.ts";
import { tempFolder } from "./testing/child.ts";
import { aQuestion, aStep, CHANNELS, type Question, type Step, T } from "./testing/histories.ts";
import { NaiveHistory } from "./testing/naive.ts";
import { said } from "./testing/opened.ts";
import type { NewCorrection } from "./writing/amend.ts";
import { Writer } from "./writing/writer.ts";

/**
 * Any interleaving of appends, late readings, bulk loads, seals, prunes, corrections, their undoing, and restarts gives
 * the naive history's answers, to every question.
 */

const RUNS = 300;

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
    this.#writer.write(wire);
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

  prune(channel: string, before: number): void {
    this.#writer.prune(channel, before);
  }

  correct(correction: Omit<NewCorrection, "note">): number {
    return this.#writer.correct({ ...correction, note: "" }, T);
  }

  undo(id: number): void {
    this.#writer.undo(id, T);
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

/** The size of what was added up: sums are rounded as doubles are. */
function sizeOf(all: readonly Reading[]): number {
  return all.reduce((sum, { value }) => sum + Math.abs(Number(value) || 0), 1e-9);
}

function assertAllClose(actual: Float64Array, expected: Float64Array, size: number, what: string): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((each, i) => {
    assertClose(actual[i] ?? Number.NaN, each, size, what);
  });
}

/** What both are asked. */
interface Asked {
  readonly channel: string;
  readonly from: number;
  readonly to: number;
  readonly edges: readonly number[];
  readonly points: number;
  readonly hold_ms: number;
  readonly rules: CounterRules;
  readonly relay: string | undefined;
  readonly kind: Decision["kind"] | undefined;
}

async function assertSameReadings(actual: History, naive: History, { channel, from, to }: Asked): Promise<void> {
  assert.deepEqual(await newestOf(actual, channel), await newestOf(naive, channel));
  assert.deepEqual(await actual.latestOf(CHANNELS), await naive.latestOf(CHANNELS));
  assert.deepEqual(await actual.range(channel, from, to, 1e6), await naive.range(channel, from, to, 1e6));
  assert.deepEqual(await actual.range(channel, from, to, 3), await naive.range(channel, from, to, 3));
  assert.deepEqual(await actual.changes(channel, from, to, 1e6), await naive.changes(channel, from, to, 1e6));
  assert.deepEqual(await actual.changes(channel, from, to, 3), await naive.changes(channel, from, to, 3));
}

async function assertSameSummaries(actual: History, naive: History, asked: Asked): Promise<void> {
  const { channel, from, to, edges, points, hold_ms } = asked;
  const size = sizeOf(await naive.range(channel, -1e15, 1e15, 1e6));
  const pairs = [
    [
      await bucketsOf(actual, channel, from, to, points, hold_ms),
      await bucketsOf(naive, channel, from, to, points, hold_ms),
    ],
    [await actual.summaries(channel, edges, hold_ms), await naive.summaries(channel, edges, hold_ms)],
    [await actual.summaries(channel, edges), await naive.summaries(channel, edges)],
    [await actual.summaries(channel, edges, "on_change"), await naive.summaries(channel, edges, "on_change")],
  ] as const;
  for (const [found, wanted] of pairs) {
    assert.deepEqual(
      found.map((each) => each && { ...each, mean: 0 }),
      wanted.map((each) => each && { ...each, mean: 0 }),
    );
    for (const [i, each] of wanted.entries()) {
      if (each) assertClose(found[i]?.mean ?? Number.NaN, each.mean, size, "mean");
    }
  }
}

async function assertSameSums(
  actual: History,
  naive: History,
  { channel, from, to, edges, hold_ms, rules }: Asked,
): Promise<void> {
  const size = sizeOf(await naive.range(channel, -1e15, 1e15, 1e6));
  const most = (size * (to - from)) / 3.6e6;
  for (const sign of ["net", "positive", "negative"] satisfies EnergySign[]) {
    for (const hold of [0, hold_ms, undefined, "on_change", { every_ms: hold_ms + 1 }] as const) {
      const found = await actual.energies(channel, edges, hold, sign);
      const wanted = await naive.energies(channel, edges, hold, sign);
      assertAllClose(found.sums, wanted.sums, most, `${sign} energy`);
      assertAllClose(found.covered, wanted.covered, 1, "coverage");
    }
  }
  assertAllClose(await actual.rises(channel, edges, rules), await naive.rises(channel, edges, rules), size, "rises");
}

/** Lines and gaps by their contents: several of one instant have an order of their own. */
async function assertSameLedger(actual: History, naive: History, { from, to, relay, kind }: Asked): Promise<void> {
  for (const query of [
    { from: T, to: T + 20, relay, kind, limit: 1_000 },
    { from, to, relay, kind, limit: 5 },
  ]) {
    const plain = (lines: readonly JournalEntry[]) => said(lines).map((line) => JSON.parse(JSON.stringify(line)));
    assert.deepEqual(plain(await actual.decisions(query)), plain(await naive.decisions(query)));
  }
  assert.deepEqual(await actual.gaps(from, to), await naive.gaps(from, to));
}

/** A store and the plainest one, to which the same is done. */
class Pair {
  readonly folder: Folder;
  readonly naive = new NaiveHistory();
  readonly #pace: number;
  readonly #hidden: Step["do"] | undefined;
  readonly #corrections: number[] = [];

  /** @param hidden what the naive history is not told of: then answers must differ */
  constructor(folder: Folder, pace: number, hidden: Step["do"] | undefined) {
    this.folder = folder;
    this.#pace = pace;
    this.#hidden = hidden;
  }

  #at(steps: number): number {
    return T + steps * this.#pace;
  }

  async take(step: Step): Promise<void> {
    const { folder } = this;
    const naive = step.do === this.#hidden ? new NaiveHistory() : this.naive;
    if (step.do === "restart") folder.restart();
    else if (step.do === "ask") await newestOf(folder.history, "pv");
    else if (step.do === "seal") folder.seal(this.#at(step.at));
    else if (step.do === "undo") this.#undo(step.which, naive);
    else if (step.do === "prune") {
      folder.prune(step.channel, this.#at(step.at));
      naive.prune(step.channel, this.#at(step.at));
    } else if (step.do === "correct") {
      const { channel, since, length, change } = step;
      const correction = { channel, since: this.#at(since), until: this.#at(since + length), change };
      const id = folder.correct(correction);
      this.#corrections.push(id);
      naive.correct(id, correction);
    } else if (step.do === "clock") {
      const paces = step.paces.map((pace) => ({ ...pace, since: this.#at(pace.since), until: this.#at(pace.until) }));
      naive.commit({ readings: [], decisions: [], paces });
      folder.append({ readings: [], decisions: [], paces });
    } else this.#write(step, naive);
  }

  #undo(which: number, naive: NaiveHistory): void {
    const [id] = this.#corrections.splice(which % Math.max(1, this.#corrections.length), 1);
    if (id === undefined) return;
    this.folder.undo(id);
    naive.undo(id);
  }

  #write(step: Step & { readonly do: "append" | "load" }, naive: NaiveHistory): void {
    const readings = step.readings.map((each) => ({ ...each, at: this.#at(each.at) }));
    if (step.do === "load") {
      naive.load(readings);
      this.folder.load(readings);
      return;
    }
    const decisions = step.decisions.map((line) => ({ ...line, at: T + line.at }));
    const gaps = step.gaps.map((gap) => ({ ...gap, since: this.#at(gap.since), until: this.#at(gap.until) }));
    naive.commit({ readings, decisions, gaps });
    this.folder.append({ readings, decisions, gaps });
  }

  async assertSame({ from, length, odd, hold, ...question }: Question): Promise<void> {
    const { history } = this.folder;
    const start = this.#at(from) + (odd % this.#pace);
    const end = start + length * this.#pace;
    const edges = [0, 1 / 3, 1 / 3, 1 / 2, 1].map((part) => start + Math.floor(part * (end - start)));
    const asked = { ...question, from: start, to: end, edges, hold_ms: hold * this.#pace };
    await assertSameReadings(history, this.naive, asked);
    await assertSameSummaries(history, this.naive, asked);
    await assertSameSums(history, this.naive, asked);
    await assertSameLedger(history, this.naive, asked);
  }
}

/** Tries histories until one is answered wrongly. @param hidden what the naive history is not told of */
async function tryHistories(
  runs: number,
  hidden?: Step["do"],
): Promise<{ readonly failed: boolean; readonly report: string | undefined }> {
  using root = tempFolder();
  let count = 0;
  const property = fc.asyncProperty(
    fc.array(aStep, { minLength: 1, maxLength: 12 }),
    fc.array(aQuestion, { minLength: 3, maxLength: 6 }),
    fc.constantFrom(1, 420_000, 3_600_000, 86_400_000),
    fc.constantFrom(1, 50, 1e9),
    async (steps, questions, pace, full) => {
      const path = join(root.path, `${count++}`);
      mkdirSync(path);
      const folder = new Folder(path, full);
      const pair = new Pair(folder, pace, hidden);
      try {
        for (const step of steps) await pair.take(step);
        for (const question of questions) await pair.assertSame(question);
      } finally {
        folder.close();
        rmSync(path, { recursive: true });
      }
    },
  );
  const details = await fc.check(property, {
    numRuns: runs,
    interruptAfterTimeLimit: 60_000,
    endOnFailure: hidden !== undefined,
    ...(hidden !== undefined && { seed: 1 }),
  });
  return { failed: details.failed, report: fc.defaultReportMessage(details) };
}

it("answers like the naive history, however it was written", async () => {
  const { failed, report } = await tryHistories(RUNS);
  assert.ok(!failed, report);
});

for (const hidden of ["append", "load", "prune", "correct", "undo", "clock"] as const) {
  it(`would tell of a history that has missed a step: ${hidden}`, async () => {
    assert.ok((await tryHistories(RUNS, hidden)).failed);
  });
}
