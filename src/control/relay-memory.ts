import type { InputSeen, Mode, Now, Origin, Reason } from "../model/index.ts";

/**
 * What the brain remembers between two cycles: plain data, saved with the store, so that a restart forgets nothing.
 * Fields that end in `_mono` are instants of the monotonic clock; `adopt` carries them into another machine start.
 */
export interface RelayMemory {
  /** The last order given. */
  commanded: boolean;
  /** The output has confirmed the last order. Until then the relay may be on. */
  confirmed: boolean;
  /** An "off" has been confirmed since this run of Gleaner began. Until then nothing may switch on. */
  started: boolean;
  /** It was on since the last confirmed "off": the next one begins a rest. */
  ran: boolean;
  /** When the present state began. */
  since_at: number;
  on_mono: number | null;
  off_mono: number | null;
  last_on_at: number | null;
  last_off_at: number | null;
  last_auto_on_at: number | null;

  mode: Mode;
  mode_origin: Origin;
  until: { readonly mono: number; readonly at: number } | null;
  /** What auto last asked for definitely, so that an override leaves no trace. */
  auto_want: boolean | null;
  /** Asked for by the mode file, or left by an override: holds while the script says "keep". */
  base: boolean | null;

  /** Civil day of the counters below. */
  day: string;
  /** The day from which the wall clock was set back, and when: corrected soon, that day goes on. */
  set_back: { readonly day: string; readonly mono: number } | null;
  /** What ran since each other day was left, until a day comes by itself: added to it should the clock be set to it. */
  missed: readonly DayCounters[];
  /** The clock was set ahead into another day, which does not begin before this; the counters as they stood then. */
  ahead: { readonly until_mono: number; readonly counters: DayCounters } | null;
  /** Counters of other days, and of this one when it was entered, as they were last. */
  days: readonly DayCounters[];
  on_today_ms: number;
  starts_today: number;
  cycled_today: boolean;
  /** Starts of the last hour, oldest first, at most 60. */
  starts_mono: number[];
  /** What the present run had lasted before it was cut, and how often it was. */
  run_before_ms: number;
  resumed: number;
  /** A run that was cut, when, and how long it had lasted: it may go on. */
  cut: { readonly run_ms: number; readonly mono: number } | null;
  /**
   * It was on when Gleaner was last there, and its output can say whether it still is: left as it is until then at the
   * latest. `unpowered_ms`: time of which nobody knows whether it ran.
   */
  resuming: { readonly until_mono: number; readonly unpowered_ms: number } | null;
  /** Since when its script has wanted it off for what other loads change, too. */
  shed_mono: number | null;
  /** The run was ended by max_on and waits for a new wish (or for min_off, where one is set). */
  run_over: boolean;

  no_data_mono: number | null;
  mismatch_mono: number | null;
  /** When an order that the output's own report contradicts is sent once more. */
  resend_mono: number | null;
  /** The state that the output last reported, `null` when it has not since the last order. */
  feedback: boolean | null;
  /** The output has reported the ordered state since it confirmed the order. */
  agreed: boolean;
  /** Reports of the contrary in a row. */
  contrary: number;
  /** It was switched off at the device: whether "on" was asked for since, and since when it is not. */
  left_off: { readonly asked: boolean; readonly quiet_mono: number | null } | null;
  /** When an "on" at the device was undone, within the hour. */
  undone_mono: readonly number[];
  /** It was switched on at the device just now, which is allowed where no limit stands in the way. */
  just_on: JustOn | null;
  /** The journal knows already that the device reports on although it was ordered off. */
  told_on: boolean;
  fault: { readonly kind: "feedback" | "output"; readonly reason: Reason } | null;
  failures: number;
  retry_mono: number;
  /** A person's "off" is to be sent although it changes nothing; sent, its answer is awaited. */
  say_off: "wanted" | "sent" | null;

  /** The explanation on the card. */
  reason: Reason;
  inputs: readonly InputSeen[];
  /** Key of the refusal that was recorded last, so that each is recorded once. */
  refused: string | null;
  refusals: { hour_mono: number; count: number; dropped: number };
}

/** The "on" at the device. */
export interface JustOn {
  /** A person's "on" that waited: it goes on waiting should this one be refused. */
  readonly waiting: Pick<RelayMemory, "mode_origin" | "until"> | null;
}

/** What is counted in a civil day. */
export interface DayCounters {
  readonly day: string;
  readonly on_today_ms: number;
  readonly starts_today: number;
  readonly cycled_today: boolean;
}

export interface Memory {
  readonly version: 1;
  boot: string;
  saved: Now;
  last_start_mono: number | null;
  last_stop_mono: number | null;
  relays: Record<string, RelayMemory>;
}
