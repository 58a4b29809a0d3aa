import { inUnit, StoreError, type Unit } from "../../model/index.ts";
import { Gathering } from "../code/runs.ts";
import type { Run } from "../code/values.ts";
import type { BulkChannel } from "./batch.ts";
import type { Channels } from "./channels.ts";

/** A channel that came into being, in another unit, after an import had begun. */
function otherUnit(name: string, kept: string, told: string): StoreError {
  const message = `"${name}" is kept in ${kept} meanwhile, and this came in ${told}: give the import again`;
  return new StoreError({ code: "other", message, fatal: false });
}

/**
 * The readings of a channel that is imported as a run in the unit in which it is kept, and the channel's row.
 * @throws StoreError when there is no room for the channel, or no way into its unit
 */
export function runOf(
  channels: Channels,
  at: Float64Array,
  { name, unit, values, states }: BulkChannel,
): { readonly id: number; readonly run: Run } {
  const { id, unit: kept } = channels.forImport(name, unit);
  return { id, run: plainRun(at, inKeptUnit(name, values, unit, kept), states) };
}

/** Values in the unit in which their channel is kept. @throws StoreError when there is no way */
function inKeptUnit(name: string, values: Float64Array, told: Unit, kept: Unit): Float64Array {
  if (!told || !kept || told === kept) return values;
  if (inUnit(1, told, kept) === undefined) throw otherUnit(name, kept, told);
  return values.map((value) => inUnit(value, told, kept) ?? Number.NaN);
}

/** The columns of a bulk as a run: as they are when they grow and have no holes, sorted and cleared otherwise. */
function plainRun(at: Float64Array, values: Float64Array, states: BulkChannel["states"]): Run {
  let plain = states === undefined;
  for (let i = 0; i < at.length && plain; i++) {
    if (!Number.isFinite(values[i] ?? Number.NaN) || (i > 0 && !((at[i] ?? 0) > (at[i - 1] ?? 0)))) plain = false;
  }
  if (plain) return { count: at.length, at, numbers: values, states: null };
  const gathering = new Gathering();
  for (let i = 0; i < at.length; i++) {
    // half a character has no bytes of its own
    const state = states?.[i]?.toWellFormed();
    const value = values[i] ?? Number.NaN;
    if (state !== undefined || Number.isFinite(value)) gathering.add(at[i] ?? 0, value, state);
  }
  return gathering.run();
}
