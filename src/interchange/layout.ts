import { CSV_HEADER, readNumber, unitMeant } from "../model/index.ts";
import { type Decimal, readCell, showsComma, showsThousands } from "./cells.ts";
import { type Column, columnsAsked, isTimeForm, measured, NOTHING, rolesOf, saysUtc } from "./columns.ts";
import { DELIMITERS, type Delimiter } from "./delimiters.ts";
import { type Field, fieldsOf } from "./fields.ts";
import { saysDelimiter, tableHead, tableLines } from "./head.ts";
import { BadLine, MOST_LINE_BYTES } from "./line.ts";
import { recordsOf } from "./records.ts";
import { rowsSaid } from "./row-words.ts";
import type { Layout } from "./table.ts";
import { looksLikeTime, orderOf, orderOfForm, type TimeForm, Times } from "./times.ts";

/** Finds out how a table is laid out, by its first lines and by what people say of it. */

/** What people say of a text. */
export interface ReaderOptions {
  /** Of times that name none. */
  readonly zone: string;
  readonly time?: TimeForm | undefined;
  /** Each row's time is the end of the span that it tells of. */
  readonly time_is_end?: boolean | undefined;
  readonly decimal?: Decimal | undefined;
  /** `time,-,grid.power[W]` */
  readonly columns?: string | undefined;
  /** Of what names none. */
  readonly channel?: string | undefined;
  /** Of what says none. */
  readonly unit?: string | undefined;
}

/** A text that is not understood as a whole; the message says what to do. */
export class UnclearText extends Error {
  override readonly name = "UnclearText";
}

/** Rows of fields; those that are none are left out. */
export function rowsOf(lines: readonly string[], delimiter: Delimiter): Field[][] {
  return lines.flatMap((line) => {
    try {
      return [fieldsOf(line, delimiter)];
    } catch (error) {
      if (error instanceof BadLine) return [];
      throw error;
    }
  });
}

const wordsOf = (fields: readonly Field[]): string[] => fields.map(({ words }) => words);

/** Without what stands empty at the end, as some programs end each line with a delimiter. */
function trimmed(words: readonly string[]): readonly string[] {
  const last = words.findLastIndex((each) => each !== "");
  return words.slice(0, last + 1);
}

function isRowOrHeader(fields: readonly string[]): boolean {
  return fields.length > 1 && (fields.some(looksLikeTime) || rolesOf(fields).some((role) => role !== undefined));
}

/** The delimiter of a table: the one by which a line falls into a time, or a known header, and others. */
export function delimiterOf(lines: readonly string[]): Delimiter {
  for (const line of lines.slice(0, 3)) {
    const found = DELIMITERS.find((delimiter) => rowsOf([line], delimiter).some((row) => isRowOrHeader(wordsOf(row))));
    if (found) return found;
  }
  return DELIMITERS.find((delimiter) => lines[0]?.includes(delimiter)) ?? ",";
}

type Rows = readonly (readonly Field[])[];

/** A line with so many times is a header of times. */
const FEWEST_SIDE_BY_SIDE = 3;
/** So many of the first lines are looked at for that. */
const ROWS_OF_TIMES = 20;
const CLOCK = /^\d{1,2}:\d\d/;

/** The beginning of a table without titles. */
export interface PlainHead {
  readonly delimiter: Delimiter;
  /** Without comments; a line that a quoted field goes over is one with those behind. */
  readonly lines: readonly string[];
  /** Their fields. */
  readonly rows: readonly Field[][];
}

export function tableOf(head: readonly string[]): PlainHead {
  const delimiter = delimiterOf(tableLines(head));
  const lines = tableLines(recordsOf(head, delimiter, MOST_LINE_BYTES));
  return { delimiter, lines, rows: rowsOf(lines, delimiter) };
}

const THREE = CSV_HEADER.split(",");

/** @throws UnclearText when the columns are not known, with what to say */
function columnsOf(header: readonly string[] | undefined, first: readonly string[], options: ReaderOptions): Column[] {
  if (options.columns !== undefined) return columnsAsked(options.columns, header);
  if (header === undefined) return columnsByCount(first, options);
  const roles = withSoleValue(rolesOf(header), header, options);
  const has = (wanted: Column["is"]): boolean => roles.some((role) => role?.is === wanted);
  if ((has("time") || has("date")) && has("value") && (has("channel") || options.channel !== undefined)) {
    return roles.map((role) => role ?? NOTHING);
  }
  throw new UnclearText(unclear(header, first, roles, options));
}

