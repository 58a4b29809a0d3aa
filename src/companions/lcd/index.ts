import {
  type Companion,
  type HouseState,
  type I2cChip,
  type I2cStep,
  type Pins,
  type Reason,
  tellingOf,
  text,
} from "../../model/index.ts";
import { busPath, explainedBus } from "../../pins/i2c/choose.ts";
import { rowsAt, type Shows } from "./rows.ts";
import { begin, lightStep, writeRow } from "./wire.ts";

/** A display that does not answer is tried again after so long. */
const RETRY_MS = 5_000;
/** Noise on its wires shows as wrong characters, which nobody can read back: it begins anew so often. */
const ANEW_MS = 60_000;

export interface LcdOptions extends Shows {
  readonly pins: Pins;
  readonly bus: number | string;
  readonly address: number;
  /** Each page is shown for so long. */
  readonly turn_ms: number;
  /** Whether it is lit at an instant, UTC ms. */
  isLit(at: number): boolean;
}

/** A display of characters on I²C, which shows values and relays, page after page. It asks nothing of the house. */
export class Lcd implements Companion {
  readonly name = "lcd";
  readonly #options: LcdOptions;
  #chip: I2cChip | undefined;
  #path = "";
  #busy = false;
  /** What it shows; `undefined`: nobody knows. */
  #shown: { readonly rows: readonly string[]; readonly isLit: boolean; readonly since_mono: number } | undefined;
  #not_before_mono = 0;
  #trouble: Reason | undefined;
  #over = false;

  constructor(options: LcdOptions) {
    this.#options = options;
  }

  start(): void {
    // it begins with the first state
  }

  shown(state: HouseState): void {
    const { mono } = state.now;
    if (this.#over || this.#busy || mono < this.#not_before_mono) return;
    this.#busy = true;
    void this.#show(state).then(
      () => {
        this.#busy = false;
        this.#trouble = undefined;
      },
      (error: unknown) => {
        this.#busy = false;
        this.#shown = undefined;
        this.#not_before_mono = mono + RETRY_MS;
        const why = tellingOf(explainedBus(error, this.#path, this.#options.address));
        this.#trouble = typeof why === "string" ? text(why) : why;
      },
    );
  }

  trouble(): Reason | undefined {
    return this.#trouble;
  }

  async stop(): Promise<void> {
    this.#over = true;
    await this.#chip?.close();
  }

  async #show(state: HouseState): Promise<void> {
    const { at, mono } = state.now;
    const isLit = this.#options.isLit(at);
    const codes = rowsAt(state, this.#options, Math.floor(mono / this.#options.turn_ms));
    const rows = codes.map(String);
    const isNew = this.#shown === undefined || mono - this.#shown.since_mono >= ANEW_MS;
    const steps: I2cStep[] = isNew ? begin(isLit) : [];
    codes.forEach((row, index) => {
      if (isNew || rows[index] !== this.#shown?.rows[index]) steps.push(...writeRow(index, row, isLit));
    });
    if (steps.length === 0 && isLit !== this.#shown?.isLit) steps.push(lightStep(isLit));
    const since_mono = isNew ? mono : (this.#shown?.since_mono ?? mono);
    if (steps.length > 0) await this.#open().run(steps);
    this.#shown = { rows, isLit, since_mono };
  }

  #open(): I2cChip {
    const { pins, bus, address } = this.#options;
    this.#path = busPath(pins.i2c, bus);
    this.#chip ??= pins.i2c.chip(this.#path, address);
    return this.#chip;
  }
}
