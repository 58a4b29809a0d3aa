import { type Column, NOTHING } from "../columns.ts";
import { type ReaderOptions, tableOf, timesOf, UnclearText } from "../layout.ts";
import { BadLine, type LineReader } from "../line.ts";
import { TableReader } from "../table.ts";
import type { Times } from "../times.ts";

/**
 * The energy that Shelly's meters keep themselves: a row for each minute, or ten, with the Wh of that time. They are taken as
 * the mean power of that time: rows may be missing, and a register that was added up would not show it.
 */

const HOUR_MS = 3_600_000;

/** What the first generation calls its columns. */
const FIRST: ReadonlyMap<string, string> = new Map([
  ["active energy wh", "power"],
  ["returned energy wh", "returned_power"],
]);

/** What a column of the later generations is, behind the letter of its phase. */
const LATER: ReadonlyMap<string, readonly [name: string, unit: string | undefined]> = new Map([
  ["total_act_energy", ["power", undefined]],
  ["total_act_ret_energy", ["returned_power", undefined]],
  ["avg_voltage", ["voltage", "V"]],
  ["avg_current", ["current", "A"]],
]);
const PHASED = /^([abcn])_(.{1,64})$/;

function columnOf(title: string, prefix: string, factor: number): Column {
  const words = title.toLowerCase();
  if (/^(?:date\/time|timestamp|date)/.test(words)) return { is: "time" };
  const first = FIRST.get(words.replace(/ ?\(\d\)$/, ""));
  if (first !== undefined) return { is: "reading", channel: `${prefix}.${first}`, unit: "W", factor };
  const [, phase, rest = words] = PHASED.exec(words) ?? [];
  const [name, unit] = LATER.get(rest) ?? [];
  if (name === undefined) return NOTHING;
  const channel = [prefix, phase, name].filter((part) => part !== undefined).join(".");
  return unit === undefined ? { is: "reading", channel, unit: "W", factor } : { is: "reading", channel, unit };
}

/** The time that a row stands for, ms: the least between two. */
function periodOf(instants: readonly number[]): number {
  const steps = instants.slice(1).map((at, i) => Math.abs(at - (instants[i] ?? at)));
  return Math.min(...steps.filter((step) => step > 0));
}

function instantsOf(rows: readonly (readonly { readonly words: string }[])[], times: Times): number[] {
  const instants = rows.flatMap((row) => {
    try {
      return [times.read(row[0]?.words ?? "", "")];
    } catch (error) {
      if (error instanceof BadLine) return [];
      throw error;
    }
  });
  times.rewind();
  return instants;
}

/** @throws UnclearText when its header is not Shelly's, or fewer than two rows do not tell how long one is */
export function shellyReader(head: readonly string[], options: ReaderOptions): LineReader {
  const {
    delimiter,
    lines,
    rows: [titles = [], ...rows],
  } = tableOf(head);
  const names = titles.map(({ words }) => words);
  const isUtc = /utc/i.test(names[0] ?? "");
  const zone = isUtc ? "UTC" : options.zone;
  const times = timesOf(rows, [{ is: "time" }], { zone, time: options.time });
  const factor = HOUR_MS / periodOf(instantsOf(rows, times));
  const columns = names.map((title) => columnOf(title, options.channel ?? "shelly", factor));
  if (columns[0]?.is !== "time" || !columns.some(({ is }) => is === "reading")) {
    throw new UnclearText("No energy of a Shelly: columns such as timestamp and total_act_energy are missing");
  }
  if (factor === 0)
    throw new UnclearText("One row does not tell how long a row of this Shelly is: give a file with two");
  return new TableReader({ delimiter, columns, headers: new Set(lines.slice(0, 1)), decimal: options.decimal }, times);
}
