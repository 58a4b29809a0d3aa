import { existsSync } from "node:fs";
import { join } from "node:path";

/** The year of a house that all stores are measured with; it lies beside the checkout. */
interface HouseYear {
  readonly CHANNELS: readonly { readonly name: string; readonly unit: string; readonly scale: number }[];
  /** UTC, seconds */
  readonly START: number;
  readonly YEAR_TICKS: number;
  readonly House: new (seed: number) => { next(row: Int32Array): void };
}

const FILE = join(import.meta.dirname, "../../shared/bench/house-year.mjs");

export const STEP_MS = 10_000;

/** @throws Error when it is not there */
export async function houseYear(): Promise<HouseYear> {
  if (!existsSync(FILE)) throw new Error(`${FILE} is missing: this bench measures with its readings`);
  return await import(FILE);
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Instants of ticks one after the other: on the grid, or up to 49 ms late. */
export function instants(start_ms: number, late: boolean): (count: number) => Float64Array {
  const random = dice(20_261_120);
  let tick = 0;
  return (count) =>
    Float64Array.from({ length: count }, () => {
      const at = start_ms + tick * STEP_MS + (late ? Math.floor(random() * 50) : 0);
      tick++;
      return at;
    });
}
