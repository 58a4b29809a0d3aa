import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DAY, HOUR, MINUTE, type Reading } from "../../model/index.ts";
import { settle } from "../../model/testing/hand-clock.ts";
import type { ClockFacts } from "../clock/trust.ts";
import { FakeStore } from "../testing/fakes.ts";
import { pastWith } from "../testing/past.ts";
import { Bench, seconds, T, unset } from "../testing/record-bench.ts";

/** What is recorded while the clock is not set, and when somebody sets it. */

/** Saved moments that are none. */
const NO_TIME = {
  boot: "one",
  channels: ["sun"],
  moments: [null, {}, { at: null, mono: 1, readings: [[0, 1, 0]], decisions: [] }],
  cut: false,
};

describe("a clock that is not set", () => {
  test("keeps readings waiting; when it is set, each has the time at which it was taken", async () => {
    const bench = unset();
    await bench.live(100);
    assert.deepEqual(bench.instants, []);
    assert.deepEqual(bench.record.faults(bench.clock.now()), [{ code: "clock_unset", values: { count: 100 } }]);
    bench.set(3 * 365 * DAY);
    await bench.live(5);
    await bench.record.stop();
    assert.deepEqual(bench.instants, seconds(105));
    assert.deepEqual(bench.faults, []);
    assert.deepEqual(bench.decisions.at(-1)?.reason, { code: "clock_set", values: { count: 100 } });
    assert.deepEqual(bench.gaps, [], "nothing was lost");
  });

  test("keeps decisions too, but saves them at once", async () => {
    const bench = unset();
    await bench.live(10);
    bench.decide("house_started");
    await settle();
    assert.deepEqual(bench.codes, []);
    assert.match(JSON.stringify(bench.store.saved), /house_started/, "the reason is on the disk");
    bench.set(3 * 365 * DAY);
    await bench.live(1);
    assert.deepEqual(bench.codes, ["house_started", "clock_set"]);
    assert.equal(bench.decisions[0]?.at, T + 10_000);
  });

  test("has readings saved every half minute: a crash of Gleaner costs no more", async () => {
    const bench = unset();
    const saved = (): number => JSON.stringify(bench.store.saved ?? "").split("[0,").length - 1;
    await bench.live(30);
    await settle();
    assert.equal(saved(), 29);
    await bench.live(30);
    await settle();
    assert.equal(saved(), 59);
  });

  test("is believed after so long since the machine's start: there may be no network", async () => {
    const bench = unset({ off_ms: 0 });
    await bench.live(579);
    assert.deepEqual(bench.instants, []);
    await bench.live(3);
    await bench.record.stop();
    assert.deepEqual(bench.instants, seconds(582));
    assert.deepEqual(bench.codes, ["clock_unsure"]);
    assert.deepEqual(bench.faults, []);
  });

  test("that shows a time before the last reading is not taken at its word even then", async () => {
    const bench = unset({ past: pastWith({ sun: T }) });
    await bench.live(602);
    await bench.record.stop();
    const { instants } = bench;
    assert.equal(instants.length, 602);
    assert(
      instants.every((at, i) => at > (instants[i - 1] ?? 0)),
      "all follow what was recorded, in their order",
    );
    assert.equal(instants.at(-1), 602_001, "at their own pace");
    assert.deepEqual(bench.faults, ["clock_wrong"]);
  });

  test("a restart of Gleaner alone loses nothing: the machine's own time goes on", async () => {
    const first = unset();
    await first.live(60);
    first.decide("house_started");
    await first.record.stop();
    assert.deepEqual(first.instants, []);
    const second = unset({ store: first.store, mono: first.clock.mono + 40_000, past: pastWith() });
    await second.live(20);
    second.set(3 * 365 * DAY);
    await second.live(1);
    await second.record.stop();
    assert.deepEqual(second.instants, [...seconds(60), ...seconds(21, 101)]);
    assert.equal(second.decisions[0]?.at, T + 60_000);
    assert.deepEqual(second.gaps, [{ since: T + 60_000, until: T + 100_000, why: "stopped" }]);
    assert.equal("waiting" in (second.store.saved as { record: object }).record, false, "nothing is told twice");
  });

  test("after a reboot nobody knows when they were taken: a gap says so, and the journal keeps its lines", async () => {
    const first = unset();
    await first.live(60);
    first.decide("house_started");
    await first.record.stop();
    const past = pastWith({ sun: T - HOUR });
    const second = unset({ store: first.store, boot: "two", mono: 0, off_ms: 2 * HOUR + 20_000, past });
    await second.live(1);
    second.set(1 * HOUR);
    await second.live(1);
    await second.record.stop();
    assert.deepEqual(second.instants, [3 * HOUR + 1_000, 3 * HOUR + 2_000]);
    assert.deepEqual(second.codes, ["house_started", "clock_set"]);
    assert.deepEqual(second.gaps, [{ since: T - HOUR, until: T + 3 * HOUR, why: "clock_unset" }]);
  });

  test("what finds no room is counted, shown, and a gap", async () => {
    const bench = unset();
    for (let second = 0; second < 6; second++) {
      await bench.clock.pass(1_000);
      const now = bench.clock.now();
      const one = { channel: "sun", at: now.at, value: second };
      bench.record.readings(Array<typeof one>(50_000).fill(one), now);
    }
    assert.deepEqual(
      bench.record.faults(bench.clock.now()).map(({ values }) => values?.count),
      [200_000, 100_000],
    );
    bench.set(3 * 365 * DAY);
    await bench.live(1);
    await bench.record.stop();
    assert.deepEqual(bench.instants, [...seconds(4), 7_000], "of what was measured together the last one counts");
    assert.deepEqual(bench.gaps, [{ since: T + 5_000, until: T + 6_000, why: "clock_unset" }]);
  });

  test("decisions that find no room are counted and shown; what cannot be saved at the stop is told", async () => {
    const bench = unset();
    for (let i = 0; i < 2_003; i++) bench.decide();
    assert.deepEqual(
      bench.record.faults(bench.clock.now()).map(({ code, values }) => [code, values?.count]),
      [
        ["decisions_dropped", 3],
        ["clock_unset", 0],
      ],
    );
    const now = bench.clock.now();
    bench.record.readings(Array<Reading>(10_007).fill({ channel: "sun", at: now.at, value: 1 }), now);
    assert.deepEqual(await bench.record.stop(), { readings: 7, decisions: 0 });
  });

  test("saved memory that reads as nothing sensible is as good as none", async () => {
    const moments = [{ at: T, mono: 1, readings: [[0, 1, 0]], decisions: [] }];
    for (const waiting of [7, [], { boot: 1 }, { boot: "one", channels: null, moments }, NO_TIME]) {
      const store = new FakeStore();
      store.saved = { record: { at: "x", waiting, use: [] } };
      const bench = new Bench({ store });
      await bench.live(2);
      await bench.record.stop();
      assert.deepEqual(bench.instants, seconds(2));
    }
  });
});

