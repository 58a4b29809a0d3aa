import type { Clock, Decision, Gap, Pace, Reading, Reason, Store, Unit } from "../../model/index.ts";
import { reason, StoreError, type Telling, tellingOf } from "../../model/index.ts";
import { ended } from "../clock/within.ts";
import { CommitWorth } from "./commit-worth.ts";

/** Readings that wait for a disk that does not answer: some hours of a house at 1 Hz. */
const MOST_READINGS = 500_000;
const MOST_DECISIONS = 20_000;
const MOST_GAPS = 5_000;
const MOST_PACES = 5_000;
/** A backlog goes to the store in batches that it takes for certain. */
const BATCH_READINGS = 25_000;
const BATCH_DECISIONS = 2_000;
const MOST_BATCHES = MOST_READINGS / BATCH_READINGS + MOST_DECISIONS / BATCH_DECISIONS;
/** A disk that takes longer for one batch is told to hang. */
const HANGS_AFTER_MS = 3_000;
const RETRY_FIRST_MS = 1_000;
const RETRY_LONGEST_MS = 60_000;
/** Counters that rise fast do not wear out a card: commits for their sake are so far apart. */
const WORTH_EVERY_MS = 1_000;

export interface CommitQueueOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly commit_every_ms: number;
  /** The memory to save, asked for when a batch is made. */
  readonly memory: () => unknown;
  /** The disk cannot be trusted any more: the process must end and start anew. */
  readonly onFatal: (error: Error) => void;
}

/**
 * The only queue before the disk: gathers what must be kept and hands it to the store, one batch after the other; nothing is
 * forgotten until the store has it.
 */
export class CommitQueue {
  readonly #options: CommitQueueOptions;
  #readings: Reading[] = [];
  #decisions: Decision[] = [];
  #gaps: Gap[] = [];
  #paces: Pace[] = [];
  readonly #worth = new CommitWorth();
  /** Readings wait that are worth a commit of their own. */
  #isWorth = false;
  #lastWorth = Number.NEGATIVE_INFINITY;
  #memoryDue = false;
  #lastMemory: number;
  #cancel: (() => void) | undefined;
  #dueMono = 0;
  #underWay: Promise<void> | undefined;
  /** Since when the store has had the batch in hand. */
  #underWay_mono = 0;
  /** What the store has in hand. */
  #inHand = { readings: 0, decisions: 0 };
  #failures = 0;
  #problem: Telling | undefined;
  /** The disk cannot be trusted: nothing is written any more. */
  #over = false;
  /** Readings that were lost because the queue was full. */
  dropped = 0;
  /** Decisions, and notes of gaps and of the clock, that were lost because the queue was full. */
  dropped_decisions = 0;
  #droppedSince: number | undefined;
  /** When a commit was last on the disk, UTC ms by the wall clock. */
  last_commit_at: number | null = null;

  constructor(options: CommitQueueOptions) {
    this.#options = options;
    this.#lastMemory = options.clock.now().mono;
  }

  /** Tells the unit of a channel: counters of energy are not left waiting. */
  describe(channel: string, unit: Unit): void {
    this.#options.store.describe(channel, unit);
    this.#worth.describe(channel, unit);
  }

  /** Readings wait for the next commit, unless a counter among them has risen by 5 Wh since the last one. */
  readings(readings: readonly Reading[]): void {
    if (readings.length === 0) return;
    this.#isWorth = this.#worth.worth(readings) || this.#isWorth;
    this.#take(readings);
    this.#later(this.#patience());
  }

