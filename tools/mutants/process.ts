import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type Answer, type Job, type OneTest, type Reached, switchboard, switchTo, type Task } from "./job.ts";
import { cpu, Run } from "./run.ts";
import { collect, type Suite } from "./tests.ts";

/**
 * The program of a test process: `node --import preload.ts?JOB process.ts JOB`. With a report it tells what the tests
 * reach; with a task it ends with 1 when a test fails; without either it takes tasks as messages.
 */

/** How often a test may fail by mishap before the task counts as passed. */
const MISHAPS = 3;
const MOST_GENERATIONS = 100;

const job: Job = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
const loaded = new Map<string, Suite>();
/** How often files were loaded anew: the number is a part of their addresses, see `preload.ts`. */
let generations = 0;

function anew(): void {
  loaded.clear();
  generations += 1;
}

async function fileAt(path: string): Promise<Suite> {
  const known = loaded.get(path);
  if (known) return known;
  const generation = generations === 0 ? "" : `?fresh=${generations}`;
  const file = await collect(() => import(pathToFileURL(path).href + generation));
  loaded.set(path, file);
  return file;
}

/** Runs a task until a test fails; tells which. Of a file that cannot be loaded the test is called "". */
async function firstFailure({ files }: Task): Promise<OneTest | undefined> {
  for (const { path, tests } of files) {
    const run = new Run({ tests, stop: true });
    try {
      await run.suite(await fileAt(path));
    } catch {
      return { path, test: "" };
    }
    if (run.failed) return { path, test: run.outcomes.findLast(({ failed }) => failed)?.name ?? "" };
  }
  return undefined;
}

async function report(place: string, { files }: Task): Promise<void> {
  const run = new Run({ stop: false });
  let load_cpu_ms = 0;
  for (const { path } of files) {
    const file = await fileAt(path);
    load_cpu_ms = cpu();
    await run.suite(file);
  }
  const cover = switchboard().mutantCoverage ?? { static: {}, perTest: {} };
  const tests = run.outcomes.map((one) => [one.name, { ...one, hits: cover.perTest[one.name] ?? {} }] as const);
  const reached: Reached = { always: cover.static, tests: Object.fromEntries(tests), load_cpu_ms };
  writeFileSync(place, JSON.stringify(reached));
  process.exit(run.failed ? 1 : 0);
}

const only = ({ path, test }: OneTest): Task["files"] => [{ path, tests: [test] }];

/** The test of a task that fails, and fails again: a busy machine must not condemn a mutant. */
async function failing(task: Task): Promise<OneTest | undefined> {
  for (let time = 0; time < MISHAPS; time++) {
    const failure = await firstFailure(task);
    if (!failure) return undefined;
    if (await firstFailure({ ...task, files: only(failure) })) return failure;
  }
  return undefined;
}

/** A failure counts when the same test passes without the mutant: what one mutant spoilt must not condemn the next. */
async function answer(task: Task): Promise<void> {
  switchTo(task);
  if (task.fresh) anew();
  const killer = await failing(task);
  switchTo({});
  if (task.fresh) anew();
  if (killer && (await failing({ files: only(killer) }))) process.exit(1);
  process.send?.({ killer } satisfies Answer, () => {
    // what was loaded stays in memory
    if (generations > MOST_GENERATIONS) process.exit(0);
  });
}

if (job.report !== undefined && job.task) await report(job.report, job.task);
else if (job.task) process.exit((await failing(job.task)) ? 1 : 0);
else process.on("message", (task: Task) => void answer(task));
