import type { Feedback, ModeCommand, Outcome } from "../model/index.ts";

/** More acts than anybody has between two cycles. */
const MOST_COMMANDS = 1_000;

/** What arrived since the last cycle, beside readings: acts, and what outputs said. */
export interface Arrived {
  readonly commands: readonly ModeCommand[];
  readonly outcomes: readonly Outcome[];
  readonly feedback: readonly Feedback[];
}

/** Gathers what arrives until a cycle takes it. */
export class Arrivals {
  #commands: ModeCommand[] = [];
  #outcomes: Outcome[] = [];
  #feedback: Feedback[] = [];

  /** @returns false when too many wait */
  command(command: ModeCommand): boolean {
    if (this.#commands.length >= MOST_COMMANDS) return false;
    this.#commands.push(command);
    return true;
  }

  outcome(outcome: Outcome): void {
    this.#outcomes.push(outcome);
  }

  feedback(feedback: Feedback): void {
    this.#feedback.push(feedback);
  }

  /** Somebody acted. */
  get acts(): boolean {
    return this.#commands.length > 0;
  }

  /** Outputs answered. */
  get answers(): boolean {
    return this.#outcomes.length > 0;
  }

  /** Everything that arrived; nothing is left. */
  take(): Arrived {
    const arrived = { commands: this.#commands, outcomes: this.#outcomes, feedback: this.#feedback };
    this.#commands = [];
    this.#outcomes = [];
    this.#feedback = [];
    return arrived;
  }
}
