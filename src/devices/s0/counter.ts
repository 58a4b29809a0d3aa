import type { Register, Shown } from "../../model/index.ts";

/** Wh beyond this digit are the arithmetic's, not the meter's. */
const GRAIN = 1e6;

/**
 * The energy of pulses, beginning where the run before ended: it never goes back, and no pulse counts twice. Pulses of the
 * time in between nobody counted.
 */
export class PulseCounter {
  pulses = 0;
  readonly #register: Register;
  readonly #wh_a_pulse: number;
  readonly #began: string;
  readonly #base_wh: number;

  /**
   * @param last what it showed last
   * @param start_wh what the configuration says that the meter showed; another one than last time begins anew
   */
  constructor(register: Register, last: Shown | undefined, pulses_per_kwh: number, start_wh: number | undefined) {
    this.#register = register;
    this.#wh_a_pulse = 1_000 / pulses_per_kwh;
    this.#began = String(start_wh ?? "");
    this.#base_wh = baseOf(last, this.#began, start_wh ?? 0);
  }

  get wh(): number {
    return Math.round((this.#base_wh + this.pulses * this.#wh_a_pulse) * GRAIN) / GRAIN;
  }

  /**
   * Counts so many more, which are kept when this returns.
   * @param mono all until then are counted
   * @param place where the source stands by then
   */
  count(pulses: number, mono: number, place?: string): void {
    this.pulses += pulses;
    this.#register.keep({ wh: this.wh, began: this.#began, mono, ...(place !== undefined && { place }) });
  }
}

function baseOf(last: Shown | undefined, began: string, start_wh: number): number {
  if (!last) return start_wh;
  // only the history remembers, which does not know the start: a meter shows no less than at its start
  if (last.began === undefined) return Math.max(last.wh, start_wh);
  return last.began === began ? last.wh : start_wh;
}
