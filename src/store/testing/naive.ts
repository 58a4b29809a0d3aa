import type {
  Batch,
  Bucket,
  CounterRules,
  Decision,
  EnergySign,
  Gap,
  History,
  JournalEntry,
  JournalQuery,
  Pace,
  Questions,
  Reading,
  Unit,
  Value,
} from "../../model/index.ts";
import type { Correction } from "../sums/correct.ts";
import { riseOf } from "../sums/counter.ts";

const MS_PER_HOUR = 3_600_000;
const HOLD_MS = 300_000;

type NumberRead = Reading & { readonly value: number };

function isNumber(reading: Reading): reading is NumberRead {
  return typeof reading.value === "number";
}

/** How long two spans overlap. */
function overlap(from: number, to: number, start: number, end: number): number {
  return Math.max(0, Math.min(to, end) - Math.max(from, start));
}

/** Neighbouring edges. */
function spansOf(edges: ArrayLike<number>): [from: number, to: number][] {
  return Array.from({ length: edges.length - 1 }, (_, i) => [edges[i] ?? 0, edges[i + 1] ?? 0]);
}

/** The plainest store there can be: arrays and loops. What it answers is what every other implementation must answer. */
export class NaiveHistory implements History {
  readonly #values = new Map<string, Map<number, Value>>();
  readonly #units = new Map<string, Unit>();
  readonly #lines: Decision[] = [];
  readonly #gaps: Gap[] = [];
  readonly #paces = new Map<number, Pace>();
  /** Channels that the house recorded itself. */
  readonly #own = new Set<string>();
  readonly #corrections = new Map<number, Pick<Correction, "channel" | "since" | "until" | "change">>();

  describe(channel: string, unit: Unit): void {
    this.#units.set(channel, unit);
  }

