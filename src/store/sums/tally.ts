import { type Judged, type Tally, tellJudged } from "../../model/index.ts";

/**
 * What a counter rose between edges, within a span of time: each rise is spread evenly over the time in which it came, so that
 * no edge makes a spike. What is in doubt is kept apart.
 */
export class Sums implements Tally {
  readonly #edges: ArrayLike<number>;
  readonly #sums: Float64Array;
  readonly #from: number;
  readonly #to: number;
  readonly #told: Judged[];
  /** What each doubt holds, by interval. */
  readonly #doubts: Map<number, number>[] = [];
  /** Where the last search ended. */
  #interval = 0;

  /**
   * @param sums of all intervals between the edges, to which is added
   * @param from only what lies between these two is counted and told
   */
  constructor(edges: ArrayLike<number>, sums: Float64Array, from: number, to: number, told: Judged[]) {
    this.#edges = edges;
    this.#sums = sums;
    this.#from = Math.max(from, edges[0] ?? 0);
    this.#to = Math.min(to, edges[edges.length - 1] ?? 0);
    this.#told = told;
  }

  isCut(first: number, last: number): boolean {
    if (last <= this.#from || first >= this.#to) return false;
    if (first < this.#from || last > this.#to) return true;
    return last > this.#endAt(first);
  }

  /** The end of the interval of an instant, which becomes the present one. */
  #endAt(at: number): number {
    const edges = this.#edges;
    while (this.#interval > 0 && (edges[this.#interval] ?? 0) > at) this.#interval--;
    let end = edges[this.#interval + 1] ?? Number.POSITIVE_INFINITY;
    while (end <= at) end = edges[++this.#interval + 1] ?? Number.POSITIVE_INFINITY;
    return end;
  }

  add(from: number, to: number, rise: number): void {
    const end = Math.min(to, this.#to);
    for (let at = Math.max(from, this.#from); at < end; ) {
      const until = Math.min(this.#endAt(at), end);
      const part = (rise * (until - at)) / (to - from);
      const doubt = this.#doubts.at(-1);
      if (doubt) doubt.set(this.#interval, (doubt.get(this.#interval) ?? 0) + part);
      else this.#sums[this.#interval] = (this.#sums[this.#interval] ?? 0) + part;
      at = until;
    }
  }

  begin(): void {
    this.#doubts.push(new Map());
  }

  keep(i: number): void {
    const [kept] = this.#doubts.splice(i, 1);
    const around = this.#doubts[i - 1];
    for (const [interval, part] of kept ?? []) {
      if (around) around.set(interval, (around.get(interval) ?? 0) + part);
      else this.#sums[interval] = (this.#sums[interval] ?? 0) + part;
    }
  }

  lose(i: number): void {
    this.#doubts.splice(i, 1);
  }

  drop(i: number): void {
    this.#doubts.length = i;
  }

  judged(judged: Judged): void {
    if (judged.at >= this.#from && judged.at < this.#to) tellJudged(this.#told, judged);
  }
}
