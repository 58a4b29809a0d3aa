import {
  type Basket,
  DAY,
  energyOf,
  HOUR,
  type ImportMark,
  type Loader,
  type Met,
  type Questions,
  type Unit,
  type Value,
} from "../model/index.ts";

/** What would come of an import: takes readings as a loader does, keeps figures of them, and stores nothing. */

/** What a channel of a text is. */
export interface ChannelSurvey {
  readonly name: string;
  readonly unit: Unit;
  /** The history has it. */
  readonly known: boolean;
  readonly readings: number;
  /** UTC ms */
  readonly first: number;
  readonly last: number;
  /** Of the numbers; `null`: there are none. */
  readonly least: number | null;
  readonly greatest: number | null;
  /** Wh, in all; `null` where the channel tells of no energy. */
  readonly energy: number | null;
  /** Of the same channel and instant, in the text or in the history. */
  readonly met: Met;
  /** Its mean is so many times what the history has; `null`: there is nothing to compare. */
  readonly ratio: number | null;
}

/** What the history is asked. */
type Asked = Pick<Questions, "range" | "summaries" | "latestOf">;

/** Readings of the history that are looked at at a time. */
const PAGE = 20_000;
/** A power is taken to hold no longer. */
const LONGEST_HOLD = HOUR;
/** So far before and after the text's time the history is asked for values to compare. */
const AROUND = 30 * DAY;

interface Reading {
  readonly at: number;
  readonly value: Value;
}

/** Figures of one channel, of parts that come one after the other. */
class Figures {
  readonly name: string;
  readonly unit: Unit;
  readonly known: boolean;
  waiting: Reading[] = [];
  #readings = 0;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
  #least = Number.POSITIVE_INFINITY;
  #greatest = Number.NEGATIVE_INFINITY;
  #sum = 0;
  #numbers = 0;
  #energy = 0;
  #before: { readonly at: number; readonly value: number } | undefined;
  readonly #met = { same: 0, other: 0 };

  constructor(name: string, unit: Unit, known: boolean) {
    this.name = name;
    this.unit = unit;
    this.known = known;
  }

  /** Takes what waited. @returns how many readings, for whoever asked */
  async take(readings: Reading[], history: Asked | undefined): Promise<void> {
    readings.sort((a, b) => a.at - b.at);
    const once = readings.filter((reading, i) => !this.#isTwice(reading, readings[i - 1]));
    if (history && this.known) await this.#compare(once, history);
    for (const { at, value } of once) {
      this.#readings++;
      this.#first = Math.min(this.#first, at);
      this.#last = Math.max(this.#last, at);
      if (typeof value === "number") this.#number(at, value);
    }
  }

  #isTwice({ at, value }: Reading, before: Reading | undefined): boolean {
    if (before?.at !== at) return false;
    this.#met[before.value === value ? "same" : "other"]++;
    return true;
  }

  #number(at: number, value: number): void {
    this.#least = Math.min(this.#least, value);
    this.#greatest = Math.max(this.#greatest, value);
    this.#sum += value;
    this.#numbers++;
    this.#addEnergy(at, value);
    this.#before = { at, value };
  }

  #addEnergy(at: number, value: number): void {
    const told = energyOf(this.name, this.unit);
    const before = this.#before;
    if (!told || !before || at <= before.at) return;
    const { from, factor } = told;
    const held = Math.min(at - before.at, LONGEST_HOLD) / HOUR;
    this.#energy += factor * (from === "power" ? before.value * held : Math.max(0, value - before.value));
  }

  /** Counts what is in the history already. */
  async #compare(readings: readonly Reading[], history: Asked): Promise<void> {
    const [first, last] = [readings[0]?.at, readings.at(-1)?.at];
    if (first === undefined || last === undefined) return;
    const wanted = new Map(readings.map(({ at, value }) => [at, value]));
    let from: number | undefined = first;
    while (from !== undefined) {
      const page: readonly Reading[] = await history.range(this.name, from, last + 1, PAGE);
      for (const { at, value } of page) {
        const mine = wanted.get(at);
        if (mine !== undefined) this.#met[mine === value ? "same" : "other"]++;
      }
      const end = page.at(-1)?.at;
      from = end === undefined || page.length < PAGE ? undefined : end + 1;
    }
  }

  async survey(history: Asked | undefined): Promise<ChannelSurvey> {
    const some = this.#numbers > 0;
    return {
      name: this.name,
      unit: this.unit,
      known: this.known,
      readings: this.#readings,
      first: this.#first,
      last: this.#last,
      least: some ? this.#least : null,
      greatest: some ? this.#greatest : null,
      energy: energyOf(this.name, this.unit) ? this.#energy : null,
      met: { ...this.#met },
      ratio: history && this.known && some ? await this.#ratio(history) : null,
    };
  }

  /** How the mean compares with what is there, near in time or else newest. */
  async #ratio(history: Asked): Promise<number | null> {
    const [latest] = await history.latestOf([this.name]);
    if (latest === undefined) return null;
    const near = await history.summaries(this.name, [this.#first - AROUND, this.#last + AROUND]);
    const [bucket] = near[0] ? near : await history.summaries(this.name, [latest.at - AROUND, latest.at + 1]);
    const there = bucket && Math.max(Math.abs(bucket.min), Math.abs(bucket.max));
    const mine = Math.max(Math.abs(this.#least), Math.abs(this.#greatest));
    return there ? mine / there : null;
  }
}

export class Survey implements Loader {
  readonly #units: ReadonlyMap<string, Unit>;
  readonly #history: Asked | undefined;
  readonly #channels = new Map<string, Figures>();

  /** @param units of the channels that the history has; @param history absent: there is none */
  constructor(units: ReadonlyMap<string, Unit>, history: Asked | undefined) {
    this.#units = units;
    this.#history = history;
  }

  unit(channel: string): Unit | undefined {
    return this.#units.get(channel);
  }

  basket(channel: string, unit: Unit): Basket {
    const figures =
      this.#channels.get(channel) ?? new Figures(channel, this.#units.get(channel) ?? unit, this.#units.has(channel));
    this.#channels.set(channel, figures);
    return { add: (at, number, state) => void figures.waiting.push({ at, value: state ?? number }) };
  }

  async store(_mark?: ImportMark): Promise<void> {
    const waiting = [...this.#channels.values()].map((figures) => [figures, figures.waiting] as const);
    for (const [figures] of waiting) figures.waiting = [];
    for (const [figures, readings] of waiting) await figures.take(readings, this.#history);
  }

  readonly met: Met = { same: 0, other: 0 };
  readonly reach = undefined;

  /** What came of each channel, by name; those without a reading are left out. */
  async channels(): Promise<ChannelSurvey[]> {
    const all: ChannelSurvey[] = [];
    for (const figures of this.#channels.values()) all.push(await figures.survey(this.#history));
    return all.filter(({ readings }) => readings > 0).sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}
