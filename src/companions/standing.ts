import type { RelayState } from "../model/index.ts";
import { type Standing, standingOf } from "../panel/brain.ts";

/** What may be said of a relay, as the house shows it. */
export function standingOfRelay({ mode, on, reason: { code }, fault }: RelayState): Standing {
  return standingOf({ mode, on, code, is_faulty: fault !== null });
}
