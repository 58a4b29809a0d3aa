import { isoLocal, wallClock } from "../../../../src/chart/wall-clock.ts";
import { bandAt, type Row } from "./bands.ts";
import type { Piece } from "./frames.ts";
import { firstNotBefore } from "./plot.ts";

/** What is shown, as a table for other programs: RFC 4180, comma between the fields, point in the numbers. */

export interface CsvColumn {
  readonly name: string;
  readonly unit: string;
  readonly pieces: readonly Piece[];
}

function field(text: string): string {
  // A spreadsheet takes =, +, - and @ at the beginning of a word for a formula, also as wide characters.
  const safe = /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

interface Values {
  readonly min: number;
  readonly mean: number;
  readonly max: number;
}

/** At most nine significant digits: what is behind them comes from the arithmetic, not from a meter. */
function number(value: number): string {
  return String(Number(value.toPrecision(9)));
}

function bucketsOf(pieces: readonly Piece[]): Map<number, Values> {
  const found = new Map<number, Values>();
  for (const { series, from, to, step } of pieces) {
    for (let index = firstNotBefore(series.at, from - step + 1); index < series.at.length; index++) {
      const at = series.at[index] ?? 0;
      if (at >= to) break;
      const mean = series.mean[index] ?? 0;
      found.set(at, { min: series.min[index] ?? mean, mean, max: series.max[index] ?? mean });
    }
  }
  return found;
}

/** @param rows relays and states; they have a column each with what held at the beginning of the bucket */
export function toCsv(columns: readonly CsvColumn[], rows: readonly Row[], zone: string): string {
  const clock = wallClock(zone);
  const buckets = columns.map(({ pieces }) => bucketsOf(pieces));
  const times = new Set(buckets.flatMap((bucket) => [...bucket.keys()]));
  if (columns.length === 0) for (const { bands } of rows) for (const { from } of bands) times.add(from);
  const head = [
    "time",
    "utc_ms",
    ...columns.flatMap(({ name, unit }) => {
      const behind = unit === "" ? "" : ` ${unit}`;
      return [`${name} min${behind}`, `${name} mean${behind}`, `${name} max${behind}`];
    }),
    ...rows.map(({ name }) => name),
  ];
  const lines = [...times]
    .sort((a, b) => a - b)
    .map((at) => [
      isoLocal(at, clock),
      String(at),
      ...buckets.flatMap((bucket) => {
        const values = bucket.get(at);
        return values ? [number(values.min), number(values.mean), number(values.max)] : ["", "", ""];
      }),
      ...rows.map((row) => field(bandAt(row, at) ?? "")),
    ]);
  return [head.map(field), ...lines].map((line) => `${line.join(",")}\r\n`).join("");
}
