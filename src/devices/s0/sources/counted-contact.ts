import type { ContactSettings } from "../contact.ts";

/**
 * A contact of which is known how often it changed, not when. Changes alternate, so that every other one is a closing; more
 * pulses than there was time for are bounce.
 */
export class CountedContact {
  readonly counters = {
    /** Closings for which there was no time: no pulses of their own. */
    bounces: 0,
    /** It stood otherwise than its count said: a change was lost. */
    lost_changes: 0,
  };
  readonly #least_ms: number;
  #isClosed: boolean;
  /** No pulse can begin before. */
  #next_mono: number;

  /** @param closed how it stands: a pulse that is under way is none of ours */
  constructor({ least_pulse_ms, least_pause_ms }: ContactSettings, closed: boolean, mono: number) {
    this.#least_ms = least_pulse_ms + least_pause_ms;
    this.#isClosed = closed;
    this.#next_mono = mono;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** It stands so, whatever was counted. */
  stands(closed: boolean): void {
    this.#isClosed = closed;
    this.counters.lost_changes += 1;
  }

  /**
   * @param changes so many between the two instants, ms
   * @returns how many pulses began
   */
  take(changes: number, from_mono: number, to_mono: number): number {
    const closings = this.#isClosed ? Math.floor(changes / 2) : Math.ceil(changes / 2);
    if (changes % 2 === 1) this.#isClosed = !this.#isClosed;
    const first = Math.max(this.#next_mono, from_mono);
    const room = first > to_mono ? 0 : Math.floor((to_mono - first) / Math.max(1, this.#least_ms)) + 1;
    const pulses = Math.min(closings, room);
    if (pulses > 0) this.#next_mono = first + pulses * this.#least_ms;
    this.counters.bounces += closings - pulses;
    return pulses;
  }
}
