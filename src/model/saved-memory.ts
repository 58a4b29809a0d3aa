/**
 * What a house remembers from run to run, saved with its readings: one part for each that remembers something. A part
 * may come from another version or a damaged disk: whoever reads it looks at it as at anything from outside.
 */
export interface SavedMemory {
  /** The guard's: modes, counters, rests, faults. */
  readonly brain?: unknown;
  /** Timers of the scripts. */
  readonly scripts?: unknown;
  /** Recorded time and what waits for the clock. */
  readonly record?: unknown;
  readonly retention?: unknown;
  /** Relays that had not confirmed their safe state when Gleaner last stopped. */
  readonly unconfirmed?: unknown;
}

/** What a store gave back as memory; without any part where it is no memory, or the first start. */
export function savedMemoryOf(saved: unknown): SavedMemory {
  return typeof saved === "object" && saved !== null ? saved : {};
}
