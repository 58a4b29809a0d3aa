import type { Unit } from "../model/index.ts";

/** What people say of a text's energies. */

/** Each row has the energy of its own time, or what a meter's register showed. */
export const ENERGY_KINDS = ["per-row", "register"] as const;
export type EnergyKind = (typeof ENERGY_KINDS)[number];

export interface EnergyOptions {
  readonly energy?: EnergyKind | undefined;
  /** What the register showed before the first row. */
  readonly register?: { readonly value: number; readonly unit: string } | undefined;
  /** Each row's time is its end. */
  readonly time_is_end?: boolean | undefined;
}

/** What a register that is added up goes on from. */
export interface Asked {
  readonly channel: string;
  readonly unit: Unit;
  /** Of the register that is added up, oldest first, UTC ms. */
  readonly instants: readonly number[];
}

/**
 * What the history's register shows when an added up one begins; `undefined`: it has none.
 * @throws Error where it has readings of its own in that time
 */
export type RegisterOf = (asked: Asked) => Promise<number | undefined>;
