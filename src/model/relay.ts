import type { InputSeen } from "./reading.ts";
import type { Reason } from "./reasons.ts";
import type { RelayLimits } from "./relay-limits.ts";
import type { Telling } from "./told.ts";

/** What a person chose: off and on stand until lifted or expired; auto lets scripts and other programs decide. */
export type Mode = "off" | "auto" | "on";

/** PvMonit's numbers of the mode file: 0 forced off, 1 auto off, 2 auto on, 3 forced on. */
export type ModeNumber = 0 | 1 | 2 | 3;

/** What a relay does while the data that it depends on is missing or stale. */
export type WithoutData =
  | { readonly do: "off" }
  | { readonly do: "on" }
  /** Stays as it is for so long, then goes off. */
  | { readonly do: "keep"; readonly for_ms: number };

/** All that limits one relay. */
export interface GuardLimits extends RelayLimits {
  readonly without_data: WithoutData;
  /** Rest after each run before a script may begin another, for a relay with neither minimum on nor off time; absent: none. */
  readonly rest_ms?: number | undefined;
  /** Whether a person's "on" also gives way when the data is missing (default true). */
  readonly forced_on_needs_data: boolean;
  /** An "on" at the device itself stands as a person's for so long; absent: it is undone. */
  readonly on_at_device_ms?: number | undefined;
  /** An "off" at the device itself stands as a person's for so long; absent: until the wish changes. */
  readonly off_at_device_ms?: number | undefined;
  /** How long the real state may differ from the ordered one before the relay is at fault. */
  readonly feedback_within_ms: number;
}

/** Relays that must never be on together. */
export interface Interlock {
  readonly name: string;
  readonly relays: readonly string[];
  /** Rest between one going off and another coming on. */
  readonly dead_time_ms: number;
}

/**
 * Who decides on a relay. `script` is the relay's own; others (a shadow of it that is only watched, a manager of the
 * surplus) have their wishes beside it, and the guard hears the one that the relay's rule names.
 */
export type Decider = string;

/** The decider of a relay that has a script. */
export const SCRIPT: Decider = "script";

/** What the guard must know of one relay; order in the config is order of priority. */
export interface RelayRule {
  readonly id: string;
  /** Number in the mode file and in PvMonit's functions. */
  readonly number: number | null;
  /** Rated power of what hangs on the relay, for the power budget. */
  readonly power_w: number;
  /** Channels without which the relay counts as without data, beside those its script reads. */
  readonly needs: readonly string[];
  /** Whose wishes count in automatic; `null`: nobody decides, or the mode file. */
  readonly decided_by: Decider | null;
  readonly limits: GuardLimits;
}

export interface GuardRules {
  readonly time_zone: string;
  readonly relays: readonly RelayRule[];
  readonly interlocks: readonly Interlock[];
  /** Sum of the rated powers that may be on at once; absent: no limit. */
  readonly power_budget_w?: number | undefined;
  /** Rest between any two starts of the house. */
  readonly stagger_ms: number;
  /** As `stagger_ms`, before a start that a person or a program forces; absent: the same. */
  readonly stagger_by_hand_ms?: number | undefined;
  /** Rest between two stops that scripts ask for because of a power or a current; absent: none. */
  readonly between_stops_ms?: number | undefined;
}

/** What somebody would like a relay to do. Only the guard turns a wish into an order. */
export type Wish =
  | {
      readonly from: Decider;
      readonly relay: string;
      readonly want: "on" | "off" | "keep";
      readonly reason: Reason;
      /** Monotonic instant of the run; an "on" is only as good as it is young. */
      readonly mono: number;
      readonly inputs: readonly InputSeen[];
    }
  | {
      /** The script could not decide: an input was missing or stale, or the script itself failed. */
      readonly from: Decider;
      readonly relay: string;
      readonly want: "nothing";
      readonly why: "no_data" | "script_failed";
      readonly reason: Reason;
      readonly mono: number;
      readonly inputs: readonly InputSeen[];
    };

/** Who acted on a mode: shown with the override. */
export type Origin = "page" | "file" | "api" | "panel" | "lcd" | "device" | "expiry" | "start";

/** A person or another program changes the mode of a relay. */
export interface ModeCommand {
  readonly relay: string;
  readonly mode: Mode;
  /** The override lapses after so long; absent: it stands until changed. */
  readonly for_ms?: number | undefined;
  /** Mode file only: an auto mode that names the state too (1 off, 2 on). */
  readonly auto_state?: boolean | undefined;
  readonly origin: Origin;
}

declare const guarded: unique symbol;

/** A switching order. Only `control/guard.ts` makes one: the brand cannot be written elsewhere. */
export type Order = {
  readonly relay: string;
  readonly on: boolean;
  readonly reason: Reason;
  readonly [guarded]: true;
};

/** What became of an order. */
export type Outcome =
  | { readonly relay: string; readonly on: boolean; readonly ok: true }
  | { readonly relay: string; readonly on: boolean; readonly ok: false; readonly message: Telling };

/** The real state of a relay as its output reports it. */
export interface Feedback {
  readonly relay: string;
  readonly on: boolean;
}

/** What the journal keeps. */
export type DecisionKind =
  /** a relay was ordered on or off */
  | "switch"
  /** a wish that the guard did not grant */
  | "refused"
  /** a mode was changed by a person, a program or by expiry */
  | "mode"
  /** a relay's output or feedback failed, or recovered */
  | "fault"
  /** a script was loaded, rejected, failed or recovered */
  | "script"
  /** a device came, went or complained */
  | "device"
  /** the mode file was unreadable or refused */
  | "mode_file"
  /** start and stop of the house, data that could not be kept */
  | "house";

/** One line of the journal. */
export interface Decision {
  readonly at: number;
  readonly kind: DecisionKind;
  readonly relay?: string | undefined;
  readonly on?: boolean | undefined;
  readonly reason: Reason;
  readonly inputs?: readonly InputSeen[] | undefined;
}

/** A limit that stands in the way right now, for the countdown on the page. */
export interface Hold {
  /** The guard rule's name. */
  readonly rule: string;
  /** Milliseconds until it lets go; `null` when only an event can lift it. */
  readonly for_ms: number | null;
}

/** One relay as the page, the API and the scripts see it. */
export interface RelayState {
  readonly id: string;
  readonly number: number | null;
  readonly mode: Mode;
  readonly mode_number: ModeNumber;
  /** The last order that the output confirmed. */
  readonly on: boolean;
  readonly reason: Reason;
  /** Inputs of the decision that `reason` explains. */
  readonly inputs: readonly InputSeen[];
  /** When it took its present state, UTC ms. */
  readonly since: number;
  /** When the override lapses, UTC ms. */
  readonly until: number | null;
  readonly fault: Reason | null;
  readonly hold: Hold | null;
  readonly on_for_ms: number;
  readonly off_for_ms: number;
  readonly on_today_ms: number;
  readonly starts_today: number;
  /** UTC ms, `null` when never. */
  readonly last_on: number | null;
  readonly last_off: number | null;
  readonly last_auto_on: number | null;
  /** Went on, and off again, since the civil day began. */
  readonly cycled_today: boolean;
  readonly power_w: number;
}
