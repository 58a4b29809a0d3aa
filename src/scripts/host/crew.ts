import type { Load, ThreadData } from "../sandbox/wire.ts";
import { type Job, SANDBOX_THREAD, SandboxThread, type ThreadEvents } from "./sandbox-thread.ts";

/** Where a job runs: with all the others, with those known to be slow, or alone because it was ended for cause. */
export type Lane = "main" | "slow" | "suspect";

const LANES: readonly Lane[] = ["main", "slow", "suspect"];
const MAX_STUCK = 4;
const MAX_FALSE_STARTS = 3;
const RESTART_MS = 1_000;
const SLOW_IDLE_MS = 30_000;

/**
 * The sandbox threads. All scripts run in `main`; a `standby` takes over the moment a run holds up the others, so that
 * a hostile script costs them one short wait once. Every thread may be ended at any time.
 */
export class Crew {
  readonly #data: ThreadData;
  readonly #entry: URL;
  readonly #loads = new Map<string, Load>();
  readonly #lanes: Record<Lane, SandboxThread | undefined> = { main: undefined, slow: undefined, suspect: undefined };
  #standby: SandboxThread | undefined;
  readonly #stuck = new Set<SandboxThread>();
  readonly #all = new Set<SandboxThread>();
  readonly #started = new Set<SandboxThread>();
  #falseStarts = 0;
  #restart: NodeJS.Timeout | undefined;
  #slowIdle: NodeJS.Timeout | undefined;
  #stopped = false;
  #whenReady: (() => void) | undefined;
  /** Threads that were ended or died, for a person who looks for a fault. */
  ended = 0;
  /** Resolves when the first thread works, or when it is clear that none will. */
  readonly ready: Promise<void>;

  constructor(data: ThreadData, entry = SANDBOX_THREAD) {
    this.#data = data;
    this.#entry = entry;
    this.ready = new Promise((resolve) => {
      this.#whenReady = resolve;
    });
    this.#lanes.main = this.#start();
    this.#standby = this.#start();
  }

  /** Loads a new version everywhere, ahead of its first run. */
  load(load: Load): void {
    this.#loads.set(load.relay, load);
    this.#lanes.main?.prepare(load);
    this.#standby?.prepare(load);
  }

  /** Runs jobs in order. Every job's `done` is called once, unless the crew is stopped first. */
  run(jobs: readonly Job[], lane: Lane): void {
    if (this.#stopped || jobs.length === 0) return;
    if (this.#falseStarts >= MAX_FALSE_STARTS) {
      const problem = "the sandbox does not start: look at the memory and the installation of Gleaner";
      for (const job of jobs) job.done({ kind: "ended", by: "crash", problem, after_ms: 0 }, false);
      this.#startAgainLater();
      return;
    }
    clearTimeout(lane === "slow" ? this.#slowIdle : undefined);
    const thread = this.#lanes[lane] ?? this.#start();
    this.#lanes[lane] = thread;
    thread.send(jobs);
  }

  /** Whether nothing runs or waits in a lane. */
  idle(lane: Lane): boolean {
    return this.#lanes[lane]?.idle ?? true;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#restart);
    clearTimeout(this.#slowIdle);
    await Promise.all([...this.#all].map((thread) => thread.end()));
    this.#all.clear();
  }

  #events: ThreadEvents = {
    ready: (thread) => {
      this.#started.add(thread);
      this.#falseStarts = 0;
      this.#whenReady?.();
    },
    stuck: (thread) => {
      if (thread === this.#lanes.main && this.#stuck.size < MAX_STUCK) this.#replaceMain(true);
    },
    answered: (thread, broken) => this.#answered(thread, broken),
    gone: (thread, rest) => this.#gone(thread, rest),
  };

  #start(): SandboxThread {
    const thread = new SandboxThread(this.#data, this.#events, this.#entry);
    this.#all.add(thread);
    return thread;
  }

  /** The standby becomes main and takes what waited; the old main keeps only what it is at, if that. */
  #replaceMain(keepPresent: boolean): void {
    const old = this.#lanes.main;
    const main = this.#standby ?? this.#start();
    this.#lanes.main = main;
    this.#standby = this.#startStandby();
    if (!old) return;
    this.#stuck.add(old);
    main.send(keepPresent ? old.takeRest() : old.takeAll());
  }

  #answered(thread: SandboxThread, broken: boolean): void {
    if (thread === this.#lanes.main) {
      if (!broken) return;
      this.#replaceMain(false);
      this.#end(thread);
    } else if (this.#stuck.has(thread)) {
      if (thread.idle) this.#end(thread);
    } else if (thread === this.#lanes.suspect) {
      if (!thread.idle && !broken) return;
      this.#leave("suspect", thread);
    } else if (thread === this.#lanes.slow) {
      if (broken) this.#leave("slow", thread);
      else if (thread.idle) this.#slowIdle = setTimeout(() => this.#leave("slow", thread), SLOW_IDLE_MS).unref();
    }
  }

  /** Ends a lane's thread; what still waits there goes on in a new one. */
  #leave(lane: Lane, thread: SandboxThread): void {
    const rest = thread.takeAll();
    if (this.#lanes[lane] === thread) this.#lanes[lane] = undefined;
    this.#end(thread);
    this.run(rest, lane);
  }

  #end(thread: SandboxThread): void {
    this.ended++;
    this.#forget(thread);
    void thread.end();
  }

  #forget(thread: SandboxThread): void {
    this.#all.delete(thread);
    this.#stuck.delete(thread);
    this.#started.delete(thread);
  }

  #gone(thread: SandboxThread, rest: readonly Job[]): void {
    if (!this.#started.has(thread)) this.#falseStarts++;
    this.ended++;
    this.#forget(thread);
    if (this.#stopped) return;
    const lane = LANES.find((name) => this.#lanes[name] === thread);
    if (lane) this.#lanes[lane] = undefined;
    if (thread === this.#standby) this.#standby = undefined;
    if (this.#falseStarts < MAX_FALSE_STARTS) {
      if (lane === "main") this.#replaceMain(false);
      else this.#standby ??= this.#startStandby();
    } else {
      this.#whenReady?.();
    }
    this.run(rest, lane ?? "main");
  }

  #startStandby(): SandboxThread {
    const thread = this.#start();
    for (const load of this.#loads.values()) thread.prepare(load);
    return thread;
  }

  #startAgainLater(): void {
    this.#restart ??= setTimeout(() => {
      this.#restart = undefined;
      this.#falseStarts = MAX_FALSE_STARTS - 1;
      if (!this.#lanes.main) this.#replaceMain(false);
    }, RESTART_MS).unref();
  }
}
