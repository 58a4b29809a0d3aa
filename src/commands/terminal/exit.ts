import { ConfigError } from "../../config/index.ts";
import { wordsOf } from "../../model/index.ts";
import { FolderInUse } from "../../store/index.ts";
import { NoConfig } from "../config-file.ts";
import { lastLines, logProblem } from "./log.ts";

/** Exit codes; those below 100 are of sysexits.h, which supervisors know. */
export const EXIT = {
  /** The command was given wrongly. */
  usage: 64,
  /** The data is not as it should be. */
  data: 65,
  unavailable: 69,
  /** Relays whose outputs have not confirmed their safe state: somebody must look at them. */
  relays: 74,
  /** The disk cannot be trusted any more, or something could not be stored: the supervisor is to start Gleaner anew. */
  software: 70,
  /** Another Gleaner has the data folder. */
  folder_in_use: 73,
  config: 78,
  /** Stopped before the end, by Ctrl-C. */
  stopped: 130,
} as const;

/**
 * Ends this process although something in it hangs: an ordinary end would wait for it.
 * @param code as with an ordinary end
 */
export function endHard(code: number): never {
  lastLines();
  try {
    process.execve?.("/bin/sh", ["sh", "-c", `exit ${code}`], {});
  } catch {
    // then without a code
  }
  process.kill(process.pid, "SIGKILL");
  throw new Error("unreachable: the process is ended");
}

/**
 * Ends this process. What was asked of the system and is not answered, such as a look at a disk that hangs, would keep an
 * ordinary end waiting.
 */
export function end(code: number): never {
  if (process.getActiveResourcesInfo().some((name) => name.startsWith("FSReq"))) endHard(code);
  process.exit(code);
}

/** Ends with a sentence and the exit code that belongs to the error. */
export function fail(error: unknown): never {
  logProblem(wordsOf(error));
  if (error instanceof ConfigError || error instanceof NoConfig) end(EXIT.config);
  end(error instanceof FolderInUse ? EXIT.folder_in_use : EXIT.unavailable);
}
