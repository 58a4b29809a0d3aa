import type {
  Actuator,
  Clock,
  Companion,
  Decision,
  Device,
  DiskFigures,
  GuardRules,
  HouseState,
  ModeCommand,
  Reason,
  ScriptHost,
  Store,
  Sun,
} from "../model/index.ts";
import type { ChannelRules } from "./channels.ts";
import type { ClockFacts } from "./clock/trust.ts";
import type { PastReadings } from "./record/recorder.ts";
import type { RetentionOptions } from "./record/retention.ts";

/** What a house is made of. */
export interface HouseOptions {
  readonly clock: Clock;
  readonly rules: GuardRules;
  readonly channels: ChannelRules;
  readonly devices: ReadonlyMap<string, Device>;
  /** The output of each relay. */
  readonly outputs: ReadonlyMap<string, Actuator>;
  readonly scripts: ScriptHost;
  readonly store: Store;
  readonly commit_every_ms: number;
  readonly sun: (at: number) => Sun;
  /** Called after each cycle with what the page shows. */
  readonly publish: (state: HouseState) => void;
  readonly onFatal: (error: Error) => void;
  readonly feedback_every_ms?: number;
  /** Without anything happening the brain looks after so long (1 s); a simulation may take longer steps. */
  readonly idle_ms?: number;
  /** What the history holds from before; absent: pauses and silences that began before the start are not noted. */
  readonly past?: PastReadings;
  /** What is known of the machine's clock; absent: it is trusted. */
  readonly clock_facts?: ClockFacts;
  /** How long a clock that nobody sets is waited for, since the start of the machine. */
  readonly clock_wait_ms?: number;
  /** What the store knows of its disk; absent: the page shows nothing of it. */
  readonly disk?: () => DiskFigures;
  /** Who watches the house and may act on it. */
  readonly companions?: readonly Companion[];
  /** What is wrong beside the house's own parts, for the page. */
  readonly troubles?: () => readonly Reason[];
  /** Told how long the house's own work has kept its thread, ms. */
  readonly took?: (what: () => Reason, ms: number) => void;
  /** What is not kept for ever. */
  readonly retention?: RetentionOptions | undefined;
}

/** A house that runs: the same for real devices, for a simulation and for a replay. */
export interface House {
  /** A person's or a program's act; taken in at once. False when too many wait. */
  command(command: ModeCommand): boolean;
  /** A line for the journal from outside the brain. */
  note(kind: Decision["kind"], why: Reason, relay?: string): void;
  /** A script was changed and wants to run. */
  scriptChanged(relay: string): void;
  /**
   * Counts for today what the relays ran in a past that was lived through beside this house.
   * @param brain the brain's memory at the end of that past
   */
  alsoRan(brain: unknown): void;
  state(): HouseState;
  /** Resolves when every decision so far is on the disk, or after so long: a slow disk holds nobody up for ever. */
  onDisk(longest_ms: number): Promise<void>;
  /** Resolves when no order is under way. */
  settled(): Promise<void>;
  /**
   * Brings every relay into its safe state, then stops reading and deciding. Takes less than five seconds, whatever hangs.
   * @returns what could not be done in that time
   */
  stop(): Promise<Undone>;
  /** Relays that have not confirmed their safe state, while it stops. */
  unconfirmed(): Undone["relays"];
}

/** What is left undone when the house stops. */
export interface Undone {
  /** Not stored, because the disk failed. */
  readonly readings: number;
  readonly decisions: number;
  /** Relays that may be on: their outputs have not confirmed their safe state or report on; with the reason as far as it is known. */
  readonly relays: readonly { readonly id: string; readonly problem: string | null }[];
}
