/** A time that is taken, UTC ms; both ends belong to it. */
interface Taken {
  readonly from: number;
  readonly to: number;
}

/** What is left free between two runs of recorded time is worth going back to when it is as long as this. */
const ROOM_MS = 900_000;
/** Beyond so many the oldest two become one, with what lies between them. */
const MOST = 32;

function isTaken(taken: unknown): taken is Taken {
  const { from, to } = Object(taken);
  // what nobody knows the beginning of has none, and JSON no word for that
  return (from === null || Number.isFinite(from)) && Number.isFinite(to);
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
    this.#others = Array.isArray(others)
      ? others.filter(isTaken).map((one) => ({ from: one.from ?? Number.NEGATIVE_INFINITY, to: one.to }))
      : [];
    this.#from = Number.isFinite(from) ? from : Number.NEGATIVE_INFINITY;
  }

  /** Nothing was recorded before this instant. */
  begin(at: number): void {
    this.#from = at;
  }

  /** Whether recorded time may go on from an instant before the present one, and find room there. */
  isFree(at: number): boolean {
    if (at >= this.#from) return false;
    const next = this.#others.reduce((least, { from, to }) => (to >= at ? Math.min(least, from) : least), this.#from);
    return next - at >= ROOM_MS;
  }

  /**
   * Recorded time goes on elsewhere: forward, or back to a time that is free.
   * @param present where it was
   */
  leave(present: number, to: number): void {
    if (to >= present && to - present < ROOM_MS) return;
    this.#others.push({ from: this.#from, to: present });
    this.#others.sort((a, b) => a.from - b.from);
    this.#from = to;
    const [first, second] = this.#others;
    if (this.#others.length > MOST && first && second) this.#others.splice(0, 2, { from: first.from, to: second.to });
  }

  /** The first free instant at or after this one. What is taken there becomes a part of the present one. */
  enter(at: number): number {
    if (this.#others.length === 0) return at;
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
