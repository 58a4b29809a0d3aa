/** Power from the time between pulses: P = 3.6e6 J/kWh / (pulses per kWh × seconds). */

const JOULES_PER_KWH = 3.6e6;

export interface PowerSettings {
  readonly pulses_per_kwh: number;
  /** Without a pulse for so long the power is 0, ms. */
  readonly zero_after_ms: number;
}

/** The power is right to so many parts of a grain. */
const GRAINS = 40;

/** Power that lets a pulse come after so long, W. @param ms more than 0 */
export function powerOf(pulses_per_kwh: number, ms: number): number {
  return JOULES_PER_KWH / (pulses_per_kwh * (ms / 1_000));
}

export class PulsePower {
  readonly #settings: PowerSettings;
  /** Since when no pulse came: from the start, or the last one. */
  #since_mono: number;
  #last: number | undefined;
  /** From which pulse on the time is taken, and how many came since. */
  #from_mono: number | undefined;
  #pulses = 0;

  constructor(settings: PowerSettings, mono: number) {
    this.#settings = settings;
    this.#since_mono = mono;
  }

  /**
   * A pulse began.
   * @param mono monotonic, ms; one that lies before the one before tells no power
   * @param grain_ms the instant may be wrong by so much: power is that of as many pulses as take far longer
   */
  pulse(mono: number, grain_ms = 0): void {
    this.#since_mono = mono;
    if (this.#from_mono === undefined) {
      this.#from_mono = mono;
      return;
    }
    this.#pulses += 1;
    const { pulses_per_kwh } = this.#settings;
    const over_ms = mono - this.#from_mono;
    if (over_ms <= 0 || over_ms < GRAINS * grain_ms) return;
    this.#last = powerOf(pulses_per_kwh, over_ms / this.#pulses);
    this.#from_mono = mono;
    this.#pulses = 0;
  }

  /** Pulses were missed: the time to the next one tells nothing. */
  forget(mono: number): void {
    this.#last = undefined;
    this.#from_mono = undefined;
    this.#pulses = 0;
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
