import { once } from "node:events";
import type { Unsaved } from "../../house.ts";
import { EXIT } from "../terminal/exit.ts";
import { log, logProblem } from "../terminal/log.ts";
import type { Running } from "./real-house.ts";

/** One Ctrl-C reaches this process more than once: from the terminal, from npm, from the starter. */
const SAME_SIGNAL_MS = 1_500;

/** The start was given up because somebody wants Gleaner to end. */
class Stopped extends Error {
  override readonly name = "Stopped";
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
      if (performance.now() - first > SAME_SIGNAL_MS) process.exit(EXIT.software);
      return;
    }
    first = performance.now();
    stop.abort(new Stopped("Gleaner was stopped while it started"));
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

/** Ends the process, with what could not be stored. */
function end({ readings, decisions }: Unsaved): never {
  if (readings === 0 && decisions === 0) process.exit(0);
  logProblem(
    `${readings} readings and ${decisions} journal lines could not be stored: look at the disk and at the lines above.`,
  );
  process.exit(EXIT.software);
}

/**
 * Runs a house until somebody wants it to end, then ends the process.
 * @param start may take its time, looks at the signal between its steps, and throws its reason once it is given up
 * @throws what `start` throws, and what the stop of the house throws
 */
export async function runUntilStopped(name: string, start: (stop: AbortSignal) => Promise<Running>): Promise<never> {
  let up = false;
  const stop = stopAtSignals(() => log(up ? "Stopping: relays go to their safe state …" : "Stopping …"));
  const running = await start(stop).catch((error: unknown) => {
    if (error instanceof Stopped) process.exit(0);
    throw error;
  });
  up = true;
  if (!stop.aborted) {
    log(`${name}: ${running.url}`);
    await once(stop, "abort");
  }
  end(await running.stop());
}

/** The disk cannot be trusted any more: nothing is closed, and the supervisor starts Gleaner anew. */
export function endAtOnce(error: Error): never {
  logProblem(`${error.message} Gleaner ends so that it can be started anew.`);
  process.exit(EXIT.software);
}
