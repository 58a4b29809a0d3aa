import type { HouseState } from "../house-state.ts";
import type { Reason } from "../reasons.ts";
import type { Decision, DecisionKind, ModeCommand, RelayState } from "../relay.ts";

/** What a companion may do to the house. */
export interface Companionship {
  /** An act with its origin; taken in at once. False when too many wait, or the house is about to stop. */
  command(command: ModeCommand): boolean;
  /** A line for the journal. */
  note(kind: DecisionKind, why: Reason): void;
}

/**
 * Who watches the house and may act on it: PvMonit's mode file; a panel, a display, MQTT, notifications. The guard
 * stands between it and every relay, and a companion that throws is told in the journal and takes nothing else along.
 */
export interface Companion {
  /** Shown in the journal and to whoever looks for a fault. */
  readonly name: string;
  /**
   * The house is up. Must not wait.
   * @param adopted the relays as the last run left them, before the first decision of this one
   */
  start(house: Companionship, adopted: readonly RelayState[]): void;
  /** The state after a cycle. Must not wait. */
  shown?(state: HouseState): void;
  /** A line of the journal, as it is given to the store. Must not wait. */
  told?(decision: Decision): void;
  /** Somebody's act on a mode was taken in, its own among them. Must not wait. */
  acted?(command: ModeCommand): void;
  /** What is wrong with it, for the page; asked after each cycle. */
  trouble?(): Reason | undefined;
  /** The relays are in their safe state, which was shown: the end, within 3 s. */
  stop(): void | Promise<void>;
}
