import {
  type Clock,
  type Decision,
  type DiskFigures,
  FURTHEST_INSTANT,
  HOUR,
  type Now,
  type PastChannel,
  type Reading,
  type Reason,
  reason,
  type StorageState,
  type Store,
  savedMemoryOf,
  type Unit,
} from "../../model/index.ts";
import { RecordedTime, takenBefore } from "../clock/recorded-time.ts";
import type { TakenTimes } from "../clock/taken-times.ts";
import { type ClockFacts, ClockTrust, STEP_MS } from "../clock/trust.ts";
import { Bout } from "./bout.ts";
import { CommitQueue } from "./commit-queue.ts";
import { DiskUse } from "./disk-use.ts";
import { Instants } from "./instants.ts";
import { type Past, Silence } from "./silence.ts";
import { Undated } from "./undated.ts";

/** A pause of recording that is shorter is no gap. */
const LEAST_PAUSE_MS = 30_000;
/** What waits for the clock is saved so often. */
const SAVE_WAITING_EVERY_MS = 30_000;
const STOP_WITHIN_MS = 5_000;
/** The last instant is saved at least so often. */
const SAVE_EVERY_MS = HOUR;

/** What the history holds when the house starts. */
export interface PastReadings {
  /** The newest reading before an instant of each channel that the house recorded itself, UTC ms. */
  newestBefore(at: number): ReadonlyMap<string, number>;
  /** All its channels. */
  channels(): readonly PastChannel[];
}

export interface RecorderOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly commit_every_ms: number;
  readonly time_zone: string;
  /** Absent: it is not looked at, and no pause is noted. */
  readonly past?: PastReadings | undefined;
  /** Absent: the clock is trusted. */
  readonly clock_facts?: ClockFacts | undefined;
  /** How long a clock that nobody sets is waited for. */
  readonly clock_wait_ms?: number | undefined;
  readonly disk?: (() => DiskFigures) | undefined;
  /** When a device's channel counts as silent, ms; `undefined` for channels that no device gives. */
  readonly staleAfter: (channel: string) => number | undefined;
  /** The memory of the other parts, asked for when it is saved. */
  readonly memory: () => object;
  readonly onFatal: (error: Error) => void;
}

/** What is kept of the recording itself, beside the memory of brain and scripts. */
interface SavedRecord {
  /** The last instant known, UTC ms. */
  readonly at?: unknown;
  readonly waiting?: unknown;
  readonly timeline?: unknown;
  /** The machine start (boot id) in which somebody had set the clock. */
  readonly set_in?: unknown;
  readonly use?: unknown;
}

/** A time in which nobody counted, on the monotonic clock, ms. */
interface Missed {
  readonly channel: string;
  readonly from: number;
  readonly to: number;
}

/** More than devices are away before a clock is set. */
const MOST_MISSED = 100;

const TRUSTED: ClockFacts = { keeps_time: true, synchronised: () => true };

