import type { Piece } from "./frames.ts";
import { type Summary, summary } from "./plot.ts";

/** The curves as a table, for those who do not see them. */

export const MOST_ROWS = 48;

export interface TableRow {
  readonly from: number;
  readonly to: number;
  /** By channel; undefined: nothing was recorded. */
  readonly values: readonly (Summary | undefined)[];
}

/** The view in at most 48 equal parts, those without any value left out. `step`: no part is shorter than a bucket. */
export function tableRows(
  channels: readonly (readonly Piece[])[],
  { from, to }: { from: number; to: number },
  step: number,
): TableRow[] {
  const count = Math.max(1, Math.min(MOST_ROWS, Math.floor((to - from) / step)));
  const part = (to - from) / count;
  const rows = Array.from({ length: count }, (_, index) => {
    const start = from + index * part;
    return {
      from: start,
      to: start + part,
      values: channels.map((pieces) => summary(pieces, start, start + part)),
    };
  });
  return rows.filter(({ values }) => values.some((value) => value !== undefined));
}
