import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { attempt } from "./attempt.ts";
import type { Brood, Mutant } from "./breed.ts";
import { ROOT, type Target } from "./find.ts";
import { elsewhere, type Hits, type Job, type Reached } from "./job.ts";
import { PROPERTY_MS } from "./rooms.ts";
import { together } from "./together.ts";

/** What was learnt of one test file while nothing was mutated. */
interface TestFile {
  readonly path: string;
  readonly reached: Reached;
  /** Mutants that other threads and processes reached, and texts that were read. */
  readonly elsewhere: ReadonlySet<string>;
}

/** Which tests must notice a mutant, quickest file first. */
export interface Errand {
  readonly files: Job["files"];
  readonly expected_ms: number;
  /** How often the mutant was reached; undefined when that is not known. */
  readonly hits: number | undefined;
}

const UNHURRIED = { cpu_ms: 300_000, wall_ms: 600_000 };

/** A job without a mutant. */
export function sound(brood: Brood): Pick<Job, "sources" | "texts" | "property_ms"> {
  return { sources: brood.sources, texts: brood.texts, property_ms: PROPERTY_MS };
}

/** Whether a property needs longer than it may take here; then it is left out. */
function isSlowProperty(path: string, { tests }: Reached): boolean {
  return path.includes(".property.") && Object.values(tests).some(({ failed }) => failed);
}

/** Runs each test file once, alone. @throws Error when one fails although nothing is mutated */
export async function survey(target: Target, brood: Brood, folder: string, processes: number): Promise<TestFile[]> {
  mkdirSync(folder, { recursive: true });
  const found: TestFile[] = [];
  await together(processes, [...target.tests.entries()], async ([index, test]) => {
    const path = join(ROOT, test);
    const report = join(folder, `reached-${index}.json`);
    const ended = await attempt({ ...sound(brood), files: [{ path }], report }, folder, UNHURRIED);
    const reached = existsSync(report) ? (JSON.parse(readFileSync(report, "utf8")) as Reached) : undefined;
    if (!reached || (ended.code !== 0 && !isSlowProperty(path, reached))) {
      throw new Error(`${test} fails although nothing is mutated:\n${ended.words}`);
    }
    const beyond = existsSync(elsewhere(report)) ? readFileSync(elsewhere(report), "utf8").split("\n") : [];
    found.push({ path, reached, elsewhere: new Set(beyond) });
  });
  return found;
}

const times = (hits: Hits, id: string): number => hits[id] ?? 0;

/** The tests of a file that reach a mutant; `undefined`: none does. */
function part({ path, reached, elsewhere: beyond }: TestFile, { id, file, text }: Mutant) {
  const all = Object.entries(reached.tests).filter(([, { failed }]) => !failed);
  const anyhow = beyond.has(text === undefined ? id : join(ROOT, file));
  const always = anyhow || times(reached.always, id) > 0;
  const tests = always ? all : all.filter(([, { hits }]) => times(hits, id) > 0);
  if (!always && tests.length === 0) return undefined;
  const hits = tests.reduce((sum, [, one]) => sum + times(one.hits, id), times(reached.always, id));
  return {
    file: { path, tests: tests.map(([name]) => name) },
    ms: tests.reduce((sum, [, { ms }]) => sum + ms, reached.load_ms),
    hits: anyhow ? Number.NaN : hits,
  };
}

/** What to run against a mutant; `undefined`: no test reaches it. */
export function errandFor(mutant: Mutant, tests: readonly TestFile[]): Errand | undefined {
  const parts = tests.flatMap((file) => part(file, mutant) ?? []).sort((a, b) => a.ms - b.ms);
  if (parts.length === 0) return undefined;
  const hits = parts.reduce((sum, one) => sum + one.hits, 0);
  return {
    files: parts.map(({ file }) => file),
    expected_ms: parts.reduce((sum, { ms }) => sum + ms, 0),
    hits: Number.isNaN(hits) ? undefined : hits,
  };
}
