import type { Basket, ImportMark, Loader, Unit, Value } from "../../model/index.ts";

/** A loader that keeps in memory what it is given. */
export class MemoryLoader implements Loader {
  readonly #channels = new Map<string, Map<number, Value>>();
  readonly marks: ImportMark[] = [];
  /** Units of channels that are there, and of those that came. */
  readonly units: Map<string, Unit>;
  readonly #met = { same: 0, other: 0 };

  constructor(units: Iterable<readonly [string, Unit]> = []) {
    this.units = new Map(units);
  }

  get met(): { readonly same: number; readonly other: number } {
    return this.#met;
  }

  get reach(): Loader["reach"] {
    const instants = [...this.#channels.values()].flatMap((values) => [...values.keys()]);
    return instants.length > 0 ? { first: Math.min(...instants), last: Math.max(...instants) } : undefined;
  }

  unit(channel: string): Unit | undefined {
    return this.units.get(channel);
  }

  basket(channel: string, unit: Unit): Basket {
    if (!this.units.has(channel)) this.units.set(channel, unit);
    const values = this.#channels.get(channel) ?? new Map<number, Value>();
    this.#channels.set(channel, values);
    return {
      add: (at, number, state) => {
        const value = state ?? number;
        if (!values.has(at)) values.set(at, value);
        else if (values.get(at) === value) this.#met.same++;
        else this.#met.other++;
      },
    };
  }

  async store(mark?: ImportMark): Promise<void> {
    if (mark) this.marks.push(mark);
  }

  /** Instants and values of each channel that was given any, oldest first. */
  get all(): Map<string, [at: number, value: Value][]> {
    const given = [...this.#channels].filter(([, values]) => values.size > 0);
    return new Map(given.map(([name, values]) => [name, [...values].sort(([a], [b]) => a - b)]));
  }
}
