import { HIDDEN_MARKS, inOwnUnit, jsonOf, type RawReading } from "../../model/index.ts";
import { LONGEST_LINE } from "../kit/lines.ts";
import type { Steps } from "../kit/reader.ts";
import { beginsAsNumber, quantityName, readUnit, readValue } from "../kit/values.ts";
import type { Format } from "./options.ts";

/**
 * What a program prints, as readings. Understood are
 * - JSON, in lines or as a whole: `{"temperature": 21.5}`, `{"name": "temperature", "value": 21.5, "unit": "°C"}`,
 *   arrays of these, and `{"temperature": {"value": 21.5, "unit": "°C"}}`;
 * - lines: `temperature 21.5 °C`, `temperature=21.5`, `temperature: 21.5`, whose names begin with a letter; lines that begin
 *   with `#` are comments;
 * - what PvMonit's scripts give, encoded as JSON: `{"value": "21.5", "units": "°C", "desc": "…", "id": "TEMP"}` or an
 *   array of these; without `id` the quantity is called `value`.
 */

/** At most so many values of one run or line are taken. */
export const MOST_VALUES = 200;
/** A line that is longer has no number with a unit after its name. */
const LONGEST_NUMBER_AND_UNIT = 256;
/** Of what was refused a person is shown so many characters. */
const LONGEST_SHOWN = 120;
const BYTE_ORDER_MARK = "\uFEFF";

export interface Parsed {
  readonly readings: RawReading[];
  /** Values that were none: `12abc`, NaN, a list where a value should be; and those whose name or unit is none. */
  readonly refused: number;
  /** Values beyond the limit. */
  readonly dropped: number;
  /** Values whose name came once more: the last one counts. */
  readonly repeated: number;
  /** The first thing that was refused, for a person to see. */
  readonly first_refused: string | null;
}

/** Units by quantity name, as the configuration gives them: they go before what the program says. */
export type Units = ReadonlyMap<string, string>;

