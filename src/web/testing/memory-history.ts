import type {
  Bucket,
  Decision,
  EnergySign,
  Gap,
  History,
  JournalEntry,
  JournalQuery,
  Reading,
  Unit,
} from "../../model/index.ts";
import { HOUR } from "../../model/index.ts";

/** The part of a power that counts. */
function counted(power: number, sign: EnergySign): number {
  if (sign === "net") return power;
  return sign === "positive" ? Math.max(0, power) : Math.min(0, power);
}

/** A history in memory, as simple as can be. Readings are pushed in the order of their instants. */
export class MemoryHistory implements History {
  readonly units = new Map<string, Unit>();
  readonly readings: Reading[] = [];
  /** In the order of recording; the first has the id 1. */
  readonly recorded: Decision[] = [];
  readonly missing: Gap[] = [];
  closed = false;

  unit(channel: string): Unit | undefined {
    return this.units.get(channel);
  }

  channels(): { name: string; unit: Unit }[] {
    return [...this.units].map(([name, unit]) => ({ name, unit })).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  latest(channel: string): Reading | undefined {
    return this.readings.findLast((reading) => reading.channel === channel);
  }

  latestOf(channels: readonly string[]): (Reading | undefined)[] {
    return channels.map((channel) => this.latest(channel));
  }

  range(channel: string, from: number, to: number, limit: number): Reading[] {
    return this.readings.filter((r) => r.channel === channel && r.at >= from && r.at < to).slice(0, limit);
  }

  changes(channel: string, from: number, to: number, limit: number): Reading[] {
    const readings = this.range(channel, from, to, Number.POSITIVE_INFINITY);
    return readings.filter(({ value }, i) => i === 0 || value !== readings[i - 1]?.value).slice(0, limit);
  }

  /** The mean is that of the readings, not of the time. */
  #bucket(channel: string, from: number, to: number): Bucket | undefined {
    const values = this.range(channel, from, to, 1e6).map(({ value }) => Number(value));
    const [count, last] = [values.length, values.at(-1)];
    if (last === undefined) return undefined;
    const mean = values.reduce((sum, value) => sum + value, 0) / count;
    return { at: from, min: Math.min(...values), mean, max: Math.max(...values), count, last };
  }

  buckets(channel: string, from: number, to: number, points: number, _hold_ms?: number): Bucket[] {
    const edges = Array.from({ length: points + 1 }, (_, i) => from + ((to - from) * i) / points);
    return this.summaries(channel, edges).flatMap((bucket) => bucket ?? []);
  }

  summaries(channel: string, edges: readonly number[]): (Bucket | undefined)[] {
    return edges.slice(1).map((to, i) => this.#bucket(channel, edges[i] ?? to, to));
  }

  energies(channel: string, edges: readonly number[], hold_ms: number, sign: EnergySign = "net"): Float64Array {
    const readings = this.readings.filter((reading) => reading.channel === channel);
    return Float64Array.from(edges.slice(1), (to, i) => {
      const from = edges[i] ?? to;
      return readings.reduce((sum, { at, value }, k) => {
        const until = Math.min(readings[k + 1]?.at ?? Number.POSITIVE_INFINITY, at + hold_ms);
        const time_ms = Math.max(0, Math.min(to, until) - Math.max(from, at));
        return sum + (counted(Number(value), sign) * time_ms) / HOUR;
      }, 0);
    });
  }

  energy(channel: string, from: number, to: number, hold_ms: number): number {
    return this.energies(channel, [from, to], hold_ms)[0] ?? 0;
  }

  /** A rise counts where the later of its two readings lies; a fall is a reset. */
  rises(channel: string, edges: readonly number[]): Float64Array {
    const readings = this.readings.filter((reading) => reading.channel === channel);
    return Float64Array.from(edges.slice(1), (to, i) => {
      return readings.reduce((sum, { at, value }, k) => {
        const before = readings[k - 1]?.value;
        if (before === undefined || at < (edges[i] ?? to) || at >= to) return sum;
        const rise = Number(value) - Number(before);
        return sum + (rise >= 0 ? rise : Number(value));
      }, 0);
    });
  }

  gaps(from: number, to: number): Gap[] {
    return this.missing.filter(({ since, until }) => until > from && since < to);
  }

  #entries(): JournalEntry[] {
    return this.recorded.map((decision, index) => ({ ...decision, id: index + 1 }));
  }

  decisions({ from, to, relay, kind, limit }: JournalQuery): JournalEntry[] {
    return this.#entries()
      .filter((line) => line.at >= from && line.at < to)
      .filter((line) => (relay ?? line.relay) === line.relay && (kind ?? line.kind) === line.kind)
      .sort((a, b) => b.at - a.at || b.id - a.id)
      .slice(0, limit);
  }

  journal(limit: number, before = Number.POSITIVE_INFINITY): JournalEntry[] {
    return this.#entries()
      .filter(({ id }) => id < before)
      .reverse()
      .slice(0, limit);
  }

  close(): void {
    this.closed = true;
  }
}
