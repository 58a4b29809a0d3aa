import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { HOUR, MINUTE, say } from "../../model/index.ts";
import { Bench, T, unset } from "../testing/record-bench.ts";

/** Readings of one channel that arrive within a millisecond. */

function come(bench: Bench, ...values: number[]): void {
  const now = bench.clock.now();
  for (const value of values) bench.record.readings([{ channel: "sun", at: now.at, value }], now);
}

const count = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** What is on the disk of the sun, each with its instant relative to T. */
function kept(bench: Bench): (readonly [number, number | string])[] {
  return bench.store.batches.flatMap(({ readings }) => readings.map(({ at, value }) => [at - T, value] as const));
}

/** Nobody sends anything for a while, and the clock is looked at each second. */
async function wait(bench: Bench, seconds: number): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    await bench.clock.pass(1_000);
    bench.record.look(bench.clock.now());
  }
}

describe("a burst of readings", () => {
  test("is kept whole, a millisecond for each", async () => {
    const bench = new Bench();
    come(bench, 1, 2, 3, 4, 5);
    await bench.clock.pass(2);
    come(bench, 6);
    await bench.record.stop();
    assert.deepEqual(kept(bench), [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 5],
      [5, 6],
    ]);
    assert.deepEqual([bench.record.superseded, bench.faults], [0, []]);
  });

  test("of more than a thousand: the newest is kept, the others are counted, shown, and noted when it is over", async () => {
    const bench = new Bench();
    come(bench, ...count(1, 5_000));
    await wait(bench, 1);
    assert.deepEqual(bench.faults, ["readings_superseded"]);
    await wait(bench, 5);
    const values = kept(bench).map(([, value]) => value);
    assert.deepEqual(values, [...count(1, 1_001), 5_000]);
    assert.equal(bench.record.superseded, 5_000 - values.length);
    assert.deepEqual(bench.codes, []);
    await wait(bench, MINUTE / 1_000);
    assert.deepEqual(
      bench.decisions.map(({ reason }) => say(reason, "en")),
      [
        "4,000 readings came together with newer ones of the same channel (sun last): only the newest are kept, let the source send fewer",
      ],
    );
    assert.deepEqual(bench.faults, []);
  });

  test("leaves nothing behind at the stop", async () => {
    const bench = new Bench();
    come(bench, ...count(1, 2_000));
    await bench.record.stop();
    assert.equal(kept(bench).at(-1)?.[1], 2_000);
    assert.equal(kept(bench).length + bench.record.superseded, 2_000);
  });

  test("keeps its order while recorded time goes at half speed", async () => {
    const bench = new Bench();
    await bench.live(60);
    bench.set(-30_000);
    for (let i = 1; i <= 40; i++) {
      await bench.clock.pass(1);
      bench.record.look(bench.clock.now());
      come(bench, i, i + 0.5);
    }
    await bench.record.stop();
    const burst = kept(bench).slice(-80);
    assert.equal(burst.length, 80);
    assert.ok(
      burst.every(([at, value], i) => i === 0 || (at > (burst[i - 1]?.[0] ?? 0) && value > (burst[i - 1]?.[1] ?? 0))),
    );
    assert.equal(bench.record.superseded, 0);
  });

  test("while the clock is not set is given its instants when it is", async () => {
    const bench = unset();
    await bench.clock.pass(1_000);
    come(bench, 1, 2, 3);
    bench.set(3 * 365 * 24 * HOUR);
    await wait(bench, 2);
    await bench.record.stop();
    assert.deepEqual(kept(bench), [
      [1_000, 1],
      [1_001, 2],
      [1_002, 3],
    ]);
  });

  test("just before the clock is set forward lies in the time that was recorded", async () => {
    const bench = new Bench();
    await bench.live(10);
    come(bench, ...count(1, 500));
    bench.set(HOUR);
    await bench.clock.pass(100);
    bench.record.look(bench.clock.now());
    await bench.live(2);
    await bench.record.stop();
    const last = kept(bench)
      .filter(([at]) => at < MINUTE)
      .at(-1);
    assert.deepEqual(last, [10_500, 500]);
    const [leap] = bench.paces;
    assert.deepEqual([leap?.since, leap?.rate], [T + 10_501, 0]);
  });
});