/** The configuration's units, under names as Gleaner writes them. */
export function unitsOf(units: Readonly<Record<string, string>>): Units {
  return new Map(Object.entries(units).map(([name, unit]) => [quantityName(name) ?? name, unit]));
}

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A refused value in a few characters. Lists and objects may be deep: only their kind is told. */
function shown(what: unknown): string {
  if (Array.isArray(what)) return "[…]";
  return isObject(what) ? "{…}" : String(what).slice(0, 80);
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

class Collector {
  readonly #units: Units;
  /** The last value of a name counts. */
  readonly #readings = new Map<string, RawReading>();
  #refused = 0;
  #dropped = 0;
  #repeated = 0;
  #first: string | null = null;

  constructor(units: Units) {
    this.#units = units;
  }

  /** @param why for a person who cannot see it in the words themselves */
  refuse(what: string, why?: string): void {
    this.#refused += 1;
    const seen = cleaned(what);
    const reason = HIDDEN_MARKS.find((mark) => seen.includes(mark))?.concat(" hides a part of a secret") ?? why;
    this.#first ??= reason === undefined ? seen : `${seen} (${reason})`;
  }

  add(name: unknown, raw: unknown, unit: unknown): void {
    const quantity = typeof name === "string" || typeof name === "number" ? quantityName(String(name)) : undefined;
    const value = readValue(raw);
    if (quantity === undefined || value === undefined || isHidden(name) || isHidden(raw)) {
      this.refuse(`${shown(name)} ${shown(raw)}`);
      return;
    }
    const stated = this.#units.get(quantity) ?? readUnit(unit);
    if (stated === undefined || isHidden(unit)) {
      this.refuse(`${shown(name)} ${shown(raw)} ${shown(unit)}`, "its unit is none");
      return;
    }
    const own = inOwnUnit(typeof value === "number" ? value : 0, stated);
    if (!Number.isFinite(own.value)) {
      this.refuse(`${shown(name)} ${shown(raw)} ${shown(unit)}`, "no number is so large");
      return;
    }
    if (this.#readings.has(quantity)) this.#repeated += 1;
    else if (this.#readings.size >= MOST_VALUES) {
      this.#dropped += 1;
      return;
    }
    if (typeof value === "number") this.#readings.set(quantity, { quantity, ...own });
    else this.#readings.set(quantity, { quantity, value, unit: value === null ? own.unit : null });
  }

  result(): Parsed {
    const readings = [...this.#readings.values()];
    const counts = { refused: this.#refused, dropped: this.#dropped, repeated: this.#repeated };
    return { readings, ...counts, first_refused: this.#first };
  }
}

/** What describes one value; `desc`, `screen` and `smallScreen` are PvMonit's. */
const DESCRIPTION = new Set(["name", "quantity", "id", "value", "unit", "units", "desc", "screen", "smallScreen"]);

/** Whether an object is one described value, and not a record of values of which one happens to be called `value`. */
function describes(object: Json): boolean {
  if (!Object.hasOwn(object, "value")) return false;
  const { name, quantity, id } = object;
  return (name ?? quantity ?? id) !== undefined || Object.keys(object).every((key) => DESCRIPTION.has(key));
}

function* takeObject(into: Collector, object: Json, pvmonit: boolean): Steps {
  if (describes(object)) {
    const { name, quantity, id, value, unit, units } = object;
    into.add(name ?? quantity ?? id ?? "value", value, unit ?? units);
    return;
  }
  // names alone are told much sooner than pairs
  for (const name of Object.keys(object)) {
    const value = object[name];
    if (isObject(value) && Object.hasOwn(value, "value")) into.add(name, value.value, value.unit ?? value.units);
    else if (pvmonit) into.refuse(`${name} ${shown(value)}`);
    else into.add(name, value, undefined);
    yield;
  }
}

function* takeJson(into: Collector, value: unknown, pvmonit: boolean): Steps {
  for (const element of Array.isArray(value) ? value : [value]) {
    if (isObject(element)) yield* takeObject(into, element, pvmonit);
    else if (element !== null) into.refuse(shown(element));
    yield;
  }
}

/** Cuts a line at the end of its name; `undefined` when it does not begin with one, or nothing parts it from the rest. */
function cutName(line: string): { readonly name: string; readonly rest: string } | undefined {
  const end = line.search(/[\s=:]/);
  if (end <= 0) return undefined;
  const rest = line.slice(end).trimStart();
  return { name: line.slice(0, end), rest: /^[=:]/.test(rest) ? rest.slice(1).trimStart() : rest };
}

/** Cuts `21.5 °C` in two; `undefined` when that is no number and a word. A second number may be a time, or the value. */
function cutUnit(words: string): { readonly number: string; readonly unit: string } | undefined {
  if (words.length > LONGEST_NUMBER_AND_UNIT) return undefined;
  const end = words.search(/\s/);
  const number = words.slice(0, Math.max(0, end));
  const unit = words.slice(number.length).trimStart();
  if (end < 0 || /\s/.test(unit) || beginsAsNumber(unit) || typeof readValue(number) !== "number") return undefined;
  return { number, unit };
}

function takeLine(into: Collector, line: string): void {
  if (!/^\p{L}/u.test(line)) {
    into.refuse(line, "a name begins with a letter");
    return;
  }
  const cut = cutName(line);
  if (cut === undefined) {
    into.refuse(line);
    return;
  }
  const { number, unit } = cutUnit(cut.rest) ?? {};
  into.add(cut.name, number ?? cut.rest, unit);
}

function parseJson(words: string): { readonly value: unknown } | undefined {
  try {
    return { value: jsonOf(words) };
  } catch {
    return undefined;
  }
}

function looksJson(words: string): boolean {
  return words.startsWith("{") || words.startsWith("[");
}

function* takeText(into: Collector, words: string, format: Format): Steps {
  const line = words.trim();
  if (line === "" || line.startsWith("#")) return;
  if (format === "text" || (format === "auto" && !looksJson(line))) {
    if (line.length <= LONGEST_LINE) takeLine(into, line);
    else into.refuse(line);
    return;
  }
  const json = parseJson(line);
  yield;
  if (json) yield* takeJson(into, json.value, format === "pvmonit");
  else into.refuse(line);
}

/** Readings of one line of output. */
export function* parseLine(line: string, format: Format, units: Units): Steps<Parsed> {
  const into = new Collector(units);
  yield* takeText(into, line, format);
  return into.result();
}

/** Whether lines that follow the first one stand for themselves: an object or a list that it begins, it also ends. */
function isByLines(words: string): boolean {
  const end = words.indexOf("\n");
  if (end < 0) return true;
  const first = words.slice(0, end).trimEnd();
  return first.endsWith(first.startsWith("{") ? "}" : "]");
}

function* linesOf(words: string): Generator<string, void> {
  let from = 0;
  for (let end = words.indexOf("\n"); end >= 0; end = words.indexOf("\n", from)) {
    yield words.slice(from, end);
    from = end + 1;
  }
  yield words.slice(from);
}

/** Readings of a whole output: JSON over several lines, which is whole or refused, or line by line. */
export function* parseOutput(output: string, format: Format, units: Units): Steps<Parsed> {
  const into = new Collector(units);
  const words = (output.startsWith(BYTE_ORDER_MARK) ? output.slice(1) : output).trim();
  const isJson = format !== "text" && looksJson(words);
  const whole = isJson ? parseJson(words) : undefined;
  yield;
  if (whole) {
    yield* takeJson(into, whole.value, format === "pvmonit");
    return into.result();
  }
  if (isJson && !isByLines(words)) {
    into.refuse(words, "no whole JSON");
    return into.result();
  }
  for (const line of linesOf(words)) {
    yield* takeText(into, line, format);
    yield;
  }
  return into.result();
}
