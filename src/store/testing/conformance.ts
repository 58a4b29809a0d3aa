import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { HoldRule, Questions } from "../../model/index.ts";
import { bucketsOf, energyOver, newestOf } from "./asking.ts";
import { keepingConformance } from "./keeping-conformance.ts";
import { line, type Open, readings, said, series, T, withStore } from "./opened.ts";

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
