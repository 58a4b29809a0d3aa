import { readNumber, unitMeant } from "../model/index.ts";
import type { Said } from "./line.ts";

/** What stands in which column of a table. */

export type Column =
  | { readonly is: "time" | "date" | "clock" | "channel" | "unit" | "nothing" }
  /** A value of the row's channel. */
  | { readonly is: "value"; readonly unit?: string | undefined; readonly rows?: Said["rows"] }
  /** A value of one channel. */
  | {
      readonly is: "reading";
      readonly channel: string;
      readonly unit?: string | undefined;
      readonly factor?: number;
      readonly rows?: Said["rows"];
    };

export const NOTHING: Column = { is: "nothing" };

const ROLES = ["time", "date", "clock", "channel", "value", "unit"] as const;
type Role = (typeof ROLES)[number];

/** How columns are called in tables of other programs, in English, French and German. */
const NAMES: Readonly<Record<Role, string>> = {
  time: "time|timestamp|datetime|date time|date_time|date/time|at|ts|when|instant|_time|last_changed|last_updated|date and time|zeit|zeitstempel|zeitpunkt|datum/uhrzeit|datum und uhrzeit|datum/zeit|horodatage|horodate|created_at|date et heure|date/heure|date heure|date-time string|createdat",
  date: "date|datum|jour|tag",
  clock: "clock|uhrzeit|heure|hour|time of day",
  channel: "channel|kanal|canal|name|nom|entity_id|entity|sensor|capteur|series|metric|bezeichnung|kanalname",
  value: "value|wert|valeur|state|reading|messwert|mesure|_value|valeurs|werte",
  unit: "unit|einheit|unité|unite|unit_of_measurement|units",
};
const BY_NAME: ReadonlyMap<string, Role> = new Map(
  ROLES.flatMap((role) => NAMES[role].split("|").map((name) => [name, role] as const)),
);

/** A column's name, and the unit that stands behind it in brackets. */
export interface Titled {
  readonly name: string;
  readonly unit: string | undefined;
}

const BRACKETS: Readonly<Record<string, string>> = { "[": "]", "(": ")" };

/** The name and the unit of `Leistung [kW]` or `Power (W)`. */
export function titled(words: string): Titled {
  const trimmed = words.trim();
  const open = Math.max(trimmed.lastIndexOf("["), trimmed.lastIndexOf("("));
  const close = BRACKETS[trimmed[open] ?? ""];
  if (open <= 0 || close === undefined || !trimmed.endsWith(close)) return { name: trimmed, unit: undefined };
  return { name: trimmed.slice(0, open).trim(), unit: trimmed.slice(open + 1, -1).trim() };
}

/** The same of a header, unless no unit stands there: a number, as in `Inverter (1)`, or a place, as in `Power (East)`. */
export function measured(words: string): Titled {
  const { name, unit = "" } = titled(words);
  if (unit === "") return inWords(name);
  const isUnit = unitMeant(unit) !== undefined || (words.trim().endsWith("]") && !isNumber(unit));
  return isUnit ? { name, unit } : { name: words.trim(), unit: undefined };
}

const IN = " in ";
/** Units of one letter that are no name of a thing, a place or a phase. */
const LETTERS = "W V %";

/** `Leistung in W`, `Zählerstand in kWh`. */
function inWords(words: string): Titled {
  const at = words.lastIndexOf(IN);
  const unit = at > 0 ? words.slice(at + IN.length) : "";
  const isSure = unit !== "" && unitMeant(unit) === unit && (unit.length > 1 || LETTERS.includes(unit));
  return isSure ? { name: words.slice(0, at).trim(), unit } : { name: words, unit: undefined };
}

const isNumber = (words: string): boolean => readNumber(words) !== undefined;

/** How a time is written, in place of its name: `dd/MM/yyyy HH:mm:ss`. */
export function isTimeForm(words: string): boolean {
  return words.length <= LONGEST_TIME_FORM && /yy/i.test(words) && /^[[(]?[dmyhst./: -]+[\])]?$/i.test(words);
}

const LONGEST_TIME_FORM = 32;

/** How a header says that its times are UTC. */
const UTC_ENDS = [" utc", "_utc", " gmt", "_gmt", " (utc)", " [utc]", " (gmt)", " [gmt]"];

function utcEnd(words: string): string | undefined {
  return UTC_ENDS.find((end) => words.trim().toLowerCase().endsWith(end));
}

/** Whether a column's header says that its times are UTC: `Time (UTC)`, `timestamp_utc`. */
export function saysUtc(words: string): boolean {
  return utcEnd(words) !== undefined;
}

/** A column's name, lower case, without the zone of its times. */
function plainName(words: string): string {
  const name = words.trim().slice(0, -(utcEnd(words)?.length ?? 0) || undefined);
  return titled(name).name.toLowerCase();
}

