import { type Basket, HOUR, inUnit, isCounter, MINUTE, SECOND, type Unit } from "../model/index.ts";
import type { EnergyOptions, RegisterOf } from "./energies.ts";
import { UnclearText } from "./layout.ts";
import { beginOf, distanceOf, type Row, sorted, summed } from "./row-sums.ts";
import { kindOf } from "./shape.ts";

/**
 * Numbers of counters. Whether they are those of a register, or each the energy of its own row, shows in how they rise and
 * fall: until then they are held back. Those of rows are added up to a register.
 */

/** So many numbers of a channel tell what it is … */
const MOST_HELD = 3_000;
/** … fewer, where so many of all channels are held back. */
const MOST_HELD_OF_ALL = 400_000;
/** So many energies of rows are added up: fifteen years of quarters of an hour in four channels. */
const MOST_ROWS = 2_000_000;

/** Told of a line, after it was taken, that it is none. */
type Refuse = (line: number, message: string) => void;

/** How sure it is by its name, or its form, that a number is the energy of its row; absent: nothing says so. */
export type RowHint = "sure" | "seems";

interface Counter {
  readonly name: string;
  readonly unit: Unit;
  readonly basket: Basket;
  readonly seems: boolean;
  /** `undefined`: it shows later. */
  kind: "register" | "rows" | "open" | undefined;
  held: Row[];
}

const MOST_SHOWN = 3;

function openWords({ name, held }: Counter): string {
  const values = held.slice(0, MOST_SHOWN).map(({ value }) => value);
  const words = `${name} may be a meter's register, or the energy of each row (${values.join(", ")}${held.length > MOST_SHOWN ? " …" : ""})`;
  return `${words}: say which, by --energy register or --energy per-row`;
}

/** What stands still all the time tells nothing yet. */
function changes({ held: [first, ...others] }: Counter): boolean {
  return others.some(({ value }) => value !== first?.value);
}

/** How long a row lasts. */
function lastWords(ms: number): string {
  if (ms % HOUR === 0) return `${ms / HOUR} h`;
  return ms % MINUTE === 0 ? `${ms / MINUTE} min` : `${ms / SECOND} s`;
}

export class Counters {
  readonly #options: EnergyOptions;
  readonly #refuse: Refuse;
  readonly #counters = new Map<string, Counter>();
  #held = 0;
  /** Readings that were taken and are none, less those that were added. */
  #fewer = 0;
  #notes: string[] = [];

  constructor(options: EnergyOptions, refuse: Refuse) {
    this.#options = options;
    this.#refuse = refuse;
  }

  /** Numbers are held back: whoever goes on behind them in another run would lack them. */
  get holds(): boolean {
    return this.#held > 0;
  }

  /** By how many the readings taken are too many. */
  get fewer(): number {
    return this.#fewer;
  }

