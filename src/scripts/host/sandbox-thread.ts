import type { Worker } from "node:worker_threads";
import { KILL_AFTER_MS, STUCK_AFTER_MS } from "../sandbox/limits.ts";
import type { Ask, Load, Raw, ThreadData, Told } from "../sandbox/wire.ts";
import { startThread } from "./thread-start.ts";

/** One run of one script, on its way. */
export interface Job {
  readonly relay: string;
  readonly load: Load;
  readonly memory: string;
  /** The world as text. */
  readonly world: string;
  /** Called once. */
  readonly done: (raw: Raw) => void;
}

/** What a thread reports to the crew. */
export interface ThreadEvents {
  /** It is ready for work. */
  ready(thread: SandboxThread): void;
  /** Its present run takes too long for the others to wait. */
  stuck(thread: SandboxThread): void;
  /** It answered; `broken`: it should not be used again. */
  answered(thread: SandboxThread, broken: boolean): void;
  /** It is gone. `rest` are the jobs that it had not begun; the culprit's `done` has been called. */
  gone(thread: SandboxThread, rest: readonly Job[]): void;
}

interface Waiting {
  readonly id: number;
  readonly relay: string;
  readonly job: Job | undefined;
}

const START_MS = 10_000;
/** The program of a sandbox thread. */
export const SANDBOX_THREAD = new URL(
  import.meta.url.endsWith(".ts") ? "../sandbox/thread.ts" : "../sandbox/thread.js",
  import.meta.url,
);
// Enough for the loader and one JSON text of the world; the scripts' own memory is WebAssembly's.
const RESOURCES = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 1, stackSizeMb: 4 };

/** A thread with a sandbox in it, its queue, and the clock that ends it. */
export class SandboxThread {
  readonly #events: ThreadEvents;
  /** Absent where the system could not start it. */
  #worker: Worker | undefined;
  readonly #versions = new Map<string, string>();
  #queue: Waiting[] = [];
  #lastId = 0;
  #lastWorld = "";
  #ready = false;
  #over = false;
  #stuck = false;
  #began = performance.now();
  #clock: NodeJS.Timeout | undefined;

  constructor(data: ThreadData, events: ThreadEvents, entry = SANDBOX_THREAD) {
    this.#events = events;
    this.#clock = setTimeout(() => this.#gone("crash"), START_MS);
    try {
      this.#start(data, entry);
    } catch {
      // no memory or no room for one more thread: it ends as one that died at once
      setImmediate(() => this.#gone("crash"));
    }
  }

  #start(data: ThreadData, entry: URL): void {
    const worker = startThread(entry, { workerData: data, resourceLimits: RESOURCES, name: "gleaner-scripts" });
    worker.on("message", (told: Told) => this.#told(told));
    worker.on("error", () => this.#gone("crash"));
    worker.on("exit", () => this.#gone("crash"));
    this.#worker = worker;
  }

  /** No job runs or waits. */
  get idle(): boolean {
    return this.#queue.every(({ job }) => !job);
  }

  /** It has been ready for work. */
  get isReady(): boolean {
    return this.#ready;
  }

  /** Loads a script ahead of its first run. */
  prepare(load: Load): void {
    this.#post(this.#loadOf(load));
  }

  send(jobs: readonly Job[]): void {
    const asks: Ask[] = [];
    for (const job of jobs) {
      asks.push(...this.#loadOf(job.load));
      if (job.world !== this.#lastWorld) {
        this.#lastWorld = job.world;
        asks.push({ do: "world", text: job.world });
      }
      const id = ++this.#lastId;
      this.#queue.push({ id, relay: job.relay, job });
      asks.push({ do: "run", id, relay: job.relay, memory: job.memory });
    }
    this.#post(asks);
  }

  /** Takes back the jobs behind the present one. */
  takeRest(): Job[] {
    const rest = this.#queue.slice(1).flatMap(({ job }) => (job ? [job] : []));
    this.#queue = this.#queue.slice(0, 1);
    return rest;
  }

  /** Takes back every job. */
  takeAll(): Job[] {
    const all = this.#queue.flatMap(({ job }) => (job ? [job] : []));
    this.#queue = [];
    return all;
  }

  /** Ends the thread without a report; jobs that it still had are not answered. */
  async end(): Promise<void> {
    this.#over = true;
    clearTimeout(this.#clock);
    await this.#worker?.terminate();
  }

  #loadOf(load: Load): Ask[] {
    if (this.#versions.get(load.relay) === load.version) return [];
    this.#versions.set(load.relay, load.version);
    const id = ++this.#lastId;
    this.#queue.push({ id, relay: load.relay, job: undefined });
    return [{ do: "load", id, load }];
  }

  #post(asks: readonly Ask[]): void {
    if (asks.length === 0 || this.#over) return;
    const idle = this.#queue.length === asks.filter((ask) => ask.do !== "world").length;
    this.#worker?.postMessage(asks);
    if (idle && this.#ready) this.#arm();
  }

  #told({ id, raw, broken }: Told): void {
    if (this.#over) return;
    if (id === 0) {
      this.#ready = true;
      this.#arm();
      this.#events.ready(this);
      return;
    }
    const at = this.#queue.findIndex((waiting) => waiting.id === id);
    if (at < 0) return;
    const [waiting] = this.#queue.splice(at, 1);
    this.#arm();
    if (raw && waiting?.job) waiting.job.done(raw);
    this.#events.answered(this, broken || (raw?.kind === "ended" && raw.by === "memory"));
  }

  /** Starts the clock of the job at the head of the queue. */
  #arm(): void {
    clearTimeout(this.#clock);
    this.#stuck = false;
    const [head] = this.#queue;
    if (!head) return;
    this.#began = performance.now();
    this.#clock = setTimeout(() => this.#late(head, false), head.job ? STUCK_AFTER_MS : KILL_AFTER_MS);
  }

  /** An answer may lie unread while this thread was busy itself: look once more after the next turn. */
  #late(head: Waiting, again: boolean): void {
    if (this.#over || this.#queue[0] !== head) return;
    if (!again) {
      setImmediate(() => this.#late(head, true));
      return;
    }
    const left = KILL_AFTER_MS - (performance.now() - this.#began);
    if (left <= 1) {
      this.#gone("time");
      return;
    }
    this.#clock = setTimeout(() => this.#late(head, false), left);
    if (!this.#stuck) {
      this.#stuck = true;
      this.#events.stuck(this);
    }
  }

  #gone(by: "time" | "crash"): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#clock);
    void this.#worker?.terminate();
    const [head] = this.#queue;
    // A script that cannot even be loaded is the culprit although its job comes later.
    const culprit =
      this.#ready && head
        ? (head.job ?? this.#queue.find(({ relay, job }) => job && relay === head.relay)?.job)
        : undefined;
    const rest = this.#queue.flatMap(({ job }) => (job && job !== culprit ? [job] : []));
    this.#queue = [];
    const problem = by === "time" ? "it does not come to an end" : "its sandbox broke down";
    culprit?.done({ kind: "ended", by, problem, after_ms: Math.round(performance.now() - this.#began) });
    this.#events.gone(this, rest);
  }
}
