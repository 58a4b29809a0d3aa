import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Decision, type Kept, reason, text } from "../../model/index.ts";
import { newestOf } from "./asking.ts";
import { line, type Open, readings, said, series, T, turnPages, withStore } from "./opened.ts";

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
