import type {
  Batch,
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
  Pace,
  Questions,
  Reading,
  Unit,
  Value,
} from "../../model/index.ts";
import { SURE_MS, speaksFor, tellJudged } from "../../model/index.ts";
import { type Correction, isConfirmation } from "../sums/correct.ts";
import { countedOf } from "./naive-counter.ts";

const MS_PER_HOUR = 3_600_000;

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

/** How long a reading holds: so much true time, but not beyond an instant. */
interface Lasts {
  readonly for_ms: number;
  readonly until: number;
  /** Until then whatever that is in true time. */
  readonly least?: number;
}

/** A time in which a value holds, UTC ms; each of its milliseconds is worth `rate` true ones. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly rate: number;
}

/** The pieces of recorded time in which a reading of `since` holds. */
function courseOf(
  paces: readonly Pace[],
  since: number,
  { for_ms, until: end, least = since }: Lasts,
): Omit<Piece, "value">[] {
  const borders = paces.flatMap((pace) => [pace.since, pace.until]).filter((at) => at > since && at < end);
  borders.sort((a, b) => a - b);
  const pieces: Omit<Piece, "value">[] = [];
  let passed = 0;
  for (const [i, at] of [since, ...borders].entries()) {
    const here = paces.filter((each) => each.since <= at && at < each.until);
    if (here.some((leap) => leap.rate === 0 && leap.since > since)) continue;
    const rate = here.find((pace) => pace.rate > 0)?.rate ?? 1;
    const to = Math.min(borders[i] ?? end, Math.max(at + Math.max(0, for_ms - passed) / rate, least));
    if (to <= at) continue;
    passed += (to - at) * rate;
    pieces.push({ from: at, to, rate });
  }
  return pieces;
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

  async summaries(channel: string, edges: ArrayLike<number>, hold?: HoldRule): Promise<(Bucket | undefined)[]> {
    const all = this.#all(channel);
    // a mean is weighted by recorded time
    const lasts = this.#lasts(channel, all, hold, []);
    return spansOf(edges).map(([from, to]) => this.#summary(all, lasts, from, to));
  }

  #summary(all: readonly Reading[], lasts: readonly Lasts[], start: number, end: number): Bucket | undefined {
    const within = all.filter(isNumber).filter(({ at }) => at >= start && at < end);
    if (within.length === 0) return undefined;
    let [held, time] = [0, 0];
    for (const [i, reading] of all.entries()) {
      if (!isNumber(reading)) continue;
      const { for_ms = 0, until = 0 } = lasts[i] ?? {};
      const weight = overlap(reading.at, Math.min(reading.at + for_ms, until), start, end);
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

  /** How long each reading holds: in true time, and until when at the latest. */
  #lasts(channel: string, all: readonly Reading[], hold: HoldRule | undefined, paces: readonly Pace[]): Lasts[] {
    const row = { at: all.map(({ at }) => at), values: all.map((each) => (isNumber(each) ? each.value : Number.NaN)) };
    const noStops = Number.POSITIVE_INFINITY;
    const stops = this.#gaps.filter((gap) => gap.channel === undefined && gap.until - gap.since >= SURE_MS);
    return row.at.map((at, i): Lasts => {
      const next = row.at[i + 1] ?? Number.POSITIVE_INFINITY;
      if (typeof hold === "number") return { for_ms: hold, until: next };
      const for_ms = Math.max(SURE_MS, speaksFor(row, i, hold));
      if (for_ms < Number.POSITIVE_INFINITY || !this.#own.has(channel))
        return { for_ms, until: next, least: at + for_ms };
      const stop = Math.min(noStops, ...stops.map(({ since }) => since).filter((since) => since >= at));
      const sure = courseOf(paces, at, { for_ms: SURE_MS, until: next }).at(-1)?.to ?? at;
      return { for_ms, until: Math.min(next, Math.max(stop, sure)) };
    });
  }

  /** What a channel held within `from` and `to`, in pieces of one pace each. */
  #pieces(channel: string, from: number, to: number, hold: HoldRule | undefined): Piece[] {
    const all = this.#all(channel);
    const paces = this.#pacesOf(channel);
    const lasts = this.#lasts(channel, all, hold, paces);
    const pieces = all.flatMap((reading, i): Piece[] => {
      const held = lasts[i];
      if (!isNumber(reading) || !held) return [];
      return courseOf(paces, reading.at, held).map((piece) => ({ ...piece, value: reading.value }));
    });
    return pieces
      .map((piece) => ({ ...piece, from: Math.max(piece.from, from), to: Math.min(piece.to, to) }))
      .filter((piece) => piece.from < piece.to);
  }

  #pacesOf(channel: string): Pace[] {
    return this.#own.has(channel) ? [...this.#paces.values()].sort((a, b) => a.since - b.since) : [];
  }

  /** The share of a time, without what the clock leapt over, in which something held. */
  #covered(channel: string, from: number, to: number, pieces: readonly Piece[]): number {
    const paces = this.#pacesOf(channel);
    const borders = paces.flatMap(({ since, until }) => [since, until]).filter((at) => at > from && at < to);
    const edges = [from, ...borders.sort((a, b) => a - b), to];
    let [known, passed] = [0, 0];
    for (const [start, end] of spansOf(edges)) {
      const here = pieces.reduce((sum, piece) => sum + overlap(piece.from, piece.to, start, end), 0);
      const isLeapt = paces.some(({ since, until, rate }) => rate === 0 && since <= start && start < until);
      known += here;
      passed += isLeapt && here === 0 ? 0 : end - start;
    }
    return passed > 0 ? Math.min(1, known / passed) : 1;
  }

  async latestOf(channels: readonly string[]): Promise<(Reading | undefined)[]> {
    return channels.map((channel) => this.#all(channel).at(-1));
  }

  async energies(
    channel: string,
    edges: ArrayLike<number>,
    hold?: HoldRule,
    sign: EnergySign = "net",
  ): Promise<Energies> {
    const counts = (value: number): boolean => sign === "net" || (sign === "positive" ? value > 0 : value < 0);
    const spans = spansOf(edges).map(([from, to]) => ({ from, to, pieces: this.#pieces(channel, from, to, hold) }));
    return {
      sums: Float64Array.from(spans, ({ pieces }) =>
        pieces.reduce((sum, { value, rate, ...piece }) => {
          return sum + (counts(value) ? (value * rate * (piece.to - piece.from)) / MS_PER_HOUR : 0);
        }, 0),
      ),
      covered: Float64Array.from(spans, ({ from, to, pieces }) => this.#covered(channel, from, to, pieces)),
    };
  }

  async rises(channel: string, edges: ArrayLike<number>, rules: CounterRules = {}): Promise<Float64Array> {
    const { steps } = countedOf(this.#all(channel), this.#confirmed(channel), rules);
    return Float64Array.from(spansOf(edges), ([from, to]) =>
      steps.reduce((sum, step) => sum + (step.rise * overlap(step.from, step.to, from, to)) / step.took, 0),
    );
  }

  async judged(channel: string, from: number, to: number, rules: CounterRules = {}): Promise<Judged[]> {
    const { judged } = countedOf(this.#all(channel), this.#confirmed(channel), rules);
    const list: Judged[] = [];
    for (const each of judged) if (each.at >= from && each.at < to) tellJudged(list, each);
    return list.sort((a, b) => a.at - b.at);
  }

  /** Times of which corrections say that they are right. */
  #confirmed(channel: string): readonly Pick<Correction, "since" | "until">[] {
    return [...this.#corrections.values()].filter((each) => each.channel === channel && isConfirmation(each));
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
