import { join } from "node:path";
import { attempt, Bench, type Patience } from "./attempt.ts";
import type { Brood, Mutant } from "./breed.ts";
import { ROOT } from "./find.ts";
import type { Task } from "./job.ts";
import { type Errand, isProperty, sound } from "./plan.ts";
import type { Fate } from "./report.ts";

/** A mutant may take so many times what the sound sources took, and this beside it. */
const LATE = { times: 4, cpu_ms: 2_000, wall_ms: 30_000 };
/** Reached so many times more often than in the sound sources, it is an endless loop. */
const ENDLESS = 100;

function patienceFor({ expected_ms }: Errand): Patience {
  const cpu_ms = LATE.cpu_ms + LATE.times * expected_ms;
  return { cpu_ms, wall_ms: LATE.wall_ms + 5 * cpu_ms };
}

/**
 * Tries mutants, one at a time. Most are noticed at once by tests in a process that is warm; what is not, and what is
 * reached while files are loaded, is tried in a process of its own.
 */
export class Trial {
  readonly #brood: Brood;
  readonly #folder: string;
  readonly #bench: Bench;

  constructor(brood: Brood, folder: string) {
    this.#brood = brood;
    this.#folder = folder;
    this.#bench = new Bench(sound(brood), folder);
  }

  async fateOf(mutant: Mutant, errand: Errand | undefined): Promise<Fate> {
    if (!errand) return "unreached";
    const task: Task = {
      active: mutant.id,
      files: errand.files,
      ...(errand.hits !== undefined && { hitLimit: ENDLESS * (errand.hits + 10) }),
    };
    const patience = patienceFor(errand);
    const quick = { ...task, files: task.files.filter(({ path }) => !isProperty(path)) };
    if (!errand.early && (await this.#bench.kills(quick, patience))) return "killed";
    const { texts } = this.#brood;
    const job = {
      ...sound(this.#brood),
      task,
      ...(mutant.read && { texts: { ...texts, [join(ROOT, mutant.file)]: mutant.text } }),
    };
    const { code, late } = await attempt(job, this.#folder, patience);
    if (late) return "late";
    return code === 0 ? "survived" : "killed";
  }

  close(): Promise<void> {
    return this.#bench.close();
  }
}
