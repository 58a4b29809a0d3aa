import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { attempt } from "./attempt.ts";
import { type Brood, breed, type Mutant } from "./breed.ts";
import { find, ROOT, type Target } from "./find.ts";
import { type Errand, errandFor, sound, survey } from "./plan.ts";
import { type Fate, type Fates, share, summary, survivors } from "./report.ts";
import { AT_LEAST } from "./rooms.ts";
import { together } from "./together.ts";

/**
 * `npm run mutants -- src/control`: changes the sources of a room in one place at a time and looks whether a test
 * notices. Takes a folder, a file, or `file.ts:20-30`. Ends with 0 when enough mutants are killed, with 1 when not,
 * with 2 when they could not be tried.
 */

const PROCESSES = availableParallelism();
/** A mutant may take so many times what the sound sources took, and this beside it. */
const LATE = { times: 4, cpu_ms: 2_000, wall_ms: 30_000 };
/** Reached so many times more often than in the sound sources, it is an endless loop. */
const ENDLESS = 100;

async function fateOf(mutant: Mutant, errand: Errand | undefined, brood: Brood, folder: string): Promise<Fate> {
  if (!errand) return "unreached";
  const { id, file, text } = mutant;
  const cpu_ms = LATE.cpu_ms + LATE.times * errand.expected_ms;
  const job = {
    ...sound(brood),
    active: id,
    files: errand.files,
    ...(errand.hits !== undefined && { hitLimit: ENDLESS * (errand.hits + 10) }),
    ...(text !== undefined && { texts: { ...brood.texts, [join(ROOT, file)]: text } }),
  };
  const { code, late } = await attempt(job, folder, { cpu_ms, wall_ms: LATE.wall_ms + 5 * cpu_ms });
  if (late) return "late";
  return code === 0 ? "survived" : "killed";
}

async function tryAll(target: Target, folder: string): Promise<Fates> {
  const brood = await breed(target, join(folder, "sources"));
  if (brood.mutants.length === 0) throw new Error("nothing can be mutated there");
  console.error(`${brood.mutants.length} mutants in ${target.files.length} files, ${target.tests.length} test files`);
  const tests = await survey(target, brood, folder, PROCESSES);
  const fates = new Map<Mutant, Fate>();
  await together(PROCESSES, brood.mutants, async (mutant) => {
    fates.set(mutant, await fateOf(mutant, errandFor(mutant, tests), brood, folder));
    if (fates.size % 50 === 0) console.error(`${fates.size} of ${brood.mutants.length}`);
  });
  return fates;
}

async function main(what: string): Promise<number> {
  const began = performance.now();
  const folder = mkdtempSync(join(tmpdir(), "gleaner-mutants-"));
  try {
    const fates = await tryAll(find(what), folder);
    for (const line of survivors(fates)) console.log(line);
    console.log(`\n${summary(what, fates, performance.now() - began)}`);
    const kept = share(fates) >= AT_LEAST;
    console.log(`${kept ? "kept" : "NOT KEPT"}: at least ${AT_LEAST * 100} % of the mutants are killed`);
    return kept ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [what, ...more] = process.argv.slice(2);
if (what === undefined || more.length > 0) {
  console.error(
    "npm run mutants -- ROOM      for example src/control, src/control/limits.ts or src/control/limits.ts:20-30",
  );
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await main(what);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
