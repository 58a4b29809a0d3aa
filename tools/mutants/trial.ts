import { join } from "node:path";
import { attempt, Bench, type Patience } from "./attempt.ts";
import type { Brood, Mutant } from "./breed.ts";
import type { Compiler } from "./compiler.ts";
import { ROOT } from "./find.ts";
import type { OneTest, Task } from "./job.ts";
import { type Errand, isProperty, sound } from "./plan.ts";
import type { Fate } from "./report.ts";

/** A mutant may take so many times what the sound sources took, and this beside it. */
const LATE = { times: 4, cpu_ms: 2_000, wall_ms: 30_000 };
/** So many tests that noticed something lately are tried before the others. */
const LATELY = 5;
/** Reached so many times more often than in the sound sources, it is an endless loop. */
const ENDLESS = 20;

function patienceFor(errands: readonly Errand[]): Patience {
  const cpu_ms = LATE.cpu_ms + LATE.times * errands.reduce((sum, one) => sum + one.cpu_ms, 0);
  return { cpu_ms, wall_ms: LATE.wall_ms + 10 * cpu_ms };
}

function isAmong(errands: readonly Errand[], { path, test }: OneTest): boolean {
  return errands.some((one) => one.path === path && one.tests.includes(test));
}

function taskFor({ id, file, read, text }: Mutant, errands: readonly Errand[], first: readonly OneTest[] = []): Task {
  const files = [
    ...first.filter((one) => isAmong(errands, one)).map(({ path, test }) => ({ path, tests: [test] })),
    ...errands.map(({ path, tests }) => ({ path, tests })),
  ];
  const task = { active: id, files, ...(read && { texts: { [join(ROOT, file)]: text } }) };
  const hits = errands.map((one) => one.hits);
  const known = hits.filter((one) => one !== undefined);
  const fresh = errands.some(({ early }) => early);
  return known.length < hits.length ? task : { ...task, fresh, hitLimit: ENDLESS * (Math.max(0, ...known) + 10) };
}

/**
 * Tries mutants, one at a time. Most are noticed at once by tests in a process that is warm. The others must compile,
 * else they could never live; then the properties are tried in a process of their own, and the other tests too when the
 * first process had no answer. Those that are reached while files are loaded
 * must compile first: what does not may well break them.
 */
export class Trial {
  readonly #brood: Brood;
  readonly #folder: string;
  readonly #bench: Bench;
  readonly #compiler: Compiler;
  /** What noticed the mutants before, the newest first: a neighbour is noticed by the same test more often than not. */
  #lately: readonly OneTest[] = [];

  constructor(brood: Brood, compiler: Compiler, folder: string) {
    this.#brood = brood;
    this.#compiler = compiler;
    this.#folder = folder;
    this.#bench = new Bench(sound(brood), folder);
  }

  async fateOf(mutant: Mutant, errands: readonly Errand[]): Promise<Fate> {
    const quick = errands.filter(({ path }) => !isProperty(path));
    const isForBench = quick.length > 0 && !errands.some(({ elsewhere }) => elsewhere);
    const isEarly = errands.some(({ early }) => early);
    const first = !isEarly && isForBench ? await this.#seen(mutant, quick) : "unknown";
    if (first === "noticed") return "killed";
    if (!mutant.read && (await this.#compiler.refuses(mutant))) return "refused";
    if (errands.length === 0) return "unreached";
    if (isEarly && isForBench && (await this.#seen(mutant, quick)) === "noticed") return "killed";
    // what has seen it in vain needs not see it again, unless something of it may be left of the loading
    const left = first === "missed" ? errands.filter(({ path }) => isProperty(path)) : errands;
    return left.length === 0 ? "survived" : this.#alone(mutant, left);
  }

  async #seen(mutant: Mutant, errands: readonly Errand[]): Promise<"noticed" | "missed" | "unknown"> {
    const answer = await this.#bench.answer(taskFor(mutant, errands, this.#lately), patienceFor(errands));
    if (!answer) return "unknown";
    const { killer } = answer;
    if (!killer) return "missed";
    const others = this.#lately.filter(({ path, test }) => path !== killer.path || test !== killer.test);
    this.#lately = [killer, ...others].slice(0, LATELY);
    return "noticed";
  }

  async #alone(mutant: Mutant, errands: readonly Errand[]): Promise<Fate> {
    const job = { ...sound(this.#brood), task: taskFor(mutant, errands) };
    const { code, late } = await attempt(job, this.#folder, patienceFor(errands));
    if (late) return "late";
    return code === 0 ? "survived" : "killed";
  }

  close(): Promise<void> {
    return this.#bench.close();
  }
}
