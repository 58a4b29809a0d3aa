import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import fc from "fast-check";
import { pastOf } from "../src/commands/run/past.ts";
import type { ClockFacts } from "../src/house/clock/trust.ts";
import { type PastReadings, Recorder } from "../src/house/record/recorder.ts";
import { DAY, HOUR, MINUTE, type Reading, startOfDay } from "../src/model/index.ts";
import { HandClock } from "../src/model/testing/hand-clock.ts";
import { openHistory, openStore } from "../src/store/index.ts";
import { energyOver } from "../src/store/testing/asking.ts";

/** Whatever the clock does: no reading is lost, none changes places, and sums of energy are those of true time. */

const ZONE = "Europe/Paris";
const EVERY_MS = 10_000;
const HOLD_MS = MINUTE;
const CHANNEL = "sun";
const MOST_W = 3_000;

/** Somebody sets the clock, so long after the start. */
interface Step {
  readonly after_ms: number;
  readonly by_ms: number;
}

interface Life {
  /** True time of the first reading, UTC ms. */
  readonly from: number;
  readonly for_ms: number;
  /** What the clock is off by at first. */
  readonly off_ms?: number;
  readonly steps?: readonly Step[];
  readonly facts?: ClockFacts;
  /** Gleaner is stopped and started anew after so long. */
  readonly stop_after_ms?: number;
}

/** A power that changes with each reading. */
const power = (n: number): number => ((n * 7_919) % 30_011) / (30_011 / MOST_W);

type OpenedStore = Awaited<ReturnType<typeof openStore>>;

/** A run of Gleaner on a data folder. */
class Run {
  readonly record: Recorder;
  readonly #store: OpenedStore;

  private constructor(store: OpenedStore, clock: HandClock, past: PastReadings, facts: ClockFacts | undefined) {
    this.#store = store;
    this.record = new Recorder({
      store,
      clock,
      commit_every_ms: HOUR,
      time_zone: ZONE,
      past,
      clock_facts: facts,
      clock_wait_ms: HOUR,
      staleAfter: () => MINUTE,
      memory: () => ({}),
      onFatal: (error) => assert.fail(error),
    });
    this.record.describe(CHANNEL, "W");
  }

  static async start(folder: string, clock: HandClock, facts: ClockFacts | undefined): Promise<Run> {
    const store = await openStore({ folder });
    return new Run(store, clock, pastOf(folder), facts);
  }

  async stop(): Promise<void> {
    assert.deepEqual(await this.record.stop(), { readings: 0, decisions: 0 });
    await this.#store.close();
  }
}

/** Lets a meter be read through a time, with a clock that is set now and then, and gives what the history says of it. */
async function live<T>(life: Life, ask: (told: Told) => Promise<T>): Promise<T> {
  const { from, for_ms, off_ms = 0, steps = [], facts, stop_after_ms } = life;
  const folder = mkdtempSync(join(tmpdir(), "gleaner-clocks-"));
  const clock = new HandClock(from + off_ms);
  let run = await Run.start(folder, clock, facts);
  const count = for_ms / EVERY_MS;
  const waiting = steps.toSorted((a, b) => a.after_ms - b.after_ms);
  for (let n = 0; n < count; n++) {
    for (; waiting[0] && waiting[0].after_ms <= clock.mono; waiting.shift()) clock.start += waiting[0].by_ms;
    if (clock.mono === stop_after_ms) {
      await run.stop();
      run = await Run.start(folder, clock, facts);
    }
    const now = clock.now();
    run.record.look(now);
    run.record.readings([{ channel: CHANNEL, at: now.at, value: power(n) }], now);
    await clock.pass(EVERY_MS);
  }
  await run.stop();
  const truth = (since_ms: number): number => {
    let sum = 0;
    // the last one holds for a minute too
    for (let n = since_ms / EVERY_MS; n < count; n++) sum += (power(n) * (n === count - 1 ? HOLD_MS : EVERY_MS)) / HOUR;
    return sum;
  };
  const history = openHistory(folder);
  try {
    const readings = await history.range(CHANNEL, 0, Number.MAX_SAFE_INTEGER, 1_000_000);
    const energy: Told["energy"] = (from, to) => energyOver(history, CHANNEL, from, to, HOLD_MS);
    return await ask({ readings, truth, truth_wh: truth(0), energy });
  } finally {
    history.close();
    rmSync(folder, { recursive: true });
  }
}

interface Told {
  readonly readings: readonly Reading[];
  /** Of all readings, Wh. */
  readonly truth_wh: number;
  /** The same from so long after the start on. */
  readonly truth: (since_ms: number) => number;
  readonly energy: (from: number, to: number) => Promise<number>;
}

const ALWAYS = [0, 8e15] as const;

function assertAllInOrder({ readings }: Told, count: number): void {
  assert.equal(readings.length, count, "every reading is there");
  for (const [n, { value }] of readings.entries()) {
    assert.equal(value, power(n), "in the order in which they were taken");
  }
}