  commit({ readings, decisions, gaps = [], paces = [] }: Batch): void {
    for (const { channel } of readings) this.#own.add(channel);
    for (const pace of paces) this.#paces.set(pace.since, pace);
    this.load(readings);
    for (const line of decisions) {
      const same = JSON.stringify(line);
      if (!this.#lines.some((other) => JSON.stringify(other) === same)) this.#lines.push(line);
    }
    for (const gap of gaps) {
      const same = JSON.stringify(gap);
      if (!this.#gaps.some((other) => JSON.stringify(other) === same)) this.#gaps.push(gap);
    }
  }

  /** Readings from elsewhere. */
  load(readings: readonly Reading[]): void {
    for (const { channel, at, value } of readings) {
      const values = this.#values.get(channel) ?? new Map<number, Value>();
      this.#values.set(channel, values);
      if (!values.has(at)) values.set(at, value);
      if (!this.#units.has(channel)) this.#units.set(channel, typeof value === "number" ? "" : null);
    }
  }

  prune(channel: string, before: number): void {
    const values = this.#values.get(channel);
    for (const at of [...(values?.keys() ?? [])]) if (at < before) values?.delete(at);
  }

  /** Of corrections of the same readings the one with the lower id comes first. */
  correct(id: number, correction: Pick<Correction, "channel" | "since" | "until" | "change">): void {
    this.#corrections.set(id, correction);
  }

  undo(id: number): void {
    this.#corrections.delete(id);
  }

  async channels(): Promise<{ name: string; unit: Unit }[]> {
    return [...this.#units].map(([name, unit]) => ({ name, unit })).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async unit(channel: string): Promise<Unit | undefined> {
    return this.#units.get(channel);
  }

  async range(channel: string, from: number, to: number, limit: number): Promise<Reading[]> {
    return this.#within(channel, from, to).slice(0, limit);
  }

  #within(channel: string, from: number, to: number): Reading[] {
    return this.#all(channel).filter(({ at }) => at >= from && at < to);
  }

  async changes(channel: string, from: number, to: number, limit: number): Promise<Reading[]> {
    const readings = this.#within(channel, from, to);
    return readings.filter(({ value }, i) => i === 0 || value !== readings[i - 1]?.value).slice(0, limit);
  }

  async summaries(channel: string, edges: ArrayLike<number>, hold_ms = HOLD_MS): Promise<(Bucket | undefined)[]> {
    const all = this.#all(channel);
    return spansOf(edges).map(([from, to]) => this.#summary(all, from, to, hold_ms));
  }

  #summary(all: readonly Reading[], start: number, end: number, hold_ms: number): Bucket | undefined {
    const within = all.filter(isNumber).filter(({ at }) => at >= start && at < end);
    if (within.length === 0) return undefined;
    let [held, time] = [0, 0];
    for (const [i, reading] of all.entries()) {
      if (!isNumber(reading)) continue;
      const until = Math.min(all[i + 1]?.at ?? Number.POSITIVE_INFINITY, reading.at + hold_ms);
      const weight = overlap(reading.at, until, start, end);
      held += reading.value * weight;
      time += weight;
    }
    const values = within.map(({ value }) => value);
    return {
      at: start,
      min: Math.min(...values),
      mean: held / time,
      max: Math.max(...values),
      count: values.length,
      last: values.at(-1) ?? Number.NaN,
    };
  }

  #energy(channel: string, from: number, to: number, hold_ms: number, sign: EnergySign): number {
    const all = this.#all(channel);
    let held = 0;
    for (const [i, reading] of all.entries()) {
      if (!isNumber(reading)) continue;
      if ((sign === "positive" && reading.value < 0) || (sign === "negative" && reading.value > 0)) continue;
      const next = all[i + 1]?.at ?? Number.POSITIVE_INFINITY;
      held += reading.value * this.#trueTime(channel, reading.at, next, hold_ms, from, to);
    }
    return held / MS_PER_HOUR;
  }

  /** The true time within `from` and `to` for which a reading of `since` holds, until the next one or for `hold_ms` of true time. */
  #trueTime(channel: string, since: number, next: number, hold_ms: number, from: number, to: number): number {
    const paces = this.#own.has(channel) ? [...this.#paces.values()].sort((a, b) => a.since - b.since) : [];
    const borders = paces.flatMap((pace) => [pace.since, pace.until]).filter((at) => at > since && at < next);
    borders.sort((a, b) => a - b);
    let [passed, within] = [0, 0];
    for (const [i, at] of [since, ...borders].entries()) {
      const here = paces.filter((each) => each.since <= at && at < each.until);
      if (here.some((leap) => leap.rate === 0 && leap.since > since)) continue;
      const rate = here.find((pace) => pace.rate > 0)?.rate ?? 1;
      const end = Math.min(borders[i] ?? next, at + (hold_ms - passed) / rate);
      passed += (end - at) * rate;
      within += overlap(at, end, from, to) * rate;
    }
    return within;
  }

  async latestOf(channels: readonly string[]): Promise<(Reading | undefined)[]> {
    return channels.map((channel) => this.#all(channel).at(-1));
  }

  async energies(
    channel: string,
    edges: ArrayLike<number>,
    hold_ms: number,
    sign: EnergySign = "net",
  ): Promise<Float64Array> {
    return Float64Array.from(spansOf(edges), ([from, to]) => this.#energy(channel, from, to, hold_ms, sign));
  }

  async rises(channel: string, edges: ArrayLike<number>, rules: CounterRules = {}): Promise<Float64Array> {
    const all = this.#all(channel);
    return Float64Array.from(spansOf(edges), ([from, to]) => {
      let sum = 0;
      for (const [j, reading] of all.entries()) {
        const next = all[j + 1];
        if (next === undefined || !isNumber(reading) || !isNumber(next)) continue;
        const time = next.at - reading.at;
        const rise = riseOf(reading.value, next.value, time, rules);
        sum += (rise * overlap(reading.at, next.at, from, to)) / time;
      }
      return sum;
    });
  }

  async gaps(from: number, to: number): Promise<Gap[]> {
    return this.#gaps.filter(({ since, until }) => until > from && since < to).sort((a, b) => a.since - b.since);
  }

  async decisions({ from, to, relay, kind, limit }: JournalQuery): Promise<JournalEntry[]> {
    return this.#entries
      .filter((line) => line.at >= from && line.at < to)
      .filter((line) => (relay === undefined || line.relay === relay) && (kind === undefined || line.kind === kind))
      .sort((a, b) => b.at - a.at || b.id - a.id)
      .slice(0, limit);
  }

  async journal(limit: number, before = Number.POSITIVE_INFINITY): Promise<JournalEntry[]> {
    return this.#entries
      .filter(({ id }) => id < before)
      .reverse()
      .slice(0, limit);
  }

  get #entries(): JournalEntry[] {
    return this.#lines.map((line, index) => ({ ...line, id: index + 1 }));
  }

  together<T>(ask: (history: Questions) => Promise<T>): Promise<T> {
    return ask(this);
  }

  /** What readers see of a channel, oldest first. */
  #all(channel: string): Reading[] {
    return [...(this.#values.get(channel) ?? [])]
      .map(([at, value]) => ({ channel, at, value }))
      .sort((a, b) => a.at - b.at)
      .flatMap((reading) => this.#corrected(reading) ?? []);
  }

  #corrected(reading: Reading): Reading | undefined {
    let { value } = reading;
    for (const { channel, since, until, change } of this.#corrections.values()) {
      if (channel !== reading.channel || reading.at < since || reading.at >= until) continue;
      if (change === "remove") return undefined;
      if (typeof value === "number") value = value * change.factor + change.shift;
    }
    return { ...reading, value };
  }
}
