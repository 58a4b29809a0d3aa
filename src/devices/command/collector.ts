import {
  HIDDEN_MARKS,
  inOwnUnit,
  isMeasurable,
  type RawReading,
  type Reason,
  reason,
  type Telling,
  truthOf,
  unitMeant,
  type Value,
} from "../../model/index.ts";
import { quantityName, readMeasure, readUnit, readValue } from "../kit/values.ts";

/** At most so many values of one run or line are taken. */
export const MOST_VALUES = 200;
/** Of what was refused a person is shown so many characters. */
const LONGEST_SHOWN = 120;
/** In place of a unit in the configuration: words are states as they are, `on` and `off` too. */
const STATE = "state";

export interface Parsed {
  readonly readings: RawReading[];
  /** Values that were none: `12abc`, NaN, a long list; and those whose name or unit is none. */
  readonly refused: number;
  /** Values beyond the limit. */
  readonly dropped: number;
  /** Values whose name came once more: the last one counts. */
  readonly repeated: number;
  /** Values in units that nobody knows here: kept, but neither converted nor summed up. */
  readonly unknown_units: number;
  /** The first thing that was refused, for a person to see. */
  readonly first_refused: Telling | null;
  /** The first value in an unknown unit, for a person to see. */
  readonly first_unknown: string | null;
  /** The first name that came once more with another value, for a person to see. */
  readonly first_repeated: string | null;
}

/** Units by quantity name, as the configuration gives them: they go before what the program says. */
export type Units = ReadonlyMap<string, string>;

/** The configuration's units, under names as Gleaner writes them. */
export function unitsOf(units: Readonly<Record<string, string>>): Units {
  return new Map(Object.entries(units).map(([name, unit]) => [quantityName(name) ?? name, unit]));
}

/** Names of what the configuration says to be states. */
export function statesOf(units: Readonly<Record<string, string>>): string[] {
  return [...unitsOf(units)].filter(([, unit]) => unit === STATE).map(([name]) => name);
}

/** A refused value in a few characters. Lists and objects may be deep: only their kind is told. */
export function shown(what: unknown): string {
  if (Array.isArray(what)) return "[…]";
  return typeof what === "object" && what !== null ? "{…}" : String(what).slice(0, 80);
}

/** Whether a part of it was a secret: without that it is another name, state or unit. */
function isHidden(words: unknown): boolean {
  return typeof words === "string" && HIDDEN_MARKS.some((mark) => words.includes(mark));
}

/** Words of a program on one line, with a mark for each character that does not show. */
export function cleaned(words: string): string {
  const beginning = words.slice(0, LONGEST_SHOWN);
  return beginning
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "\uFFFD");
}

/** So few kelvin are no temperature that a house has, but a difference of two. */
const FEWEST_KELVIN = 150;

function isDifference(value: number, unit: string): boolean {
  return Math.abs(value) < FEWEST_KELVIN && unitMeant(unit) === "K";
}

interface Meant {
  readonly value: Value | null;
  readonly unit: string;
  readonly is_switch?: boolean;
}

/** Takes what a program says one by one, judges it, and counts what is none. */
export class Collector {
  readonly #units: Units;
  readonly #words: boolean;
  /** The last value of a name counts. */
  readonly #readings = new Map<string, RawReading>();
  readonly #counts = { refused: 0, dropped: 0, repeated: 0, unknown_units: 0 };
  #first: Telling | null = null;
  #unknown: string | null = null;
  #repeated: string | null = null;

  /** @param words whether `on` and `true` stay the words that they are: those of PvMonit's, whose rules compare with them */
  constructor(units: Units, words: boolean) {
    this.#units = units;
    this.#words = words;
  }

  /** @param why for a person who cannot see it in the words themselves */
  refuse(what: string, why?: Reason): void {
    this.#counts.refused += 1;
    const seen = cleaned(what);
    const mark = HIDDEN_MARKS.find((each) => seen.includes(each));
    const because = mark === undefined ? why : reason("refused_secret", { mark });
    this.#first ??= because ? reason("refused_as", { what: seen, why: because }) : seen;
  }

  /** One value with its unit, which may stand in the value's own words: `21.5 °C`, `unavailable kWh`. */
  add(name: unknown, raw: unknown, unit?: unknown): void {
    const quantity = typeof name === "string" || typeof name === "number" ? quantityName(String(name)) : undefined;
    const said = [name, raw, ...(unit === undefined || unit === null ? [] : [unit])].map(shown).join(" ");
    if (quantity === undefined || [name, raw, unit].some(isHidden)) {
      this.refuse(said);
      return;
    }
    const meant = this.#meant(quantity, raw, unit);
    if ("unit" in meant) this.#keep(quantity, meant, said);
    else this.refuse(said, meant.why);
  }

  /** What is said, or why it is no value, where that cannot be seen in the words. */
  #meant(quantity: string, raw: unknown, unit: unknown): Meant | { readonly why?: Reason } {
    const given = this.#units.get(quantity);
    const said = unit === undefined || unit === null || unit === "" ? readMeasure(raw) : undefined;
    const value = readValue(said ? said.value : raw);
    if (value === undefined) return {};
    const stated = given ?? readUnit(said ? said.unit : unit);
    if (stated === undefined) return { why: reason("refused_unit") };
    if (stated === STATE) return { value, unit: "" };
    if (typeof value === "string" && stated !== "") {
      return { why: reason(truthOf(raw) === undefined ? "refused_word" : "refused_truth", { unit: stated }) };
    }
    const truth = this.#words ? undefined : truthOf(raw);
    return truth === undefined ? { value, unit: stated } : { value: truth, unit: stated, is_switch: true };
  }

  #keep(quantity: string, { value, unit, is_switch }: Meant, said: string): void {
    const number = typeof value === "number" ? value : 0;
    const own = isDifference(number, unit) ? { value: number, unit: "K" } : inOwnUnit(number, unit);
    if (!isMeasurable(own.value)) {
      this.refuse(said, reason("refused_huge"));
      return;
    }
    if (this.#readings.has(quantity)) {
      this.#counts.repeated += 1;
      if (this.#readings.get(quantity)?.value !== (typeof value === "number" ? own.value : value)) {
        this.#repeated ??= cleaned(quantity);
      }
    } else if (this.#readings.size >= MOST_VALUES) {
      this.#counts.dropped += 1;
      return;
    }
    if (typeof value === "number") this.#readings.set(quantity, { quantity, ...own, ...(is_switch && { is_switch }) });
    else this.#readings.set(quantity, { quantity, value, unit: value === null ? own.unit : null });
    if (unitMeant(unit) === undefined && !this.#units.has(quantity)) {
      this.#counts.unknown_units += 1;
      this.#unknown ??= cleaned(said);
    }
  }

  result(): Parsed {
    const readings = [...this.#readings.values()];
    return {
      ...{ readings, ...this.#counts },
      ...{ first_refused: this.#first, first_unknown: this.#unknown, first_repeated: this.#repeated },
    };
  }
}

/** What a person should look at although there are readings; `null` when nothing. @param left_out says what was refused */
export function remarkOf(
  { refused, first_refused, first_unknown, first_repeated }: Parsed,
  left_out: (first: Telling) => Reason,
): Reason | null {
  if (refused > 0) return left_out(first_refused ?? "");
  if (first_repeated !== null) return reason("name_repeated", { name: first_repeated });
  return first_unknown === null ? null : reason("unit_not_known", { first: first_unknown });
}
