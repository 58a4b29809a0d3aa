import type { Command } from "commander";

/** The file of a verb: what it is called, what it is given and what it does. What its action throws is said by the program. */
export interface VerbFile {
  readonly verb: Command;
}
