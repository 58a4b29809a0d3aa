import { DAY } from "./time.ts";

/**
 * The limits of one relay that are a time or a number: a row each, from which the configuration's option, its words in
 * the reference, and the guard's rules are made. What a limit does is a function in `control/limits.ts`.
 */

/** A limit as the configuration takes it. */
export interface LimitOption {
  /** A duration (ms) or a whole number. */
  readonly is: "duration" | "count";
  readonly description: string;
  readonly example: string;
  readonly least: number;
  readonly most: number;
  /** What the rules have where it is not set; absent: it does not limit then. */
  readonly otherwise?: number;
}

export const RELAY_LIMITS = {
  min_on: {
    ...{ is: "duration", description: "Once on, it stays on for so long", example: "10 min" },
    ...{ least: 0, most: DAY, otherwise: 0 },
  },
  min_off: {
    ...{ is: "duration", description: "Once off, it stays off for so long", example: "5 min" },
    ...{ least: 0, most: DAY, otherwise: 0 },
  },
  max_on: {
    ...{ is: "duration", description: "Longest run", example: "3 h" },
    ...{ least: 1_000, most: 366 * DAY },
  },
  max_on_per_day: {
    ...{ is: "duration", description: "Longest running time of a day", example: "6 h" },
    ...{ least: 1_000, most: DAY },
  },
  max_starts_per_hour: {
    ...{ is: "count", description: "Starts within any hour", example: "6" },
    ...{ least: 1, most: 60 },
  },
  max_starts_per_day: {
    ...{ is: "count", description: "Starts of a civil day", example: "12" },
    ...{ least: 1, most: 1_000 },
  },
} as const satisfies Record<string, LimitOption>;

type Table = typeof RELAY_LIMITS;
/** Its name in the configuration: `min_on`. */
export type LimitName = keyof Table;
/** Its name in the rules, the unit last: `min_on_ms`. */
type RuleName<Name extends LimitName> = Table[Name]["is"] extends "duration" ? `${Name}_ms` : Name;
type Always = { [Name in LimitName]: Table[Name] extends { otherwise: number } ? Name : never }[LimitName];
type Sometimes = Exclude<LimitName, Always>;

/** What the configuration gives: times in ms. */
export type LimitValues = { readonly [Name in LimitName]?: number | undefined };

/** The limits as the guard's rules have them. Times in ms; a limit that is absent does not limit. */
export type RelayLimits = { readonly [Name in Always as RuleName<Name>]: number } & {
  readonly [Name in Sometimes as RuleName<Name>]?: number | undefined;
};

/** The rules of the values that the configuration gives. */
export function relayLimits(values: LimitValues): RelayLimits {
  const rules = Object.entries<LimitOption>(RELAY_LIMITS).map(([name, { is, otherwise }]) => {
    const value = Object.entries(values).find(([given]) => given === name)?.[1] ?? otherwise;
    return [is === "duration" ? `${name}_ms` : name, value] as const;
  });
  // the names are those of the table, which the type is made of
  return Object.fromEntries(rules) as RelayLimits;
}
