import type { Stretch } from "../../model/index.ts";

/** States by columns of a picture: however often they change, there is at most one band for each column. */

/** So many states have a row of their own; others share one more. */
const MOST_STATES = 8;
export const OTHERS = "…";

interface Row {
  /** Time in each column, ms. */
  readonly columns: Float64Array;
  total_ms: number;
}

export class Stretches {
  readonly #from: number;
  readonly #to: number;
  readonly #width_ms: number;
  readonly #columns: number;
  readonly #rows = new Map<string, Row>();

  constructor({ from, to }: Stretch, columns: number) {
    this.#from = from;
    this.#to = to;
    this.#columns = columns;
    this.#width_ms = (to - from) / columns;
  }

  #row(state: string): Row {
    const name = this.#rows.has(state) || this.#rows.size < MOST_STATES ? state : OTHERS;
    let row = this.#rows.get(name);
    if (!row) {
      row = { columns: new Float64Array(this.#columns), total_ms: 0 };
      this.#rows.set(name, row);
    }
    return row;
  }

  /** The state held from ≤ t < to; what lies outside the picture does not count. */
  add(state: string, from: number, to: number): void {
    const [start, end] = [Math.max(from, this.#from), Math.min(to, this.#to)];
    if (end <= start) return;
    const row = this.#row(state);
    row.total_ms += end - start;
    const last = Math.min(this.#columns - 1, Math.floor((end - this.#from) / this.#width_ms));
    for (let i = Math.floor((start - this.#from) / this.#width_ms); i <= last; i++) {
      const left = this.#from + i * this.#width_ms;
      const within = Math.min(end, left + this.#width_ms) - Math.max(start, left);
      if (within > 0) row.columns[i] = (row.columns[i] ?? 0) + within;
    }
  }

  /** In each column the state that held longest; neighbouring columns of one state are one span. */
  rows(): { state: string; spans: Stretch[]; total_ms: number }[] {
    const found = [...this.#rows].map(([state, { total_ms }]) => ({
      state,
      spans: [] as { from: number; to: number }[],
      total_ms,
    }));
    const columns = [...this.#rows.values()].map((row) => row.columns);
    for (let i = 0; i < this.#columns; i++) {
      let longest = -1;
      for (let row = 0; row < columns.length; row++) {
        if ((columns[row]?.[i] ?? 0) > (columns[longest]?.[i] ?? 0)) longest = row;
      }
      const spans = found[longest]?.spans;
      if (!spans) continue;
      const left = this.#from + i * this.#width_ms;
      const before = spans.at(-1);
      if (before && left - before.to < this.#width_ms / 2) before.to = left + this.#width_ms;
      else spans.push({ from: left, to: left + this.#width_ms });
    }
    return found;
  }
}
