import { type Clock, type Lines, type Pins, type Pull, type Reason, reason, type Telling } from "../../model/index.ts";
import { Keys } from "../../panel/keys.ts";
import type { Chosen, LineName } from "../../pins/choose.ts";
import { Hold } from "../../pins/hold.ts";
import type { KeyName } from "./menu.ts";

export interface KeypadOptions {
  /** Label, name or path of the chip. */
  readonly chip: string | undefined;
  /** The contacts that there are. */
  readonly lines: ReadonlyMap<KeyName, LineName>;
  readonly pull: Pull;
  readonly active_low: boolean;
  readonly debounce_ms: number;
}

/** Contacts on lines, each a key. */
export class Keypad {
  readonly #options: KeypadOptions;
  readonly #names: readonly KeyName[];
  readonly #hold: Hold;
  #keys = new Keys();
  #lost: Telling | undefined;

  constructor(options: KeypadOptions, { pins, clock }: { readonly pins: Pins; readonly clock: Clock }) {
    this.#options = options;
    this.#names = [...options.lines.keys()];
    this.#hold = new Hold({
      ...{ pins, clock, chip: options.chip, lines: [...options.lines.values()] },
      take: (chosen) => this.#take(pins, chosen),
      taken: () => {
        this.#lost = undefined;
        // what is held by now has not been pressed
        this.#keys = new Keys();
      },
      lost: (why) => {
        this.#lost = why;
      },
    });
  }

  start(): void {
    this.#hold.start();
  }

  stop(): void {
    this.#hold.stop();
  }

  /** Looks at the contacts, which is to be done some 25 times a second. @returns the key that was pressed since the last look */
  look(now_ms: number): KeyName | undefined {
    if (!this.#hold.chosen) return undefined;
    try {
      const down = this.#hold.use((lines) => lines.get());
      const mask = down.reduce((bits, isDown, index) => bits | (isDown ? 1 << index : 0), 0);
      const { pressed } = this.#keys.take(mask, now_ms);
      return pressed === undefined ? undefined : this.#names[pressed];
    } catch {
      // the hold has told it, and begins anew when the chip is back
      return undefined;
    }
  }

  /** What is wrong with them. */
  trouble(): Reason | undefined {
    if (this.#lost !== undefined) return reason("lcd_keys_lost", { problem: this.#lost });
    const [stuck] = this.#keys.stuck;
    const key = stuck === undefined ? undefined : this.#names[stuck];
    return key === undefined ? undefined : reason("lcd_key_stuck", { key });
  }

  #take(pins: Pins, { chip, offsets }: Chosen): Lines {
    const { pull, active_low, debounce_ms } = this.#options;
    const debounce_us = Math.round(debounce_ms * 1_000);
    const config = { direction: "input", pull, active_low, edges: "none", debounce_us } as const;
    return pins.request(chip, offsets, "gleaner lcd", config);
  }
}
