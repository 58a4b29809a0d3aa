import { once } from "node:events";
import type { Config } from "../../config/index.ts";
import { type DisplayNames, nameIn, wordsOf } from "../../model/index.ts";
import { EXIT, end, endHard, fail } from "../terminal/exit.ts";
import { log, logProblem, neverWaitForReaders } from "../terminal/log.ts";
import { displayNames } from "./display-names.ts";
import type { Stopped } from "./ending.ts";
import type { Running } from "./real-house.ts";

/** One Ctrl-C reaches this process more than once: from the terminal, from npm, from the starter. */
const SAME_SIGNAL_MS = 1_500;

/** Faults that follow one another are told so often. */
const FAULTS_TOLD = 3;

/** A start that is given up comes to an end so soon, or is ended. */
const GIVEN_UP_WITHIN_MS = 4_600;

/** The start was given up because somebody wants Gleaner to end. */
class GivenUp extends Error {
  override readonly name = "GivenUp";
}

/** What wants this process to end. */
interface Ends {
  readonly signal: AbortSignal;
  /** A fault of Gleaner itself, which nobody caught. */
  readonly isFault: boolean;
}

/**
 * Aborted at Ctrl-C, at the supervisor's word, when the terminal is closed, and at a fault that nobody caught; a later
 * second Ctrl-C does not wait.
 * @param onStop called at once
 */
function whatEnds(onStop: () => void): Ends {
  const stop = new AbortController();
  let first: number | undefined;
  let faults = 0;
  const begin = (): void => {
    first = performance.now();
    stop.abort(new GivenUp("Gleaner was stopped while it started"));
    onStop();
  };
  const onSignal = (): void => {
    if (first === undefined) begin();
    else if (performance.now() - first > SAME_SIGNAL_MS) {
      logProblem(
        "Ended at once, at a second signal: relays may still be on, and readings not stored. Look at the relays.",
      );
      endHard(EXIT.software);
    }
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  // the terminal was closed: nobody watches any more, and there may be nobody to write to
  process.on("SIGHUP", onSignal);
  process.on("uncaughtException", (error) => {
    faults += 1;
    if (faults > FAULTS_TOLD) return;
    logProblem(`A fault of Gleaner itself, which ends so that it can be started anew: ${traceOf(error)}`);
    if (first === undefined) begin();
  });
  process.stdout.on("error", () => undefined);
  process.stderr.on("error", () => undefined);
  return {
    signal: stop.signal,
    get isFault() {
      return faults > 0;
    },
  };
}

function traceOf(error: unknown): string {
  return (error instanceof Error && error.stack) || wordsOf(error);
}

/** What a person must look at, beside what went wrong on the way. */
function tell({ relays, readings, decisions, whole }: Stopped, { relay: names }: DisplayNames): void {
  for (const { id, problem } of relays) {
    const why = problem === null ? "it did not answer" : problem;
    const name = nameIn(names.get(id) ?? {}, "en");
    const called = name === undefined ? id : `${name} (${id})`;
    logProblem(`Relay ${called} may still be on: its output has not confirmed its safe state (${why}). Look at it.`);
  }
  if (readings + decisions > 0) {
    logProblem(
      `${readings} readings and ${decisions} journal lines could not be stored: look at the disk and at the lines above.`,
    );
  }
  if (!whole) logProblem("Not everything came to its end in time: look at the disks and at the lines above.");
}

/** Ends the process, with what could not be done. @param isFault it is to be started anew */
function endWith(stopped: Stopped, names: DisplayNames, isFault: boolean): never {
  const { relays, readings, decisions, trouble, whole } = stopped;
  tell(stopped, names);
  const isLost = readings + decisions > 0 || !whole || isFault;
  const code = relays.length > 0 ? EXIT.relays : isLost ? EXIT.software : 0;
  if (trouble !== undefined && code === 0) fail(trouble);
  if (trouble !== undefined) logProblem(wordsOf(trouble));
  if (!whole) endHard(code);
  end(code);
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
export async function runUntilStopped(config: Config, start: (stop: AbortSignal) => Promise<Running>): Promise<never> {
  const names = displayNames(config);
  neverWaitForReaders();
  let up = false;
  let limit: NodeJS.Timeout | undefined;
  const ends = whatEnds(() => {
    log(up ? "Stopping: relays go to their safe state …" : "Stopping …");
    if (!up) limit = setTimeout(endLateStart, GIVEN_UP_WITHIN_MS).unref();
  });
  const running = await start(ends.signal).catch((error: unknown) => {
    if (error instanceof GivenUp) end(ends.isFault ? EXIT.software : 0);
    throw error;
  });
  up = true;
  clearTimeout(limit);
  if (running.failed !== undefined)
    endWith({ ...(await running.stop()), trouble: running.failed }, names, ends.isFault);
  if (!ends.signal.aborted) {
    log(`${config.site.name}: ${running.url}`);
    await once(ends.signal, "abort");
  }
  endWith(await running.stop(), names, ends.isFault);
}

/** The disk cannot be trusted any more: nothing is closed, and the supervisor starts Gleaner anew. */
export function endAtOnce(error: Error): never {
  logProblem(`${error.message} Gleaner ends so that it can be started anew.`);
  // an ordinary end might wait for the disk
  endHard(EXIT.software);
}
