import type {
  Bucket,
  CounterRules,
  Decision,
  Energies,
  EnergySign,
  Gap,
  History,
  HoldRule,
  JournalEntry,
  JournalQuery,
  Judged,
  Questions,
  Reading,
  Unit,
} from "../../model/index.ts";
import { byBytes, HOUR, SURE_MS } from "../../model/index.ts";
import { type Rises, risesOf } from "../../model/testing/rises.ts";

/** The part of a power that counts. */
function counted(power: number, sign: EnergySign): number {
  if (sign === "net") return power;
  return sign === "positive" ? Math.max(0, power) : Math.min(0, power);
}

/** Neighbouring edges. */
function spansOf(edges: ArrayLike<number>): [from: number, to: number][] {
  return Array.from({ length: edges.length - 1 }, (_, i) => [edges[i] ?? 0, edges[i + 1] ?? 0]);
}

/** A history in memory, as simple as can be. Readings are pushed in the order of their instants. */
export class MemoryHistory implements History {
  readonly units = new Map<string, Unit>();
  readonly readings: Reading[] = [];
  /** In the order of recording; the first has the id 1. */
  readonly recorded: Decision[] = [];
  readonly missing: Gap[] = [];
  closed = false;

  async unit(channel: string): Promise<Unit | undefined> {
    return this.units.get(channel);
  }

  async channels(after?: string, most?: number): Promise<{ name: string; unit: Unit }[]> {
    return [...this.units]
      .map(([name, unit]) => ({ name, unit }))
      .filter(({ name }) => after === undefined || byBytes(name, after) > 0)
      .sort((a, b) => byBytes(a.name, b.name))
      .slice(0, most);
  }

  async latestOf(channels: readonly string[]): Promise<(Reading | undefined)[]> {
    return channels.map((channel) => this.readings.findLast((reading) => reading.channel === channel));
  }

  #within(channel: string, from: number, to: number): Reading[] {
    return this.readings.filter((r) => r.channel === channel && r.at >= from && r.at < to);
  }

  async range(channel: string, from: number, to: number, limit: number): Promise<Reading[]> {
    return this.#within(channel, from, to).slice(0, limit);
  }

  async changes(channel: string, from: number, to: number, limit: number): Promise<Reading[]> {
    const readings = this.#within(channel, from, to);
    return readings.filter(({ value }, i) => i === 0 || value !== readings[i - 1]?.value).slice(0, limit);
  }

  /** The mean is that of the readings, not of the time. */
  #bucket(channel: string, from: number, to: number): Bucket | undefined {
    const values = this.#within(channel, from, to).map(({ value }) => Number(value));
    const [count, last] = [values.length, values.at(-1)];
    if (last === undefined) return undefined;
    const mean = values.reduce((sum, value) => sum + value, 0) / count;
    return { at: from, min: Math.min(...values), mean, max: Math.max(...values), count, last };
  }

  async summaries(channel: string, edges: ArrayLike<number>, _hold?: HoldRule): Promise<(Bucket | undefined)[]> {
    return spansOf(edges).map(([from, to]) => this.#bucket(channel, from, to));
  }

  async energies(
    channel: string,
    edges: ArrayLike<number>,
    hold: HoldRule = SURE_MS,
    sign: EnergySign = "net",
  ): Promise<Energies> {
    const spans = spansOf(edges).map(([from, to]) => ({
      length: to - from,
      held: this.#held(channel, from, to, hold),
    }));
    return {
      sums: Float64Array.from(spans, ({ held }) => {
        return held.reduce((sum, { value, time_ms }) => sum + (counted(value, sign) * time_ms) / HOUR, 0);
      }),
      covered: Float64Array.from(spans, ({ held, length }) => {
        return held.reduce((sum, { time_ms }) => sum + time_ms, 0) / length;
      }),
    };
  }

  /** How long each reading of a channel held within a span; what reports on change, or rarely, holds as it says. */
  #held(channel: string, from: number, to: number, hold: HoldRule): { value: number; time_ms: number }[] {
    const readings = this.readings.filter((reading) => reading.channel === channel);
    const longest = typeof hold === "number" ? hold : hold === "on_change" ? Number.POSITIVE_INFINITY : hold.every_ms;
    return readings.map(({ at, value }, k) => {
      const until = Math.min(readings[k + 1]?.at ?? Number.POSITIVE_INFINITY, at + longest);
      return { value: Number(value), time_ms: Math.max(0, Math.min(to, until) - Math.max(from, at)) };
    });
  }

  #counted(channel: string, rules?: CounterRules): Rises {
    const numbers = this.readings.flatMap(({ channel: name, at, value }) =>
      name === channel && typeof value === "number" ? [{ at, value }] : [],
    );
    return risesOf(numbers, rules);
  }

  /** A rise counts where the later of its two readings lies. */
  async rises(channel: string, edges: ArrayLike<number>, rules?: CounterRules): Promise<Float64Array> {
    const { all } = this.#counted(channel, rules);
    return Float64Array.from(spansOf(edges), ([from, to]) =>
      all.reduce((sum, step) => (step.to >= from && step.to < to ? sum + step.rise : sum), 0),
    );
  }

  async judged(channel: string, from: number, to: number, rules?: CounterRules): Promise<Judged[]> {
    return this.#counted(channel, rules).told.filter(({ at }) => at >= from && at < to);
  }

  async gaps(from: number, to: number): Promise<Gap[]> {
    return this.missing.filter(({ since, until }) => until > from && since < to);
  }

  #entries(): JournalEntry[] {
    return this.recorded.map((decision, index) => ({ ...decision, id: index + 1 }));
  }

  async decisions({ from, to, relay, kind, limit }: JournalQuery): Promise<JournalEntry[]> {
    return this.#entries()
      .filter((line) => line.at >= from && line.at < to)
      .filter((line) => (relay ?? line.relay) === line.relay && (kind ?? line.kind) === line.kind)
      .sort((a, b) => b.at - a.at || b.id - a.id)
      .slice(0, limit);
  }

  async journal(limit: number, before = Number.POSITIVE_INFINITY): Promise<JournalEntry[]> {
    return this.#entries()
      .filter(({ id }) => id < before)
      .reverse()
      .slice(0, limit);
  }

  together<T>(ask: (history: Questions) => Promise<T>): Promise<T> {
    return ask(this);
  }

  close(): void {
    this.closed = true;
  }
}
