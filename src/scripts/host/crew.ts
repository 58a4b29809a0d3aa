import type { Load, ThreadData } from "../sandbox/wire.ts";
import { type Job, SANDBOX_THREAD, SandboxThread, type ThreadEvents } from "./sandbox-thread.ts";

/** Threads at most, those among them whose run may have to be ended. */
export const MOST_THREADS = 4;
/** The one that runs and its spare. */
const WANTED_THREADS = 2;
const MAX_FALSE_STARTS = 3;
const RESTART_MS = 1_000;

export interface CrewOptions {
  /** Threads at most; with 1 there is no spare, and all wait for a run that does not end. */
  readonly threads?: number | undefined;
  /** The program of a thread. */
  readonly entry?: URL;
}

/**
 * The sandbox threads. One runs all scripts; a spare, warm, takes over what waits the moment a run holds up the
 * others. A thread that comes back from such a run is the next spare; one that does not is ended.
 */
export class Crew {
  readonly #data: ThreadData;
  readonly #entry: URL;
  readonly #most: number;
  readonly #loads = new Map<string, Load>();
  readonly #all = new Set<SandboxThread>();
  /** The one that is given what is to be run. */
  #current: SandboxThread | undefined;
  /** Threads that died, one after the other, before they could do anything. */
  #falseStarts = 0;
  #restart: NodeJS.Timeout | undefined;
  #stopped = false;
  #whenReady: (() => void) | undefined;
  /** Threads that were ended or died, for a person who looks for a fault. */
  ended = 0;
  /** Resolves when the first thread works, or when it is clear that none will. */
  readonly ready: Promise<void>;

  constructor(data: ThreadData, { threads = MOST_THREADS, entry = SANDBOX_THREAD }: CrewOptions = {}) {
    this.#data = data;
    this.#entry = entry;
    this.#most = threads;
    this.ready = new Promise((resolve) => {
      this.#whenReady = resolve;
    });
    this.#current = this.#start();
    this.#keepSpare();
  }

  /** Loads a new version everywhere, ahead of its first run. */
  load(load: Load): void {
    this.#loads.set(load.relay, load);
    for (const thread of this.#all) thread.prepare(load);
  }

  /** Runs jobs in order. Every job's `done` is called once, unless the crew is stopped first. */
  run(jobs: readonly Job[]): void {
    if (this.#stopped || jobs.length === 0) return;
    if (this.#falseStarts >= MAX_FALSE_STARTS) {
      const problem = "the sandbox does not start: look at the memory and the installation of Gleaner";
      for (const job of jobs) job.done({ kind: "ended", by: "crash", problem, after_ms: 0 });
      this.#startAgainLater();
      return;
    }
    this.#current ??= this.#spare() ?? this.#start();
    this.#current.send(jobs);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#restart);
    await Promise.all([...this.#all].map((thread) => thread.end()));
    this.#all.clear();
  }

  readonly #events: ThreadEvents = {
    ready: () => {
      this.#falseStarts = 0;
      this.#whenReady?.();
      this.#keepSpare();
    },
    stuck: (thread) => {
      if (thread !== this.#current) return;
      const next = this.#spare() ?? (this.#all.size < this.#most ? this.#start() : undefined);
      if (!next) return;
      this.#current = next;
      next.send(thread.takeRest());
    },
    answered: (thread, broken) => {
      const isSurplus = thread !== this.#current && thread.idle && this.#all.size > WANTED_THREADS;
      if (!broken && !isSurplus) return;
      const rest = thread.takeAll();
      void thread.end();
      this.#forget(thread, rest);
    },
    gone: (thread, rest) => {
      if (!thread.isReady) this.#falseStarts++;
      this.#forget(thread, rest);
    },
  };

  #start(): SandboxThread {
    const thread = new SandboxThread(this.#data, this.#events, this.#entry);
    this.#all.add(thread);
    for (const load of this.#loads.values()) thread.prepare(load);
    return thread;
  }

  #spare(): SandboxThread | undefined {
    return [...this.#all].find((thread) => thread !== this.#current && thread.idle);
  }

  #keepSpare(): void {
    if (this.#all.size < Math.min(WANTED_THREADS, this.#most)) this.#start();
  }

  /** Does without a thread; what it had not begun goes on in another. */
  #forget(thread: SandboxThread, rest: readonly Job[]): void {
    this.ended++;
    this.#all.delete(thread);
    if (this.#stopped) return;
    if (thread === this.#current) this.#current = undefined;
    if (this.#falseStarts >= MAX_FALSE_STARTS) this.#whenReady?.();
    this.run(rest);
    if (this.#falseStarts < MAX_FALSE_STARTS) this.#keepSpare();
  }

  #startAgainLater(): void {
    this.#restart ??= setTimeout(() => {
      this.#restart = undefined;
      this.#falseStarts = MAX_FALSE_STARTS - 1;
      this.#current ??= this.#start();
    }, RESTART_MS).unref();
  }
}
