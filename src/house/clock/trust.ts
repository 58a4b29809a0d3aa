import type { Now } from "../../model/index.ts";

/** What is known of the machine's clock, beside what it shows. */
export interface ClockFacts {
  /** The clock goes on while the machine is off. */
  readonly keeps_time: boolean;
  /** Somebody has set it since the machine started: a time server, a receiver. */
  synchronised(): boolean;
}

/**
 * `unset`: it is not to be trusted yet. `set`: it is. `unsure`: nobody has set it although there was time enough; it
 * counts, because a house may have no network at all.
 */
export type ClockStanding = "unset" | "set" | "unsure";

/** No clock that lies before this is right: Gleaner is younger. UTC ms. */
export const NO_EARLIER = Date.UTC(2025, 0, 1);
/** Somebody sets a clock by more than this; a clock that is only steered goes by less. */
export const STEP_MS = 2_000;
/** The clock may lie so far before the newest stored instant and still be right. */
const BEHIND_MS = 60_000;

export interface TrustOptions {
  readonly facts: ClockFacts;
  /** The newest instant that was ever recorded, UTC ms; `null`: none was. */
  readonly newest_at: number | null;
  /** How long a clock that nobody sets is waited for. */
  readonly wait_ms: number;
}

/**
 * Decides whether the wall clock may be trusted. It may
 * - when somebody has set it since the machine started, or when it steps forward into a possible time while it is looked at;
 * - when it keeps time and does not lie before what was recorded last;
 * - for want of anything better, when it was waited for: since the machine started, and since Gleaner did where it
 *   shows an impossible time. A machine that keeps time is then right, and what was recorded last was not.
 */
export class ClockTrust {
  readonly #options: TrustOptions;
  readonly #least_at: number;
  readonly #wait_until: number;
  /** Wall clock − monotonic clock at the look before. */
  #offset: number | undefined;
  #standing: ClockStanding = "unset";

  constructor(options: TrustOptions, now: Now) {
    this.#options = options;
    this.#least_at = Math.max(NO_EARLIER, (options.newest_at ?? NO_EARLIER) - BEHIND_MS);
    // the monotonic clock began with the machine
    this.#wait_until = options.wait_ms + (this.#possible(now) ? 0 : now.mono);
    this.look(now);
  }

  #possible(now: Now): boolean {
    return now.at >= this.#least_at;
  }

  /** Looks at the clock anew; told often, it sees when somebody sets it. */
  look(now: Now): ClockStanding {
    const offset = now.at - now.mono;
    const stepped_ms = offset - (this.#offset ?? offset);
    this.#offset = offset;
    if (this.#standing === "set") return "set";
    const { facts } = this.#options;
    const waited = now.mono >= this.#wait_until;
    const keeps = facts.keeps_time && (this.#possible(now) || (waited && now.at >= NO_EARLIER));
    if (keeps || facts.synchronised() || this.#setByHand(stepped_ms, now)) this.#standing = "set";
    else if (waited) this.#standing = "unsure";
    return this.#standing;
  }

  /** Who sets the clock after the wait means it, also where it goes back behind what was recorded. */
  #setByHand(stepped_ms: number, now: Now): boolean {
    if (this.#standing === "unsure") return Math.abs(stepped_ms) > STEP_MS && now.at >= NO_EARLIER;
    return stepped_ms > STEP_MS && this.#possible(now);
  }

  get standing(): ClockStanding {
    return this.#standing;
  }

  /** It counts although it shows an impossible time. */
  wrong(now: Now): boolean {
    return this.#standing === "unsure" && !this.#possible(now);
  }
}
