import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "./find.ts";
import type { Answer, Job, Task } from "./job.ts";

/** What a process may take: processor time, so that a busy machine condemns nobody, and time on the wall. */
export interface Patience {
  readonly cpu_ms: number;
  readonly wall_ms: number;
}

/** How a test process ended: by itself, or because it did not come to an end. */
export interface Ended {
  readonly code: number;
  readonly late: boolean;
  readonly words: string;
}

const PRELOAD = pathToFileURL(join(import.meta.dirname, "preload.ts")).href;
const MAIN = join(import.meta.dirname, "process.ts");
const LOOK_EVERY_MS = 50;
/** When it did not look for longer, it was halted. */
const HALTED_MS = 1_000;
const TICK_MS = 10;
/** Whoever took no time on the processor for so long waits for what does not come. */
const IDLE_MS = 8_000;

/** Those that have not ended: none outlives this program. */
const running = new Set<TestProcess>();
process.once("exit", () => {
  for (const one of running) one.kill();
});

/** Processor time of a process and its threads, ms; 0 when it is gone. */
function cpuOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return 0;
  }
}

/** A process for tests, with a folder of its own for temporary files. */
class TestProcess {
  readonly child: ChildProcess;
  /** How it ended. */
  readonly ended: Promise<Ended>;
  readonly #place: string;
  #words = "";
  #late = false;

  constructor(job: Job, folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#place = mkdtempSync(join(folder, "run-"));
    const file = join(this.#place, "job.json");
    writeFileSync(file, JSON.stringify(job));
    const load = `--import=${PRELOAD}?${encodeURIComponent(file)}`;
    this.child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", load, MAIN, file], {
      cwd: ROOT,
      env: { ...process.env, TMPDIR: this.#place, NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} ${load}`.trim() },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      detached: true,
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.#words = (this.#words + text).slice(-8_000);
      });
    }
    running.add(this);
    this.ended = new Promise((resolve, reject) => {
      this.child.on("error", reject);
      this.child.on("exit", (status) => {
        running.delete(this);
        this.kill();
        rmSync(this.#place, { recursive: true, force: true });
        resolve({ code: status ?? 1, late: this.#late, words: this.#words });
      });
    });
  }

  get over(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Ends it, and all that it started. */
  kill(): void {
    try {
      if (this.child.pid !== undefined) process.kill(-this.child.pid, "SIGKILL");
    } catch {
      // they are gone already
    }
  }

  /**
   * Ends it when it takes more than it may from now on, or stands still. Returns how to stop watching. Time on the wall counts while this
   * program runs: whoever halts it, to have the machine for a moment, halts the tests too.
   */
  watch({ cpu_ms, wall_ms }: Patience): () => void {
    const { pid = 0 } = this.child;
    const cpu = cpuOf(pid);
    let waited_ms = 0;
    let looked = performance.now();
    let last_cpu = cpu;
    let idle_ms = 0;
    const look = setInterval(() => {
      const now = performance.now();
      const passed_ms = Math.min(now - looked, HALTED_MS);
      const cpu_now = cpuOf(pid);
      waited_ms += passed_ms;
      idle_ms = cpu_now > last_cpu ? 0 : idle_ms + passed_ms;
      looked = now;
      last_cpu = cpu_now;
      if (cpu_now - cpu < cpu_ms && waited_ms < wall_ms && idle_ms < IDLE_MS) return;
      this.#late = true;
      this.kill();
    }, LOOK_EVERY_MS);
    return () => clearInterval(look);
  }
}

/** Runs one job in a process of its own. */
export async function attempt(job: Job, folder: string, patience: Patience): Promise<Ended> {
  const one = new TestProcess(job, folder);
  const release = one.watch(patience);
  const ended = await one.ended;
  release();
  return ended;
}

/** Takes one task after the other in a process that has everything loaded. */
export class Bench {
  readonly #job: Job;
  readonly #folder: string;
  #process: TestProcess | undefined;

  constructor(job: Job, folder: string) {
    this.#job = job;
    this.#folder = folder;
  }

  /** What the tests say of a mutant; `undefined` when the process ended over it, or what failed fails without it too. */
  async answer(task: Task, patience: Patience): Promise<Answer | undefined> {
    if (!this.#process || this.#process.over) this.#process = new TestProcess(this.#job, this.#folder);
    const { child, ended } = this.#process;
    const release = this.#process.watch(patience);
    const answered = new Promise<Answer>((resolve) => child.once("message", resolve));
    child.send(task, () => undefined);
    const answer = await Promise.race([answered, ended.then(() => undefined)]);
    release();
    return answer;
  }

  async close(): Promise<void> {
    this.#process?.kill();
    await this.#process?.ended;
  }
}