/** Where the channel is said, the one column that is not known by its header holds its values. */
function withSoleValue(
  roles: readonly (Column | undefined)[],
  header: readonly string[],
  { channel }: ReaderOptions,
): readonly (Column | undefined)[] {
  const [sole, ...more] = header.flatMap((words, i) => (roles[i] || words.trim() === "" ? [] : [i]));
  const isNamed = roles.some((role) => role?.is === "value" || role?.is === "channel");
  if (channel === undefined || sole === undefined || more.length > 0 || isNamed) return roles;
  return roles.toSpliced(sole, 1, { is: "value", unit: measured(header[sole] ?? "").unit });
}

function columnsByCount(first: readonly string[], { channel }: ReaderOptions): Column[] {
  const [time, second] = trimmed(first);
  // what stands last in a line may be nothing
  const isNumber = second !== undefined && (readNumber(second) !== undefined || showsComma(second));
  const named = first.length === THREE.length && second !== undefined && !isNumber;
  const count = named ? THREE.length : trimmed(first).length;
  if (count <= 2 && channel !== undefined) return [{ is: "time" }, { is: "value" }];
  if (count === 2 && time !== undefined && looksLikeTime(time)) {
    throw new UnclearText(`A time and a value in each line (${time}, ${second}): say whose it is, by --channel NAME`);
  }
  const at = first.findIndex(looksLikeTime);
  if (first.filter(looksLikeTime).length >= FEWEST_SIDE_BY_SIDE) {
    throw new UnclearText(SIDE_BY_SIDE);
  }
  // a number is the name of no channel that is sure
  if (count > THREE.length || at > 0 || (count === THREE.length && !named)) {
    const guess = trimmed(first).map((_, i) => (i === at ? "time" : "-"));
    throw new UnclearText(
      `Say what stands in its ${count} columns, which have no header: --columns "${guess.join(",")}", with "channel" and "value", or names of channels, in place of some -`,
    );
  }
  return [{ is: "time" }, { is: "channel" }, { is: "value" }];
}

/** The unit with which words end, without brackets, in brackets; nothing where there is none: an example would be copied. */
function lastUnit(words: string): string {
  const last = words.slice(words.lastIndexOf(" ") + 1);
  return last.length > 1 && last !== words && unitMeant(last) !== undefined ? `[${last}]` : "";
}

/** Columns that are surely nobody's values: those without a name, and what InfluxDB writes beside them. */
const NO_VALUES: ReadonlySet<string> = new Set(["", "result", "table", "_start", "_stop", "_measurement"]);

/** More columns nobody writes down. */
const MOST_PROPOSED = 24;

/** What to say of a table with these headers. @param first its first row */
function unclear(
  header: readonly string[],
  first: readonly string[],
  roles: readonly (Column | undefined)[],
  options: ReaderOptions,
): string {
  const names = trimmed(header).join(", ");
  const said = roles.findIndex((role) => role?.is === "time" || role?.is === "date");
  if (roles.some((role) => role?.is === "value") && said >= 0) {
    return options.channel === undefined
      ? `Its columns (${names}) name no channel: say whose values they are, by --channel NAME`
      : `Its columns (${names}) are not understood: say which is which, by --columns`;
  }
  const time = said < 0 ? first.findIndex(looksLikeTime) : said;
  const clock = header.findIndex((_, i) => i !== time && CLOCK.test(first[i] ?? ""));
  const isDate = clock >= 0 && !first[time]?.includes(":");
  const others = header.flatMap((words, i) => (i === time || i === clock || NO_VALUES.has(words.trim()) ? [] : [i]));
  const numbers = others.filter(
    (i) => typeof readCell(first[i] ?? "", false, ".").value === "number" || showsComma(first[i] ?? ""),
  );
  const shown = (numbers.length > 0 ? numbers : others).slice(0, MOST_PROPOSED);
  const some = shown.map((i, nth) => {
    const words = header[i] ?? "";
    return `${words}=channel${nth + 1}${measured(words).unit === undefined ? lastUnit(words) : ""}`;
  });
  const lacks = some.some((spec, i) => !spec.endsWith("]") && measured(header[shown[i] ?? 0] ?? "").unit === undefined);
  const unit = lacks ? " (a unit that no header says goes in brackets behind the name, as [W])" : "";
  const times = [
    `${header[time] ?? "HEADER"}=${isDate ? "date" : "time"}`,
    ...(isDate ? [`${header[clock]}=clock`] : []),
  ];
  const byName = [...times, ...some].join(",");
  return `A table with a column for each value (${names}): say which is which, by --columns "${byName}"${unit}${time === 0 && !isDate ? ', or take all by their own names, by --columns "time,*"' : ""}`;
}