  /** @returns where the numbers of a channel go one by one; `undefined`: they are told to `take` */
  basket(name: string, unit: Unit, basket: Basket, hint: RowHint | undefined): Basket | undefined {
    if (!isCounter(name, unit) || this.#options.energy === "register") return basket;
    const known = this.#counters.get(name);
    if (known) return known.kind === "register" ? basket : undefined;
    const isRows = this.#options.energy === "per-row" || hint === "sure";
    const kind = isRows ? ("rows" as const) : undefined;
    this.#counters.set(name, { name, unit, basket, seems: hint === "seems", kind, held: [] });
    return undefined;
  }

  /** @throws UnclearText where there are more than can be added up */
  take(name: string, row: Row): void {
    const counter = this.#counters.get(name);
    if (counter === undefined) return;
    if (counter.kind === "open") {
      this.#drop(row, openWords({ ...counter, held: [row] }));
      return;
    }
    if (counter.kind === "rows" && row.value < 0) {
      this.#drop(row, `${name}: ${row.value} is below 0, and no energy of a row`);
      return;
    }
    counter.held.push(row);
    this.#held++;
    if (counter.kind === undefined && counter.held.length % MOST_HELD === 0 && changes(counter)) this.#decide(counter);
    if (this.#held >= MOST_HELD_OF_ALL) this.decide();
    if (this.#held >= MOST_ROWS) throw new UnclearText(`It has more than ${MOST_ROWS} energies of rows: split it`);
  }

  #drop({ line }: Row, message: string): void {
    this.#fewer++;
    this.#refuse(line, message);
  }

  /** Whatever waits is taken for what it seems to be. */
  decide(): void {
    for (const counter of this.#counters.values()) if (counter.kind === undefined) this.#decide(counter);
  }

  #decide(counter: Counter): void {
    const { held, basket, seems } = counter;
    const values = sorted(held).rows.map(({ value }) => value);
    counter.kind = kindOf(values, seems);
    if (counter.kind === "rows") {
      counter.held = [];
      this.#held -= held.length;
      for (const row of held) this.take(counter.name, row);
      return;
    }
    const words = openWords(counter);
    for (const row of this.#release(counter)) {
      if (counter.kind === "register") basket.add(row.at, row.value);
      else this.#drop(row, words);
    }
  }

  #release(counter: Counter): readonly Row[] {
    const { held } = counter;
    counter.held = [];
    this.#held -= held.length;
    return held;
  }

  /**
   * The text is over: energies of rows become registers.
   * @throws Error where one cannot go on from what the history has
   */
  async finish(registerOf: RegisterOf): Promise<void> {
    this.decide();
    const all = [...this.#counters.values()].filter(({ kind, held }) => kind === "rows" && held.length > 0);
    if (this.#options.register !== undefined && all.length !== 1) {
      throw new UnclearText(
        all.length === 0
          ? "--register: nothing of it is added up; it goes with --energy per-row"
          : `--register is one channel's, and several are added up (${all.map(({ name }) => name).join(", ")})`,
      );
    }
    for (const counter of all) await this.#sum(counter, registerOf);
  }

  async #sum(counter: Counter, registerOf: RegisterOf): Promise<void> {
    const { name, unit, basket } = counter;
    const held = this.#release(counter);
    const { rows, twice } = sorted(held);
    for (const row of twice) this.#drop(row, `${name} has another energy for the same time before`);
    const distance = distanceOf(rows);
    const ended = this.#options.time_is_end === true;
    if (distance === undefined) {
      for (const row of rows) {
        this.#drop(row, `${name}: of a single row nobody knows how long it is: say so by its unit, as kWh/15min`);
      }
      return;
    }
    const { shown: plain } = summed(rows, distance, ended, 0);
    const instants = plain.map(({ at }) => at);
    const begins = this.#said(counter) ?? (await registerOf({ channel: name, unit, instants })) ?? 0;
    const { shown, missing } = summed(rows, distance, ended, begins);
    for (const { at, value } of shown) basket.add(at, value);
    this.#fewer += held.length - twice.length - shown.length;
    this.#note(name, rows.length, distance, `${begins} ${unit ?? ""}`.trim(), beginOf(rows, distance, ended), missing);
  }

  /** The text was not read to its end: what is held back is not stored, and told. */
  giveUp(): void {
    for (const counter of this.#counters.values()) {
      const { length } = this.#release(counter);
      if (length === 0) continue;
      this.#fewer += length;
      this.#notes.push(
        `${counter.name}: ${length} of its numbers are not in the history: they are added up once all of the text was read`,
      );
    }
  }

  #said({ name, unit }: Counter): number | undefined {
    const { register } = this.#options;
    if (register === undefined) return undefined;
    const value = register.unit === "" ? register.value : inUnit(register.value, register.unit, unit ?? "");
    if (value === undefined) throw new UnclearText(`--register: ${name} is kept in ${unit}, not in ${register.unit}`);
    return value;
  }

  #note(name: string, count: number, distance: number, begins: string, from: number, missing: number): void {
    const stamp = this.#options.time_is_end ? "ends at its time" : "begins at its time (--time end: it ends then)";
    const since = new Date(from).toISOString().slice(0, 16).replace("T", " ");
    this.#notes.push(
      `${name}: the energies of ${count} rows of ${lastWords(distance)} are added up to a register, from ${begins} at ${since} UTC; each ${stamp}`,
    );
    if (missing === 0) return;
    this.#notes.push(
      `${name}: rows are missing ${missing === 1 ? "once" : `${missing} times`}: a register shows that time as without any; kept as power, by a unit such as kWh/15min, it is shown as unknown`,
    );
  }

  /** What people should know. */
  notes(): string[] {
    return this.#notes;
  }
}
