import { inProcess } from "../../hands/index.ts";
import { type Guest, type GuestEvents, type Hands, type Reason, reason } from "../../model/index.ts";
import type { Compiled } from "./compile.ts";
import { type Rejected, rejected } from "./rejected.ts";

/** A slow machine takes a second or two to start the process. */
const GIVE_UP_MS = 15_000;
const IDLE_MS = 1_000;
const FLAGS = ["--max-old-space-size=128", "--disable-warning=ExperimentalWarning"];

interface Task {
  readonly source: string;
  readonly done: (result: Compiled | Rejected) => void;
  /** A process ended over it. */
  isSecond?: boolean;
}

const HERE = new URL(
  import.meta.url.endsWith(".ts") ? "./compile-process.ts" : "./compile-process.js",
  import.meta.url,
);

/** Who starts the process: the hands of a house; a simulation does it itself. */
type Start = Pick<Hands, "inviteProcess">;

/**
 * Compiles scripts in a process that lives only while there is work. A hostile source can break Node's type stripper
 * for good, or keep it busy; and its memory, some 25 MB, goes back to the machine. One at a time, in order.
 */
export class Compiler {
  readonly #start: Start;
  #process: Guest | undefined;
  #tasks: Task[] = [];
  #clock: NodeJS.Timeout | undefined;

  constructor(start: Start = { inviteProcess: inProcess }) {
    this.#start = start;
  }

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
    for (const task of waiting) task.done(rejected(reason("stopping")));
    this.#end();
  }

  #next(): void {
    clearTimeout(this.#clock);
    const [task] = this.#tasks;
    if (!task) {
      this.#clock = setTimeout(() => this.#end(), IDLE_MS).unref();
      return;
    }
    this.#clock = setTimeout(() => this.#failed(reason("script_slow_compile")), GIVE_UP_MS);
    try {
      this.#process ??= this.#begin();
      this.#process.tell(task.source);
    } catch {
      // the hands are being started anew, and tell each script once more
      this.#failed(reason("script_compile_later"));
    }
  }

  #begin(): Guest {
    const mine = (): boolean => this.#process === guest;
    const events: GuestEvents = {
      said: (result) => {
        if (mine()) this.#take(result as Compiled | Rejected);
      },
      left: () => {
        if (mine()) this.#left();
      },
    };
    const guest = this.#start.inviteProcess(HERE, FLAGS, events);
    return guest;
  }

  #take(result: Compiled | Rejected): void {
    // A broken type stripper stays broken: the next source gets a process of its own.
    if (!result.ok) this.#end();
    this.#tasks.shift()?.done(result);
    this.#next();
  }

  /** The process may have ended with the hands that started it, or for want of memory: only the second end is the source's. */
  #left(): void {
    const [task] = this.#tasks;
    if (!task || task.isSecond) {
      this.#failed(reason("script_cannot_compile"));
      return;
    }
    task.isSecond = true;
    this.#end();
    this.#next();
  }

  #failed(why: Reason): void {
    this.#end();
    this.#tasks.shift()?.done(rejected(why));
    this.#next();
  }

  #end(): void {
    clearTimeout(this.#clock);
    const guest = this.#process;
    this.#process = undefined;
    guest?.end();
  }
}
