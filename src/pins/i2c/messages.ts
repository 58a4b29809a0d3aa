import type { I2cStep } from "../../model/index.ts";

/** Between the house's thread and that of a bus. */

/** Steps for a chip. */
export interface Job {
  readonly address: number;
  readonly steps: readonly I2cStep[];
}

/** One answer to each job, in their order. */
export type Done =
  | { readonly read: readonly (readonly number[])[] }
  | { readonly code: string; readonly doing: string };

/** `end`: there are no more jobs. */
export type ToThread = "end" | Job;

/** `ready`: it has started. */
export type FromThread = "ready" | Done;
