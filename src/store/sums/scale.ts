import { powerOf } from "../code/values.ts";
import type { Part } from "./part.ts";

/** The unit in which an answer adds up. */
export interface Scale {
  /** 10^decimals of the answer's counts; 0: plain values. */
  readonly power: number;
}

/**
 * The unit in which parts add up exactly: counts of the finest resolution among them, or plain values where one of
 * them is floats.
 */
export function commonScale(parts: readonly Part[]): Scale {
  let most = 0;
  for (const { decimals } of parts) {
    if (decimals < 0) return { power: 0 };
    most = Math.max(most, decimals);
  }
  return { power: powerOf(most) };
}

/** What a part's numbers are multiplied with, and then divided by, to be in the answer's unit. */
export function factors(part: Part, { power }: Scale): { times: number; by: number } {
  if (part.decimals < 0) return { times: 1, by: 1 };
  return power === 0 ? { times: 1, by: powerOf(part.decimals) } : { times: power / powerOf(part.decimals), by: 1 };
}

/** What a number in the answer's unit is divided by to be a value. */
export function unitOf({ power }: Scale): number {
  return power === 0 ? 1 : power;
}
