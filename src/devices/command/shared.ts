import type { Clock, Files } from "../../model/index.ts";
import type { Condition } from "../kit/condition.ts";
import type { Reader } from "../kit/reader.ts";
import type { Parsed } from "./output.ts";
import type { Surroundings } from "./program.ts";

/** What a device counts, for a person who looks for a fault, beside what its condition counts. */
export interface Tally {
  /** Programs that were started to read. */
  runs: number;
  timeouts: number;
  readings: number;
  refused_values: number;
  dropped_values: number;
  /** Values whose name came once more in one run or line: the last one counts. */
  repeated_values: number;
  /** Values that were kept in a unit which is not known here. */
  unknown_units: number;
  cut_bytes: number;
  cut_lines: number;
  orders: number;
  failed_orders: number;
  failed_reads: number;
}

/** What the parts of a device have in common. */
export interface Shared {
  readonly surroundings: Surroundings;
  readonly files: Files;
  readonly condition: Condition;
  readonly tally: Tally;
  /** Reads what the programs say. */
  readonly reader: Reader;
  readonly clock: Pick<Clock, "now" | "after">;
}

/** Counts what was read. */
export function countIn(tally: Tally, { readings, refused, dropped, repeated, unknown_units }: Parsed): void {
  tally.readings += readings.length;
  tally.refused_values += refused;
  tally.dropped_values += dropped;
  tally.repeated_values += repeated;
  tally.unknown_units += unknown_units;
}
