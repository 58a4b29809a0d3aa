import { type Doubt, doubtOf, inUnitOf, type Plausible, unfitLimit, usualRange } from "./plausible.ts";
import type { Unit, Value } from "./reading.ts";
import { MINUTE, SECOND } from "./time.ts";

/** What was believed within so long is remembered as one. */
const PIECE_MS = 10 * SECOND;
/** Values were rounded when they came in another unit. */
const ROUNDED = 1 + 1e-6;
const PIECES = MINUTE / PIECE_MS;

/** The least and the greatest value that were believed within some seconds. */
interface Piece {
  readonly since_mono: number;
  least: number;
  most: number;
}

/** Whether the values of one channel can be believed, by themselves and after those before. */
export class Belief {
  readonly #name: string;
  readonly #rules: Plausible;
  #unit: Unit | undefined;
  #asked: Plausible;
  #pieces: Piece[] = [];
  #last: { readonly value: number; readonly mono: number } | undefined;

  /** @param name of the channel, or of the device's value: it tells which quantity it is */
  constructor(name: string, rules: Plausible = {}) {
    this.#name = name;
    this.#rules = rules;
    this.#asked = rules;
  }

  /**
   * Takes the next value, by the clock or against it.
   * @param mono ms, of any zero
   * @returns why it is not believed; then it is as if it had not come
   */
  take(value: Value | null, unit: Unit, mono: number): Doubt | undefined {
    if (typeof value !== "number") return undefined;
    if (unit !== this.#unit) this.#begin(unit);
    const doubt = doubtOf(this.#asked, value, unit);
    if (doubt !== undefined) return doubt;
    if (!this.#isSlow(value, mono)) return "too_fast";
    this.#remember(value, mono);
    return undefined;
  }

  /** The unit of a limit that says nothing of this channel's values; `undefined`: there is none. */
  get unfit(): string | undefined {
    return this.#unit === undefined ? undefined : unfitLimit(this.#rules, this.#unit);
  }

  /** Values of another unit cannot be compared with those before. */
  #begin(unit: Unit): void {
    this.#unit = unit;
    this.#asked = { ...this.#rules, range: this.#rules.range ?? usualRange(this.#name, unit) };
    this.#pieces = [];
    this.#last = undefined;
  }

  #isSlow(value: number, mono: number): boolean {
    const { most_per_minute } = this.#rules;
    if (!most_per_minute || !this.#last) return true;
    // a difference knows no zero
    const [one, none] = [
      inUnitOf(most_per_minute, 1, this.#unit ?? ""),
      inUnitOf(most_per_minute, 0, this.#unit ?? ""),
    ];
    if (one === undefined || none === undefined) return true;
    const most = (most_per_minute.value / (one - none)) * ROUNDED;
    const minutes = Math.max(1, Math.abs(mono - this.#last.mono) / MINUTE);
    if (Math.abs(value - this.#last.value) > most * minutes) return false;
    return this.#pieces.every((piece) => {
      const isOver = Math.abs(mono - piece.since_mono) > MINUTE;
      return isOver || (value - piece.least <= most && piece.most - value <= most);
    });
  }

  #remember(value: number, mono: number): void {
    this.#last = { value, mono };
    if (!this.#rules.most_per_minute) return;
    const piece = this.#pieces.at(-1);
    if (piece && Math.abs(mono - piece.since_mono) < PIECE_MS) {
      piece.least = Math.min(piece.least, value);
      piece.most = Math.max(piece.most, value);
      return;
    }
    this.#pieces.push({ since_mono: mono, least: value, most: value });
    if (this.#pieces.length > PIECES + 1) this.#pieces.shift();
  }
}
