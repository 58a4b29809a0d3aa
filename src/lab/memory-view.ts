import type { Batch, Gap, JournalEntry, Reading, Unit } from "../model/index.ts";

/** What batches amount to, for whoever reads: each reading and each line once, in their order. */
export interface MemoryView {
  /** By channel, oldest first. */
  readonly readings: ReadonlyMap<string, readonly Reading[]>;
  /** In the order of their recording. */
  readonly lines: readonly JournalEntry[];
  /** Oldest first. */
  readonly gaps: readonly Gap[];
}

/** Each thing that says the same once, the first of them. */
function once<T>(things: readonly T[]): T[] {
  const seen = new Map<string, T>();
  for (const thing of things) {
    const same = JSON.stringify(thing);
    if (!seen.has(same)) seen.set(same, thing);
  }
  return [...seen.values()];
}

/** Of two readings of one instant the first stays. */
function byChannel(readings: readonly Reading[]): Map<string, Reading[]> {
  const channels = new Map<string, Map<number, Reading>>();
  for (const reading of readings) {
    const known = channels.get(reading.channel) ?? new Map<number, Reading>();
    channels.set(reading.channel, known);
    if (!known.has(reading.at)) known.set(reading.at, reading);
  }
  return new Map([...channels].map(([name, all]) => [name, [...all.values()].sort((a, b) => a.at - b.at)]));
}

/** Reads batches in the order in which they were committed. */
export function viewOf(batches: readonly Batch[]): MemoryView {
  return {
    readings: byChannel(batches.flatMap(({ readings }) => readings)),
    lines: once(batches.flatMap(({ decisions }) => decisions)).map((line, index) => ({ ...line, id: index + 1 })),
    gaps: once(batches.flatMap(({ gaps = [] }) => gaps)).sort((a, b) => a.since - b.since),
  };
}

/** The unit of a channel that nobody described: a pure number, or a state. */
export function plainUnit([first]: readonly Reading[]): Unit {
  return typeof first?.value === "number" ? "" : null;
}
