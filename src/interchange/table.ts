import { markedState, unguarded } from "../model/index.ts";
import { type Decimal, readCell } from "./cells.ts";
import type { Column } from "./columns.ts";
import type { Delimiter } from "./delimiters.ts";
import { type Field, fieldsOf } from "./fields.ts";
import { BadLine, type Said, type Sayings, shorten } from "./line.ts";
import { TimedReader } from "./timed-reader.ts";
import type { Times } from "./times.ts";

/** How the rows of a table are to be read. */
export interface Layout {
  readonly delimiter: Delimiter;
  readonly columns: readonly Column[];
  /** Lines that are headers, wherever they stand. */
  readonly headers: ReadonlySet<string>;
  readonly decimal?: Decimal | undefined;
  /** Of rows that name none. */
  readonly channel?: string | undefined;
  /** Of values of which the table says none. */
  readonly unit?: string | undefined;
}

/** What a cell of a value says. */
export function saidIn({ words, quoted }: Field, decimal: Decimal | undefined): Omit<Said, "channel" | "at"> {
  const marked = quoted ? markedState(words) : undefined;
  return marked === undefined ? readCell(words, quoted, decimal) : { value: marked, surely_state: true };
}

/** What of a row is the same for all of its values. */
interface Row {
  readonly channel: string | undefined;
  readonly unit: string | undefined;
  readonly time: string;
}

/** Reads a table's rows: one reading each, or a column for each channel. */
export class TableReader extends TimedReader {
  readonly #layout: Layout;

  constructor(layout: Layout, times: Times) {
    super(times, layout.delimiter);
    this.#layout = layout;
  }

  read(line: string): Sayings {
    const { delimiter, columns, headers, decimal } = this.#layout;
    if (headers.has(line)) return [];
    const fields = fieldsOf(line, delimiter);
    const row = this.#row(fields, line);
    const at = this.times.read(row.time, row.channel ?? "");
    const said: (Said | BadLine)[] = [];
    columns.forEach((column, i) => {
      const field = fields[i];
      if (field === undefined || (column.is !== "value" && column.is !== "reading")) return;
      const channel = column.is === "reading" ? column.channel : (row.channel ?? "");
      const unit = column.unit ?? row.unit ?? this.#layout.unit;
      const cell = saidIn(field, decimal);
      const factor = column.is === "reading" ? column.factor : undefined;
      const value = typeof cell.value === "number" && factor !== undefined ? scaled(cell.value, factor) : cell.value;
      const { rows } = column;
      said.push({ channel, at, ...cell, value, ...(unit !== undefined && { unit }), ...(rows && { rows }) });
    });
    return said;
  }

  #row(fields: readonly Field[], line: string): Row {
    const { columns, channel, delimiter } = this.#layout;
    const further = fields.slice(columns.length).some(({ words }) => words !== "");
    const words = (wanted: Column["is"]): string | undefined =>
      fields[columns.findIndex(({ is }) => is === wanted)]?.words;
    const [time, date, clock, name, unit] = (["time", "date", "clock", "channel", "unit"] as const).map(words);
    const whole = time ?? (date === undefined ? undefined : clock === undefined ? date : `${date} ${clock}`);
    const named = name === undefined || name === "" ? channel : unguarded(name);
    const lacks = columns.findLastIndex(({ is }) => is === "value") >= fields.length;
    const needsName = columns.some(({ is }) => is === "value");
    if (further || lacks || !whole || (needsName && named === undefined)) {
      throw new BadLine(`${expected(columns, delimiter)} expected in: ${shorten(line)}`);
    }
    return { channel: named, unit: unit === "" ? undefined : unit, time: whole };
  }
}

/** Without the noise of what was multiplied. */
function scaled(value: number, factor: number): number {
  return Number((value * factor).toPrecision(12));
}

const COUNTS: readonly string[] = ["no field", "one field", "two fields", "three fields", "four fields", "five fields"];

function expected(columns: readonly Column[], delimiter: Delimiter): string {
  const names = columns.map((column) => (column.is === "reading" ? column.channel : column.is));
  const shown = names.slice(0, 8).join(delimiter) + (names.length > 8 ? `${delimiter}…` : "");
  return `${COUNTS[names.length] ?? `${names.length} fields`} (${shown})`;
}