/** What a table's own header says of its columns; `undefined` where it says nothing that is known here. */
export function rolesOf(header: readonly string[]): (Column | undefined)[] {
  const roles = header.map((words) => {
    const { unit } = measured(words);
    return { role: BY_NAME.get(plainName(words)) ?? (isTimeForm(words) ? "time" : undefined), unit };
  });
  const has = (wanted: Role): boolean => roles.some(({ role }) => role === wanted);
  // a date beside a clock is a part of the time; alone it is all of it, and so is a time beside no date
  const parts = has("date") && (has("clock") || has("time"));
  return roles.map(({ role, unit }): Column | undefined => {
    if (role === "value") return { is: "value", unit };
    if (role === "time") return { is: parts ? "clock" : "time" };
    if (role === "date") return { is: parts ? "date" : "time" };
    return role && { is: role };
  });
}

function columnOf(words: string): Column {
  const { name, unit } = titled(words);
  if (name === "-" || name === "") return NOTHING;
  const role = ROLES.find((known) => known === name);
  if (role === "value") return { is: "value", unit };
  return role ? { is: role } : { is: "reading", channel: name, unit };
}

/** A column that was named without a unit, with the one that stands in its header: `Leistung (kW)`. */
function withUnitOf(header: string | undefined, column: Column): Column {
  if ((column.is !== "reading" && column.is !== "value") || column.unit !== undefined) return column;
  const { unit } = measured(header ?? "");
  return unit !== undefined && unitMeant(unit) !== undefined ? { ...column, unit } : column;
}

/** The columns that are not named, each a channel that is called as its header says. */
const REST = "*";

function byHeader(header: readonly string[], specs: readonly string[]): Column[] {
  const wanted = new Map<string, Column>();
  const others: string[] = [];
  for (const spec of specs) {
    const at = spec.lastIndexOf("=");
    if (at < 0) others.push(spec.trim());
    else wanted.set(spec.slice(0, at).trim().toLowerCase(), columnOf(spec.slice(at + 1)));
  }
  const [other, ...more] = others;
  if (more.length > 0 || (other !== undefined && other !== REST)) {
    throw new Error('--columns: name each column by its header, as "Grid L1=grid.l1[W]", or none of them so');
  }
  const used = new Set<string>();
  const found = header.map((words): Column => {
    const name = [words.trim(), titled(words).name].map((each) => each.toLowerCase()).find((each) => wanted.has(each));
    const column = name === undefined ? undefined : wanted.get(name);
    if (name !== undefined) used.add(name);
    return column ? withUnitOf(words, column) : other === REST ? byOwnName(words) : NOTHING;
  });
  const missing = [...wanted.keys()].find((name) => !used.has(name));
  if (missing !== undefined) {
    throw new Error(`--columns: no column is called "${missing}"; there are: ${header.join(", ")}`);
  }
  return found;
}

/** A column as a channel that is called as its header says. */
export function byOwnName(words: string): Column {
  const { name, unit } = measured(words);
  return name === "" ? NOTHING : { is: "reading", channel: name, unit };
}

/**
 * The columns that `--columns` names.
 * @param header the table's own; `undefined`: it has none
 * @throws Error that says what can be written
 */
export function columnsAsked(words: string, header: readonly string[] | undefined): Column[] {
  const specs = words.split(",");
  if (specs.some((spec) => spec.includes("="))) {
    if (header === undefined) throw new Error("--columns: this table has no header: name its columns in their order");
    return complete(byHeader(header, specs));
  }
  const columns = specs.flatMap((spec, i): Column[] => {
    if (spec.trim() !== REST) return [withUnitOf(header?.[i], columnOf(spec))];
    if (header === undefined) throw new Error("--columns: * names columns by their header, and this table has none");
    return header.slice(i).map(byOwnName);
  });
  return complete(columns);
}

/** Of a date and a time in columns of their own, the time is the clock. */
function clockBesideDate(column: Column, _: number, columns: readonly Column[]): Column {
  const isClock = column.is === "time" && columns.some(({ is }) => is === "date");
  return isClock ? { is: "clock" } : column;
}

/** The channel of more than one column. */
function sharedChannel(columns: readonly Column[]): string | undefined {
  const names = columns.flatMap((column) => (column.is === "reading" ? [column.channel] : []));
  return names.find((name, i) => names.indexOf(name) !== i);
}

function complete(named: readonly Column[]): Column[] {
  const columns = named.map(clockBesideDate);
  const has = (...wanted: readonly string[]): boolean => columns.some(({ is }) => wanted.includes(is));
  if (!has("time", "date")) throw new Error('--columns: one of them must be "time", or "date" and "clock"');
  if (!has("value", "reading")) throw new Error('--columns: one of them must be "value", or the name of a channel');
  const twice = sharedChannel(columns);
  if (twice !== undefined) {
    throw new Error(
      `--columns: two columns would be "${twice}": name each in their order, as time,one,two (- leaves one out)`,
    );
  }
  return columns;
}
