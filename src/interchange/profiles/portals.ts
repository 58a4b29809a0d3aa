import { inOwnUnit, isCounter, unitMeant } from "../../model/index.ts";
import { byOwnName, type Column, measured, NOTHING } from "../columns.ts";
import { tableHead } from "../head.ts";
import { layoutOf, type ReaderOptions, UnclearText } from "../layout.ts";
import type { LineReader } from "../line.ts";
import { seemsOfRows, spanColumns } from "../row-words.ts";
import { TableReader } from "../table.ts";

/**
 * What utilities and makers of inverters let people download: a table whose rows each have the energy of their own time.
 * Those of Octopus, Tibber and Green Button say when each row begins and ends; those of Enphase and Fronius when it begins.
 */

const headerOf = (head: readonly string[]): readonly string[] => tableHead(head).header ?? [];
const lower = (words: string): string => words.trim().toLowerCase();

/** `usage_kwh`, `kWh`: a unit that stands behind no bracket. */
function unitOf(words: string): string | undefined {
  const { unit } = measured(words);
  if (unit !== undefined) return unit;
  const last = words.slice(Math.max(words.lastIndexOf(" "), words.lastIndexOf("_")) + 1);
  return /^[km]?wh$/i.test(last) ? last : undefined;
}

function isEnergy(unit: string | undefined): boolean {
  const meant = unit === undefined ? undefined : unitMeant(unit);
  return meant !== undefined && isCounter("", inOwnUnit(0, meant).unit);
}

/** The columns with energies of rows, and their units. @param unit of those that name none */
function energiesIn(
  header: readonly string[],
  unit: string | undefined,
): { readonly at: number; readonly unit: string }[] {
  return header.flatMap((words, at) => {
    const own = unitOf(words);
    const used = own ?? (seemsOfRows(words) ? unit : undefined);
    return used !== undefined && isEnergy(used) ? [{ at, unit: used }] : [];
  });
}

/** Whether a header says when rows begin and end, and that one of its columns surely has their energy. */
export function hasIntervals(head: readonly string[]): boolean {
  return hasEnergies(head, undefined);
}

/** The same where no unit is said. */
export function mayHaveIntervals(head: readonly string[]): boolean {
  return hasEnergies(head, "kWh");
}

function hasEnergies(head: readonly string[], unit: string | undefined): boolean {
  const header = headerOf(head);
  return spanColumns(header) !== undefined && energiesIn(header, unit).length > 0;
}

/** The columns of a table, and its first row, with the channel that was said where there is one for it. */
function called(columns: readonly Column[], { channel }: ReaderOptions): Column[] {
  const several = columns.filter(({ is }) => is === "reading").length > 1;
  if (channel !== undefined && several) {
    throw new UnclearText("--channel: it has several energies: name them by --columns");
  }
  return columns.map((column) =>
    column.is === "reading" ? { ...column, channel: channel ?? column.channel } : column,
  );
}

function asTable(head: readonly string[], options: ReaderOptions, columns: readonly Column[]): LineReader {
  const sure = called(columns, options).map((column) =>
    column.is === "reading" ? { ...column, rows: "sure" as const } : column,
  );
  const { layout, times } = layoutOf(head, { ...options, columns: undefined, channel: undefined }, sure);
  return new TableReader(layout, times);
}

/** @throws UnclearText when it does not say when rows begin and end, or no unit of their energy is known */
export function intervals(head: readonly string[], options: ReaderOptions): LineReader {
  const header = headerOf(head);
  const span = spanColumns(header);
  const energies = energiesIn(header, options.unit);
  if (span === undefined || header.length === 0) {
    throw new UnclearText("No energies of intervals: columns such as Start and End, or From and To, are missing");
  }
  if (energies.length === 0) throw new UnclearText("Its energies have no unit: say it, by --unit kWh");
  const date = header.findIndex((words) => lower(words) === "date");
  const columns = header.map((words, i): Column => {
    const energy = energies.find(({ at }) => at === i);
    if (energy) return { is: "reading", channel: byNameOf(words), unit: energy.unit };
    if (i === (options.time_is_end ? span.end : span.begin)) return { is: date < 0 ? "time" : "clock" };
    return i === date ? { is: "date" } : NOTHING;
  });
  return asTable(head, options, columns);
}

function byNameOf(words: string): string {
  const column = byOwnName(words);
  return column.is === "reading" ? column.channel : words;
}

const ENPHASE = "energy produced (wh)";

export function isEnphase(head: readonly string[]): boolean {
  return headerOf(head).some((words) => lower(words) === ENPHASE);
}

const FRONIUS: ReadonlySet<string> = new Set(["date and time", "datum und uhrzeit", "date et heure"]);

/** Its first row says what is measured, its second how times are written and in which units. */
export function isFronius(head: readonly string[]): boolean {
  const header = headerOf(head);
  const hasForm = head.slice(0, 3).some((line) => /^"?\[(?:dd|MM|yyyy)[./-]/.test(line));
  return FRONIUS.has(lower(header[0] ?? "")) && hasForm && energiesIn(header, undefined).length > 0;
}

/** A time, and columns by their own names, whose energies are those of rows. */
export function rowsByName(head: readonly string[], options: ReaderOptions): LineReader {
  const [, ...others] = headerOf(head);
  return asTable(head, options, [{ is: "time" }, ...others.map(byOwnName)]);
}
