import { CounterRule, type CounterRules, type Judged, type Tally } from "../index.ts";

/** A rise from one reading to another, UTC ms. */
export interface Rise {
  readonly from: number;
  readonly to: number;
  readonly rise: number;
}

/** Lists of rises, a list for each doubt within the one before. */
export class Rises implements Tally {
  readonly #lists: Rise[][] = [[]];
  readonly told: Judged[] = [];

  add(from: number, to: number, rise: number): void {
    this.#lists.at(-1)?.push({ from, to, rise });
  }

  begin(): void {
    this.#lists.push([]);
  }

  keep(i: number): void {
    const [kept = []] = this.#lists.splice(i + 1, 1);
    this.#lists[i]?.push(...kept);
  }

  lose(i: number): void {
    this.#lists.splice(i + 1, 1);
  }

  drop(i: number): void {
    this.#lists.splice(i + 1);
  }

  judged(judged: Judged): void {
    this.told.push(judged);
  }

  get all(): readonly Rise[] {
    return this.#lists.flat();
  }
}

export interface Numbered {
  readonly at: number;
  readonly value: number;
  /** A person said that it is right. */
  readonly confirmed?: boolean;
}

/** What readings rose, one after the other. @param live whether nothing more is known */
export function risesOf(readings: readonly Numbered[], rules: CounterRules = {}, live = true): Rises {
  const rises = new Rises();
  const rule = new CounterRule(rules, rises);
  for (const { at, value, confirmed = false } of readings) rule.take(at, value, confirmed);
  rule.finish(live);
  return rises;
}
