import type { Term } from "./formula.ts";
import type { Measure } from "./measures.ts";
import type { CounterRules } from "./ports/history.ts";
import type { Unit } from "./reading.ts";
import { inOwnUnit } from "./units.ts";

/** What the configuration says of a counter, as it was written. */
export type CounterOptions = { readonly [Name in keyof CounterRules]: Measure | undefined } & {
  /** The registers of which it is the sum; absent: it is one itself. */
  readonly sum_of?: readonly Term[] | undefined;
};

/** A measure in the unit of a channel; `undefined` where that measures something else. Not for degrees. */
export function measureIn({ value, unit }: Measure, channel: string): number | undefined {
  if (unit === "") return value;
  const one = inOwnUnit(1, channel);
  return one.unit === unit ? value / one.value : undefined;
}

/** The rules of a counter in the unit that its readings have; those in a unit of something else are left out. */
export function counterRulesIn(options: CounterOptions, unit: Unit): CounterRules {
  const found = (measure: Measure | undefined): number | undefined => measure && measureIn(measure, unit ?? "");
  const { rollover, most_per_hour, resolution } = options;
  return { rollover: found(rollover), most_per_hour: found(most_per_hour), resolution: found(resolution) };
}
