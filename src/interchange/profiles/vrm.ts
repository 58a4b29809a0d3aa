import { aheadOf } from "../../model/index.ts";
import type { Column } from "../columns.ts";
import { tableLines } from "../head.ts";
import { decimalOf, delimiterOf, type ReaderOptions, rowsOf, timesOf, UnclearText } from "../layout.ts";
import type { LineReader } from "../line.ts";
import { TableReader } from "../table.ts";
import { apart } from "./apart.ts";

/**
 * The log that Victron's VRM portal gives: three lines of headers (the device, the zone and what is measured, the unit), then
 * a row for each time, in the zone that the second line names.
 */

const ZONE = /^([A-Za-z_+/-]{2,64})?(?: ?\(([+-]\d\d:?\d\d)\))?$/;

/** The zone of `Europe/Paris (+01:00)`. */
function zoneOf(words: string, otherwise: string): string {
  const [, name, offset] = ZONE.exec(words.trim()) ?? [];
  for (const zone of [name, offset]) if (zone !== undefined && isZone(zone)) return zone;
  if (offset !== undefined && aheadOf(offset) === 0) return "UTC";
  return otherwise;
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** @throws UnclearText when the headers are not VRM's */
export function vrmReader(head: readonly string[], options: ReaderOptions): LineReader {
  const lines = tableLines(head);
  const delimiter = delimiterOf(lines.slice(3).concat(lines));
  const rows = rowsOf(lines, delimiter);
  const [devices = [], names = [], units = []] = rows;
  if (devices.length < 2 || names.length < 2 || units.length < 2) {
    throw new UnclearText("No log of VRM: it begins with three lines of devices, names and units");
  }
  const channels = apart(names.map(({ words }, i) => [devices[i]?.words, words].filter((word) => word).join(".")));
  const columns = channels.map((channel, i): Column => {
    if (i === 0) return { is: "time" };
    return channel === "" ? { is: "nothing" } : { is: "reading", channel, unit: units[i]?.words || undefined };
  });
  const zone = zoneOf(names[0]?.words ?? "", options.zone);
  const data = rows.slice(3);
  const decimal = options.decimal ?? decimalOf(data, columns);
  const layout = { delimiter, columns, headers: new Set(lines.slice(0, 3)), decimal };
  return new TableReader(layout, timesOf(data, columns, { zone, time: options.time }));
}
