import { existsSync, readFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { attempt } from "./attempt.ts";
import type { Brood, Mutant } from "./breed.ts";
import { ROOT, type Target } from "./find.ts";
import { elsewhere, type Hits, type Job, type Reached } from "./job.ts";
import { PROPERTY_RUNS } from "./rooms.ts";
import { together } from "./together.ts";

/** What was learnt of one test file while nothing was mutated. */
interface TestFile {
  readonly path: string;
  readonly reached: Reached;
  /** Mutants that other threads and processes reached, and texts that were read. */
  readonly elsewhere: ReadonlySet<string>;
}

/** The tests of one file that must notice a mutant. */
export interface Errand {
  readonly path: string;
  readonly tests: readonly string[];
  /** Processor time that they take when nothing is mutated, ms. */
  readonly cpu_ms: number;
  /** How often one test, at most, reached the mutant; undefined when that is not known. */
  readonly hits: number | undefined;
  /** It is reached while the file is loaded, so that this must be loaded anew. */
  readonly early: boolean;
  /** It is reached in other threads or processes: it needs a process of its own. */
  readonly elsewhere: boolean;
}

const UNHURRIED = { cpu_ms: 300_000, wall_ms: 600_000 };

/** A job without a mutant. */
export function sound({ sources, texts }: Brood): Job {
  return { sources, texts, property_runs: PROPERTY_RUNS };
}

export function isProperty(path: string): boolean {
  return path.includes(".property.");
}

function soundTests({ tests }: Reached) {
  return Object.entries(tests).filter(([, { failed }]) => !failed);
}

async function surveyOne(test: string, report: string, brood: Brood, folder: string): Promise<TestFile> {
  const path = join(ROOT, test);
  const ended = await attempt({ ...sound(brood), task: { files: [{ path }] }, report }, folder, UNHURRIED);
  const reached = existsSync(report) ? (JSON.parse(readFileSync(report, "utf8")) as Reached) : undefined;
  // a property that needs more runs than it gets here is left out
  if (!reached || (ended.code !== 0 && !isProperty(path))) {
    throw new Error(`${test} fails although nothing is mutated:\n${ended.words}`);
  }
  const beyond = existsSync(elsewhere(report)) ? readFileSync(elsewhere(report), "utf8").split("\n") : [];
  return { path, reached, elsewhere: new Set(beyond) };
}

/** Against a mutant the files share a process: they must not disturb each other. */
async function tryTogether(tests: readonly TestFile[], brood: Brood, folder: string): Promise<void> {
  const files = tests.map(({ path, reached }) => ({ path, tests: soundTests(reached).map(([name]) => name) }));
  const ended = await attempt({ ...sound(brood), task: { files } }, folder, UNHURRIED);
  if (ended.code !== 0) throw new Error(`in one process the test files disturb each other:\n${ended.words}`);
}

/** Runs each test file once, alone, then all together. @throws Error when one fails although nothing is mutated */
export async function survey(target: Target, brood: Brood, folder: string, processes: number): Promise<TestFile[]> {
  const found: TestFile[] = [];
  await together(processes, [...target.tests.entries()], async ([index, test]) => {
    found.push(await surveyOne(test, join(folder, `reached-${index}.json`), brood, folder));
  });
  await tryTogether(found, brood, folder);
  return found;
}

const times = (hits: Hits, id: string): number => hits[id] ?? 0;

function errandIn({ path, reached, elsewhere: beyond }: TestFile, mutant: Mutant): Errand | undefined {
  const id = mutant.read ? join(ROOT, mutant.file) : mutant.id;
  const all = soundTests(reached);
  const anyhow = beyond.has(id);
  const early = anyhow || times(reached.always, id) > 0;
  const tests = early ? all : all.filter(([, { hits }]) => times(hits, id) > 0);
  if (tests.length === 0) return undefined;
  return {
    path,
    tests: tests.map(([name]) => name),
    cpu_ms: tests.reduce((sum, [, { cpu_ms }]) => sum + cpu_ms, reached.load_cpu_ms),
    hits: anyhow ? undefined : Math.max(times(reached.always, id), ...tests.map(([, { hits }]) => times(hits, id))),
    early,
    elsewhere: anyhow,
  };
}

/** Whether the tests of a file bear the name of the mutant's: `limits.test.ts`, `limits.faults.test.ts` of `limits.ts`. */
function isNamesake({ path }: Errand, { file }: Mutant): boolean {
  return basename(path).startsWith(`${basename(file, extname(file))}.`);
}

/** What to run against a mutant, its namesakes first, then the quickest first; nothing when no test reaches it. */
export function errandsFor(mutant: Mutant, tests: readonly TestFile[]): Errand[] {
  const order = (one: Errand): number => (isNamesake(one, mutant) ? 0 : 1);
  return tests
    .flatMap((file) => errandIn(file, mutant) ?? [])
    .sort((a, b) => order(a) - order(b) || a.cpu_ms - b.cpu_ms);
}
