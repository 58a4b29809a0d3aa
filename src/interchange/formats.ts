import type { Reading, Unit } from "../model/index.ts";
import { csv } from "./csv.ts";
import { influx } from "./influx.ts";
import { jsonl } from "./jsonl.ts";
import type { LineForm } from "./line.ts";

/** The forms in which readings leave and come. */
export const FORMATS = ["csv", "jsonl", "influx"] as const;
export type Format = (typeof FORMATS)[number];

const FORMS: Readonly<Record<Format, LineForm>> = { csv, jsonl, influx };

/** The first line of a text; `undefined`: there is none. */
export function headerOf(format: Format): string | undefined {
  return FORMS[format].header;
}

/** One line, without its end. Line breaks inside a state become spaces in CSV and line protocol. */
export function writeLine(format: Format, reading: Reading, unit: Unit | undefined): string {
  return FORMS[format].write(reading, unit);
}
