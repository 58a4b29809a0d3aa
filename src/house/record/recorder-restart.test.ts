import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DAY, HOUR, MINUTE } from "../../model/index.ts";
import { settle } from "../../model/testing/hand-clock.ts";
import type { ClockFacts } from "../clock/trust.ts";
import { FakeStore } from "../testing/fakes.ts";
import { pastWith } from "../testing/past.ts";
import { Bench, NO_CHIP, type Sketch, seconds, T, unset } from "../testing/record-bench.ts";

/** What a run leaves to the next one, and what that makes of it. */

describe("the run after", () => {
  const years = 3 * 365 * DAY;
  const chip: ClockFacts = { keeps_time: true, synchronised: () => false };

  /** The next run on what a bench has stored, so long after. */
  function after(first: Bench, ms: number, more: Sketch = {}): Bench {
    const sun = first.instants.map((at) => at + T);
    const store = Object.assign(new FakeStore(), { saved: first.store.saved });
    const off_ms = first.clock.start - (T - 20_000);
    return new Bench({ store, off_ms, mono: first.clock.mono + ms, past: pastWith({ sun }), ...more });
  }

  test("goes on in the present, not behind an hour of a wrong clock that lies ahead", async () => {
    const first = new Bench({ past: pastWith({ sun: T }) });
    await first.wronglySet(HOUR, 600);
    await first.live(600);
    await first.record.stop();
    const second = after(first, 10_000);
    await second.live(20);
    await second.record.stop();
    assert.deepEqual(second.instants, seconds(20, 1_271));
    assert.deepEqual(second.paces, []);
  });

  test("after a power cut does not record anew what was recorded since the memory was saved", async () => {
    const first = new Bench({ past: pastWith({ sun: T }) });
    await first.wronglySet(years, 60);
    await first.live(60);
    first.set(-40 * MINUTE);
    await first.live(600);
    const newest = first.instants.at(-1) ?? 0;
    const second = after(first, 30_000);
    await second.live(5);
    await second.record.stop();
    assert.ok((second.instants[0] ?? 0) > newest);
    assert.ok((second.instants[0] ?? 0) < newest + 10_000);
  });

  test("lets slow time end where a time begins that was recorded at full pace", async () => {
    const first = new Bench({ past: pastWith({ sun: T }) });
    await first.wronglySet(HOUR, 60);
    await first.live(600);
    first.set(-55 * MINUTE);
    await first.live(2);
    await first.record.stop();
    const slow = first.paces.filter(({ rate }) => rate === 2);
    assert.ok(slow.length > 0);
    assert.deepEqual(new Set(slow.map(({ until }) => until)), new Set([T + HOUR + 61_000]));
  });

  test("believes a clock that was set while the machine runs, and the one it waits for", async () => {
    for (const clock_facts of [chip, NO_CHIP]) {
      const first = new Bench({ clock_facts, clock_wait_ms: 10_000, past: pastWith({ sun: T - HOUR }) });
      await first.live(60);
      first.set(-5 * MINUTE);
      await first.live(60);
      await first.record.stop();
      const second = after(first, 10_000, { clock_facts, clock_wait_ms: DAY });
      await second.live(5);
      assert.deepEqual(second.faults, []);
      assert.equal(second.instants.length > 0, true);
      await second.live(600);
      await second.record.stop();
      assert.equal(second.record.ahead_ms, 0);
    }
  });

  test("after a power cut at the moment at which a reading was the first to see the step", async () => {
    const first = new Bench({ past: pastWith({ sun: T }) });
    await first.wronglySet(years, 60);
    await first.clock.pass(500);
    const now = first.clock.now();
    first.record.readings([{ channel: "sun", at: now.at, value: 1 }], now);
    await settle();
    const second = after(first, MINUTE);
    await second.live(5);
    await second.record.stop();
    assert.ok((second.instants[0] ?? 0) < DAY);
  });
});

test("what waits for the clock is out of the memory only when it is on the disk", async () => {
  const store = new FakeStore();
  store.saved = { record: { at: T + HOUR, timeline: { slow: { since: T, until: T + 2 * HOUR } } } };
  const bench = unset({ store, past: pastWith({ sun: T + HOUR }) });
  await bench.live(100);
  bench.decide();
  await settle();
  const batches = store.batches.length;
  bench.set(3 * 365 * DAY);
  await bench.live(1);
  const [first] = store.batches.slice(batches);
  assert.equal(first?.readings.length, 100);
  assert.deepEqual(first?.paces?.[0], { since: T, until: T + HOUR + 1, rate: 2 });
  await bench.record.stop();
});

test("what waits is on the disk in one commit, counters too, which do not wait else", async () => {
  const bench = unset();
  bench.record.describe("meter", "kWh");
  for (let i = 0; i < 120; i++) {
    await bench.clock.pass(1_000);
    const now = bench.clock.now();
    bench.record.look(now);
    bench.record.readings([{ channel: "meter", at: now.at, value: 100 + i / 100 }], now);
  }
  bench.set(3 * 365 * DAY);
  bench.record.look(bench.clock.now());
  await settle();
  const [first] = bench.store.batches.filter(({ readings }) => readings.length > 0);
  assert.equal(first?.readings.length, 120);
  const { record } = Object(first.memory) as { record: { waiting?: unknown } };
  assert.equal(record.waiting, undefined, "a kill after this commit records nothing anew");
  await bench.record.stop();
});

test("a damaged memory of the recording stops nothing and leads nowhere", async () => {
  const reading = { boot: "one", channels: ["sun"], cut: false };
  const records = [
    { at: 1e300 },
    { at: Number.POSITIVE_INFINITY },
    { at: "yesterday" },
    { at: T + HOUR + 0.5 },
    {
      at: T,
      timeline: {
        taken: {
          others: [
            { from: 0, to: 1e300 },
            { from: -8.64e15, to: 8.64e15 },
            { from: 5, to: 1 },
          ],
        },
      },
    },
    { at: T, timeline: { taken: { from: 1e300 }, slow: { since: 1e300, until: 1e301 } } },
    { at: T, waiting: { ...reading, moments: [{ at: T, mono: 1, readings: [null, 7], decisions: [] }] } },
    { at: T, waiting: { ...reading, moments: [{ at: T, mono: 1, readings: [], decisions: [null, {}] }] } },
  ];
  for (const record of records) {
    const bench = new Bench({
      store: Object.assign(new FakeStore(), { saved: { record } }),
      past: pastWith({ sun: T }),
    });
    await bench.live(5);
    await bench.record.stop();
    assert.deepEqual(bench.instants, seconds(5), JSON.stringify(record));
  }
});
