import type { Basket, ImportMark, Loader, Value } from "../../model/index.ts";

/** A loader that keeps in memory what it is given. */
export class MemoryLoader implements Loader {
  readonly #channels = new Map<string, Map<number, Value>>();
  readonly marks: ImportMark[] = [];

  basket(channel: string): Basket {
    const values = this.#channels.get(channel) ?? new Map<number, Value>();
    this.#channels.set(channel, values);
    return {
      add: (at, number, state) => {
        if (!values.has(at)) values.set(at, state ?? number);
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
