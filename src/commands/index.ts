import { Command } from "commander";
import { VERSION } from "./package.ts";
import { fail } from "./terminal/exit.ts";
import type { VerbFile } from "./verb.ts";

/** What Gleaner can be asked to do, in the order of its help. Only what is asked for is loaded: it takes memory. */
const VERBS: Readonly<Record<string, () => Promise<VerbFile>>> = {
  run: () => import("./run.ts"),
  simulate: () => import("./simulate.ts"),
  "check-config": () => import("./check-config.ts"),
  schema: () => import("./schema.ts"),
  query: () => import("./history/query.ts"),
  export: () => import("./history/export.ts"),
  import: () => import("./history/import.ts"),
  backup: () => import("./history/backup.ts"),
  restore: () => import("./history/restore.ts"),
  check: () => import("./history/check.ts"),
  correct: () => import("./history/correct.ts"),
  corrections: () => import("./history/corrections.ts"),
  undo: () => import("./history/undo.ts"),
  prune: () => import("./history/prune.ts"),
};

/** What a bare `gleaner` does. */
const BARE = "simulate";

/** Words of the program itself, for which it must know every verb. */
const OF_THE_PROGRAM = ["help", "--help", "-h"];

/** The verbs that the words of a command line need. */
function needed(words: readonly string[]): readonly string[] {
  const [first = BARE] = words;
  if (first in VERBS) return [first];
  return first.startsWith("-") && !words.some((word) => OF_THE_PROGRAM.includes(word)) ? [BARE] : Object.keys(VERBS);
}

const words = process.argv.slice(2);
const program = new Command("gleaner")
  .description("Knows the electricity of a house, and uses the sun's surplus instead of losing it.")
  .version(VERSION)
  .showHelpAfterError();

for (const name of needed(words)) {
  const file = await VERBS[name]?.();
  if (file) program.addCommand(file.verb.copyInheritedSettings(program), { isDefault: name === BARE });
}

const [asked = BARE] = words;
// without this a mistyped verb would be taken for an argument of the simulated house
if (/^\w/.test(asked) && !(asked in VERBS) && !OF_THE_PROGRAM.includes(asked)) {
  program.error(`error: there is no command "${asked}"`);
}
await program.parseAsync().catch(fail);
