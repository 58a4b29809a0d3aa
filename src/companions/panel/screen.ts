import type { Lines } from "../../model/index.ts";
import type { Face } from "../../panel/brain.ts";
import { type Steps, send } from "./wire.ts";

const AUTO_ADDRESS = 0x40;
const FIXED_ADDRESS = 0x44;
const ADDRESS = 0xc0;
const OFF = 0x80;
const LIT = 0x88;
/** More changes than these are sent as the whole. */
const FEW = 7;

/** Digits at even addresses, LEDs at odd ones. */
function memoryOf({ digits, leds }: Face): number[] {
  return digits.flatMap((digit, index) => [digit, leds[index] ? 1 : 0]);
}

/** What a board shows: sends what is new, and now and then all of it, as a board that lost its supply has forgotten it. */
export class Screen {
  readonly #board: number;
  #shown: readonly number[] | undefined;
  #light: number | undefined;

  constructor(board: number) {
    this.#board = board;
  }

  /** Nobody knows what it shows: all of it is sent next. */
  forget(): void {
    this.#shown = undefined;
    this.#light = undefined;
  }

  /** What is to be sent so that it shows this. @param light 0 to 7 @returns `undefined`: it does */
  change(face: Face, light: number): ((lines: Lines) => Steps) | undefined {
    const wanted = memoryOf(face);
    const shown = this.#shown;
    const places = wanted.flatMap((byte, place) => (shown?.[place] === byte ? [] : [place]));
    const isLit = light === this.#light;
    if (places.length === 0 && isLit) return undefined;
    return (lines) => this.#send(lines, wanted, places, isLit ? undefined : light);
  }

  /** Dark: nothing is shown that may no longer be so. */
  *dark(lines: Lines): Steps {
    this.forget();
    yield* send(lines, this.#board, [OFF]);
  }

  *#send(lines: Lines, wanted: readonly number[], places: readonly number[], light: number | undefined): Steps {
    if (places.length > FEW) {
      yield* send(lines, this.#board, [AUTO_ADDRESS]);
      yield* send(lines, this.#board, [ADDRESS, ...wanted]);
    } else if (places.length > 0) {
      yield* send(lines, this.#board, [FIXED_ADDRESS]);
      for (const place of places) yield* send(lines, this.#board, [ADDRESS | place, wanted[place] ?? 0]);
    }
    this.#shown = wanted;
    // last, so that a board that was just plugged in does not show what its memory happens to hold
    if (light === undefined) return;
    yield* send(lines, this.#board, [LIT | light]);
    this.#light = light;
  }
}
