import { Chance } from "./dice.ts";
import { STEP_MS } from "./time.ts";

/** 2,000 pulses a kWh. */
const PULSE_WS = 3_600_000 / 2_000;

/** A meter that gives a pulse for each half Wh; power is told from the time between the last two. */
export class PulseMeter {
  readonly #chance: Chance;
  /** Counted since the last pulse, Ws. */
  #counted = 0;
  #lastPulse_ms = 0;
  #power_w = 0;

  constructor(seed: number) {
    this.#chance = new Chance(seed, "pulses");
  }

  /** W after a tick at which so much was used. */
  next(tick: number, used_w: number): number {
    const before = this.#counted;
    const all = before + (used_w * STEP_MS) / 1_000;
    const pulses = Math.floor(all / PULSE_WS);
    this.#counted = all - pulses * PULSE_WS;
    if (pulses === 0) return this.#power_w;
    const last = tick * STEP_MS + ((pulses * PULSE_WS - before) / used_w) * 1_000;
    const previous = pulses > 1 ? last - (PULSE_WS / used_w) * 1_000 : this.#lastPulse_ms;
    // the clock is read in whole ms, up to one too early or too late
    const gap_ms = Math.round(last - previous + this.#chance.around(1));
    this.#lastPulse_ms = last;
    if (gap_ms > 0) this.#power_w = (PULSE_WS * 1_000) / gap_ms;
    return this.#power_w;
  }
}
