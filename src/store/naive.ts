import type { Batch, Bucket, Decision, History, JournalEntry, Reading, Unit, Value } from "../model/index.ts";

const MS_PER_HOUR = 3_600_000;

/** The plainest store there can be: arrays and loops. What it answers is what every other implementation must answer. */
export class NaiveHistory implements History {
  readonly #values = new Map<string, Map<number, Value>>();
  readonly #units = new Map<string, Unit>();
  readonly #lines: Decision[] = [];

  describe(channel: string, unit: Unit): void {
    this.#units.set(channel, unit);
  }

  commit({ readings, decisions }: Batch): void {
    for (const { channel, at, value } of readings) {
      const values = this.#values.get(channel) ?? new Map<number, Value>();
      this.#values.set(channel, values);
      if (!values.has(at)) values.set(at, value);
      if (!this.#units.has(channel)) this.#units.set(channel, typeof value === "number" ? "" : null);
    }
    for (const line of decisions) {
      const same = JSON.stringify(line);
      if (!this.#lines.some((other) => JSON.stringify(other) === same)) this.#lines.push(line);
    }
  }

  unit(channel: string): Unit | undefined {
    return this.#units.get(channel);
  }

  latest(channel: string): Reading | undefined {
    return this.#all(channel).at(-1);
  }

  range(channel: string, from: number, to: number, limit: number): Reading[] {
    return this.#all(channel)
      .filter(({ at }) => at >= from && at < to)
      .slice(0, limit);
  }

  buckets(channel: string, from: number, to: number, points: number): Bucket[] {
    const found: Bucket[] = [];
    const [start, end, parts] = [BigInt(from), BigInt(to), BigInt(points)];
    // Edges in whole numbers: at ≥ from + i·span/points, said without a division
    const edge = (i: bigint): number => Number(start + (i * (end - start) + parts - 1n) / parts);
    for (let i = 0n; i < parts; i++) {
      const values = this.range(channel, edge(i), edge(i + 1n), Number.POSITIVE_INFINITY)
        .map(({ value }) => value)
        .filter((value) => typeof value === "number");
      if (values.length === 0) continue;
      const sum = values.reduce((total, value) => total + value, 0);
      found.push({ at: edge(i), min: Math.min(...values), mean: sum / values.length, max: Math.max(...values) });
    }
    return found;
  }

  energy(channel: string, from: number, to: number, hold_ms: number): number {
    const all = this.#all(channel);
    let held = 0;
    all.forEach(({ at, value }, index) => {
      if (typeof value !== "number") return;
      const end = Math.min(all[index + 1]?.at ?? Number.POSITIVE_INFINITY, at + hold_ms, to);
      held += value * Math.max(0, end - Math.max(at, from));
    });
    return held / MS_PER_HOUR;
  }

  latestOf(channels: readonly string[]): (Reading | undefined)[] {
    return channels.map((channel) => this.latest(channel));
  }

  energies(channel: string, edges: readonly number[], hold_ms: number): Float64Array {
    return Float64Array.from(edges.slice(1), (to, i) => this.energy(channel, edges[i] ?? 0, to, hold_ms));
  }

  journal(limit: number, before = Number.POSITIVE_INFINITY): JournalEntry[] {
    return this.#lines
      .map((line, index) => ({ ...line, id: index + 1 }))
      .filter(({ id }) => id < before)
      .reverse()
      .slice(0, limit);
  }

  #all(channel: string): Reading[] {
    return [...(this.#values.get(channel) ?? [])]
      .map(([at, value]) => ({ channel, at, value }))
      .sort((a, b) => a.at - b.at);
  }
}
