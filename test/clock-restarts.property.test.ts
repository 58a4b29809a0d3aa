import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Recorder } from "../src/house/record/recorder.ts";
import { FakeStore } from "../src/house/testing/fakes.ts";
import { pastWith } from "../src/house/testing/past.ts";
import { type Batch, DAY, HOUR, MINUTE, type Pace, reason } from "../src/model/index.ts";
import { HandClock } from "../src/model/testing/hand-clock.ts";
import { energyOver } from "../src/store/testing/asking.ts";
import { NaiveHistory } from "../src/store/testing/naive.ts";

/** Whatever the clock does, and however often Gleaner ends meanwhile: no time is recorded twice, and energy is that of true time. */

const T = Date.UTC(2026, 5, 15, 10);
const EVERY_MS = 10_000;
const HOLD_MS = MINUTE;
const LENGTH = 1_500;
const CHANNEL = "sun";

interface Event {
  /** Before which reading it happens. */
  readonly n: number;
  /** The clock is set by so much; or Gleaner is stopped, or killed, and started anew. */
  readonly what: number | "stop" | "kill";
}

const anEvent: fc.Arbitrary<Event> = fc.record({
  n: fc.integer({ min: 1, max: LENGTH - 1 }),
  what: fc.oneof(
    fc.integer({ min: -2 * HOUR, max: 2 * HOUR }),
    fc.integer({ min: -20 * MINUTE, max: 20 * MINUTE }),
    fc.integer({ min: -5_000, max: 5_000 }),
    fc.integer({ min: -3 * DAY, max: 3 * DAY }),
    fc.constantFrom<Event["what"]>("stop", "kill", -HOUR, HOUR, -DAY, DAY),
  ),
});

function start(store: FakeStore, clock: HandClock, batches: readonly Batch[]): Recorder {
  const record = new Recorder({
    store,
    clock,
    commit_every_ms: EVERY_MS,
    time_zone: "Europe/Paris",
    staleAfter: () => MINUTE,
    memory: () => ({}),
    onFatal: (error) => assert.fail(error),
    past: pastWith({ [CHANNEL]: batches.flatMap(({ readings }) => readings.map(({ at }) => at)) }),
  });
  // the first that a house says, and with it goes its first memory
  const now = clock.now();
  record.decisions([{ at: now.at, kind: "house", reason: reason("house_started") }], [], now);
  return record;
}

/** Each reading's value is the true time at which it was taken. */
async function live(events: readonly Event[]): Promise<readonly Batch[]> {
  const clock = new HandClock(T);
  const batches: Batch[] = [];
  let store = new FakeStore();
  let record = start(store, clock, batches);
  for (let n = 0; n < LENGTH; n++) {
    for (const { what } of events.filter((event) => event.n === n)) {
      if (typeof what === "number") clock.start += what;
      else {
        if (what === "stop") await record.stop();
        batches.push(...store.batches);
        store = Object.assign(new FakeStore(), { saved: store.saved });
        record = start(store, clock, batches);
      }
    }
    const now = clock.now();
    record.look(now);
    record.readings([{ channel: CHANNEL, at: now.at, value: now.mono }], now);
    await clock.pass(EVERY_MS);
  }
  await record.stop();
  return [...batches, ...store.batches];
}

/** Seconds for which the readings held, in truth and as the history says. */
async function seconds(batches: readonly Batch[]): Promise<{ readonly truth: number; readonly shown: number }> {
  const taken = batches.flatMap(({ readings }) => readings.map(({ value }) => Number(value))).sort((a, b) => a - b);
  const truth = taken.reduce((sum, mono, i) => sum + Math.min(HOLD_MS, (taken[i + 1] ?? Infinity) - mono), 0);
  const history = new NaiveHistory();
  for (const batch of batches) {
    history.commit({ ...batch, decisions: [], readings: batch.readings.map((one) => ({ ...one, value: 3_600 })) });
  }
  return { truth: truth / 1_000, shown: await energyOver(history, CHANNEL, 0, 8e15, HOLD_MS) };
}

function assertApart(batches: readonly Batch[]): void {
  const instants = batches.flatMap(({ readings }) => readings.map(({ at }) => at));
  assert.equal(new Set(instants).size, instants.length, "no time is given twice");
  const paces = new Map<number, Pace>();
  for (const pace of batches.flatMap((batch) => batch.paces ?? [])) paces.set(pace.since, pace);
  const slow = [...paces.values()].filter(({ rate }) => rate > 0).sort((a, b) => a.since - b.since);
  for (const [i, { until }] of slow.entries()) assert.ok(until <= (slow[i + 1]?.since ?? until), "none over another");
}

test("the clock is set while Gleaner runs, is stopped and is killed", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anEvent, { maxLength: 14, size: "max" }), async (events) => {
      const batches = await live(events);
      assertApart(batches);
      const { truth, shown } = await seconds(batches);
      const restarts = events.filter(({ what }) => typeof what === "string").length;
      // a step may end a reading early, and in a pause nobody knows for how long the last one holds
      const most = ((events.length - restarts) * EVERY_MS + restarts * (HOLD_MS + EVERY_MS)) / 1_000 + 1;
      assert.ok(Math.abs(shown - truth) <= most, `${shown} s instead of ${truth} s`);
    }),
    { numRuns: 60 },
  );
});
