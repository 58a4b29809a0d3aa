/**
 * The configuration of `npm run mutants`. A room's own tests stand beside its files; here is what lies elsewhere.
 * Paths are relative to the checkout; a folder means everything below it.
 */

/** Ends with 0 when at least this share of the mutants is killed. */
export const AT_LEAST = 0.9;

/** How often one property is tried against one mutant, at most. */
export const PROPERTY_RUNS = 100;

/** Tests that run on their own machine time, wait for real devices, need a kernel of their own or open a browser are no help here. */
export const TEST_FILE = /(?<!\.(?:slow|device|browser|alone|kernel))\.test\.ts$/;

/** No mutants in these: tests and what only they use, and types. */
export const UNMUTATED = /\.test\.ts$|\.d\.ts$|(?:^|\/)(?:testing|testing-[^/]*)(?:\/|\.ts$)/;

/** Read as text and run elsewhere, so that the mutant must stand in the text. */
export const READ_AS_TEXT = /^src\/scripts\/guest\//;

/** Bounds in time on the wall that are further away while mutants are tried, so that a busy machine fails no test. */
export const PATIENT: readonly { readonly file: string; readonly says: string; readonly instead: string }[] = [
  { file: "src/scripts/sandbox/limits.ts", says: "RUN_WALL_MS = 800;", instead: "RUN_WALL_MS = 30_000;" },
  { file: "src/scripts/compile/compiler.ts", says: "GIVE_UP_MS = 15_000;", instead: "GIVE_UP_MS = 300_000;" },
];

interface Room {
  /** Files besides those of the folder. */
  readonly files?: readonly string[];
  /** Tests besides those of the folder. */
  readonly tests?: readonly string[];
}

export const ROOMS: Readonly<Record<string, Room>> = {
  "src/config": {
    tests: ["test/config-reference.test.ts"],
  },
  "src/model/counter": {
    tests: ["src/store/sums/counter.property.test.ts", "src/store/sums/correct.property.test.ts"],
  },
  "src/house": {
    files: ["src/house.ts"],
    tests: [
      "src/house.test.ts",
      "test/gaps.test.ts",
      "test/retention.test.ts",
      "test/clocks.property.test.ts",
      "test/clock-restarts.property.test.ts",
    ],
  },
};
