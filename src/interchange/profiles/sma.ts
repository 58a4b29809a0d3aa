import { inOwnUnit } from "../../model/index.ts";
import type { Decimal } from "../cells.ts";
import { type Column, isTimeForm, NOTHING } from "../columns.ts";
import { tableHead, tableLines } from "../head.ts";
import { decimalOf, type ReaderOptions, rowsOf, timesOf, UnclearText } from "../layout.ts";
import type { LineReader } from "../line.ts";
import { TableReader } from "../table.ts";
import { orderOfForm } from "../times.ts";
import { apart } from "./apart.ts";

/**
 * SMA's CSV, of Sunny Explorer and what writes as it does: `Version CSV1|Tool …`, rows that name the devices (by serial
 * number, by type) and what is measured, a row of kinds (`Counter`, `Analog`), and one with the form of the times and the
 * units. A channel is called by its device's number and what is measured.
 */

const SERIAL = /^(?:SN: ?)?(\d{1,16})$/;
const KIND = /^(?:counter|analog)$/i;

/** The line by which a text says that it is SMA's, and how it is written; `undefined`: it is not. */
function versionOf(head: readonly string[]): string | undefined {
  return head.slice(0, 3).find((line) => line.startsWith("Version CSV1|"));
}

/** Whether a text begins as SMA's. */
export function isSma(head: readonly string[]): boolean {
  return versionOf(head) !== undefined;
}

function decimalSaid(head: readonly string[]): Decimal | undefined {
  const version = versionOf(head) ?? "";
  if (version.includes("|Decimalpoint comma")) return ",";
  return version.includes("|Decimalpoint dot") ? "." : undefined;
}

type Rows = readonly (readonly string[])[];

const serialOf = (words: string): string => SERIAL.exec(words)?.[1] ?? "";

/** What each column is called, by the rows above that of the units. */
function namesOf(above: Rows, width: number): string[] {
  const kinds = above.findLast((row) => row.slice(1).some((words) => KIND.test(words))) ?? [];
  const serials = above.find((row) => row.slice(1).some((words) => serialOf(words) !== "")) ?? [];
  // what is measured stands just above the kinds, where it stands at all; of types and numbers both columns have the same
  const [quantities = []] = above.slice(above.indexOf(kinds) - 1);
  const says = quantities[1] !== undefined && quantities[1] !== quantities[2] && serialOf(quantities[1]) === "";
  const names = Array.from({ length: width }, (_, i) => {
    const device = serialOf(serials[i] ?? "") || (above[0]?.[i] ?? "");
    const quantity = (says ? quantities[i] : kinds[i]) ?? "";
    return [device, quantity].filter((words) => words !== "").join(".");
  });
  return apart(names);
}

const isEnergy = (unit: string): boolean => inOwnUnit(0, unit).unit === "Wh";

/** Of rows that are days the energy of each is certain; at which end of it the counter stood is not. */
function dayColumn(channel: string, unit: string, kind: string): Column {
  const isDays = isEnergy(unit) && kind.toLowerCase() === "analog";
  return isDays ? { is: "reading", channel, unit: `${unit}/d` } : NOTHING;
}

class DaysReader extends TableReader {
  override notes(): readonly string[] {
    return [
      "Each row is a day: its energy is read. Its counters are left out, as they do not say at which end of the day they stood",
      ...super.notes(),
    ];
  }
}

/** @throws UnclearText when the rows of devices, kinds and units are not there */
export function smaReader(head: readonly string[], options: ReaderOptions): LineReader {
  const { delimiter } = tableHead(head);
  const lines = tableLines(head);
  const rows = rowsOf(lines, delimiter);
  const words = rows.map((row) => row.map((field) => field.words));
  const at = words.findIndex(([first = "", ...units]) => isTimeForm(first) && units.length > 0);
  const [form = "", ...units] = words[at] ?? [];
  if (at < 2) {
    throw new UnclearText(
      'No export of SMA: a row of units that begins with the form of the times, as "dd.MM.yyyy HH:mm:ss;kWh;kW", is missing below those of the devices: export it anew, and leave its first lines as they are',
    );
  }
  const above = words.slice(1, at);
  const kinds = above.findLast((row) => row.slice(1).some((each) => KIND.test(each))) ?? [];
  const isDay = !/h/i.test(form);
  const columns = namesOf(above, units.length + 1).map((channel, i): Column => {
    const unit = units[i - 1] ?? "";
    if (i === 0) return { is: "time" };
    if (channel === "" || unit === "") return NOTHING;
    return isDay ? dayColumn(channel, unit, kinds[i] ?? "") : { is: "reading", channel, unit };
  });
  const data = rows.slice(at + 1);
  const decimal = options.decimal ?? decimalSaid(head) ?? decimalOf(data, columns);
  const headers = new Set(head.slice(0, head.indexOf(lines[at] ?? "") + 1));
  const times = timesOf(data, columns, options);
  times.settle(orderOfForm(form));
  return new (isDay ? DaysReader : TableReader)({ delimiter, columns, headers, decimal }, times);
}