  #take(readings: readonly Reading[]): void {
    const room = MOST_READINGS - this.#readings.length;
    const taken = Math.min(room, readings.length);
    if (taken > 0) this.#droppingIsOver(readings[0]?.at);
    if (taken < readings.length) {
      this.dropped += readings.length - taken;
      this.#droppedSince = Math.min(this.#droppedSince ?? Number.POSITIVE_INFINITY, readings[taken]?.at ?? 0);
    }
    for (let i = 0; i < taken; i++) {
      const reading = readings[i];
      if (reading) this.#readings.push(reading);
    }
  }

  /** There is room again. @param until the first instant that is kept, UTC ms */
  #droppingIsOver(until: number | undefined): void {
    const since = this.#droppedSince;
    if (since === undefined || until === undefined || until <= since) return;
    this.#droppedSince = undefined;
    this.gaps([{ since, until, why: "dropped" }]);
  }

  /** How long readings may wait, ms. */
  #patience(): number {
    const { clock, commit_every_ms } = this.#options;
    if (!this.#isWorth) return commit_every_ms;
    return Math.min(commit_every_ms, Math.max(0, this.#lastWorth + WORTH_EVERY_MS - clock.now().mono));
  }

  /** Times that were not recorded go to the disk with the readings. */
  gaps(gaps: readonly Gap[]): void {
    if (gaps.length === 0) return;
    const taken = gaps.slice(0, Math.max(0, MOST_GAPS - this.#gaps.length));
    this.dropped_decisions += gaps.length - taken.length;
    this.#gaps.push(...taken);
    this.#later(this.#options.commit_every_ms);
  }

  /** Notes of how the clock was set go to the disk with the readings, and with the memory of what they say. */
  paces(paces: readonly Pace[]): void {
    if (paces.length === 0) return;
    const taken = paces.slice(0, Math.max(0, MOST_PACES - this.#paces.length));
    this.dropped_decisions += paces.length - taken.length;
    this.#paces.push(...taken);
    this.#memoryDue = true;
    this.#later(this.#options.commit_every_ms);
  }

  /** Decisions are on the disk as soon as it can be; they bring the memory along. */
  decisions(decisions: readonly Decision[]): void {
    if (decisions.length === 0) return;
    this.#wait(this.#decisions, decisions);
    this.saveMemory();
  }

  /** What was decided, or waited, in one commit with the memory in which it is done. */
  together(readings: readonly Reading[], decisions: readonly Decision[]): void {
    this.#worth.worth(readings);
    this.#take(readings);
    this.#wait(this.#decisions, decisions);
    if (readings.length + decisions.length > 0) this.saveMemory();
  }

  /** The memory is on the disk as soon as it can be. */
  saveMemory(): void {
    this.#memoryDue = true;
    this.#later(0);
  }

  #wait(waiting: Decision[], newer: readonly Decision[]): void {
    const taken = newer.slice(0, Math.max(0, MOST_DECISIONS - waiting.length));
    this.dropped_decisions += newer.length - taken.length;
    waiting.push(...taken);
  }

  /** Counters of running relays change without a decision; once a minute they are saved too. */
  saveMemoryInTime(): void {
    if (this.#options.clock.now().mono - this.#lastMemory < 60_000) return;
    this.#memoryDue = true;
    this.#later(this.#options.commit_every_ms);
  }

  /** How long the disk has not answered, ms; 0 while it takes no longer than disks do. */
  hangs_ms(mono: number): number {
    const age = this.#underWay ? mono - this.#underWay_mono : 0;
    return age >= HANGS_AFTER_MS ? age : 0;
  }

  /** Faults of the keeping, for the page. */
  faults(mono: number): Reason[] {
    const faults: Reason[] = [];
    const age = this.hangs_ms(mono);
    if (age > 0) faults.push(reason("store_hangs", { age }));
    if (this.#problem !== undefined) faults.push(reason("store_failed", { problem: this.#problem }));
    if (this.dropped > 0) faults.push(reason("readings_dropped", { count: this.dropped }));
    if (this.dropped_decisions > 0) faults.push(reason("decisions_dropped", { count: this.dropped_decisions }));
    return faults;
  }

  #later(delay_ms: number): void {
    if (this.#underWay || this.#over) return;
    const dueMono = this.#options.clock.now().mono + delay_ms;
    if (this.#cancel && dueMono >= this.#dueMono) return;
    this.#cancel?.();
    this.#dueMono = dueMono;
    // A disk that has just failed is given time. It was due at once then, so that what comes does not put the retry off.
    const wait = this.#failures > 0 ? this.#retryAfter() : delay_ms;
    if (wait === 0) {
      this.#cancel = undefined;
      this.#write();
    } else {
      this.#cancel = this.#options.clock.after(wait, () => {
        this.#cancel = undefined;
        this.#write();
      });
    }
  }

  #retryAfter(): number {
    return Math.min(RETRY_LONGEST_MS, RETRY_FIRST_MS * 2 ** Math.min(this.#failures - 1, 8));
  }

  get #nothing(): boolean {
    const waiting = [this.#readings, this.#decisions, this.#gaps, this.#paces];
    return !this.#memoryDue && waiting.every(({ length }) => length === 0);
  }

  #write(): void {
    if (this.#underWay || this.#over || this.#nothing) return;
    const { store, clock, memory, onFatal } = this.#options;
    const readings = this.#readings.splice(0, BATCH_READINGS);
    const decisions = this.#decisions.splice(0, BATCH_DECISIONS);
    const gaps = this.#gaps;
    this.#gaps = [];
    const paces = this.#paces;
    this.#paces = [];
    if (this.#isWorth) this.#lastWorth = clock.now().mono;
    this.#isWorth = false;
    this.#worth.committed();
    const memoryDue = this.#memoryDue;
    this.#memoryDue = false;
    if (memoryDue) this.#lastMemory = clock.now().mono;
    const batch = {
      readings,
      decisions,
      ...(gaps.length > 0 && { gaps }),
      ...(paces.length > 0 && { paces }),
      ...(memoryDue && { memory: memory() }),
    };
    this.#inHand = { readings: readings.length, decisions: decisions.length };
    this.#underWay_mono = clock.now().mono;
    this.#underWay = store.commit(batch).then(
      () => {
        this.#underWay = undefined;
        this.#inHand = { readings: 0, decisions: 0 };
        this.#failures = 0;
        this.#problem = undefined;
        this.last_commit_at = clock.now().at;
        const more = this.#readings.length >= BATCH_READINGS || readings.length === BATCH_READINGS;
        if (this.#decisions.length > 0 || this.#memoryDue || more) this.#later(0);
        else if (!this.#nothing) this.#later(this.#patience());
      },
      (error: unknown) => {
        this.#underWay = undefined;
        this.#inHand = { readings: 0, decisions: 0 };
        this.#failures += 1;
        this.#problem = tellingOf(error);
        const newer = this.#readings;
        this.#readings = readings.slice();
        const later = this.#decisions;
        this.#decisions = decisions.slice();
        this.#wait(this.#decisions, later);
        this.#gaps = [...gaps, ...this.#gaps];
        this.#paces = [...paces, ...this.#paces];
        this.#memoryDue ||= memoryDue;
        const fatal = error instanceof StoreError && error.fatal ? error : undefined;
        this.#over = fatal !== undefined;
        this.#take(newer);
        if (fatal) onFatal(fatal);
        else this.#later(0);
      },
    );
  }

  /** Resolves when all that was given so far is on the disk, or after so long: control goes on although a disk is slow. */
  written(longest_ms: number): Promise<void> {
    return ended(this.#options.clock, longest_ms, [this.flush()]);
  }

  /** What is not known to be on the disk yet. */
  get waiting(): { readonly readings: number; readonly decisions: number } {
    const { readings, decisions } = this.#inHand;
    return { readings: this.#readings.length + readings, decisions: this.#decisions.length + decisions };
  }

  /** Writes all that waits. Ends also when the store fails. */
  async flush(): Promise<void> {
    for (let round = 0; round < MOST_BATCHES + 3; round++) {
      await this.#underWay;
      // the retry stays set
      if (this.#failures > 0 && round > 0) return;
      this.#cancel?.();
      this.#cancel = undefined;
      this.#write();
      if (!this.#underWay) return;
    }
    await this.#underWay;
  }
}