describe("readings of a future", () => {
  const years = 3 * 365 * DAY;
  const chip: ClockFacts = { keeps_time: true, synchronised: () => false };

  test("that were imported, or left by a clock that was wrong for a while, hold up no later run", async () => {
    const first = new Bench({ clock_facts: chip, clock_wait_ms: 10 * MINUTE });
    await first.live(2);
    first.set(years);
    await first.live(2);
    first.set(-years);
    await first.live(2);
    first.decide();
    await first.record.stop();
    assert.deepEqual(first.instants, [1_000, 2_000, years + 3_000, years + 4_000, 5_000, 6_000]);
    const past = pastWith({ sun: T + years + 4_000 });
    const second = new Bench({ store: first.store, clock_facts: chip, clock_wait_ms: DAY, past, mono: 60_000 });
    await second.live(2);
    await second.record.stop();
    assert.deepEqual(second.instants.slice(6), [41_000, 42_000]);
    const fresh = new Bench({ clock_facts: chip, clock_wait_ms: DAY, past });
    await fresh.live(1);
    await fresh.record.stop();
    assert.deepEqual(fresh.instants, [1_000]);
  });

  test("in which the last run ended are believed until the clock was waited for", async () => {
    const first = new Bench({ clock_facts: chip, off_ms: years });
    await first.live(1);
    first.decide();
    await first.record.stop();
    const past = pastWith({ sun: T + years + 1_000 });
    const second = new Bench({ store: first.store, boot: "two", clock_facts: chip, clock_wait_ms: MINUTE, past });
    await second.live(59);
    assert.deepEqual(second.faults, ["clock_unset"]);
    await second.live(3);
    await second.record.stop();
    assert.deepEqual(second.instants.slice(1), seconds(62));
  });
});

