import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import { environment, withoutSecrets } from "./environment.ts";

/** Standard output of one run that is taken; the rest is read and thrown away. */
export const LARGEST_OUTPUT = 64 * 1024;
const STDERR_KEPT = 500;
/** Between the polite signal and the one that cannot be ignored. */
const GRACE_MS = 1_000;
/** How long output is still awaited after a program ended: a child of its own may hold the pipe open for ever … */
const LINGER_MS = 250;
/** … or fill it for ever: a pipe holds less than this. */
const LARGEST_REST = 1024 * 1024;

/** What every command of a device shares. */
export interface Surroundings {
  /** Where the program runs, and where `./program` is looked for. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last words on stderr, without secrets. */
  readonly stderr: string;
}

/** A running program, in a process group of its own. */
export interface Program {
  /** Resolves when it and its output have ended. @throws Error when it could not be started */
  readonly ended: Promise<Ended>;
  /** Ends it and all that it started: politely, and after a second by force. */
  kill(): void;
  /** Holds its output back, so that a flood waits in its own pipe; and lets it come again. */
  pause(): void;
  resume(): void;
}

function startError(error: Error, program: string, folder: string): Error {
  const code = "code" in error ? error.code : undefined;
  const words: Readonly<Record<string, string>> = {
    ENOENT: `the program ${program} or the folder ${folder} does not exist: correct the path, or install it`,
    EACCES: `the program ${program} may not be run: make it executable (chmod +x)`,
    ENOEXEC: `${program} is no program: begin the script with a line such as #!/bin/sh`,
    E2BIG: `the arguments and env of ${program} are too long: shorten them`,
  };
  const said = typeof code === "string" ? words[code] : undefined;
  return said ? new Error(said, { cause: error }) : error;
}

/** Signals the whole group. The leader may be gone while its children live on. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}

class Running implements Program {
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  #killing: NodeJS.Timeout | undefined;
  #killed = false;
  #over = false;
  #lingering: NodeJS.Timeout | undefined;

  constructor(child: ChildProcess, clean: (words: string) => string, explain: (error: Error) => Error) {
    this.#child = child;
    let stderr = "";
    child.stderr?.setEncoding("utf8").on("data", (words: string) => {
      stderr = (stderr + words).slice(-4 * STDERR_KEPT);
    });
    const { promise, resolve: done, reject } = Promise.withResolvers<Ended>();
    this.ended = promise;
    // Whoever awaits the end is told; nobody has to.
    promise.catch(() => undefined);
    child.on("error", (error) => {
      this.#over = true;
      reject(explain(error));
    });
    child.once("exit", (code, signal) => {
      this.#over = true;
      clearTimeout(this.#killing);
      // Whoever had to be ended takes along what it left behind.
      if (this.#killed) signalGroup(child, "SIGKILL");
      let rest = 0;
      child.stdout?.on("data", (chunk: Buffer) => {
        rest += chunk.length;
        if (rest > LARGEST_REST) this.#hangUp();
      });
      this.#linger();
      child.once("close", () => {
        clearTimeout(this.#lingering);
        done({ code, signal, stderr: clean(stderr.trim()).slice(-STDERR_KEPT) });
      });
    });
  }

  kill(): void {
    if (this.#killed || this.#over) return;
    this.#killed = true;
    signalGroup(this.#child, "SIGTERM");
    this.#killing = setTimeout(() => signalGroup(this.#child, "SIGKILL"), GRACE_MS);
  }

  pause(): void {
    clearTimeout(this.#lingering);
    this.#child.stdout?.pause();
  }

  resume(): void {
    this.#child.stdout?.resume();
    this.#linger();
  }

  /** After its end, and while nobody holds its output back. */
  #linger(): void {
    if (!this.#over || this.#child.stdout?.isPaused()) return;
    clearTimeout(this.#lingering);
    this.#lingering = setTimeout(() => this.#hangUp(), LINGER_MS);
  }

  #hangUp(): void {
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }
}

/**
 * Starts a program without a shell, its stdin empty, in a process group of its own.
 * @param onOutput called with each piece of its standard output
 * @throws Error when a secret file of its environment is not there
 */
export async function startProgram(
  command: readonly string[],
  surroundings: Surroundings,
  onOutput: (chunk: Buffer) => void,
): Promise<Program> {
  const { folder, env } = surroundings;
  const { variables, secrets } = await environment(env, folder);
  const [named = "", ...parameters] = command;
  const program = /^\.\.?\//.test(named) ? resolve(folder, named) : named;
  const explain = (error: Error): Error => startError(error, program, folder);
  let child: ChildProcess;
  try {
    child = spawn(program, parameters, {
      cwd: folder,
      env: variables,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
  } catch (error) {
    throw error instanceof Error ? explain(error) : error;
  }
  child.stdout?.on("data", onOutput);
  return new Running(child, (words) => withoutSecrets(words, secrets), explain);
}

export interface RunResult extends Ended {
  readonly stdout: string;
  /** Bytes of output beyond the limit. */
  readonly cut_bytes: number;
  readonly timed_out: boolean;
}

/** Programs that run right now, so that `stop` can end them all. */
export class Family {
  readonly #programs = new Set<Program>();
  #closed = false;

  add(program: Program): void {
    this.#programs.add(program);
    // It was being started when the others were ended.
    if (this.#closed) program.kill();
  }

  delete(program: Program): void {
    this.#programs.delete(program);
  }

  /** Ends those that run and those that are about to. */
  end(): void {
    this.#closed = true;
    for (const program of this.#programs) program.kill();
  }
}

/**
 * Runs a program to its end, for at most `timeout_ms` and a second of grace.
 * @throws Error when it cannot be started
 */
export async function runProgram(
  command: readonly string[],
  surroundings: Surroundings,
  timeout_ms: number,
  family: Family,
): Promise<RunResult> {
  const chunks: Buffer[] = [];
  let kept = 0;
  let cut_bytes = 0;
  let timed_out = false;
  const program = await startProgram(command, surroundings, (chunk) => {
    const taken = chunk.subarray(0, LARGEST_OUTPUT - kept);
    if (taken.length > 0) chunks.push(taken);
    kept += taken.length;
    cut_bytes += chunk.length - taken.length;
  });
  family.add(program);
  const timer = setTimeout(() => {
    timed_out = true;
    program.kill();
  }, timeout_ms);
  try {
    const ended = await program.ended;
    return { ...ended, stdout: Buffer.concat(chunks).toString("utf8"), cut_bytes, timed_out };
  } finally {
    clearTimeout(timer);
    family.delete(program);
  }
}

/** Why a run does not count, in words that a person can act upon; `null` when it ended well. */
export function failureOf(result: RunResult | Ended, command: readonly string[], timeout_ms?: number): string | null {
  const program = command[0] ?? "";
  const said = result.stderr === "" ? "it said nothing on stderr: try it by hand" : `it said: ${result.stderr}`;
  if ("timed_out" in result && result.timed_out) {
    const seconds = (timeout_ms ?? 0) / 1_000;
    return `${program} did not end within ${seconds} s and was killed: look why, or raise timeout; ${said}`;
  }
  if (result.signal) return `${program} was ended by ${result.signal}; ${said}`;
  return result.code === 0 ? null : `${program} ended with ${result.code}; ${said}`;
}
