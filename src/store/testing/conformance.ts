import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import {
  type Batch,
  type Decision,
  type History,
  type HoldRule,
  type JournalEntry,
  type Kept,
  type Questions,
  type Reading,
  reason,
  type Store,
  text,
} from "../../model/index.ts";
import { bucketsOf, energyOver, newestOf } from "./asking.ts";

/** A store open for writing, and its reading side. */
export interface OpenStore<H = History> {
  readonly store: Store;
  readonly history: H & { close(): void };
}

/** Opens the implementation under test on a folder; again on the same folder after `store.close()`. */
export type Open<H = History> = (folder: string) => Promise<OpenStore<H>>;

/** An instant that all examples share. */
export const T = Date.UTC(2026, 5, 21, 10);

/** Watts of `pv` at T, T + step, …; `null` leaves an instant out. */
function series(channel: string, step_ms: number, ...values: (number | string | null)[]): Reading[] {
  return values.flatMap((value, i) => (value === null ? [] : [{ channel, at: T + i * step_ms, value }]));
}

/** A batch of readings alone. */
export function readings(...lists: Reading[][]): Batch {
  return { readings: lists.flat(), decisions: [] };
}

/** A line of the journal with words of its own. */
export const line = (at: number, words: string): Decision => ({
  at,
  kind: "switch",
  relay: "boiler",
  on: true,
  reason: text(words),
});

/** What the lines say, without the ids that the store gave them. */
export function said(entries: readonly JournalEntry[]): Decision[] {
  return entries.map(({ id: _, ...decision }) => decision);
}

/** Every line of the journal, read in pages of so many; at most 1,000 pages. */
async function turnPages(history: Kept, lines: number): Promise<JournalEntry[]> {
  const all: JournalEntry[] = [];
  for (let page = 0; page < 1_000; page++) {
    const read = await history.journal(lines, all.at(-1)?.id);
    all.push(...read);
    if (read.length < lines) break;
  }
  return all;
}

/** Opens a store in a folder of its own for the length of `use`. */
export async function withStore<H>(
  open: Open<H>,
  use: (opened: OpenStore<H>, reopen: () => Promise<OpenStore<H>>) => Promise<void>,
) {
  const folder = mkdtempSync(join(tmpdir(), "gleaner-store-"));
  let opened = await open(folder);
  const shut = async (): Promise<void> => {
    opened.history.close();
    await opened.store.close();
  };
  const reopen = async (): Promise<OpenStore<H>> => {
    await shut();
    opened = await open(folder);
    return opened;
  };
  try {
    await use(opened, reopen);
  } finally {
    await shut();
    rmSync(folder, { recursive: true });
  }
}

/**
 * What every store must do with what it is given, as examples: keep it once, and give it back.
 * @param name of the implementation, shown in the report
 */
