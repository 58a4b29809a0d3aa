import {
  type Batch,
  LONGEST_CHANNEL_NAME,
  LONGEST_STATE,
  type Reading,
  type Store,
  type Unit,
} from "../model/index.ts";

function canBeKept({ channel, at, value }: Reading): boolean {
  if (!Number.isFinite(at) || channel.length > LONGEST_CHANNEL_NAME) return false;
  return typeof value === "number" ? Number.isFinite(value) : value.length <= LONGEST_STATE;
}

/** A store in memory: what is given to it is kept at once, so that virtual time never waits for a disk. */
export class MemoryStore implements Store {
  readonly #units = new Map<string, Unit>();
  #batches: Batch[] = [];
  /** As JSON, as every store keeps it: what the house does to its memory later does not show. */
  #memory: string | undefined;
  #closed = false;

  /** @param memory what an earlier house has remembered: this one goes on there */
  constructor(memory?: unknown) {
    this.#memory = memory === undefined ? undefined : JSON.stringify(memory);
  }

  /** @throws Error once it is closed */
  async commit(batch: Batch): Promise<void> {
    if (this.#closed) throw new Error("The store is closed: nothing more can be kept");
    if (batch.memory !== undefined) this.#memory = JSON.stringify(batch.memory);
    const memory = batch.memory === undefined ? {} : { memory: this.memory() };
    this.#batches.push({ ...batch, ...memory, readings: batch.readings.filter(canBeKept) });
  }

  describe(channel: string, unit: Unit): void {
    this.#units.set(channel, unit);
  }

  memory(): unknown {
    return this.#memory === undefined ? undefined : JSON.parse(this.#memory);
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  /** Gives away what was committed since the last time, in its order, and forgets it, but for the memory and the units. */
  take(): { readonly batches: readonly Batch[]; readonly units: ReadonlyMap<string, Unit> } {
    const batches = this.#batches;
    this.#batches = [];
    return { batches, units: new Map(this.#units) };
  }
}
