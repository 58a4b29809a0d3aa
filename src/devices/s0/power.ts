/** Power from the time between pulses: P = 3.6e6 J/kWh / (pulses per kWh × seconds). */

const JOULES_PER_KWH = 3.6e6;

export interface PowerSettings {
  readonly pulses_per_kwh: number;
  /** Without a pulse for so long the power is 0, ms. */
  readonly zero_after_ms: number;
}

/** Power that lets a pulse come after so long, W. @param ms more than 0 */
export function powerOf(pulses_per_kwh: number, ms: number): number {
  return JOULES_PER_KWH / (pulses_per_kwh * (ms / 1_000));
}

export class PulsePower {
  readonly #settings: PowerSettings;
  /** Since when no pulse came: from the start, or the last one. */
  #since_mono: number;
  #last: number | undefined;
  #hasPulse = false;

  constructor(settings: PowerSettings, mono: number) {
    this.#settings = settings;
    this.#since_mono = mono;
  }

  /** A pulse began. @param mono monotonic, ms, not before the one before */
  pulse(mono: number): void {
    const between_ms = mono - this.#since_mono;
    if (this.#hasPulse && between_ms > 0) this.#last = powerOf(this.#settings.pulses_per_kwh, between_ms);
    this.#hasPulse = true;
    this.#since_mono = mono;
  }

  /** Pulses were missed: the time to the next one tells nothing. */
  forget(mono: number): void {
    this.#last = undefined;
    this.#hasPulse = false;
    this.#since_mono = mono;
  }

  /**
   * The power, W: that of the last two pulses, or less where the next one would have come by now.
   * @returns `null`: nobody knows yet
   */
  at(mono: number): number | null {
    const silent_ms = mono - this.#since_mono;
    if (silent_ms >= this.#settings.zero_after_ms) return 0;
    if (this.#last === undefined) return null;
    return silent_ms > 0 ? Math.min(this.#last, powerOf(this.#settings.pulses_per_kwh, silent_ms)) : this.#last;
  }
}
