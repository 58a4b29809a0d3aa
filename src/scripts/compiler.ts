import type { Worker } from "node:worker_threads";
import type { Compiled, Rejected } from "./compile.ts";
import { startThread } from "./thread-start.ts";

const GIVE_UP_MS = 5_000;
const IDLE_MS = 1_000;

interface Task {
  readonly source: string;
  readonly done: (result: Compiled | Rejected) => void;
}

const HERE = new URL(import.meta.url.endsWith(".ts") ? "./compile-thread.ts" : "./compile-thread.js", import.meta.url);

/**
 * Compiles scripts in a thread that lives only while there is work: a hostile source can break Node's type stripper
 * for its whole thread, or keep it busy. One at a time, in order.
 */
export class Compiler {
  #thread: Worker | undefined;
  #tasks: Task[] = [];
  #clock: NodeJS.Timeout | undefined;

  /** The compiled script, or the reason why it is rejected; never throws. */
  compile(source: string): Promise<Compiled | Rejected> {
    return new Promise((done) => {
      this.#tasks.push({ source, done });
      if (this.#tasks.length === 1) this.#next();
    });
  }

  /** Ends the thread; what waits is rejected. */
  async stop(): Promise<void> {
    const waiting = this.#tasks.splice(0);
    for (const task of waiting) task.done({ ok: false, problem: "Gleaner is stopping" });
    await this.#end();
  }

  #next(): void {
    clearTimeout(this.#clock);
    const [task] = this.#tasks;
    if (!task) {
      this.#clock = setTimeout(() => void this.#end(), IDLE_MS).unref();
      return;
    }
    this.#clock = setTimeout(() => this.#failed("the script takes too long to compile: make it simpler"), GIVE_UP_MS);
    this.#thread ??= this.#start();
    this.#thread.postMessage(task.source);
  }

  #start(): Worker {
    const thread = startThread(HERE, { resourceLimits: { maxOldGenerationSizeMb: 128 } });
    const mine = (): boolean => this.#thread === thread;
    thread.on("message", (result: Compiled | Rejected) => {
      if (!mine()) return;
      // A broken type stripper stays broken: the next source gets a thread of its own.
      if (!result.ok) void this.#end();
      this.#tasks.shift()?.done(result);
      this.#next();
    });
    thread.on("error", (error) => {
      if (mine()) this.#failed(`the script cannot be compiled: ${error.message}`);
    });
    thread.on("exit", () => {
      if (mine()) this.#failed("the script cannot be compiled: make it simpler");
    });
    return thread;
  }

  #failed(problem: string): void {
    void this.#end();
    this.#tasks.shift()?.done({ ok: false, problem });
    this.#next();
  }

  async #end(): Promise<void> {
    clearTimeout(this.#clock);
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.terminate();
  }
}
