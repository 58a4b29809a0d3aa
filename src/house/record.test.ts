import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DAY, type Decision, type Gap, HOUR, MINUTE, type Pace, reason } from "../model/index.ts";
import type { ClockFacts } from "./clock-trust.ts";
import { HouseRecord, type RecordOptions } from "./record.ts";
import { FakeStore } from "./testing/fakes.ts";
import { HandClock, settle } from "./testing/hand-clock.ts";
import { pastWith } from "./testing/past.ts";

/** 10:00 in true time, at which the machine was started, 20 s ago. */
const T = Date.UTC(2026, 5, 15, 10);
const NO_CHIP: ClockFacts = { keeps_time: false, synchronised: () => false };

interface Sketch extends Partial<RecordOptions> {
  readonly store?: FakeStore;
  /** What the wall clock is off by. */
  readonly off_ms?: number;
  readonly boot?: string;
  readonly mono?: number;
}

class Bench {
  readonly store: FakeStore;
  readonly clock: HandClock;
  readonly record: HouseRecord;

  constructor({ store = new FakeStore(), off_ms = 0, boot = "one", mono = 20_000, ...options }: Sketch = {}) {
    this.store = store;
    this.clock = Object.assign(new HandClock(T - 20_000 + off_ms), { bootId: boot, mono });
    this.record = new HouseRecord({
      store,
      clock: this.clock,
      commit_every_ms: 1_000,
      time_zone: "Europe/Paris",
      staleAfter: (channel) => (channel === "sun" ? 10_000 : undefined),
      memory: () => ({ brain: 1 }),
      onFatal: () => assert.fail("nothing is fatal"),
      ...options,
    });
  }

  /** A reading each second, and a look at the clock. */
  async live(seconds: number, channel = "sun"): Promise<void> {
    for (let i = 0; i < seconds; i++) {
      await this.clock.pass(1_000);
      const now = this.clock.now();
      this.record.look(now);
      this.record.readings([{ channel, at: now.at, value: now.mono }], now);
    }
  }

  /** Somebody sets the wall clock by so much. */
  set(by_ms: number): void {
    this.clock.start += by_ms;
  }
  decide(code: "house_started" | "starting" = "starting"): void {
    const now = this.clock.now();
    this.record.decisions([{ at: now.at, kind: "house", reason: reason(code) }], now);
  }

  /** Instants of what is on the disk, relative to T. */
  get instants(): number[] {
    return this.store.batches.flatMap(({ readings }) => readings.map(({ at }) => at - T));
  }
  get decisions(): Decision[] {
    return this.store.batches.flatMap(({ decisions }) => decisions);
  }
  get codes(): string[] {
    return this.decisions.map(({ reason: { code } }) => code);
  }
  get gaps(): Gap[] {
    return this.store.batches.flatMap(({ gaps }) => gaps ?? []);
  }
  get paces(): Pace[] {
    return this.store.batches.flatMap(({ paces }) => paces ?? []);
  }
  get faults(): string[] {
    return this.record.faults(this.clock.now()).map(({ code }) => code);
  }
}

/** Saved moments that are none. */
const NO_TIME = {
  boot: "one",
  channels: ["sun"],
  moments: [null, {}, { at: null, mono: 1, readings: [[0, 1, 0]], decisions: [] }],
  cut: false,
};

const unset = (more: Sketch = {}): Bench =>
  new Bench({ clock_facts: NO_CHIP, clock_wait_ms: 10 * MINUTE, off_ms: -3 * 365 * DAY, ...more });