/** A month alone, as `2025-01` or `01/2025`. */
const MONTH = /^(?:(?:19|20)\d\d[-/.](?:0[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[-/.](?:19|20)\d\d)$/;

const SIDE_BY_SIDE =
  "Its times stand side by side in one line: turn its lines into columns (a spreadsheet calls it transpose), and save it again";

/** @throws UnclearText where times stand side by side, or are months: which says what to do */
function assertTimes(rows: Rows): void {
  const words = rows.slice(0, ROWS_OF_TIMES).map(wordsOf);
  const months = words.map((row) => row.filter((each) => MONTH.test(each)).length);
  const times = words.map((row) => row.filter(looksLikeTime).length);
  // a header of times has a word, or nothing, above what its rows are called
  const first = words.findIndex(
    ([label = ""], i) => !looksLikeTime(label) && Math.max(months[i] ?? 0, times[i] ?? 0) >= FEWEST_SIDE_BY_SIDE,
  );
  const below = times.slice(first + 1);
  if (first >= 0 && below.length > 0 && below.every((count) => count === 0)) throw new UnclearText(SIDE_BY_SIDE);
  if (times.some((count) => count > 0) || months.filter((count) => count > 0).length * 2 < months.length) return;
  const month = words.flatMap((row) => row.filter((each) => MONTH.test(each)))[0];
  if (month === undefined) return;
  throw new UnclearText(
    `Its times are months ("${month}"), and a month is no instant: write a day in place of each, as 2025-01-01. A meter's register belongs to the day on which it was read; the energy of a whole month is no reading: export days or hours`,
  );
}

/**
 * How a table is laid out, and how its times are written.
 * @param known its columns; absent: they are found out
 * @throws UnclearText, or Error about an option
 */
export function layoutOf(
  head: readonly string[],
  options: ReaderOptions,
  known?: readonly Column[],
): { layout: Layout; times: Times; titles: number } {
  const { delimiter, header, no_rows, titles, rows } = tableHead(head);
  assertTimes(rowsOf(tableLines(head), delimiter));
  const columns =
    known ??
    columnsOf(header, wordsOf(rows[0] ?? []), options).map((column, i) =>
      column.is === "value" || column.is === "reading" ? { ...column, rows: rowsSaid(header ?? [], i) } : column,
    );
  const layout = {
    delimiter,
    columns,
    headers: new Set([...head.filter(saysDelimiter), ...no_rows]),
    decimal: options.decimal ?? decimalOf(rows, columns),
    channel: options.channel,
    unit: options.unit,
  };
  const zone = timesAreUtc(header, columns) ? "UTC" : options.zone;
  const times = timesOf(rows, columns, { ...options, zone });
  times.settle(orderOfForm(header?.find(isTimeForm) ?? ""));
  return { layout, times, titles };
}

function timesAreUtc(header: readonly string[] | undefined, columns: readonly Column[]): boolean {
  return columns.some(({ is }, i) => (is === "time" || is === "date" || is === "clock") && saysUtc(header?.[i] ?? ""));
}

/** Whether some value shows for sure that commas are decimal, or a column that points are not. */
export function decimalOf(rows: readonly (readonly Field[])[], columns: readonly Column[]): Decimal | undefined {
  const values = columns.flatMap(({ is }, i) =>
    is === "value" || is === "reading" ? [rows.map((row) => row[i]?.words ?? "")] : [],
  );
  const comma = values.some((column) => column.some(showsComma) || showsThousands(column));
  return comma ? "," : undefined;
}

/** The times of a table, with the order of day and month that some row shows. */
export function timesOf(
  rows: readonly (readonly Field[])[],
  columns: readonly Column[],
  { zone, time }: Pick<ReaderOptions, "zone" | "time">,
): Times {
  const times = new Times({ zone, form: time });
  const at = columns.findIndex(({ is }) => is === "time" || is === "date");
  const orders = rows.map((row) => orderOf(row[at]?.words ?? ""));
  times.settle(orders.find((order) => order !== undefined));
  return times;
}
