import assert from "node:assert/strict";
import { DAY, type Decision, type Gap, MINUTE, type Pace, reason } from "../../model/index.ts";
import { HandClock } from "../../model/testing/hand-clock.ts";
import type { ClockFacts } from "../clock/trust.ts";
import { Recorder, type RecorderOptions } from "../record/recorder.ts";
import { FakeStore } from "./fakes.ts";

/** 10:00 in true time, at which the machine was started, 20 s ago. */
export const T = Date.UTC(2026, 5, 15, 10);
export const NO_CHIP: ClockFacts = { keeps_time: false, synchronised: () => false };

export interface Sketch extends Partial<RecorderOptions> {
  readonly store?: FakeStore;
  /** What the wall clock is off by. */
  readonly off_ms?: number;
  readonly boot?: string;
  readonly mono?: number;
}

/** The keeping of one run on a store that is none, with a clock that a test sets. */
export class Bench {
  readonly store: FakeStore;
  readonly clock: HandClock;
  readonly record: Recorder;

  constructor({ store = new FakeStore(), off_ms = 0, boot = "one", mono = 20_000, ...options }: Sketch = {}) {
    this.store = store;
    this.clock = Object.assign(new HandClock(T - 20_000 + off_ms), { bootId: boot, mono });
    this.record = new Recorder({
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

  /** A while with the right clock, then one in which it is wrong by so much. */
  async wronglySet(by_ms: number, seconds: number): Promise<void> {
    await this.live(60);
    this.set(by_ms);
    await this.live(seconds);
    this.set(-by_ms);
  }

  decide(code: "house_started" | "starting" = "starting"): void {
    const now = this.clock.now();
    this.record.decisions([{ at: now.at, kind: "house", reason: reason(code) }], [], now);
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

/** One on a board whose clock stands three years back at its start. */
export const unset = (more: Sketch = {}): Bench =>
  new Bench({ clock_facts: NO_CHIP, clock_wait_ms: 10 * MINUTE, off_ms: -3 * 365 * DAY, ...more });
/** Instants of so many seconds, relative to T. */
export const seconds = (count: number, from = 1): number[] =>
  Array.from({ length: count }, (_, i) => (from + i) * 1_000);
