import { inUnit, type Unit } from "../../model/index.ts";

/** A channel keeps the unit in which its first numbers were kept: what is in the history is never called by another. */

/** How values are kept that are told in a unit: as they are, reckoned into the channel's, or not at all. */
export type Way = "as_told" | "refused" | ((value: number) => number);

/** @param told the unit of what comes, @param kept that of what is in the history; `null`: of states */
export function wayInto(kept: Unit, told: Unit): Way {
  // words and plain numbers have none yet
  if (!kept || told === kept) return "as_told";
  if (!told || inUnit(1, told, kept) === undefined) return "refused";
  return (value) => inUnit(value, told, kept) ?? Number.NaN;
}

/** Channels that are named at most. */
const NAMED = 3;

/** Readings that were left out of a batch, and why. */
export class LeftOut {
  /** The history has no room for their channels. */
  no_room = 0;
  /** They came in a unit of another kind than their channel's, or without one. */
  unfit = 0;
  readonly #channels = new Map<number, string>();

  addUnfit(row: number, shown: () => string): void {
    this.unfit += 1;
    if (this.#channels.size < NAMED && !this.#channels.has(row)) this.#channels.set(row, shown());
  }

  /** Channels of what did not fit, a few, with their unit and the one that was told: `pv: W ≠ V`. */
  get unfit_channels(): string[] {
    return [...this.#channels.values()];
  }
}

/** A channel with its unit and the one that was told, as people read it. */
export function oddUnit(name: string, kept: Unit, told: Unit): string {
  return `${name}: ${kept ?? ""} ≠ ${told || "–"}`;
}
