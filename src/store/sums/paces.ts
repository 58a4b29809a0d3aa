import type { Pace } from "../../model/index.ts";

/** Edges with more between them, so that nothing changes its pace within two neighbours. */
export interface FineEdges {
  readonly edges: Float64Array;
  /** The interval between the caller's edges to which each belongs. */
  readonly of: Int32Array;
  /** True time for each millisecond, for each. */
  readonly rate: Float64Array;
}

/**
 * What recorded time is worth where the clock was set: see `Pace`. Good for one question that goes forward in time, as it
 * remembers where it is.
 */
export class Paces {
  /** In the order of time; those that are worth anything do not lie over each other. */
  readonly #paces: readonly Pace[];
  /** The pace that a search begins with. */
  #next = 0;

  /** @param paces in the order of time */
  constructor(paces: readonly Pace[]) {
    this.#paces = paces;
  }

  /** Cuts at all borders of paces between the first and the last edge. */
  cut(edges: ArrayLike<number>): FineEdges {
    const [start = 0, end = 0] = [edges[0], edges[edges.length - 1]];
    const borders = this.#paces
      .flatMap(({ since, until }) => [since, until])
      .filter((at) => at > start && at < end)
      .sort((a, b) => a - b);
    const fine: number[] = [];
    const of: number[] = [];
    let next = 0;
    for (let i = 0; i < edges.length; i++) {
      const edge = edges[i] ?? 0;
      for (; (borders[next] ?? Number.POSITIVE_INFINITY) < edge; next++) {
        fine.push(borders[next] ?? 0);
        of.push(i - 1);
      }
      fine.push(edge);
      of.push(i);
    }
    return { edges: Float64Array.from(fine), of: Int32Array.from(of), rate: this.#ratesFrom(fine) };
  }

  /** The rate after each of some growing instants. What was read in a time that was leapt over, as an import is, counts as ever. */
  #ratesFrom(instants: readonly number[]): Float64Array {
    const worth = this.#paces.filter(({ rate }) => rate > 0);
    let next = 0;
    return Float64Array.from(instants, (at) => {
      while ((worth[next]?.until ?? Number.POSITIVE_INFINITY) <= at) next++;
      const pace = worth[next];
      return pace && pace.since <= at ? pace.rate : 1;
    });
  }

  /**
   * Until when a reading holds.
   * @param since its instant, not before that of the question before, UTC ms
   * @param hold_ms of true time
   */
  endOfHold(since: number, hold_ms: number): number {
    let [at, left] = [since, hold_ms];
    for (let i = this.#from(since); ; i++) {
      const pace = this.#paces[i];
      if (pace === undefined || at + left <= pace.since) return at + left;
      if (pace.until <= at) continue;
      if (pace.rate === 0) {
        // who leaps over a time does not hold in it
        if (pace.since <= since) continue;
        left -= Math.max(0, pace.since - at);
      } else {
        left -= Math.max(0, pace.since - at);
        const from = Math.max(at, pace.since);
        const worth = (pace.until - from) * pace.rate;
        if (left <= worth) return from + left / pace.rate;
        left -= worth;
      }
      at = pace.until;
    }
  }

  /** Where a leap ends that an instant lies in; `undefined` when it lies in none that began after `since`. */
  endOfLeap(at: number, since: number): number | undefined {
    for (let i = this.#from(since); ; i++) {
      const pace = this.#paces[i];
      if (pace === undefined || pace.since > at) return undefined;
      if (pace.rate === 0 && pace.since > since && at < pace.until) return pace.until;
    }
  }

  /** Whether the clock leapt over an instant. */
  isLeapt(at: number): boolean {
    return this.#paces.some(({ since, until, rate }) => rate === 0 && since <= at && at < until);
  }

  /** The first pace that ends after an instant. */
  #from(since: number): number {
    while ((this.#paces[this.#next]?.until ?? Number.POSITIVE_INFINITY) <= since) this.#next++;
    return this.#next;
  }
}
