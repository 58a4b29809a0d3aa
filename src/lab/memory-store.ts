import {
  type Batch,
  byBytes,
  flawOfName,
  type Gap,
  type JournalEntry,
  type JournalQuery,
  type Kept,
  LONGEST_STATE,
  type Reading,
  type Store,
  StoreError,
  soundUnit,
  type Unit,
} from "../model/index.ts";
import { type MemoryView, plainUnit, viewOf } from "./memory-view.ts";

function canBeKept({ channel, at, value }: Reading): boolean {
  if (!Number.isFinite(at) || flawOfName(channel) !== undefined) return false;
  return typeof value === "number" ? Number.isFinite(value) : value.length <= LONGEST_STATE;
}

function refusal(message: string): StoreError {
  return new StoreError({ code: "other", message, fatal: false });
}

/** What several batches come to, in their order. */
function joined(batches: readonly Batch[]): Batch {
  const memory = batches.findLast((batch) => batch.memory !== undefined)?.memory;
  return {
    readings: batches.flatMap(({ readings }) => readings),
    decisions: batches.flatMap(({ decisions }) => decisions),
    gaps: batches.flatMap(({ gaps = [] }) => gaps),
    paces: batches.flatMap(({ paces = [] }) => paces),
    ...(memory !== undefined && { memory }),
  };
}

function assertInstant(...instants: number[]): void {
  if (instants.some(Number.isNaN)) throw new RangeError("an instant must be a number");
}

/**
 * A store in memory: what is given to it is kept at once, so that virtual time never waits for a disk. It answers what it
 * was given, and sums nothing up.
 */
export class MemoryStore implements Store, Kept {
  readonly #units = new Map<string, Unit>();
  #batches: Batch[] = [];
  /** What the batches amount to; `undefined` since there are new ones. */
  #seen: MemoryView | undefined;
  /** As JSON, as every store keeps it: what the house does to its memory later does not show. */
  #memory: string | undefined;
  /** A batch was given whose giver does not know yet that it is kept. */
  #inHand = false;
  #closed = false;

  /** @param memory what an earlier house has remembered: this one goes on there */
  constructor(memory?: unknown) {
    this.#memory = memory === undefined ? undefined : JSON.stringify(memory);
  }

  async commit(batch: Batch): Promise<void> {
    if (this.#closed) throw refusal("The store is closed: nothing more can be kept");
    if (this.#inHand) throw refusal("A batch is being written: this one was not taken, give it again afterwards");
    this.#inHand = true;
    if (batch.memory !== undefined) this.#memory = JSON.stringify(batch.memory);
    const memory = batch.memory === undefined ? {} : { memory: this.memory() };
    this.#batches.push({ ...batch, ...memory, readings: batch.readings.filter(canBeKept) });
    this.#seen = undefined;
    await undefined;
    this.#inHand = false;
  }

  describe(channel: string, unit: Unit): void {
    if (flawOfName(channel) === undefined) this.#units.set(channel, soundUnit(unit));
  }

  memory(): unknown {
    return this.#memory === undefined ? undefined : JSON.parse(this.#memory);
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  /** Gives away what was committed since the last time, as one batch, and forgets it, but for the memory and the units. */
  take(): { readonly batch: Batch; readonly units: ReadonlyMap<string, Unit> } {
    const batch = joined(this.#batches);
    this.#batches = [];
    this.#seen = undefined;
    return { batch, units: new Map(this.#units) };
  }

  async unit(channel: string): Promise<Unit | undefined> {
    return this.#unit(channel);
  }

  async channels(after?: string, most?: number): Promise<{ name: string; unit: Unit }[]> {
    const names = new Set([...this.#units.keys(), ...this.#view.readings.keys()]);
    const asked = [...names].filter((name) => after === undefined || byBytes(name, after) > 0);
    return asked
      .sort(byBytes)
      .slice(0, most)
      .map((name) => ({ name, unit: this.#unit(name) ?? null }));
  }

  async range(channel: string, from: number, to: number, limit: number): Promise<Reading[]> {
    return this.#within(channel, from, to).slice(0, limit);
  }

  async changes(channel: string, from: number, to: number, limit: number): Promise<Reading[]> {
    const readings = this.#within(channel, from, to);
    return readings.filter(({ value }, i) => i === 0 || value !== readings[i - 1]?.value).slice(0, limit);
  }

  async latestOf(channels: readonly string[]): Promise<(Reading | undefined)[]> {
    return channels.map((channel) => this.#all(channel).at(-1));
  }

  async gaps(from: number, to: number): Promise<Gap[]> {
    return this.#view.gaps.filter(({ since, until }) => until > from && since < to);
  }

  async decisions({ from, to, relay, kind, limit }: JournalQuery): Promise<JournalEntry[]> {
    assertInstant(from, to);
    return this.#view.lines
      .filter((line) => line.at >= from && line.at < to)
      .filter((line) => (relay ?? line.relay) === line.relay && (kind ?? line.kind) === line.kind)
      .sort((a, b) => b.at - a.at || b.id - a.id)
      .slice(0, limit);
  }

  async journal(limit: number, before = Number.POSITIVE_INFINITY): Promise<JournalEntry[]> {
    assertInstant(before);
    return this.#view.lines
      .filter(({ id }) => id < before)
      .reverse()
      .slice(0, limit);
  }

  get #view(): MemoryView {
    this.#seen ??= viewOf(this.#batches);
    return this.#seen;
  }

  #all(channel: string): readonly Reading[] {
    return this.#view.readings.get(channel) ?? [];
  }

  #within(channel: string, from: number, to: number): readonly Reading[] {
    return this.#all(channel).filter(({ at }) => at >= from && at < to);
  }

  #unit(channel: string): Unit | undefined {
    const told = this.#units.get(channel);
    if (told !== undefined || this.#units.has(channel)) return told;
    const readings = this.#all(channel);
    return readings.length === 0 ? undefined : plainUnit(readings);
  }
}
