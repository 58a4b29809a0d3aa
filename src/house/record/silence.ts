import { type Gap, HOUR } from "../../model/index.ts";

/** Gaps of one channel that are told one by one within an hour; what comes beyond is told as one. */
const MOST_PER_HOUR = 12;

/** What the history knows from before this run. */
export interface Past {
  /** The newest instant of each channel, UTC ms. */
  readonly latest: ReadonlyMap<string, number>;
  /** When recording ended, and when it began again, UTC ms. */
  readonly stopped_at: number;
  readonly started_at: number;
}

interface Heard {
  at: number;
  mono: number;
  hour: number;
  count: number;
  /** Gaps of this hour beyond those told. */
  rest: { since: number; until: number } | undefined;
}

/**
 * Notes the times in which a channel gave nothing for longer than its value counts. Each is told when it is over: until
 * then the newest reading says since when, also to a later run, which closes what an earlier one left open.
 */
export class Silence {
  readonly #heard = new Map<string, Heard>();
  readonly #past: Past | undefined;

  constructor(past?: Past) {
    this.#past = past;
  }

  /**
   * A channel gave a value.
   * @param at the instant it is recorded with, UTC ms
   * @returns gaps that are over
   */
  heard(channel: string, at: number, mono: number, stale_after_ms: number): Gap[] {
    const last = this.#heard.get(channel);
    if (!last) return this.#first(channel, at, mono, stale_after_ms);
    const { at: since } = last;
    const silent_ms = mono - last.mono;
    last.at = at;
    last.mono = mono;
    const told = this.#hourOver(channel, last, mono);
    if (silent_ms <= stale_after_ms || at <= since) return told;
    if (last.count < MOST_PER_HOUR) {
      last.count += 1;
      return [...told, { channel, since, until: at, why: "silent" }];
    }
    last.rest = { since: last.rest?.since ?? since, until: at };
    return told;
  }

  #hourOver(channel: string, last: Heard, mono: number): Gap[] {
    const hour = Math.floor(mono / HOUR);
    if (hour === last.hour) return [];
    const { rest } = last;
    last.hour = hour;
    last.count = 0;
    last.rest = undefined;
    return rest ? [{ channel, ...rest, why: "silent" }] : [];
  }

  #first(channel: string, at: number, mono: number, stale_after_ms: number): Gap[] {
    this.#heard.set(channel, { at, mono, hour: Math.floor(mono / HOUR), count: 0, rest: undefined });
    const newest = this.#past?.latest.get(channel);
    if (!this.#past || newest === undefined) return [];
    // a channel that spoke until the stop was silent from the start on: what lies between is told once for all channels
    const silentBefore = this.#past.stopped_at - newest > stale_after_ms;
    const since = silentBefore ? newest : this.#past.started_at;
    return at - since > stale_after_ms ? [{ channel, since, until: at, why: "silent" }] : [];
  }

  /** What was not told yet of the hour under way. */
  rest(): Gap[] {
    return [...this.#heard].flatMap(([channel, last]) => {
      const { rest } = last;
      last.rest = undefined;
      return rest ? [{ channel, ...rest, why: "silent" as const }] : [];
    });
  }
}
