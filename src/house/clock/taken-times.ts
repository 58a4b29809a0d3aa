import { FURTHEST_INSTANT } from "../../model/index.ts";

/** A time that is taken, UTC ms; both ends belong to it. */
interface Taken {
  readonly from: number;
  readonly to: number;
}

/** What is left free between two runs of recorded time is worth going back to when it is as long as this. */
const ROOM_MS = 900_000;
/** Beyond so many two neighbours become one, with what lies between them. */
const MOST = 32;
/** Nobody knows when it began. */
const EVER = -FURTHEST_INSTANT;

function isTaken(taken: unknown): taken is Taken {
  const { from, to } = Object(taken);
  return Number.isSafeInteger(from) && Number.isSafeInteger(to) && EVER <= from && from <= to && to < FURTHEST_INSTANT;
}

/**
 * The times that were recorded already, so that none is recorded twice. Recorded time goes on at the end of one of them,
 * the present one; the others were left behind by leaps of the clock.
 */
export class TakenTimes {
  #others: Taken[];
  /** Where the present one begins, UTC ms. */
  #from: number;

  /** @param saved what `plain` gave in an earlier run; without it everything up to the present is taken */
  constructor(saved?: unknown) {
    const { others, from } = Object(saved);
    this.#others = Array.isArray(others) ? others.filter(isTaken) : [];
    this.#from = Number.isSafeInteger(from) && Math.abs(from) <= FURTHEST_INSTANT ? from : EVER;
  }

  /** Nothing was recorded before this instant. */
  begin(at: number): void {
    this.#from = at;
  }

  /** All that was recorded since the present one began lies before this instant. */
  endsBefore(at: number): void {
    this.#from = Math.min(this.#from, at);
  }

  /** The first instant at or after this one from which recorded time may go on before the present one, and find room. */
  freeFrom(at: number): number | undefined {
    let free = at;
    for (const { from, to } of this.#others) {
      if (to < free) continue;
      if (from - free >= ROOM_MS) break;
      free = to + 1;
    }
    return this.#from - free >= ROOM_MS ? free : undefined;
  }

  /** Where the next one begins that lies ahead. */
  nextAfter(at: number): number {
    return this.#others.find(({ from }) => from > at)?.from ?? Number.POSITIVE_INFINITY;
  }

  /** Where that one begins which an instant belongs to; `undefined` unless it lies ahead of the present one. */
  aheadAt(at: number): number | undefined {
    return this.#others.find(({ from, to }) => from > this.#from && from <= at && at <= to)?.from;
  }

  /**
   * Recorded time goes on elsewhere: forward, or back to a time that is free.
   * @param present where it was
   */
  leave(present: number, to: number): void {
    if (to >= present && to - present < ROOM_MS) return;
    this.#others.push({ from: this.#from, to: Math.ceil(present) });
    this.#others.sort((a, b) => a.from - b.from);
    this.#from = to;
    if (this.#others.length > MOST) this.#joinTwo();
  }

  /** Fills the smallest hole between two others, but not the one in which the present lies. */
  #joinTwo(): void {
    const holes = this.#others.slice(1).map(({ from }, i) => {
      const to = this.#others[i]?.to ?? from;
      return to < this.#from && this.#from < from ? Number.POSITIVE_INFINITY : from - to;
    });
    const i = holes.indexOf(Math.min(...holes));
    const [first, second] = this.#others.slice(i, i + 2);
    if (first && second) this.#others.splice(i, 2, { from: first.from, to: second.to });
  }

  /** The first free instant at or after this one. What is taken there becomes a part of the present one. */
  enter(at: number): number {
    const met = this.#others.find(({ from, to }) => from <= at && at <= to);
    if (!met) return at;
    this.#others = this.#others.filter((other) => other !== met);
    this.#from = Math.min(this.#from, met.from);
    return this.enter(met.to + 1);
  }

  /** What a later run must know. */
  plain(): unknown {
    return { others: this.#others, from: this.#from };
  }
}
