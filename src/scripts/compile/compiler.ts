import { type ChildProcess, fork } from "node:child_process";
import type { Compiled, Rejected } from "./compile.ts";

/** A slow machine takes a second or two to start the process. */
const GIVE_UP_MS = 15_000;
const IDLE_MS = 1_000;

interface Task {
  readonly source: string;
  readonly done: (result: Compiled | Rejected) => void;
}

const HERE = new URL(
  import.meta.url.endsWith(".ts") ? "./compile-process.ts" : "./compile-process.js",
  import.meta.url,
);

/**
 * Compiles scripts in a process that lives only while there is work. A hostile source can break Node's type stripper
 * for good, or keep it busy; and its memory, some 25 MB, goes back to the machine. One at a time, in order.
 */
export class Compiler {
  #process: ChildProcess | undefined;
  #tasks: Task[] = [];
  #clock: NodeJS.Timeout | undefined;

  /** The compiled script, or the reason why it is rejected; never throws. */
  compile(source: string): Promise<Compiled | Rejected> {
    return new Promise((done) => {
      this.#tasks.push({ source, done });
      if (this.#tasks.length === 1) this.#next();
    });
  }

  /** Ends the process; what waits is rejected. */
  async stop(): Promise<void> {
    const waiting = this.#tasks.splice(0);
    for (const task of waiting) task.done({ ok: false, problem: "Gleaner is stopping" });
    this.#end();
  }

  #next(): void {
    clearTimeout(this.#clock);
    const [task] = this.#tasks;
    if (!task) {
      this.#clock = setTimeout(() => this.#end(), IDLE_MS).unref();
      return;
    }
    this.#clock = setTimeout(() => this.#failed("the script takes too long to compile: make it simpler"), GIVE_UP_MS);
    this.#process ??= this.#start();
    this.#process.send(task.source);
  }

  #start(): ChildProcess {
    const child = fork(HERE, [], {
      execArgv: ["--max-old-space-size=128", "--disable-warning=ExperimentalWarning"],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    const mine = (): boolean => this.#process === child;
    child.on("message", (result: Compiled | Rejected) => {
      if (!mine()) return;
      // A broken type stripper stays broken: the next source gets a process of its own.
      if (!result.ok) this.#end();
      this.#tasks.shift()?.done(result);
      this.#next();
    });
    child.on("error", (error) => {
      if (mine()) this.#failed(`the script cannot be compiled: ${error.message}`);
    });
    child.on("exit", () => {
      if (mine()) this.#failed("the script cannot be compiled: make it simpler");
    });
    return child;
  }

  #failed(problem: string): void {
    this.#end();
    this.#tasks.shift()?.done({ ok: false, problem });
    this.#next();
  }

  #end(): void {
    clearTimeout(this.#clock);
    const child = this.#process;
    this.#process = undefined;
    child?.kill("SIGKILL");
  }
}
