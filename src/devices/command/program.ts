import {
  type ProgramEnd,
  type Programs,
  type Reason,
  type ReasonValue,
  type RunningProgram,
  reason,
} from "../../model/index.ts";

/** Standard output of one run that is taken; the rest is read and thrown away. */
export const LARGEST_OUTPUT = 64 * 1024;
const STDERR_SHOWN = 500;

/** What every command of a device shares. */
export interface Surroundings {
  /** Where the program runs, and where `./program` is looked for. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly programs: Programs;
}

/** Starts a program that stays running. @param onOutput called with each piece of its standard output */
export function startProgram(
  command: readonly string[],
  { folder, env, programs }: Surroundings,
  onOutput: (bytes: Uint8Array) => void,
): RunningProgram {
  return programs.start({ command, folder, env }, onOutput);
}

export interface RunResult extends ProgramEnd {
  readonly stdout: string;
}

/** Programs that run right now, so that `stop` can end them all. */
export class Family {
  readonly #programs = new Set<RunningProgram>();

  add(program: RunningProgram): void {
    this.#programs.add(program);
  }

  delete(program: RunningProgram): void {
    this.#programs.delete(program);
  }

  /** Ends those that run. */
  end(): void {
    for (const program of this.#programs) program.kill();
  }
}

/** How one run is limited. */
export interface Limits {
  /** It is ended politely after so long, by force a second later. */
  readonly timeout_ms: number;
  /** Aborted: it is ended. */
  readonly signal?: AbortSignal | undefined;
  /** Between a polite end by the signal and one by force, ms; 0: by force at once. Absent: as long as with the time limit. */
  readonly grace_ms?: number;
  /** A relay waits for it. */
  readonly urgent?: boolean;
}

/**
 * Runs a program to its end.
 * @throws FileTrouble when it cannot be started
 */
export async function runProgram(
  command: readonly string[],
  { folder, env, programs }: Surroundings,
  { timeout_ms, signal, grace_ms, urgent = false }: Limits,
  family: Family,
): Promise<RunResult> {
  signal?.throwIfAborted();
  const chunks: Uint8Array[] = [];
  const order = { command, folder, env, timeout_ms, most_output: LARGEST_OUTPUT, urgent };
  const program = programs.start(order, (bytes) => chunks.push(bytes));
  const onAbort = (): void => program.kill(grace_ms);
  signal?.addEventListener("abort", onAbort);
  family.add(program);
  try {
    const ended = await program.ended;
    return { ...ended, stdout: Buffer.concat(chunks).toString("utf8") };
  } finally {
    signal?.removeEventListener("abort", onAbort);
    family.delete(program);
  }
}

/** What a program said on stderr, to be put after other words; empty when it said nothing. */
export function saidBy({ stderr }: Pick<ProgramEnd, "stderr">): ReasonValue {
  return stderr === "" ? "" : reason("program_said", { words: stderr.slice(-STDERR_SHOWN) });
}

/** Why a run does not count, in words that a person can act upon; `null` when it ended well. */
export function failureOf(result: ProgramEnd, command: readonly string[], timeout_ms?: number): Reason | null {
  const program = command[0] ?? "";
  const said = saidBy(result) || reason("program_mute");
  if (result.timed_out) {
    const seconds = String((timeout_ms ?? 0) / 1_000);
    return reason("program_slow", { program, seconds, said });
  }
  if (result.signal !== null) return reason("program_killed", { program, signal: result.signal, said });
  return result.code === 0 ? null : reason("program_ended", { program, code: String(result.code), said });
}
