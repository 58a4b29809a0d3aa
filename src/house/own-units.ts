import { inOwnUnit, type PastChannel, type Reason, reason, type Unit, unitMeant, type Value } from "../model/index.ts";

/** What a channel takes in: the value in the channel's own unit. */
export interface Fitting {
  readonly value: Value | null;
  readonly unit: Unit;
}

/** Channels that a fault names at most. */
const CHANNELS_SHOWN = 3;

/**
 * The unit of each channel: what the history holds it in, else what its first number gives. Numbers in another unit are
 * converted, or refused where that cannot be. A number without a unit may get one later, but loses none; one in a unit
 * that nobody knows may get a right one with the next start. The history itself keeps the unit that it has: what was
 * imported in kWh goes on in kWh there, and is Wh here.
 */
export class OwnUnits {
  readonly #units = new Map<string, string>();
  /** Channels whose device said another unit, or a word in place of a number. */
  readonly #odd = new Map<string, string>();
  /** Values that were refused. */
  refused = 0;

  /** @param past channels that the history holds */
  constructor(past: readonly PastChannel[]) {
    for (const { name, unit } of past)
      if (unit !== null && unitMeant(unit) !== undefined) this.#units.set(name, inOwnUnit(0, unit).unit);
  }

  /** The value as the channel takes it; `undefined` when it does not fit, which is counted. */
  fit(channel: string, value: Value | null, unit: Unit): Fitting | undefined {
    const own = this.#units.get(channel);
    if (value === null) return { value, unit: own ?? unit };
    if (typeof value === "string")
      return own ? this.#refuse(channel, value.slice(0, 16)) : { value, unit: own ?? unit };
    if (own === undefined || own === "" || own === unit) {
      if (unit !== null) this.#units.set(channel, unit);
      return { value, unit };
    }
    const converted = inOwnUnit(value, unit ?? "");
    const fits = converted.unit === own && Number.isFinite(converted.value);
    return fits ? { value: converted.value, unit: own } : this.#refuse(channel, unit || "no unit");
  }

  #refuse(channel: string, said: string): undefined {
    this.refused += 1;
    if (this.#odd.size < CHANNELS_SHOWN) this.#odd.set(channel, `${channel}: ${this.#units.get(channel)} ≠ ${said}`);
  }

  /** What was refused, for the page. */
  faults(): Reason[] {
    if (this.refused === 0) return [];
    return [reason("unit_changed", { count: this.refused, channels: [...this.#odd.values()].join(", ") })];
  }
}
