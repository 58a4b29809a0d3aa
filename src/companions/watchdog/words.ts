import { type Reason, type ReasonCode, reason, wordsOf } from "../../model/index.ts";

/** By the system's code. */
const MEANT: Readonly<Record<string, ReasonCode>> = {
  ENOENT: "watchdog_none",
  ENODEV: "watchdog_none",
  ENXIO: "watchdog_none",
  ENOTTY: "watchdog_not_one",
  EACCES: "watchdog_forbidden",
  EPERM: "watchdog_forbidden",
  EBUSY: "watchdog_busy",
};

/** Why a watchdog cannot be used, in words that say what to do. */
export function whyNot(error: unknown, path: string): Reason {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const meant = MEANT[code];
  return meant ? reason(meant, { path }) : reason("watchdog_said", { path, problem: wordsOf(error) });
}
