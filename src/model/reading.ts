import type { Now } from "./time.ts";

/** A number in the channel's SI unit, or the name of a state (`float`, `on`). Unknown is `null`, never 0. */
export type Value = number | string;

/** SI units as Gleaner writes them; `""` for a pure number, `null` for a state. */
export type Unit = "W" | "Wh" | "V" | "A" | "Ah" | "%" | "°C" | "s" | "Hz" | "VA" | "" | (string & {}) | null;

/** Characters of a state at most; longer ones are not kept. */
export const LONGEST_STATE = 256;

/** One value that a device reported, before it is given the name that people use. */
export interface RawReading {
  readonly quantity: string;
  /** `null`: the device said that it does not know (`---`). */
  readonly value: Value | null;
  readonly unit: Unit;
  /** The device said on or off, true or false: the value is 1 or 0. */
  readonly is_switch?: boolean;
  /** When it was measured (UTC ms), if the device says so; else the instant it arrived. */
  readonly at?: number;
}

/** A value of a channel with the instant it was measured: what the store keeps. */
export interface Reading {
  readonly channel: string;
  readonly at: number;
  readonly value: Value;
}

/** What is known of one channel at the instant of the snapshot. */
export interface ChannelState {
  readonly name: string;
  readonly alias?: string;
  readonly unit: Unit;
  /** `null` when never seen, said unknown by the device, or not computable. */
  readonly value: Value | null;
  /** When it was measured, UTC ms; `null` when never seen. */
  readonly at: number | null;
  /** Age on the monotonic clock, so that a jump of the wall clock makes nothing stale or young. */
  readonly age_ms: number | null;
  /** Known, younger than the channel's `stale_after`, and not stuck. */
  readonly fresh: boolean;
  /** It is told again and again, and has not changed for so long, ms: longer than the channel's `stuck_after`. */
  readonly stuck_ms?: number;
  /** Its value of 1 or 0 stands for on or off. */
  readonly is_switch?: boolean;
  /** It has said words that are more than on or off: also while it is off, it may be asked for any of them. */
  readonly says_words?: boolean;
}

/** Every channel, frozen at one instant; what scripts and the brain see. */
export interface Snapshot {
  readonly now: Now;
  readonly channels: ReadonlyMap<string, ChannelState>;
  /** Alias or raw device name → channel name. */
  readonly aliases: ReadonlyMap<string, string>;
}

/** An input of a decision, as it was when the decision was made. */
export interface InputSeen {
  readonly channel: string;
  readonly value: Value | null;
  readonly unit: Unit;
  readonly at: number | null;
  readonly age_ms: number | null;
  readonly is_switch?: boolean;
}