export function keepingConformance(name: string, open: Open<Kept>): void {
  describe(`${name}: what the store keeps`, () => {
    it("starts empty", () =>
      withStore(open, async ({ store, history }) => {
        assert.equal(store.memory(), undefined);
        assert.equal(await history.unit("pv"), undefined);
        assert.equal(await newestOf(history, "pv"), undefined);
        assert.deepEqual(await history.range("pv", 0, T, 10), []);
        assert.deepEqual(await history.journal(10), []);
      }));

    it("gives back numbers and states, oldest first, within from ≤ at < to and the limit", () =>
      withStore(open, async ({ store, history }) => {
        await store.commit(readings(series("pv", 10, 1.5, 2.5, 3.5, -0.1), series("charger", 10, "bulk", "12")));
        await store.commit(readings([{ channel: "pv", at: T - 5, value: 0 }]));
        assert.deepEqual(
          (await history.range("pv", T - 5, T + 30, 10)).map((r) => r.value),
          [0, 1.5, 2.5, 3.5],
        );
        assert.deepEqual(
          (await history.range("pv", T - 5, T + 30, 2)).map((r) => r.at),
          [T - 5, T],
        );
        assert.deepEqual(await history.range("pv", T, T + 31, 0), []);
        assert.deepEqual(await newestOf(history, "pv"), { channel: "pv", at: T + 30, value: -0.1 });
        assert.deepEqual(await newestOf(history, "charger"), { channel: "charger", at: T + 10, value: "12" });
      }));

    it("keeps the first value of an instant, and a line of the journal once", () =>
      withStore(open, async ({ store, history }) => {
        const first = { readings: series("pv", 10, 1, 2), decisions: [line(T, "x")] };
        await store.commit(first);
        await store.commit(first);
        await store.commit({ readings: series("pv", 10, 9, 9, 9), decisions: [line(T, "y")] });
        assert.deepEqual(
          (await history.range("pv", 0, T * 2, 10)).map((r) => r.value),
          [1, 2, 9],
        );
        assert.deepEqual(said(await history.journal(10)), [line(T, "y"), line(T, "x")]);
      }));

    it("leaves out what it cannot keep and stores the rest of the batch", () =>
      withStore(open, async ({ store, history }) => {
        const broken = [Number.NaN, Number.POSITIVE_INFINITY, "s".repeat(10_000)];
        const bad = broken.map((value, i) => ({ channel: "bad", at: T + i, value }));
        await store.commit(readings(bad, [{ channel: "bad", at: Number.NaN, value: 1 }], series("pv", 1, 7)));
        assert.deepEqual(await history.range("bad", 0, T * 2, 10), []);
        assert.equal((await newestOf(history, "pv"))?.value, 7);
      }));

    it("keeps nothing under a name that may not be kept, and no unit that does not show", () =>
      withStore(open, async ({ store, history }) => {
        const names = ["", "a\nb", "x".repeat(201), "__proto__", "a\u202eb"];
        for (const name of names) store.describe(name, "W");
        store.describe("pv", "W\u200b");
        await store.commit(
          readings(...names.map((name) => series(name, 1, 1)), series("pv", 1, 1), series("relay.a", 1, 1)),
        );
        assert.deepEqual(await history.channels(), [
          { name: "pv", unit: "" },
          { name: "relay.a", unit: "" },
        ]);
      }));

    it("lists channels by the bytes of their names, some at a time", () =>
      withStore(open, async ({ store, history }) => {
        const names = ["A", "a", "b", "b.c", "é", "\uffee", "\u{1f50b}"];
        await store.commit(readings(...names.toReversed().map((name) => series(name, 1, 1))));
        const listed = async (after?: string, most?: number): Promise<string[]> =>
          (await history.channels(after, most)).map(({ name }) => name);
        assert.deepEqual(await listed(), names);
        assert.deepEqual(await listed(undefined, 2), ["A", "a"]);
        assert.deepEqual(await listed("a", 2), ["b", "b.c"]);
        assert.deepEqual(await listed("b.", 1), ["b.c"]);
        assert.deepEqual(await listed("\uffee"), ["\u{1f50b}"]);
        assert.deepEqual(await listed("\u{1f50b}"), []);
      }));

    it("remembers units; the latest told wins before there is a reading; untold ones follow the first value, until they are told", () =>
      withStore(open, async ({ store }, reopen) => {
        store.describe("pv", "kW");
        store.describe("pv", "W");
        store.describe("charger", null);
        store.describe("silent", "°C");
        await store.commit(readings(series("pv", 1, 1), series("plain", 1, 1), series("mode", 1, "on")));
        store.describe("plain", "A");
        store.describe("silent", "V");
        const { history } = await reopen();
        const channels = ["pv", "charger", "silent", "plain", "mode", "unknown"];
        assert.deepEqual(await Promise.all(channels.map((channel) => history.unit(channel))), [
          "W",
          null,
          "V",
          "A",
          null,
          undefined,
        ]);
      }));

    it("gives the journal as it was recorded, the last line first, whatever its instant", () =>
      withStore(open, async ({ store, history }) => {
        const seen = { channel: "pv", value: null, unit: "W", at: null, age_ms: null };
        const lines: Decision[] = [
          { at: T, kind: "house", reason: reason("house_started") },
          { at: T + 2, kind: "switch", relay: "boiler", on: false, reason: reason("forced_off"), inputs: [seen] },
          {
            at: T + 1,
            kind: "refused",
            relay: "boiler",
            reason: reason("min_off", { left: 5 }, text("sun")),
            inputs: [],
          },
        ];
        await store.commit({ readings: [], decisions: lines });
        const entries = await history.journal(10);
        assert.deepEqual(said(entries), lines.toReversed());
        assert.deepEqual(await history.journal(1), entries.slice(0, 1));
        assert.deepEqual(await history.journal(10, entries[0]?.id), entries.slice(1));
        assert.deepEqual(await history.journal(1, entries[1]?.id), entries.slice(2));
        assert.deepEqual(await history.journal(10, entries[2]?.id), []);
        await assert.rejects(history.journal(10, Number.NaN), RangeError);
      }));

    it("finds lines of the journal by instant, relay and kind, the newest first", () =>
      withStore(open, async ({ store, history }) => {
        const refused = (at: number, relay: string): Decision => ({
          at,
          kind: "refused",
          relay,
          reason: reason("min_off", { left: at }),
        });
        const started: Decision = { at: T + 3, kind: "house", reason: reason("house_started") };
        const lines = [line(T + 2, "b"), line(T, "a"), refused(T + 1, "boiler"), refused(T + 1, "pump"), started];
        await store.commit({ readings: [], decisions: lines });
        const span = { from: T, to: T + 10, limit: 10 };
        const found = async (query: object) => said(await history.decisions({ ...span, ...query }));
        assert.deepEqual(await found({}), [started, lines[0], lines[3], lines[2], lines[1]]);
        assert.deepEqual(await found({ limit: 2 }), [started, lines[0]]);
        assert.deepEqual(await found({ from: T + 1, to: T + 3 }), [lines[0], lines[3], lines[2]]);
        assert.deepEqual(await found({ relay: "boiler" }), [lines[0], lines[2], lines[1]]);
        assert.deepEqual(await found({ kind: "refused" }), [lines[3], lines[2]]);
        assert.deepEqual(await found({ kind: "refused", relay: "pump" }), [lines[3]]);
        assert.deepEqual(await found({ relay: "nobody" }), []);
        assert.deepEqual(
          (await history.decisions(span)).map(({ id }) => id),
          [5, 1, 4, 3, 2],
        );
        await assert.rejects(history.decisions({ ...span, from: Number.NaN }), RangeError);
      }));

    it("turns the journal's pages without skipping or doubling a line, though all share one millisecond", () =>
      withStore(open, async ({ store }, reopen) => {
        const words = Array.from({ length: 137 }, (_, i) => `line ${i}`);
        // recorded in several commits, some lines of another instant among them, and again after a restart
        const lines = words.map((each, i) => line(i % 40 === 0 ? T - i : T, each));
        await store.commit({ readings: [], decisions: lines.slice(0, 90) });
        const second = await reopen();
        await second.store.commit({ readings: [], decisions: lines.slice(90, 91) });
        await second.store.commit({ readings: [], decisions: lines.slice(91) });
        for (const size of [1, 7, 50, 137, 200]) {
          const entries = await turnPages(second.history, size);
          assert.deepEqual(said(entries), lines.toReversed(), `pages of ${size} lines`);
          for (const [i, { id }] of entries.entries()) assert.ok(i === 0 || id < (entries[i - 1]?.id ?? 0));
        }
        // what is recorded meanwhile does not shift the pages below
        const [first] = await second.history.journal(1);
        await second.store.commit({ readings: [], decisions: [line(T, "later")] });
        assert.deepEqual(said(await second.history.journal(1, first?.id)), [lines.at(-2)]);
        assert.deepEqual(said(await second.history.journal(1)), [line(T, "later")]);
      }));

    it("gives back the memory of the last commit, at once and after a restart", () =>
      withStore(open, async ({ store }, reopen) => {
        const memory = { relays: { boiler: { on: true, since: 1.5, starts: [1, 2] } }, note: null };
        await store.commit({ ...readings(), memory: { old: true } });
        await store.commit({ ...readings(), memory });
        await store.commit(readings(series("pv", 1, 1)));
        assert.deepEqual(store.memory(), memory);
        assert.deepEqual((await reopen()).store.memory(), memory);
      }));

    it("takes one batch at a time, and none once closed", () =>
      withStore(open, async ({ store, history }) => {
        const first = store.commit(readings(series("pv", 1, 1, 2)));
        await assert.rejects(store.commit(readings(series("pv", 1, 8, 8, 8))), /A batch is being written.*not taken/);
        await first;
        for (let i = 2; i < 40; i++) await store.commit(readings([{ channel: "pv", at: T + i, value: i }]));
        assert.deepEqual(
          (await history.range("pv", T, T + 4, 1_000)).map(({ value }) => value),
          [1, 2, 2, 3],
        );
        const last = store.commit(readings([{ channel: "pv", at: T + 999, value: 1 }]));
        const closed = store.close();
        await assert.rejects(store.commit(readings(series("pv", 1, 1))), /closed/);
        await Promise.all([last, closed]);
        assert.equal((await newestOf(history, "pv"))?.at, T + 999);
      }));
  });
}