const seconds = (count: number, from = 1): number[] => Array.from({ length: count }, (_, i) => (from + i) * 1_000);

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
    const bench = unset({ recorded: pastWith({ sun: T }) });
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
    const second = unset({ store: first.store, mono: first.clock.mono + 40_000, recorded: pastWith() });
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
    const recorded = pastWith({ sun: T - HOUR });
    const second = unset({ store: first.store, boot: "two", mono: 0, off_ms: 2 * HOUR + 20_000, recorded });
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
    const many = Array.from({ length: 50_000 }, (_, i) => ({ channel: `c${i % 100}`, at: 0, value: i }));
    for (let second = 0; second < 6; second++) {
      await bench.clock.pass(1_000);
      bench.record.readings(many, bench.clock.now());
    }
    assert.deepEqual(
      bench.record.faults(bench.clock.now()).map(({ values }) => values?.count),
      [200_000, 100_000],
    );
    bench.set(3 * 365 * DAY);
    await bench.live(1);
    await bench.record.stop();
    assert.equal(bench.instants.length, 200_001);
    assert.deepEqual(bench.gaps, [{ since: T + 5_000, until: T + 6_000, why: "clock_unset" }]);
  });

  test("saved memory that reads as nothing sensible is as good as none", async () => {
    for (const waiting of [7, [], { boot: 1 }, { boot: "one", channels: {}, moments: [] }, NO_TIME]) {
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
    const recorded = pastWith({ sun: T + years + 4_000 });
    const second = new Bench({ store: first.store, clock_facts: chip, clock_wait_ms: DAY, recorded, mono: 60_000 });
    await second.live(2);
    await second.record.stop();
    assert.deepEqual(second.instants.slice(6), [41_000, 42_000]);
    const fresh = new Bench({ clock_facts: chip, clock_wait_ms: DAY, recorded });
    await fresh.live(1);
    await fresh.record.stop();
    assert.deepEqual(fresh.instants, [1_000]);
  });

  test("in which the last run ended are believed until the clock was waited for", async () => {
    const first = new Bench({ clock_facts: chip, off_ms: years });
    await first.live(1);
    first.decide();
    await first.record.stop();
    const recorded = pastWith({ sun: T + years + 1_000 });
    const second = new Bench({ store: first.store, boot: "two", clock_facts: chip, clock_wait_ms: MINUTE, recorded });
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
    const bench = new Bench({ recorded: pastWith({ sun: T }) });
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

  test("back: what was measured just before, and is told after, does not lie ahead", async () => {
    const bench = new Bench({ recorded: pastWith({ sun: T }) });
    await bench.live(1);
    const { at } = bench.clock.now();
    bench.set(-HOUR);
    await bench.clock.pass(1_000);
    bench.record.readings([{ channel: "sun", at, value: 1 }], bench.clock.now());
    await bench.record.stop();
    assert.deepEqual(bench.instants, [1_000, 2_000]);
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

describe("the run after", () => {
  const years = 3 * 365 * DAY;
  const chip: ClockFacts = { keeps_time: true, synchronised: () => false };

  /** The next run on what a bench has stored, so long after. */
  function after(first: Bench, ms: number, more: Sketch = {}): Bench {
    const sun = first.instants.map((at) => at + T);
    const store = Object.assign(new FakeStore(), { saved: first.store.saved });
    const off_ms = first.clock.start - (T - 20_000);
    return new Bench({ store, off_ms, mono: first.clock.mono + ms, recorded: pastWith({ sun }), ...more });
  }

  test("goes on in the present, not behind an hour of a wrong clock that lies ahead", async () => {
    const first = new Bench({ recorded: pastWith({ sun: T }) });
    await first.live(60);
    first.set(HOUR);
    await first.live(600);
    first.set(-HOUR);
    await first.live(600);
    await first.record.stop();
    const second = after(first, 10_000);
    await second.live(20);
    await second.record.stop();
    assert.deepEqual(second.instants, seconds(20, 1_271));
    assert.deepEqual(second.paces, []);
  });

  test("after a power cut does not record anew what was recorded since the memory was saved", async () => {
    const first = new Bench({ recorded: pastWith({ sun: T }) });
    await first.live(60);
    first.set(years);
    await first.live(60);
    first.set(-years);
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
    const first = new Bench({ recorded: pastWith({ sun: T }) });
    await first.live(60);
    first.set(HOUR);
    await first.live(60);
    first.set(-HOUR);
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
      const first = new Bench({ clock_facts, clock_wait_ms: 10_000, recorded: pastWith({ sun: T - HOUR }) });
      await first.live(60);
      first.set(-HOUR);
      await first.live(600);
      await first.record.stop();
      const second = after(first, 10_000, { clock_facts, clock_wait_ms: DAY });
      await second.live(5);
      assert.deepEqual(second.faults, []);
      assert.equal(second.instants.length > 0, true);
      await second.live(7_000);
      await second.record.stop();
      assert.equal(second.record.ahead_ms, 0);
    }
  });

  test("after a power cut at the moment at which a reading was the first to see the step", async () => {
    const first = new Bench({ recorded: pastWith({ sun: T }) });
    await first.live(60);
    first.set(years);
    await first.live(60);
    first.set(-years);
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
  const bench = unset({ store, recorded: pastWith({ sun: T + HOUR }) });
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
      recorded: pastWith({ sun: T }),
    });
    await bench.live(5);
    await bench.record.stop();
    assert.deepEqual(bench.instants, seconds(5), JSON.stringify(record));
  }
});

test("a step that a reading sees before the cycle does is none the less followed", async () => {
  const years = 3 * 365 * DAY;
  let synchronised = false;
  const clock_facts: ClockFacts = { keeps_time: false, synchronised: () => synchronised };
  const bench = new Bench({ clock_facts, off_ms: years, recorded: pastWith({ sun: T }) });
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

describe("pauses", () => {
  const recorded = pastWith({ sun: T - HOUR });

  test("the time between two runs is a gap, from the last that is known of the first", async () => {
    const bench = new Bench({ recorded });
    await bench.live(2);
    await bench.record.stop();
    assert.deepEqual(bench.gaps, [{ since: T - HOUR, until: T, why: "stopped" }]);
  });

  test("a clean stop is known to the second, also when no device spoke", async () => {
    const first = new Bench();
    await first.live(2);
    for (let i = 0; i < 100; i++) {
      await first.clock.pass(1_000);
      first.record.look(first.clock.now());
    }
    first.decide();
    await first.record.stop();
    const second = new Bench({
      store: first.store,
      recorded: pastWith({ sun: T + 2_000 }),
      mono: first.clock.mono + MINUTE,
    });
    await second.live(1);
    await second.record.stop();
    assert.deepEqual(second.gaps, [
      { since: T + 102_000, until: T + 162_000, why: "stopped" },
      { channel: "sun", since: T + 2_000, until: T + 163_000, why: "silent" },
    ]);
  });

  test("a short one is none", async () => {
    const bench = new Bench({ recorded: pastWith({ sun: T - 30_000 }) });
    await bench.live(1);
    await bench.record.stop();
    assert.deepEqual(bench.gaps, []);
  });

  test("a source that falls silent is noted when it speaks again; what no device gives is not", async () => {
    const bench = new Bench();
    await bench.live(1);
    await bench.live(1, "relay.boiler");
    await bench.clock.pass(MINUTE);
    await bench.live(1);
    await bench.live(1, "relay.boiler");
    await bench.record.stop();
    assert.deepEqual(bench.gaps, [{ channel: "sun", since: T + 1_000, until: T + 63_000, why: "silent" }]);
  });
});

test("what the disk costs is shown where it is known, and goes on after a restart", async () => {
  assert.equal(new Bench().record.storage({ at: T, mono: 0 }), undefined);
  const disk = () => ({ written_bytes: 4_096, database_bytes: 9 });
  const first = new Bench({ disk });
  await first.live(2);
  first.record.storage(first.clock.now());
  first.decide();
  await first.record.stop();
  const second = new Bench({ disk, store: first.store, mono: 60_000 });
  assert.deepEqual(second.record.storage(second.clock.now()), {
    written_today_bytes: 8_192,
    written_per_day_bytes: null,
    database_bytes: 9,
    last_commit_at: null,
  });
});

test("a disk that hangs does not hold up the stop for ever; what it has in hand counts as lost", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const bench = new Bench();
  bench.store.mode = "hangs";
  const now = bench.clock.now();
  bench.record.readings([{ channel: "sun", at: now.at, value: 1 }], now);
  bench.decide();
  bench.record.readings([{ channel: "sun", at: now.at + 1, value: 2 }], now);
  const stopped = bench.record.stop();
  await settle();
  t.mock.timers.tick(5_000);
  assert.deepEqual(await stopped, { readings: 2, decisions: 1 });
});

test("a store that cannot keep its history in order says so once, as long as that lasts", async () => {
  let problem: string | null = "The disk is full";
  const store = new FakeStore();
  const bench = new Bench({ store, disk: () => ({ written_bytes: 0, database_bytes: 0, problem }) });
  await bench.live(3);
  assert.deepEqual(bench.faults, ["store_failed"]);
  problem = null;
  assert.deepEqual(bench.faults, []);
});
