import { setPriority } from "node:os";
import type { Command } from "commander";

/** The options that several commands on the history have, and what such a command does first. */

/** Whose history it is. */
export interface Place {
  readonly config?: string;
  readonly data?: string;
}

/** Which part of it. */
export interface Span extends Place {
  readonly from?: string;
  readonly to?: string;
}

/** Gives a command the options of a place. */
export function placed(command: Command): Command {
  return command
    .option("-c, --config <file>", "the house's configuration (default: ./gleaner.yaml, then /etc/gleaner.yaml)")
    .option("--data <folder>", "its data folder, in place of a configuration; times without a zone are then UTC");
}

/** Gives a command the options of a span in a place. @param about what each means */
export function spanned(command: Command, about: { readonly from?: string; readonly to?: string } = {}): Command {
  return placed(command).option("--from <time>", about.from).option("--to <time>", about.to);
}

const LEAST_PRIORITY = 19;

/** Heavy work takes what time the house leaves. */
export function stepBack(): void {
  try {
    setPriority(LEAST_PRIORITY);
  } catch {
    // a house of its own user on its own machine: nobody else decides
  }
}
