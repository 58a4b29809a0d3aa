/** What a test process is told at its start, as a JSON file; see `preload.ts` and `process.ts`. */
export interface Job {
  /** Sources to be loaded in place of those on the disk: path → file with JavaScript. */
  readonly sources: Readonly<Record<string, string>>;
  /** Texts to be read in place of those on the disk: path → text. */
  readonly texts: Readonly<Record<string, string>>;
  /** How often one property is tried, at most. */
  readonly property_runs: number;
  /** The one task of this process; without it, it waits for tasks as messages. */
  readonly task?: Task;
  /** Where to write what the tests reached, as a `Reached`. */
  readonly report?: string;
}

/** Tests to be run against one mutant, or against none. */
export interface Task {
  /** The mutant that is switched on. */
  readonly active?: string;
  /** Texts to be read in place of those of the job. */
  readonly texts?: Job["texts"];
  /** How often one test may reach the mutant before that counts as an endless loop. */
  readonly hitLimit?: number;
  /** The files are loaded anew, because the mutant is reached while they are. */
  readonly fresh?: boolean;
  /** Test files in the order in which they run, with the tests that run; without `tests` all. */
  readonly files: readonly { readonly path: string; readonly tests?: readonly string[] }[];
}

/** One test of a file. */
export interface OneTest {
  readonly path: string;
  readonly test: string;
}

/** What a process that takes several tasks answers to each. */
export interface Answer {
  /** The test that failed, and passes without the mutant. */
  readonly killer?: OneTest | undefined;
}

/** How often each mutant was reached, by its id; a file that is read as text stands here by its path. */
export type Hits = Readonly<Record<string, number>>;

/** What the tests of one file reached. */
export interface Reached {
  /** While the file was loaded, or outside any test. */
  readonly always: Hits;
  /** By the test's name. */
  readonly tests: Readonly<Record<string, { readonly cpu_ms: number; readonly failed: boolean; readonly hits: Hits }>>;
  /** Processor time from the start of the process until the tests began, ms. */
  readonly load_cpu_ms: number;
}

/** Beside a report: ids that other threads and processes reached, and texts that were read, one a line. */
export function elsewhere(report: string): string {
  return `${report}.elsewhere`;
}

/** What instrumented code keeps in the global `__stryker__`. */
export interface Switchboard {
  activeMutant?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  currentTestId?: string | undefined;
  texts?: Task["texts"];
  mutantCoverage?: { static: Record<string, number>; perTest: Record<string, Record<string, number>> };
}

declare global {
  // the instrumenter's name, and only `var` makes a global one
  var __stryker__: Switchboard | undefined;
}

/** The switchboard of this thread. */
export function switchboard(): Switchboard {
  globalThis.__stryker__ ??= {};
  return globalThis.__stryker__;
}

/** Counts that something was reached, as instrumented code does. */
export function reach(id: string): void {
  const board = switchboard();
  board.mutantCoverage ??= { static: {}, perTest: {} };
  const { static: always, perTest } = board.mutantCoverage;
  const test = board.currentTestId;
  if (test !== undefined) perTest[test] ??= {};
  const hits = test === undefined ? always : (perTest[test] ?? always);
  hits[id] = (hits[id] ?? 0) + 1;
}

/** Switches a mutant on, or none. */
export function switchTo({ active, hitLimit, texts }: Pick<Task, "active" | "hitLimit" | "texts">): void {
  const board = switchboard();
  board.texts = texts;
  board.activeMutant = active;
  board.hitCount = hitLimit === undefined ? undefined : 0;
  board.hitLimit = hitLimit;
}
