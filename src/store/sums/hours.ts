import { CounterHour, type HourEnds, ListedHour } from "../../model/index.ts";
import type { Chunk } from "../code/block.ts";
import { ROLLUP_MS, type Rollups } from "../code/rollups.ts";
import { instantAt } from "../code/times.ts";
import { numberAt, powerOf } from "../code/values.ts";
import type { Part } from "./part.ts";

/** A reading among parts. */
export interface Found {
  readonly part: number;
  readonly index: number;
}

/** A counter's readings from one on, hour by hour (UTC), however they lie in parts. Words say nothing of a register. */
export function* hoursOf(parts: readonly Part[], { part: first, index }: Found): Generator<CounterHour> {
  let pending: CounterHour | undefined;
  for (let i = first; i < parts.length; i++) {
    const part = parts[i];
    if (!part) continue;
    for (const hour of hoursIn(part, i === first ? index : 0)) {
      if (pending && numberOf(pending) !== numberOf(hour)) {
        yield pending;
        pending = hour;
      } else pending = pending ? joined(pending, hour) : hour;
    }
  }
  if (pending) yield pending;
}

function numberOf({ first }: CounterHour): number {
  return Math.floor(first / ROLLUP_MS);
}

/** Two pieces of one hour. */
function joined(one: CounterHour, other: CounterHour): CounterHour {
  const [at, values]: [number[], number[]] = [[], []];
  for (const piece of [one, other]) {
    for (let i = 0; i < piece.readings; i++) {
      at.push(piece.at(i));
      values.push(piece.value(i));
    }
  }
  return ListedHour.of(at, values);
}

/** The hours of a part, from a reading on. */
function* hoursIn(part: Part, from: number): Generator<CounterHour> {
  const { rollups } = part;
  if (rollups === null) {
    yield* listedHours(part.chunk(), from, part.count);
    return;
  }
  let index = 0;
  for (let k = 0; k < rollups.count; k++) {
    const to = index + (rollups.readings[k] ?? 0);
    if (from <= index) yield new KeptHour(part, index, to - index, endsOf(part, rollups, k), rollups.rising[k] === 1);
    else if (from < to) yield* listedHours(part.chunk(), from, to);
    index = to;
  }
}

function endsOf({ decimals }: Part, rollups: Rollups, k: number): HourEnds {
  const power = decimals < 0 ? 1 : powerOf(decimals);
  const [min, max] = [(rollups.min[k] ?? 0) / power, (rollups.max[k] ?? 0) / power];
  return { first: rollups.first[k] ?? 0, last: rollups.last[k] ?? 0, min, max };
}

function* listedHours({ times, column }: Chunk, from: number, to: number): Generator<CounterHour> {
  let [at, values]: [number[], number[]] = [[], []];
  let end = Number.NEGATIVE_INFINITY;
  for (let i = from; i < to; i++) {
    const [now, value] = [instantAt(times, i), numberAt(column, i)];
    if (Number.isNaN(value)) continue;
    if (now >= end) {
      if (at.length > 0) yield ListedHour.of(at, values);
      [at, values] = [[], []];
      end = (Math.floor(now / ROLLUP_MS) + 1) * ROLLUP_MS;
    }
    at.push(now);
    values.push(value);
  }
  if (at.length > 0) yield ListedHour.of(at, values);
}

/** An hour of which there is a roll-up: its readings are looked up only when they are asked for. */
class KeptHour extends CounterHour {
  readonly #part: Part;
  readonly #from: number;
  #chunk: Chunk | undefined;

  constructor(part: Part, from: number, readings: number, ends: HourEnds, isRising: boolean) {
    super(ends, readings, isRising);
    this.#part = part;
    this.#from = from;
  }

  get #readings(): Chunk {
    this.#chunk ??= this.#part.chunk();
    return this.#chunk;
  }

  at(i: number): number {
    return instantAt(this.#readings.times, this.#from + i);
  }

  value(i: number): number {
    return numberAt(this.#readings.column, this.#from + i);
  }

  part(from: number, to: number, ends: HourEnds): KeptHour {
    return new KeptHour(this.#part, this.#from + from, to - from, ends, this.isRising);
  }
}
