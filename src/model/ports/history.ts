import type { Judged } from "../counter/judged.ts";
import type { Reading, Unit } from "../reading.ts";
import type { Decision } from "../relay.ts";
import type { HoldRule } from "../rhythm.ts";
import type { Gap } from "./store.ts";

/** A bucket of a numeric series: the readings in it, and what held at its beginning for its mean. */
export interface Bucket {
  /** Start of the bucket, UTC ms. */
  readonly at: number;
  readonly min: number;
  /** Weighted by time: each reading counts as long as it holds. */
  readonly mean: number;
  readonly max: number;
  /** Readings in it. */
  readonly count: number;
  /** The last one's value. */
  readonly last: number;
}

/** Sums of energy between neighbouring edges, and of how much of the time they tell. */
export interface Energies {
  readonly sums: Float64Array;
  /** The share of the time in which some reading holds, 0 to 1. */
  readonly covered: Float64Array;
}

/** Which sign counts in a sum of energy: a battery's charge and discharge, a grid's import and feed-in. */
export type EnergySign = "net" | "positive" | "negative";

/** What the journal is searched for; all given conditions hold. */
export interface JournalQuery {
  /** from ≤ at < to, UTC ms */
  readonly from: number;
  readonly to: number;
  readonly relay?: string | undefined;
  readonly kind?: Decision["kind"] | undefined;
  readonly limit: number;
}

/** A counter's own limits, in the unit of its readings. */
export interface CounterRules {
  /** Where it begins at 0 again (999,999.9 → 0: 1,000,000); absent: a power of ten, or of two, that it has just reached. */
  readonly rollover?: number | undefined;
  /** A faster rise is believed once it stays; absent: learned from how fast it rose before. */
  readonly most_per_hour?: number | undefined;
  /** A fall by no more is none: its last digits tremble; absent: what is taken back at once is none. */
  readonly resolution?: number | undefined;
}

/** A line of the journal as it is kept. */
export type JournalEntry = Decision & {
  /** Grows with each line recorded, from 1; a later line has a higher one, whatever its instant. */
  readonly id: number;
};

/** A channel of a history. */
export interface ChannelInfo {
  readonly name: string;
  readonly unit: Unit;
}

/** What a house that starts is told of a channel of its history. */
export interface PastChannel extends ChannelInfo {
  /** Whether the house recorded it itself; else it was imported. */
  readonly isOwn: boolean;
}

/**
 * What was given to a store, as it was given. Every question may fail with a StoreError, one that makes no sense with a
 * RangeError.
 */
export interface Kept {
  unit(channel: string): Promise<Unit | undefined>;
  /** Readings with from ≤ at < to, oldest first, at most `limit`. */
  range(channel: string, from: number, to: number, limit: number): Promise<Reading[]>;
  /** Those of them whose value is not that of the reading before; the first of the span is among them. */
  changes(channel: string, from: number, to: number, limit: number): Promise<Reading[]>;
  /**
   * Channels ever described or stored, by name (as its UTF-8 bytes are ordered): those that come after `after`, at most
   * `most` and 10,000.
   */
  channels(after?: string, most?: number): Promise<readonly ChannelInfo[]>;
  /** The newest reading of each channel; `undefined` where there is none. */
  latestOf(channels: readonly string[]): Promise<(Reading | undefined)[]>;
  /** What was not recorded between from and to, and why; oldest first, at most 10,000. */
  gaps(from: number, to: number): Promise<Gap[]>;
  /** Lines of the journal by their instant, the newest first. */
  decisions(query: JournalQuery): Promise<JournalEntry[]>;
  /** The lines recorded last come first; `before`: only those recorded before the line with this id. */
  journal(limit: number, before?: number): Promise<JournalEntry[]>;
}

/** What can be asked of a history: what was kept, and what it amounts to. */
export interface Questions extends Kept {
  /**
   * What lies between neighbouring edges; `undefined` where there is no number. Where all edges are whole hours (UTC), as
   * with a year in half days, no reading has to be read, and the first answer is as fast as the next.
   * @param edges UTC ms, growing, 2 to 10,001; `equalEdges` and `civilEdges` make such
   * @param hold how long a reading counts in a mean; absent: learned from those around it
   */
  summaries(channel: string, edges: ArrayLike<number>, hold?: HoldRule): Promise<(Bucket | undefined)[]>;
  /**
   * Energy in Wh of a power channel (W) between neighbouring edges: each reading holds until the next, as long as its
   * channel speaks so rarely. Where the clock was set, true time counts, for channels that the house recorded itself.
   * @param edges UTC ms, growing, 2 to 10,001: the days of a year are one question
   * @param hold absent: learned from the readings around each
   * @param sign `positive` counts only times of power above 0, `negative` only those below (a sum ≤ 0); `net`
   */
  energies(channel: string, edges: ArrayLike<number>, hold?: HoldRule, sign?: EnergySign): Promise<Energies>;
  /**
   * By how much a counter (pulses, a meter's register) rose between neighbouring edges: resets and rollovers are no
   * falls, what is taken back never was, and no edge makes a spike.
   * @param edges UTC ms, growing, 2 to 10,001
   */
  rises(channel: string, edges: ArrayLike<number>, rules?: CounterRules): Promise<Float64Array>;
  /**
   * Readings of a counter with from ≤ at < to of which it had to be judged what they mean, for the same sums; oldest first,
   * at most 10,000.
   */
  judged(channel: string, from: number, to: number, rules?: CounterRules): Promise<Judged[]>;
}

/** Reading side of a store; the web has one of its own. Each answer shows all that was committed when it was asked for. */
export interface History extends Questions {
  /**
   * Asks several questions of one moment: what is written meanwhile shows in none of the answers. Other questions wait
   * until it is over, so it awaits nothing but its own.
   */
  together<T>(ask: (history: Questions) => Promise<T>): Promise<T>;
}
