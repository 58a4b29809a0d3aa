import { DamagedBlock, opened, sealed } from "./block.ts";
import { BadBytes, ByteSink } from "./bytes.ts";
import { MOST_DECIMALS, powerOf } from "./values.ts";

/**
 * The open head: readings that are not in a block yet, one row for each commit. A row is a checksum and groups of
 * readings that share their instant: the instant (the first as it is, later ones from the one before), how many, and
 * for each the channel × 16 + how its value is kept: 0 to 6 a whole number of so many decimals, 7 a double, 8 a state.
 */

const DOUBLE = 7;
const STATE = 8;
const LARGEST = 2 ** 48;
/** Rows of the head have no place that is known before they are written. */
const PLACE = -1;

/** One reading of the head; `state` is given instead of a number. */
export type TakeReading = (channel: number, at: number, number: number, state: string | undefined) => void;

/** Builds a row of the head. */
export class HeadRow {
  readonly #sink = new ByteSink();
  readonly #group = new ByteSink();
  #groupAt = 0;
  #groupCount = 0;
  #lastAt = 0;
  #count = 0;

  /** Readings in the row. */
  get count(): number {
    return this.#count;
  }

  clear(): this {
    this.#sink.clear().word(0);
    this.#group.clear();
    this.#groupCount = 0;
    this.#lastAt = 0;
    this.#count = 0;
    return this;
  }

  /** @param channel its row; @param at UTC ms, whole */
  add(channel: number, at: number, number: number, state: string | undefined): void {
    if (this.#groupCount > 0 && at !== this.#groupAt) this.#endGroup();
    this.#groupAt = at;
    this.#groupCount++;
    this.#count++;
    if (state === undefined) this.#number(channel, number);
    else {
      this.#group.varint(channel * 16 + STATE);
      this.#group.text(state);
    }
  }

  #number(channel: number, number: number): void {
    for (let decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
      const power = powerOf(decimals);
      const whole = Math.round(number * power);
      if (whole / power === number && Math.abs(whole) < LARGEST && !Object.is(number, -0)) {
        this.#group.varint(channel * 16 + decimals);
        this.#group.signed(whole);
        return;
      }
    }
    this.#group.varint(channel * 16 + DOUBLE);
    this.#group.double(number);
  }

  #endGroup(): void {
    const at = this.#groupAt - this.#lastAt;
    // the furthest two instants are more than a signed number takes apart
    this.#sink.double(at);
    this.#sink.varint(this.#groupCount);
    this.#sink.raw(this.#group.view());
    this.#lastAt = this.#groupAt;
    this.#group.clear();
    this.#groupCount = 0;
  }

  /** The finished row. */
  bytes(): Uint8Array {
    if (this.#groupCount > 0) this.#endGroup();
    const bytes = this.#sink.bytes();
    new DataView(bytes.buffer).setUint32(0, sealed(bytes.subarray(4), PLACE), true);
    return bytes;
  }
}

/** Reads a row of the head. @returns how many readings it has @throws DamagedBlock */
export function readHead(bytes: Uint8Array, take: TakeReading): number {
  const source = opened(bytes, PLACE, "a row of the newest readings");
  let at = 0;
  let total = 0;
  try {
    while (source.left > 0) {
      at += source.double();
      const count = source.varint();
      for (let i = 0; i < count; i++) {
        const word = source.varint();
        const kind = word % 16;
        const channel = (word - kind) / 16;
        if (kind === STATE) take(channel, at, Number.NaN, source.text());
        else if (kind === DOUBLE) take(channel, at, source.double(), undefined);
        else if (kind <= MOST_DECIMALS) take(channel, at, source.signed() / powerOf(kind), undefined);
        else throw new BadBytes(`an unknown form of a value (${kind})`);
      }
      total += count;
    }
    return total;
  } catch (error) {
    if (error instanceof BadBytes)
      throw new DamagedBlock(`a row of the newest readings cannot be read: ${error.message}`);
    throw error;
  }
}
