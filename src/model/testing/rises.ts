import { CounterJudge, type CounterRules, type Judged, ListedHour, type Tally } from "../index.ts";
import { HOUR } from "../time.ts";

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

  /** Each rise is listed. */
  isCut(): boolean {
    return true;
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

/**
 * What readings rose, hour by hour (UTC).
 * @param end of readings at or after it only the first is taken, and nothing is known to come
 */
export function risesOf(
  readings: readonly Numbered[],
  rules: CounterRules = {},
  end = Number.POSITIVE_INFINITY,
): Rises {
  const rises = new Rises();
  const judge = new CounterJudge(rules, rises);
  const isConfirmed = (asked: number): boolean =>
    readings.some(({ at, confirmed }) => confirmed === true && at === asked);
  for (const hour of Map.groupBy(readings, ({ at }) => Math.floor(at / HOUR)).values()) {
    const [first] = hour;
    if (first && first.at >= end) {
      judge.reading(first.at, first.value, first.confirmed);
      judge.finish(false);
      return rises;
    }
    const listed = ListedHour.of(
      hour.map(({ at }) => at),
      hour.map(({ value }) => value),
    );
    if (hour.some(({ confirmed }) => confirmed)) judge.confirmedHour(listed, isConfirmed);
    else judge.hour(listed);
  }
  judge.finish(true);
  return rises;
}
