import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { breed, type Mutant } from "./breed.ts";
import { Compiler } from "./compiler.ts";
import { find, type Target } from "./find.ts";
import { errandsFor, survey } from "./plan.ts";
import { type Fate, type Fates, figureOf, isAlive, lineOf, share, summary, survivors } from "./report.ts";
import { AT_LEAST } from "./rooms.ts";
import { shareOut } from "./together.ts";
import { Trial } from "./trial.ts";

/**
 * `npm run mutants -- src/control`: changes the sources of a room in one place at a time and looks whether a test
 * notices. Takes a folder, a file, or `file.ts:20-30`, and behind it a number to try only one mutant in so many. Ends with 0 when enough mutants are killed, with 1 when not,
 * with 2 when they could not be tried.
 */

const PROCESSES = availableParallelism();
const USAGE =
  "npm run mutants -- ROOM [N]      for example src/control, src/control/limits.ts or src/control/limits.ts:20-30; one mutant in N";

function each<T>(make: (index: number) => T): T[] {
  return Array.from({ length: PROCESSES }, (_, index) => make(index));
}

async function tryAll(target: Target, folder: string, one_in: number): Promise<Fates> {
  const brood = await breed(target, join(folder, "sources"));
  const mutants = brood.mutants.filter((_, index) => index % one_in === 0);
  if (mutants.length === 0) throw new Error("nothing can be mutated there");
  console.error(`${mutants.length} mutants in ${target.files.length} files, ${target.tests.length} test files`);
  const compilers = await Compiler.open(
    target,
    each((lane) => join(folder, `types-${lane}`)),
  );
  const tests = await survey(target, brood, folder, PROCESSES);
  const fates = new Map<Mutant, Fate>();
  const left = new Map(target.files.map((name) => [name, mutants.filter(({ file }) => file === name).length]));
  const trials = compilers.map((compiler) => new Trial(brood, compiler, folder));
  await shareOut(trials, mutants, async (mutant, trial) => {
    const fate = await trial.fateOf(mutant, errandsFor(mutant, tests));
    fates.set(mutant, fate);
    if (isAlive(fate)) console.error(lineOf(mutant, fate));
    const more = (left.get(mutant.file) ?? 0) - 1;
    left.set(mutant.file, more);
    if (more === 0) console.error(figureOf(mutant.file, fates));
    if (fates.size % 100 === 0) console.error(`${fates.size} of ${mutants.length}`);
  });
  await Promise.all(trials.map((trial) => trial.close()));
  return fates;
}

async function main(what: string, one_in: number): Promise<number> {
  const began = performance.now();
  const folder = mkdtempSync(join(tmpdir(), "gleaner-mutants-"));
  // also when a signal ends it
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const fates = await tryAll(find(what), folder, one_in);
  for (const line of survivors(fates)) console.log(line);
  console.log(`\n${summary(what, fates, performance.now() - began)}`);
  const kept = share(fates) >= AT_LEAST;
  console.log(`${kept ? "kept" : "NOT KEPT"}: at least ${AT_LEAST * 100} % of the mutants are killed`);
  return kept ? 0 : 1;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(2));

const [what, part = "1", ...more] = process.argv.slice(2);
if (what === undefined || !/^[1-9]\d*$/.test(part) || more.length > 0) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await main(what, Number(part));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