/** @param rounded_ms so much of the greatest power is lost in whole milliseconds, or gained */
function assertNear(wh: number, truth_wh: number, rounded_ms = 0): void {
  const most = truth_wh * 1e-9 + (MOST_W * rounded_ms) / HOUR;
  assert(Math.abs(wh - truth_wh) <= most, `${wh} Wh instead of ${truth_wh} Wh`);
}

describe("energy over", () => {
  const changes: [day: string, from: number, hours: number][] = [
    ["the beginning of summer time", Date.UTC(2026, 2, 28, 23), 23],
    ["its end", Date.UTC(2026, 9, 24, 22), 25],
  ];
  for (const [name, from, hours] of changes) {
    test(`${name}: a day of ${hours} hours`, () =>
      live({ from, for_ms: 26 * HOUR }, async (told) => {
        const midnight = startOfDay(from + 26 * HOUR, ZONE);
        assert.equal(midnight - from, hours * HOUR);
        assertAllInOrder(told, (26 * HOUR) / EVERY_MS);
        const readings = (hours * HOUR) / EVERY_MS;
        let day_wh = 0;
        for (let n = 0; n < readings; n++) day_wh += (power(n) * EVERY_MS) / HOUR;
        assertNear(await told.energy(from, midnight), day_wh);
        assertNear((await told.energy(from, midnight)) + (await told.energy(midnight, ALWAYS[1])), told.truth_wh);
      }));
  }

  const T = Date.UTC(2026, 5, 15, 4);

  test("a clock that is set an hour forward", () =>
    live({ from: T, for_ms: 6 * HOUR, steps: [{ after_ms: 2 * HOUR, by_ms: HOUR }] }, async (told) => {
      assertAllInOrder(told, (6 * HOUR) / EVERY_MS);
      assertNear(await told.energy(...ALWAYS), told.truth_wh, 1);
      assert.equal(told.readings.at(-1)?.at, T + 7 * HOUR - EVERY_MS, "the new time counts at once");
    }));

  test("a clock that is set an hour back", () =>
    live({ from: T, for_ms: DAY, steps: [{ after_ms: 6 * HOUR, by_ms: -HOUR }] }, async (told) => {
      assertAllInOrder(told, DAY / EVERY_MS);
      assertNear(await told.energy(...ALWAYS), told.truth_wh);
      // caught up after two hours
      assertNear(await told.energy(T + 7 * HOUR, ALWAYS[1]), told.truth(8 * HOUR));
      assert.equal(told.readings.at(-1)?.at, T + DAY - HOUR - EVERY_MS);
    }));

  test("a clock that is set an hour back, with a stop before it has caught up", () =>
    live(
      { from: T, for_ms: DAY, steps: [{ after_ms: 6 * HOUR, by_ms: -HOUR }], stop_after_ms: 7 * HOUR },
      async (told) => {
        assertAllInOrder(told, DAY / EVERY_MS);
        // between the two runs one reading could not hold
        assertNear(await told.energy(...ALWAYS), told.truth_wh, EVERY_MS);
      },
    ));

  test("a clock that stood three years back at the start of a machine without a clock chip", () => {
    const years = 3 * 365 * DAY;
    const facts = { keeps_time: false, synchronised: () => false };
    const steps = [{ after_ms: 7 * MINUTE, by_ms: years }];
    return live({ from: T, for_ms: 2 * HOUR, off_ms: -years, steps, facts }, async (told) => {
      assertAllInOrder(told, (2 * HOUR) / EVERY_MS);
      assert.equal(told.readings[0]?.at, T, "the first reading has its true time");
      assertNear(await told.energy(T, T + 2 * HOUR + HOLD_MS), told.truth_wh);
    });
  });

  test("three years too far for an hour: what was recorded there stays, what follows is where it belongs", () => {
    const years = 3 * 365 * DAY;
    const steps = [
      { after_ms: HOUR, by_ms: years },
      { after_ms: 2 * HOUR, by_ms: -years },
    ];
    return live({ from: T, for_ms: 3 * HOUR, steps }, async (told) => {
      assert.equal(told.readings.length, (3 * HOUR) / EVERY_MS);
      assertNear(await told.energy(...ALWAYS), told.truth_wh, 2);
      assert.equal(told.readings.filter(({ at }) => at < T + DAY).length, (2 * HOUR) / EVERY_MS);
    });
  });

  for (const [most_ms, unknown_ms, why] of [
    [10 * MINUTE, 260, "of smaller steps nothing is noted"],
    [2 * HOUR, EVERY_MS, "a reading ends early where a time is passed over that was recorded already"],
  ] as const) {
    test(`any steps of up to ${most_ms / MINUTE} minutes: ${why}`, async () => {
      const step = fc.record({
        after_ms: fc.integer({ min: 0, max: 10 * HOUR }),
        by_ms: fc.integer({ min: -most_ms, max: most_ms }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 6 }), (steps) =>
          live({ from: T, for_ms: 10 * HOUR, steps }, async (told) => {
            assert.equal(told.readings.length, (10 * HOUR) / EVERY_MS, "every reading is there");
            assertNear(await told.energy(...ALWAYS), told.truth_wh, 1 + steps.length * unknown_ms);
          }),
        ),
        { numRuns: 20 },
      );
    });
  }
});