/**
 * What every implementation of the store's ports must do, as examples; run it from a test file of the implementation.
 * @param name of the implementation, shown in the report
 */
export function storeConformance(name: string, open: Open): void {
  keepingConformance(name, open);

  describe(`${name}: what the store sums up`, () => {
    it("has nothing to sum up at first", () =>
      withStore(open, async ({ history }) => {
        assert.deepEqual(await bucketsOf(history, "pv", 0, T, 10), []);
        assert.equal(await energyOver(history, "pv", 0, T, 1_000), 0);
      }));

    it("cuts a span into buckets with exact edges and leaves empty ones out", () =>
      withStore(open, async ({ store, history }) => {
        await store.commit(readings(series("pv", 1_000, 10, 20, 30, null, null, null, 70, 90)));
        assert.deepEqual(await bucketsOf(history, "pv", T, T + 8_000, 4, 1_000), [
          { at: T, min: 10, mean: 15, max: 20, count: 2, last: 20 },
          { at: T + 2_000, min: 30, mean: 30, max: 30, count: 1, last: 30 },
          { at: T + 6_000, min: 70, mean: 80, max: 90, count: 2, last: 90 },
        ]);
        // 10 s in 3: edges at 3,333.3 and 6,666.7
        await store.commit(
          readings([3_333, 3_334, 6_666, 6_667].map((ms) => ({ channel: "x", at: T + ms, value: ms }))),
        );
        const mean = (3_334 * (6_666 - 3_334) + 6_666) / 3_333;
        assert.deepEqual(await bucketsOf(history, "x", T, T + 10_000, 3), [
          { at: T, min: 3_333, mean: 3_333, max: 3_333, count: 1, last: 3_333 },
          { at: T + 3_334, min: 3_334, mean, max: 6_666, count: 2, last: 6_666 },
          { at: T + 6_667, min: 6_667, mean: 6_667, max: 6_667, count: 1, last: 6_667 },
        ]);
        await store.commit(readings(series("charger", 1_000, "bulk", "float")));
        assert.deepEqual(await bucketsOf(history, "charger", T, T + 8_000, 4), []);
        for (const points of [0, 1.5, 10_001, Number.NaN]) {
          await assert.rejects(bucketsOf(history, "pv", T, T + 8_000, points), RangeError);
        }
        for (const hold_ms of [0, -1, Number.NaN]) {
          await assert.rejects(bucketsOf(history, "pv", T, T + 8_000, 4, hold_ms), RangeError);
        }
      }));

    it("weighs a mean by time: what holds at an edge counts from there, for as long as a reading holds", () =>
      withStore(open, async ({ store, history }) => {
        const minute = 60_000;
        await store.commit(
          readings(series("pv", minute, 100, 400, null, null, null, null, null, null, 40, "lost", 10)),
        );
        const means = async (hold_ms?: number) => {
          const edges = [-1, 0, 2, 5, 8, 10.5, 12].map((minutes) => T + minutes * minute);
          return (await history.summaries("pv", edges, hold_ms)).map((summary) => summary?.mean);
        };
        // 400 holds until 6, no reading lies from 2 to 8; "lost" ends the 40; 10 holds beyond
        assert.deepEqual(await means(), [undefined, 250, undefined, undefined, (40 * 60 + 10 * 30) / 90, undefined]);
        // the only reading of an interval comes at its end
        assert.deepEqual((await history.summaries("pv", [T - minute, T + 1]))[0]?.mean, 100);
        const late = (await history.summaries("pv", [T + 5 * minute, T + 8.5 * minute]))[0];
        assert.deepEqual(late, {
          at: T + 5 * minute,
          min: 40,
          mean: (400 * 60 + 40 * 30) / 90,
          max: 40,
          count: 1,
          last: 40,
        });
        assert.deepEqual((await history.summaries("pv", [T + 8 * minute, T + 10 * minute], 30_000))[0]?.mean, 40);
        assert.deepEqual(await history.summaries("nobody", [T, T + 1, T + 1, T + 2]), [
          undefined,
          undefined,
          undefined,
        ]);
        await assert.rejects(history.summaries("pv", [T]), RangeError);
        await assert.rejects(history.summaries("pv", [T, T - 1]), RangeError);
        await assert.rejects(history.summaries("pv", [T, T + 1], 0), RangeError);
      }));

    it("counts energy from the reading before the span, and bridges no gap longer than the hold", () =>
      withStore(open, async ({ store, history }) => {
        const hour = 3_600_000;
        await store.commit(readings(series("pv", hour, 1_000, 1_000, null, null, 600, 0)));
        // whole, with gaps held for an hour: 1000 + 1000 + 0 + 0 + 600
        assert.equal(await energyOver(history, "pv", T, T + 6 * hour, hour), 2_600);
        assert.equal(await energyOver(history, "pv", T, T + 6 * hour, hour / 2), 1_300);
        // from the middle of the first hour to the middle of the second
        assert.equal(await energyOver(history, "pv", T + hour / 2, T + 1.5 * hour, hour), 1_000);
        assert.equal(await energyOver(history, "pv", T + 2 * hour, T + 4 * hour, hour), 0);
        await store.commit(readings(series("battery", hour, -500, 500, "error", 500)));
        assert.equal(await energyOver(history, "battery", T, T + 4 * hour, 24 * hour), 500);
        assert.equal(await energyOver(history, "battery", T, T + hour / 2, 24 * hour), -250);
        assert.equal(await energyOver(history, "charger", T, T + hour, hour), 0);
      }));

    it("counts true time in energy where the clock was set", () =>
      withStore(open, async ({ store, history }) => {
        const hour = 3_600_000;
        // set back at 2 h: what follows went at half speed for an hour; set forward by three hours at 5 h
        const slow = { since: T + 2 * hour, until: T + 3 * hour, rate: 2 };
        const leap = { since: T + 5 * hour, until: T + 8 * hour, rate: 0 };
        await store.commit({ ...readings(series("pv", hour / 2, 100, 200, 300, 400, 500, 600, 700)), paces: [slow] });
        await store.commit({ ...readings([{ channel: "pv", at: T + 8.5 * hour, value: 900 }]), paces: [leap] });
        const half = hour / 2;
        assert.equal(await energyOver(history, "pv", T, T + 3 * hour, half), 50 + 100 + 150 + 200 + (500 + 600) / 2);
        assert.equal(await energyOver(history, "pv", T, T + 3 * hour, hour), 50 + 100 + 150 + 200 + 500 + 600);
        // the last one before the leap holds two hours before it, and the rest after it
        assert.equal(await energyOver(history, "pv", T + 3 * hour, T + 8.5 * hour, 2.25 * hour), 700 * 2.25);
        assert.equal(await energyOver(history, "pv", T + 6 * hour, T + 8.5 * hour, 9 * hour), 350);
        assert.deepEqual(
          [...(await history.energies("pv", [T + 2.25 * hour, T + 2.5 * hour, T + 5 * hour], 4 * hour)).sums],
          [250, 2_000],
        );
        // told anew: it ended earlier
        await store.commit({ ...readings(), paces: [{ ...slow, until: T + 2.5 * hour }] });
        assert.equal(await energyOver(history, "pv", T + 2 * hour, T + 3 * hour, hour), 500 + 300);
      }));

    it("lets a reading hold as its channel speaks, and says how much of the time is known", () =>
      withStore(open, async ({ store, history }) => {
        const hour = 3_600_000;
        const told = async (channel: string, ...asked: [edges: number[], hold?: HoldRule]) => {
          const { sums, covered } = await history.energies(channel, ...asked);
          return Array.from(sums, (sum, i) => [sum, covered[i]]);
        };
        const dayFrom = (from: number): number[] => [from, from + 12 * hour, from + 24 * hour];
        // each hour, one of which is missing, and then each 10 s for an hour
        const hourly = Array.from({ length: 23 }, (_, i) => (i === 15 ? null : 1_000));
        const quick = Array.from({ length: 361 }, (_, i) => ({
          channel: "pv",
          at: T + 23 * hour + i * 10_000,
          value: 1_000,
        }));
        await store.commit(readings(series("pv", hour, ...hourly), quick));
        assert.deepEqual(await told("pv", dayFrom(T)), [
          [12_000, 1],
          [11_000, 11 / 12],
        ]);
        // however a span is cut, the sums of its parts are its own
        assert.deepEqual(await told("pv", [T + 14.25 * hour, T + 14.5 * hour, T + 15.5 * hour]), [
          [250, 1],
          [500, 0.5],
        ]);
        assert.equal((await history.summaries("pv", [T + 0.5 * hour, T + 1.5 * hour]))[0]?.mean, 1_000);
        // on change, with all that nobody saw
        await store.commit(readings(series("battery", hour, 0, null, null, null, 1_200, null, null, 0)));
        assert.deepEqual(await told("battery", dayFrom(T), "on_change"), [
          [3_600, 1],
          [0, 1],
        ]);
        assert.deepEqual(await told("battery", dayFrom(T), 300_000), [
          [100, 1 / 48],
          [0, 0],
        ]);
        assert.deepEqual(await told("battery", [T, T + 8 * hour], { every_ms: 3 * hour }), [[3_600, 1]]);
        // a house that stood still for a while knows nothing of it
        const gaps = [{ since: T + 6 * hour, until: T + 6.5 * hour, why: "stopped" as const }];
        await store.commit({ ...readings(), gaps });
        assert.deepEqual(await told("battery", dayFrom(T), "on_change"), [
          [2_400, 11 / 12],
          [0, 1],
        ]);
        // of a channel without a reading, and of a time without length
        assert.deepEqual(await told("nobody", [T, T, T + 1]), [
          [0, 1],
          [0, 0],
        ]);
        await assert.rejects(history.energies("pv", [T, T + 1], { every_ms: 0 }), RangeError);
      }));

    it("counts the energy of many days in one answer, and gives the newest of many channels", () =>
      withStore(open, async ({ store, history }) => {
        const hour = 3_600_000;
        await store.commit(readings(series("pv", hour, 100, 200, null, 300), series("charger", hour, "bulk")));
        const edges = [T - hour, T, T + 1.5 * hour, T + 2 * hour, T + 10 * hour];
        assert.deepEqual([...(await history.energies("pv", edges, hour)).sums], [0, 200, 100, 300]);
        assert.deepEqual([...(await history.energies("nobody", edges, hour)).sums], [0, 0, 0, 0]);
        assert.deepEqual(await history.latestOf(["pv", "nobody", "charger"]), [
          { channel: "pv", at: T + 3 * hour, value: 300 },
          undefined,
          { channel: "charger", at: T, value: "bulk" },
        ]);
        await store.commit(readings(series("battery", hour, -500, 200, null, 400, -100)));
        const signs = (["net", "positive", "negative"] as const).map(async (sign) => [
          ...(await history.energies("battery", [T, T + 1.5 * hour, T + 5 * hour], hour, sign)).sums,
        ]);
        assert.deepEqual(await Promise.all(signs), [
          [-400, 400],
          [100, 500],
          [-500, -100],
        ]);
        await assert.rejects(history.energies("pv", [T], hour), RangeError);
        await assert.rejects(history.energies("pv", [T, T - 1], hour), RangeError);
      }));

    it("answers several questions of one moment, whatever is written meanwhile", () =>
      withStore(open, async ({ store, history }) => {
        await store.commit({ readings: series("pv", 1_000, 1, 2), decisions: [line(T, "before")] });
        const ask = async ({ latestOf, range, summaries, journal, channels }: Questions) => [
          await latestOf(["pv", "new"]),
          await range("pv", T, T * 2, 10),
          await summaries("pv", [T, T * 2]),
          said(await journal(10)),
          await channels(),
        ];
        const before = await ask(history);
        const meanwhile: Promise<unknown>[] = [];
        await history.together(async (moment) => {
          assert.deepEqual(await ask(moment), before);
          const more = [{ channel: "pv", at: T + 5_000, value: 9 }, ...series("new", 1, 1)];
          await store.commit({ readings: more, decisions: [line(T + 1, "meanwhile")] });
          meanwhile.push(
            newestOf(history, "pv"),
            history.together((next) => newestOf(next, "new")),
          );
          assert.deepEqual(await ask(moment), before);
        });
        assert.deepEqual(await Promise.all(meanwhile), [
          { channel: "pv", at: T + 5_000, value: 9 },
          { channel: "new", at: T, value: 1 },
        ]);
        assert.equal((await history.journal(10)).length, 2);
        await assert.rejects(
          history.together(() => Promise.reject(new TypeError("a mistake"))),
          TypeError,
        );
        assert.equal((await newestOf(history, "pv"))?.value, 9, "and goes on afterwards");
      }));
  });
}
