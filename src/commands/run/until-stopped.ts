import { once } from "node:events";
import { wordsOf } from "../../model/index.ts";
import { EXIT, endHard, fail } from "../terminal/exit.ts";
import { log, logProblem, neverWaitForTerminals } from "../terminal/log.ts";
import type { Stopped } from "./ending.ts";
import type { Running } from "./real-house.ts";

/** One Ctrl-C reaches this process more than once: from the terminal, from npm, from the starter. */
const SAME_SIGNAL_MS = 1_500;

/** A start that is given up comes to an end so soon, or is ended. */
const GIVEN_UP_WITHIN_MS = 4_600;

/** The start was given up because somebody wants Gleaner to end. */
class GivenUp extends Error {
  override readonly name = "GivenUp";
}

/**
 * Aborted at Ctrl-C, at the supervisor's word, and when the terminal is closed; a later second Ctrl-C does not wait.
 * @param onStop called at once
 */
function stopAtSignals(onStop: () => void): AbortSignal {
  const stop = new AbortController();
  let first: number | undefined;
  const onSignal = (): void => {
    if (first !== undefined) {
      if (performance.now() - first > SAME_SIGNAL_MS) endHard(EXIT.software);
      return;
    }
    first = performance.now();
    stop.abort(new GivenUp("Gleaner was stopped while it started"));
    onStop();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  // the terminal was closed: nobody watches any more, and there may be nobody to write to
  process.on("SIGHUP", onSignal);
  process.stdout.on("error", () => undefined);
  process.stderr.on("error", () => undefined);
  return stop.signal;
}

/** What a person must look at, beside what went wrong on the way. */
function tell({ relays, readings, decisions, whole }: Stopped): void {
  for (const { id, problem } of relays) {
    const why = problem === null ? "it did not answer" : problem;
    logProblem(`Relay ${id} may still be on: its output has not confirmed its safe state (${why}). Look at it.`);
  }
  if (readings + decisions > 0) {
    logProblem(
      `${readings} readings and ${decisions} journal lines could not be stored: look at the disk and at the lines above.`,
    );
  }
  if (!whole) logProblem("Not everything came to its end in time: look at the disks and at the lines above.");
}

/** Ends the process, with what could not be done. */
function end(stopped: Stopped): never {
  const { relays, readings, decisions, trouble, whole } = stopped;
  tell(stopped);
  const isLost = readings + decisions > 0 || !whole;
  const code = relays.length > 0 ? EXIT.relays : isLost ? EXIT.software : 0;
  if (trouble !== undefined && code === 0) fail(trouble);
  if (trouble !== undefined) logProblem(wordsOf(trouble));
  if (!whole) endHard(code);
  process.exit(code);
}

/** A disk that hangs would hold a start for ever; no relay was touched yet. */
function endLateStart(): void {
  logProblem("The start did not come to an end in time: look at the disk.");
  endHard(EXIT.software);
}

/**
 * Runs a house until somebody wants it to end, then ends the process.
 * @param start may take its time, looks at the signal between its steps, and throws its reason once it is given up
 * @throws what `start` throws, and what the stop of the house throws
 */
export async function runUntilStopped(name: string, start: (stop: AbortSignal) => Promise<Running>): Promise<never> {
  neverWaitForTerminals();
  let up = false;
  let limit: NodeJS.Timeout | undefined;
  const stop = stopAtSignals(() => {
    log(up ? "Stopping: relays go to their safe state …" : "Stopping …");
    if (!up) limit = setTimeout(endLateStart, GIVEN_UP_WITHIN_MS).unref();
  });
  const running = await start(stop).catch((error: unknown) => {
    if (error instanceof GivenUp) process.exit(0);
    throw error;
  });
  up = true;
  clearTimeout(limit);
  if (running.failed !== undefined) end({ ...(await running.stop()), trouble: running.failed });
  if (!stop.aborted) {
    log(`${name}: ${running.url}`);
    await once(stop, "abort");
  }
  end(await running.stop());
}

/** The disk cannot be trusted any more: nothing is closed, and the supervisor starts Gleaner anew. */
export function endAtOnce(error: Error): never {
  logProblem(`${error.message} Gleaner ends so that it can be started anew.`);
  // an ordinary end might wait for the disk
  endHard(EXIT.software);
}