/**
 * Keeps what the house does: gives everything the time that it is recorded with, notes what was not recorded, and lets
 * readings wait while nobody knows what time it is.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #queue: CommitQueue;
  readonly #trust: ClockTrust;
  readonly #time: RecordedTime;
  readonly #undated: Undated;
  /** Readings that found no instant of their own, by their channel. */
  readonly #superseded = new Bout<string>((count, channel) => reason("readings_superseded", { count, channel }));
  readonly #instants = new Instants((channel) => this.#superseded.add(channel));
  readonly #use: DiskUse | undefined;
  readonly #latest: Map<string, number>;
  readonly #started: Now;
  /** `undefined` until the clock is set: gaps need instants. */
  #silence: Silence | undefined;
  /** What nobody counted before the clock was set. */
  readonly #missed: Missed[] = [];
  /** The last instant that is known to have been recorded, UTC ms. */
  #at: number | undefined;
  /** What it was when this run began. */
  readonly recorded_until: number | undefined;
  #saved_mono: number;
  /** How long the disk had not answered when that was last looked at; 0: it does. */
  #hung_ms = 0;

  constructor(options: RecorderOptions) {
    const { clock, clock_facts, clock_wait_ms = 0, store, past, disk, time_zone } = options;
    const now = clock.now();
    const saved = Object(savedMemoryOf(store.memory()).record) as SavedRecord;
    this.#options = options;
    this.#started = now;
    this.#saved_mono = now.mono;
    const facts = knownFrom(clock_facts ?? TRUSTED, saved.set_in === clock.bootId);
    const saved_at = isInstant(saved.at) ? saved.at : undefined;
    const clock_at = facts.keeps_time || facts.synchronised() ? now.at : FURTHEST_INSTANT;
    this.#latest = latestOf(past, saved_at ?? clock_at, takenBefore(saved.timeline));
    this.#at = lastOf(saved_at, this.#latest);
    this.recorded_until = this.#at;
    this.#time = new RecordedTime(this.#at ?? null, saved.timeline);
    this.#trust = new ClockTrust({ facts, newest_at: this.#time.newest_clock_at, wait_ms: clock_wait_ms }, now);
    this.#undated = new Undated(saved.waiting, clock.bootId);
    this.#use = disk && new DiskUse(disk, time_zone, saved.use, now);
    this.#queue = new CommitQueue({
      store,
      clock,
      commit_every_ms: options.commit_every_ms,
      memory: () => ({ ...options.memory(), record: this.#plain() }),
      onFatal: options.onFatal,
    });
    this.#queue.decisions(this.#undated.stranded);
    this.#time.step(now);
    if (this.clock_known) this.#begin(now);
  }

  /** The wall clock counts: it was set, or waited for long enough. */
  get clock_known(): boolean {
    return this.#trust.standing !== "unset";
  }

  describe(channel: string, unit: Unit): void {
    this.#queue.describe(channel, unit);
  }

  /** Takes readings; their instants are those of the wall clock. */
  readings(readings: readonly Reading[], now: Now): void {
    if (readings.length === 0) return;
    if (!this.#silence) {
      this.#undated.put(now, readings, []);
      return;
    }
    this.#keep(this.#apart(readings, now), now.mono, this.#silence);
    this.#tellPaces();
  }

  /**
   * Decisions, and the states of the relays that they switch, are on the disk at once, in one commit with the memory. While
   * the clock is unset they are saved with the memory, in their order.
   */
  decisions(decisions: readonly Decision[], states: readonly Reading[], now: Now): void {
    if (this.#silence) {
      const kept = this.#apart(states, now);
      this.#tellSilences(kept, now.mono, this.#silence);
      const stamped = this.#stamped(decisions, now);
      this.#tellPaces();
      this.#queue.together(kept, stamped);
      return;
    }
    this.#queue.dropped_decisions += this.#undated.put(now, states, decisions);
    this.#queue.saveMemory();
  }

  /** Of a channel that counts, nobody knows what came in the last `for_ms`. */
  missed(channel: string, for_ms: number, now: Now): void {
    const missed = { channel, from: now.mono - for_ms, to: now.mono };
    if (this.#silence) this.#noteMissed(missed, now);
    else if (this.#missed.length < MOST_MISSED) this.#missed.push(missed);
  }

  #noteMissed({ channel, from, to }: Missed, now: Now): void {
    const until = this.#stamp(now) - (now.mono - to);
    this.#queue.gaps([{ channel, since: until - (to - from), until, why: "uncounted" }]);
  }

  /** Looks at the clock; to be called in every cycle. */
  look(now: Now): void {
    const before = this.#trust.standing;
    const standing = this.#trust.look(now);
    const by = this.#time.step(now);
    const save_every_ms = standing === "unset" ? SAVE_WAITING_EVERY_MS : SAVE_EVERY_MS;
    if (now.mono - this.#saved_mono >= save_every_ms) {
      this.#saved_mono = now.mono;
      this.#queue.saveMemory();
    }
    if (standing === "unset") return;
    if (before === "unset") {
      const count = this.#undated.readings;
      this.#begin(now);
      this.#note(now, standing === "set" ? reason("clock_set", { count }) : reason("clock_unsure"));
    }
    this.#lookAtInstants(now);
    this.#tellPaces();
    this.#tellHanging(now);
    if (before !== "unset" && by !== 0) this.#note(now, this.#wasSet(by));
  }

  /** What waited for an instant of its own is kept when that has come; what found none is noted in time. */
  #lookAtInstants(now: Now): void {
    const due = this.#instants.due(this.#stamp(now));
    if (this.#silence) this.#keep(due, now.mono, this.#silence);
    const superseded = this.#superseded.look(now);
    if (superseded) this.#note(now, superseded);
  }

  /** Told once, and once more when it is over; the journal has both as soon as it can be written. */
  #tellHanging(now: Now): void {
    const age = this.#queue.hangs_ms(now.mono);
    if (age > 0 && this.#hung_ms === 0) this.#note(now, reason("store_hangs", { age }));
    if (age === 0 && this.#hung_ms > 0) this.#note(now, reason("store_answers", { age: this.#hung_ms }));
    this.#hung_ms = age;
  }

  #wasSet(by: number): Reason {
    if (by > 0) return reason("clock_forward", { by });
    const { wait_ms: wait } = this.#time;
    return wait > 0 ? reason("clock_back_slow", { by: -by, wait }) : reason("clock_back", { by: -by });
  }

  /** By how much recorded time is ahead of the wall clock, ms: the newest readings lie there. */
  get ahead_ms(): number {
    return this.#time.ahead_ms;
  }

  /** Readings since the start that were not kept, as newer ones of their channel came at the same instant. */
  get superseded(): number {
    return this.#superseded.total;
  }

  #note(now: Now, why: Reason): void {
    this.decisions([{ at: now.at, kind: "house", reason: why }], [], now);
  }

  /** The instant to record with. */
  #stamp(now: Now): number {
    const at = this.#time.stamp(now, this.#trust.standing === "set");
    this.#at = at;
    return at;
  }

  /** After the readings that belong to them: with paces goes the memory, in which all of that is past. */
  #tellPaces(): void {
    this.#queue.paces(this.#time.takePaces());
  }

  /**
   * Readings or decisions with the instants they are recorded with.
   * @param now what the clocks showed when they were made
   * @param then what the wall clock should have shown, where that is known better now
   */
  #stamped<T extends { readonly at: number }>(things: readonly T[], now: Now, then = now): readonly T[] {
    const at = this.#stamp(then);
    const shift = at - now.at;
    // what was measured just before the clock was set back seems to lie ahead
    const ahead = (thing: T): boolean => thing.at > now.at + STEP_MS;
    if (shift === 0 && !things.some(ahead)) return things;
    return things.map((thing) => ({ ...thing, at: ahead(thing) ? at : thing.at + shift }));
  }

  /** Readings with the instants they are recorded with, each of a channel with one of its own. */
  #apart(readings: readonly Reading[], now: Now, then = now): Reading[] {
    const apart = this.#instants.apart(this.#stamped(readings, now, then), this.#time.at);
    for (const { at } of apart) this.#time.reached(at);
    return apart;
  }

  #tellSilences(readings: readonly Reading[], mono: number, silence: Silence): void {
    for (const { channel, at } of readings) {
      const stale_after_ms = this.#options.staleAfter(channel);
      if (stale_after_ms !== undefined) this.#queue.gaps(silence.heard(channel, at, mono, stale_after_ms));
    }
  }

  /** Hands on readings that have their time, and the silences that they end. */
  #keep(readings: readonly Reading[], mono: number, silence: Silence): void {
    this.#tellSilences(readings, mono, silence);
    this.#queue.readings(readings);
  }

  /** The clock counts from now on: what waited is given its time, and the pause before this run its gap. */
  #begin(now: Now): void {
    const { moments, lost } = this.#undated.take();
    const then = (mono: number): Now => ({ at: now.at - (now.mono - mono), mono });
    const start = this.#started.mono;
    // an earlier run of this machine start left these: they lie before the pause
    const earlier = moments.filter(({ now: { mono } }) => mono < start);
    let stopped_at = this.#at;
    const decided: Decision[] = [];
    const waited: Reading[] = [];
    for (const { now: past, readings, decisions } of earlier) {
      const kept = this.#apart(readings, past, then(past.mono));
      for (const { channel, at } of kept) {
        this.#latest.set(channel, at);
        stopped_at = Math.max(stopped_at ?? at, at);
      }
      waited.push(...kept);
      decided.push(...this.#stamped(decisions, past, then(past.mono)));
    }
    const started_at = this.#stamp(then(start));
    const known = this.#options.past !== undefined;
    const before = known && stopped_at !== undefined ? { latest: this.#latest, stopped_at, started_at } : undefined;
    if (before) this.#notePause(before);
    const silence = new Silence(before);
    for (const { now: past, readings, decisions } of moments.slice(earlier.length)) {
      const kept = this.#apart(readings, past, then(past.mono));
      this.#tellSilences(kept, past.mono, silence);
      waited.push(...kept);
      decided.push(...this.#stamped(decisions, past, then(past.mono)));
    }
    this.#tellPaces();
    // last, as they are written at once: with them goes the memory in which all this does not wait any more
    this.#queue.together(waited, decided);
    if (lost) this.#queue.gaps([{ since: then(lost.from).at, until: then(lost.to).at, why: "clock_unset" }]);
    this.#silence = silence;
    for (const missed of this.#missed.splice(0)) this.#noteMissed(missed, now);
  }

  #notePause({ stopped_at: since, started_at: until }: Past): void {
    if (until - since <= Math.max(LEAST_PAUSE_MS, 2 * this.#options.commit_every_ms)) return;
    const lost = this.#undated.stranded_readings > 0 || this.#undated.cut;
    this.#queue.gaps([{ since, until, why: lost ? "clock_unset" : "stopped" }]);
  }

  #plain(): SavedRecord {
    const waiting = this.#undated.plain();
    return {
      ...(this.#at !== undefined && { at: this.#at }),
      ...(waiting && { waiting }),
      timeline: this.#time.plain(),
      ...(this.#trust.standing === "set" && { set_in: this.#options.clock.bootId }),
      ...(this.#use && { use: this.#use.plain() }),
    };
  }

  /** Faults of the keeping and of the clock, for the page. */
  faults(now: Now): Reason[] {
    const faults = this.#queue.faults(now.mono);
    const disk = this.#options.disk?.();
    const problem = faults.length === 0 ? disk?.problem : undefined;
    const no_room = disk?.no_room ?? 0;
    if (no_room > 0) faults.push(reason("history_full", { count: no_room }));
    if (disk?.unfit) faults.push(unfitFault(disk.unfit, disk.unfit_channels));
    if (problem !== undefined && problem !== null) faults.push(reason("store_failed", { problem }));
    if (typeof disk?.damaged === "string") faults.push(reason("data_damaged", { folder: disk.damaged }));
    const { readings, dropped } = this.#undated;
    if (!this.clock_known) faults.push(reason("clock_unset", { count: readings }));
    if (this.#trust.wrong(now)) faults.push(reason("clock_wrong"));
    if (dropped > 0) faults.push(reason("readings_dropped", { count: dropped }));
    return [...faults, ...this.#superseded.faults()];
  }

  /** What the keeping costs; `undefined` where nobody counts. */
  storage(now: Now): StorageState | undefined {
    return this.#use?.look(now, this.#queue.last_commit_at, this.clock_known);
  }

  /** The memory is on the disk as soon as it can be. */
  saveMemory(): void {
    this.#queue.saveMemory();
  }

  /** Counters of running relays change without a decision; once a minute they are saved too. */
  saveMemoryInTime(): void {
    this.#queue.saveMemoryInTime();
  }

  /** Resolves when all that was given so far is on the disk, or after so long. */
  written(longest_ms: number): Promise<void> {
    return this.#queue.written(longest_ms);
  }

  /**
   * Writes all that is left, at the stop.
   * @param within_ms how long a disk that does not answer is waited for
   * @returns what could not be stored
   */
  async stop(within_ms = STOP_WITHIN_MS): Promise<{ readonly readings: number; readonly decisions: number }> {
    this.#queue.readings(this.#instants.rest());
    this.#queue.gaps(this.#silence?.rest() ?? []);
    await this.#queue.written(within_ms);
    const { readings, decisions } = this.#queue.waiting;
    return { readings: readings + this.#undated.unsaved, decisions };
  }
}

/** What is known of the clock; whoever set it while the machine runs, has set it for the next run of Gleaner too. */
function knownFrom(facts: ClockFacts, was_set: boolean): ClockFacts {
  return { keeps_time: facts.keeps_time, synchronised: () => was_set || facts.synchronised() };
}

/**
 * The newest reading of each channel that the runs before recorded in their time. Readings that lie far ahead of what is
 * known, and those in a time that is left from a wrong clock, say nothing.
 * @param known_at the last instant that the runs before noted; else what a clock shows that can be right
 */
function latestOf(past: PastReadings | undefined, known_at: number, taken: TakenTimes): Map<string, number> {
  if (!past) return new Map();
  const limit = Math.min(FURTHEST_INSTANT, known_at + 2 * SAVE_EVERY_MS);
  const asked = new Map<number, ReadonlyMap<string, number>>();
  const newestBefore = (end: number): ReadonlyMap<string, number> => {
    const newest = asked.get(end) ?? past.newestBefore(end);
    asked.set(end, newest);
    return newest;
  };
  const latest = new Map<string, number>();
  for (const [channel, newest] of newestBefore(limit + 1)) {
    let at: number | undefined = newest;
    for (let ahead = taken.aheadAt(newest); ahead !== undefined; ahead = at && taken.aheadAt(at)) {
      at = newestBefore(ahead).get(channel);
    }
    if (at !== undefined) latest.set(channel, at);
  }
  return latest;
}

/** The last instant that the runs before recorded. @param known what they noted of it themselves, at times */
function lastOf(known: number | undefined, latest: ReadonlyMap<string, number>): number | undefined {
  return [...latest.values()].reduce((last: number | undefined, at) => Math.max(last ?? at, at), known);
}

/** A memory that is damaged may hold anything. */
function isInstant(saved: unknown): saved is number {
  return Number.isSafeInteger(saved) && Math.abs(Number(saved)) <= FURTHEST_INSTANT;
}

function unfitFault(count: number, channels: readonly string[] = []): Reason {
  return reason("history_unit", { count, channels: channels.join(", ") });
}
