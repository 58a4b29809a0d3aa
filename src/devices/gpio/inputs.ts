import type { DeviceContext, Lines, RawReading, Telling } from "../../model/index.ts";
import type { Chosen, LineName } from "../../pins/choose.ts";
import { Hold } from "../../pins/hold.ts";
import type { GpioOptions } from "./options.ts";

/** So often the lines are looked at: a person at a switch notices no delay. */
const LOOK_MS = 50;
/** A line that does not change says so again, so that it is not stale. */
const AGAIN_MS = 5_000;

export interface InputSettings {
  readonly chip: string | undefined;
  readonly name: string;
  readonly input: GpioOptions["inputs"][string];
  readonly context: Pick<DeviceContext, "id" | "clock" | "pins">;
  put(readings: readonly RawReading[]): void;
  taken(): void;
  lost(why: Telling): void;
}

/** A line that is read: 1 and 0, at each change and every 5 s. */
export class Input {
  readonly #settings: InputSettings;
  readonly #hold: Hold;
  #cancel: (() => void) | undefined;
  #last: boolean | undefined;
  #told_mono = Number.NEGATIVE_INFINITY;

  constructor(settings: InputSettings) {
    this.#settings = settings;
    const { context, chip, input } = settings;
    const lines: LineName[] = [input.line];
    this.#hold = new Hold({
      ...{ pins: context.pins, clock: context.clock, chip, lines },
      take: (chosen) => this.#take(chosen),
      taken: () => this.#begin(),
      lost: (why) => settings.lost(why),
    });
  }

  start(): void {
    this.#hold.start();
  }

  stop(): void {
    this.#cancel?.();
    this.#hold.stop();
  }

  #take({ chip, offsets }: Chosen): Lines {
    const { context, input } = this.#settings;
    const { pull, active_low, debounce_ms } = input;
    const debounce_us = Math.round(debounce_ms * 1_000);
    const config = { direction: "input", pull, active_low, edges: "none", debounce_us } as const;
    return context.pins.request(chip, offsets, `gleaner ${context.id}`, config);
  }

  #begin(): void {
    this.#last = undefined;
    this.#settings.taken();
    this.#look();
  }

  #look(): void {
    this.#cancel?.();
    const { clock } = this.#settings.context;
    try {
      const value = this.#hold.use((lines) => lines.get()[0] ?? false);
      const { mono } = clock.now();
      if (value !== this.#last || mono - this.#told_mono >= AGAIN_MS) this.#tell(value, mono);
      this.#cancel = clock.after(LOOK_MS, () => this.#look());
    } catch {
      // the hold has told it; it begins anew when the chip is back
    }
  }

  #tell(value: boolean, mono: number): void {
    this.#last = value;
    this.#told_mono = mono;
    this.#settings.put([{ quantity: this.#settings.name, value: value ? 1 : 0, unit: "" }]);
  }
}
