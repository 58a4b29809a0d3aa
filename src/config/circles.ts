import { channelMeant, formulaChannels, otherNames, parseFormula } from "../model/index.ts";

/** A channel as the configuration has it. */
interface Named {
  readonly formula?: string | undefined;
  readonly alias?: string | undefined;
}

/** Names of a way that are shown: of a longer one the first and the last. */
const MOST_SHOWN = 12;

/** What formulas are made of; one that does not read is made of nothing. */
function inputsOf(formula: string): string[] {
  try {
    return formulaChannels(parseFormula(formula));
  } catch {
    return [];
  }
}

function shortened(way: string[]): string[] {
  return way.length <= MOST_SHOWN ? way : [...way.slice(0, MOST_SHOWN - 2), "…", ...way.slice(-1)];
}

/** Formulas that depend on themselves. */
export class Circles {
  /** Of each formula those of its inputs that are formulas too. */
  readonly #inputs = new Map<string, readonly string[]>();
  /** Formulas that depend on a circle, if not on themselves. */
  readonly #suspects = new Set<string>();

  constructor(channels: Readonly<Record<string, Named>>) {
    const others = otherNames(Object.entries(channels).map(([name, { alias }]) => ({ name, alias })));
    for (const [name, { formula }] of Object.entries(channels)) {
      if (formula === undefined) continue;
      const inputs = inputsOf(formula).map((input) => channelMeant(others, input));
      this.#inputs.set(
        name,
        inputs.filter((input) => Object.hasOwn(channels, input) && channels[input]?.formula !== undefined),
      );
    }
    this.#suspect();
  }

  /** Takes away again and again what depends on nothing any more; what is left goes round. */
  #suspect(): void {
    const left = new Map<string, number>();
    const users = new Map<string, string[]>();
    const usersOf = (name: string): string[] => {
      const known = users.get(name) ?? [];
      users.set(name, known);
      return known;
    };
    for (const [name, inputs] of this.#inputs) {
      const different = new Set(inputs);
      left.set(name, different.size);
      this.#suspects.add(name);
      for (const input of different) usersOf(input).push(name);
    }
    const free = [...left].filter(([, count]) => count === 0).map(([name]) => name);
    for (let name = free.pop(); name !== undefined; name = free.pop()) {
      this.#suspects.delete(name);
      for (const user of users.get(name) ?? []) {
        const count = (left.get(user) ?? 0) - 1;
        left.set(user, count);
        if (count === 0) free.push(user);
      }
    }
  }

  /** The shortest way from a formula back to itself, both ends named; `undefined` when there is none. */
  of(start: string): string[] | undefined {
    if (!this.#suspects.has(start)) return undefined;
    /** From which formula each was reached first. */
    const reached = new Map<string, string>();
    const waiting = [start];
    for (const name of waiting) {
      for (const input of this.#inputs.get(name) ?? []) {
        if (input === start) return shortened([...wayTo(name, start, reached), start]);
        if (reached.has(input)) continue;
        reached.set(input, name);
        waiting.push(input);
      }
    }
    return undefined;
  }
}

function wayTo(end: string, start: string, reached: ReadonlyMap<string, string>): string[] {
  const way = [end];
  for (let name = end; name !== start; ) {
    name = reached.get(name) ?? start;
    way.push(name);
  }
  return way.reverse();
}
