import {
  type Actuator,
  type DeviceContext,
  type LineConfig,
  type Lines,
  type Order,
  type Telling,
  tellingOf,
  told,
} from "../../model/index.ts";
import type { Chosen, LineName } from "../../pins/choose.ts";
import { Hold } from "../../pins/hold.ts";
import type { GpioOptions } from "./options.ts";

export interface RelaySettings {
  readonly options: Pick<GpioOptions, "chip" | "outputs" | "active_low" | "drive">;
  readonly context: Pick<DeviceContext, "id" | "clock" | "pins" | "safe">;
  /** Lines that were taken. */
  taken(): void;
  lost(why: Telling): void;
  /** An order was carried out, or could not be. */
  ordered(why: Telling | null): void;
}

/** The outputs of a chip: eight relays on a board, say. */
export class Relays {
  readonly outputs: ReadonlyMap<string, Actuator>;
  readonly #settings: RelaySettings;
  readonly #hold: Hold | undefined;

  constructor(settings: RelaySettings) {
    this.#settings = settings;
    const { options, context } = settings;
    const names = Object.keys(options.outputs);
    this.outputs = new Map(names.map((name, index) => [name, this.#output(index)]));
    const lines: LineName[] = Object.values(options.outputs);
    if (lines.length === 0) return;
    this.#hold = new Hold({
      pins: context.pins,
      clock: context.clock,
      chip: options.chip,
      lines,
      take: (chosen) => this.#take(chosen, names),
      taken: () => settings.taken(),
      lost: (why) => settings.lost(why),
    });
  }

  start(): void {
    this.#hold?.start();
  }

  stop(): void {
    this.#hold?.stop();
  }

  /**
   * Nothing moves: a line that is driven already, by the run before this one, goes on as it is. One that nobody drives yet,
   * as after a power cut, is in its safe state from the first moment.
   */
  #take({ chip, offsets }: Chosen, names: readonly string[]): Lines {
    const { options, context } = this.#settings;
    const { active_low, drive } = options;
    const known = context.pins.lines(chip);
    const lines = context.pins.request(chip, offsets, `gleaner ${context.id}`, { direction: "as_is", active_low });
    try {
      const found = lines.get();
      const values = offsets.map((offset, index) => {
        const safe = context.safe?.get(names[index] ?? "") ?? false;
        return known[offset]?.output === true ? (found[index] ?? safe) : safe;
      });
      const config: LineConfig = { direction: "output", drive, active_low, values };
      lines.configure(config);
      return lines;
    } catch (error) {
      lines.close();
      throw error;
    }
  }

  #output(index: number): Actuator {
    return {
      carryOut: async (order) => {
        try {
          this.#set(index, order);
        } catch (error) {
          this.#settings.ordered(tellingOf(error));
          throw error;
        }
        this.#settings.ordered(null);
      },
      read: async () => this.#read(index),
      canReport: true,
    };
  }

  #set(index: number, order: Order): void {
    if (!this.#hold) throw told("pins_closed");
    const { chosen } = this.#hold;
    const follows = this.#hold.use((lines) => {
      lines.set(index, order.on);
      return lines.get()[index] === order.on;
    });
    if (follows) return;
    throw told("pins_not_followed", { line: String(chosen?.offsets[index]), chip: chosen?.chip.label ?? "" });
  }

  #read(index: number): boolean | null {
    try {
      return this.#hold?.use((lines) => lines.get()[index]) ?? null;
    } catch {
      return null;
    }
  }
}
