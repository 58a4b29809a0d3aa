import type { Command } from "commander";

/** The file of a verb: what it is called, what it is given and what it does. What its action throws is told by the program. */
interface VerbFile {
  readonly verb: Command;
}

/** What Gleaner can be asked to do, in the order of its help. Only what is asked for is loaded: it takes memory. */
export const VERBS: Readonly<Record<string, () => Promise<VerbFile>>> = {
  run: () => import("./run.ts"),
  simulate: () => import("./simulate.ts"),
  "check-config": () => import("./check-config.ts"),
  detect: () => import("./detect.ts"),
  schema: () => import("./schema.ts"),
  s0: () => import("./s0.ts"),
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
export const BARE = "simulate";

/** Words for the program itself, which must know every verb to answer. */
const OF_THE_PROGRAM: readonly string[] = ["help", "--help", "-h"];

const isVerb = (word: string): boolean => Object.hasOwn(VERBS, word);

/** The verbs that the words of a command line need; all of them for help, and for a word that is none. */
export function verbsFor(words: readonly string[]): readonly string[] {
  const [first = BARE] = words;
  if (isVerb(first)) return [first];
  const isBare = first.startsWith("-") && !words.some((word) => OF_THE_PROGRAM.includes(word));
  return isBare ? [BARE] : Object.keys(VERBS);
}

/** A word where a verb belongs that is none; without a look at it the program would take it for an argument of a bare `gleaner`. */
export function mistypedVerb([first = BARE]: readonly string[]): string | undefined {
  return /^\w/.test(first) && !isVerb(first) && !OF_THE_PROGRAM.includes(first) ? first : undefined;
}
