import { type ChildProcess, spawn } from "node:child_process";
import { Api } from "./api.ts";
import { MAIN } from "./main.ts";
import type { Place } from "./place.ts";

/** The daemon as its users start it: `gleaner run -c FILE` in a process of its own. */

const URL_LINE = /: (http:\/\/127\.0\.0\.1:\d+)$/m;
const UP_WITHIN_MS = 20_000;
const ENDED_WITHIN_MS = 15_000;
/** Output that is kept: a daemon that talks without end must not fill the test's memory. */
const MOST_OUTPUT = 200_000;

/** Daemons that still run; none outlives the test's process. */
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What is special about the process. */
export interface Circumstances {
  /** Beside the test's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** A command that becomes the program given to it as its last arguments. */
  readonly through?: readonly string[];
}

export class Gleaner {
  /** What it said so far, both streams. */
  output = "";
  readonly started_mono = performance.now();
  /** Resolves when the process is gone. */
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  #api: Api | undefined;

  private constructor(args: readonly string[], cwd: string, { env, through = [] }: Circumstances = {}) {
    const [command = "", ...words] = [...through, process.execPath, MAIN, ...args];
    const child = spawn(command, words, { cwd, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
    this.#child = child;
    running.add(child);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.output = (this.output + text).slice(-MOST_OUTPUT);
      });
    }
    this.ended = new Promise((resolve) => {
      child.once("close", (code, signal) => {
        running.delete(child);
        resolve({ code, signal });
      });
      child.once("error", () => {
        running.delete(child);
        resolve({ code: null, signal: null });
      });
    });
  }

  /** Starts any command of the program, without waiting. */
  static command(place: Place, ...args: string[]): Gleaner {
    return new Gleaner(args, place.folder);
  }

  /** The same in special circumstances. */
  static commandIn(place: Place, circumstances: Circumstances, ...args: string[]): Gleaner {
    return new Gleaner(args, place.folder, circumstances);
  }

  /** Starts a house without waiting for it. */
  static launch(place: Place, file = "gleaner.yaml", circumstances: Circumstances = {}): Gleaner {
    return new Gleaner(["run", "-c", file], place.folder, circumstances);
  }

  /** Starts a house and waits for the line with its address. @throws Error with its output when it does not come */
  static async run(place: Place, file = "gleaner.yaml", circumstances: Circumstances = {}): Promise<Gleaner> {
    const gleaner = Gleaner.launch(place, file, circumstances);
    await gleaner.up();
    return gleaner;
  }

  get pid(): number {
    const { pid } = this.#child;
    if (pid === undefined) throw new Error(`it was never started: ${this.output}`);
    return pid;
  }

  /** @throws Error when it is not up yet */
  get api(): Api {
    if (!this.#api) throw new Error(`it is not up: ${this.output}`);
    return this.#api;
  }

  /** Resolves with the interface once it says its address. */
  async up(within_ms = UP_WITHIN_MS): Promise<Api> {
    let timer: NodeJS.Timeout | undefined;
    const said = new Promise<"said" | "late">((resolve) => {
      timer = setTimeout(resolve, within_ms, "late");
      const look = (): void => {
        if (URL_LINE.test(this.output)) resolve("said");
      };
      this.#child.stdout?.on("data", look);
      look();
    });
    const first = await Promise.race([said, this.ended]);
    clearTimeout(timer);
    const url = URL_LINE.exec(this.output)?.[1];
    if (url === undefined) {
      await this.kill();
      throw new Error(`it did not come up (${JSON.stringify(first)}) within ${within_ms} ms: ${this.output}`);
    }
    this.#api = new Api(url);
    return this.#api;
  }

  /** Asks it to stop; resolves when it is gone. @throws Error with its output when it stays */
  async stop(signal: NodeJS.Signals = "SIGTERM", within_ms = ENDED_WITHIN_MS): Promise<Ended> {
    this.#child.kill(signal);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, within_ms, undefined);
    });
    const ended = await Promise.race([this.ended, late]);
    clearTimeout(timer);
    if (ended) return ended;
    await this.kill();
    throw new Error(`it did not end within ${within_ms} ms: ${this.output}`);
  }

  /** kill -9, at this very moment; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}