describe("a clock that is set while Gleaner runs", () => {
  test("forward: what follows has the new time, and the journal says so", async () => {
    const bench = new Bench();
    await bench.live(3);
    bench.set(HOUR);
    await bench.live(2);
    await bench.record.stop();
    assert.deepEqual(bench.instants, [...seconds(3), HOUR + 4_000, HOUR + 5_000]);
    assert.deepEqual(
      bench.decisions.map((line) => line.reason),
      [{ code: "clock_forward", values: { by: HOUR } }],
    );
    assert.deepEqual(bench.gaps, [], "nothing was lost");
  });

  test("back into a recorded time: nothing has a time that was given already, order, number and worth stay", async () => {
    const bench = new Bench({ past: pastWith({ sun: T }) });
    await bench.live(3);
    bench.set(-HOUR);
    await bench.live(101);
    assert.equal(bench.record.ahead_ms, HOUR - 50_000);
    await bench.record.stop();
    const { instants } = bench;
    assert.equal(instants.length, 104);
    assert(instants.every((at, i) => at > (instants[i - 1] ?? 0)));
    assert.equal(instants.at(-1), 4_000 + 50_000);
    assert.deepEqual(bench.paces, [{ since: T + 4_000, until: T + 4_000 + HOUR, rate: 2 }]);
    assert.deepEqual(
      bench.decisions.map((line) => line.reason),
      [{ code: "clock_back_slow", values: { by: HOUR, wait: 2 * HOUR } }],
    );
  });

  test("back to a time that was never recorded: it is followed", async () => {
    const bench = new Bench();
    await bench.live(3);
    bench.set(-HOUR);
    await bench.live(2);
    await bench.record.stop();
    assert.deepEqual(bench.instants, [...seconds(3), 4_000 - HOUR, 5_000 - HOUR]);
    assert.deepEqual(
      bench.decisions.map((line) => line.reason),
      [{ code: "clock_back", values: { by: HOUR } }],
    );
  });

  test("or not: a reading keeps the instant that its device gave it", async () => {
    const bench = new Bench({ past: pastWith({ sun: T }) });
    const read = async (): Promise<void> => {
      await bench.clock.pass(10_000);
      const now = bench.clock.now();
      bench.record.readings([{ channel: "sun", at: now.at - 1_500, value: 1 }], now);
    };
    await read();
    // from then on recorded time is ahead of the clock
    bench.set(-HOUR);
    await read();
    await bench.record.stop();
    assert.deepEqual(bench.instants, [8_500, 18_500]);
  });

  test("back: what was measured just before, and is told after, does not lie ahead", async () => {
    for (const [past, instant] of [
      [pastWith({ sun: T }), 2_000],
      // nothing was recorded there: the clock is followed
      [undefined, 2_000 - HOUR],
    ] as const) {
      const bench = new Bench({ past });
      await bench.live(1);
      const { at } = bench.clock.now();
      bench.set(-HOUR);
      await bench.clock.pass(1_000);
      bench.record.readings([{ channel: "sun", at, value: 1 }], bench.clock.now());
      await bench.record.stop();
      assert.deepEqual(bench.instants, [1_000, instant]);
    }
  });

  test("before the first cycle: that is told too", async () => {
    const bench = new Bench();
    bench.set(HOUR);
    await bench.live(1);
    assert.deepEqual(bench.codes, ["clock_forward"]);
  });

  test("steering is no step", async () => {
    const bench = new Bench();
    for (let i = 0; i < 50; i++) {
      bench.set(i % 2 === 0 ? 900 : -900);
      await bench.live(1);
    }
    assert.deepEqual(bench.codes, []);
  });
});

test("a step that a reading sees before the cycle does is none the less followed", async () => {
  const years = 3 * 365 * DAY;
  let synchronised = false;
  const clock_facts: ClockFacts = { keeps_time: false, synchronised: () => synchronised };
  const bench = new Bench({ clock_facts, off_ms: years, past: pastWith({ sun: T }) });
  await bench.live(60);
  synchronised = true;
  bench.set(DAY - years);
  await bench.clock.pass(500);
  const now = bench.clock.now();
  bench.record.readings([{ channel: "sun", at: now.at, value: 1 }], now);
  await bench.live(10);
  await bench.record.stop();
  assert.ok((bench.instants.at(-1) ?? 0) < 2 * DAY);
});

test("what nobody counted is a gap of its channel, also where that was before the clock was set", async () => {
  const running = new Bench({ past: pastWith({ sun: T }) });
  await running.live(20);
  running.record.missed("meter", 4_000, running.clock.now());
  await running.live(2);
  await running.record.stop();
  assert.deepEqual(running.gaps, [{ channel: "meter", since: T + 16_000, until: T + 20_000, why: "uncounted" }]);
  let synchronised = false;
  const early = unset({ clock_facts: { keeps_time: false, synchronised: () => synchronised } });
  await early.live(20);
  early.record.missed("meter", 4_000, early.clock.now());
  await early.live(30);
  assert.deepEqual(early.gaps, []);
  early.set(3 * 365 * DAY);
  synchronised = true;
  await early.live(2);
  await early.record.stop();
  const [gap] = early.gaps.filter(({ why }) => why === "uncounted");
  assert.deepEqual(gap, { channel: "meter", since: T + 16_000, until: T + 20_000, why: "uncounted" });
});
