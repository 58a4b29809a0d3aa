import fc from "fast-check";
import { type CounterRules, type Decision, type Gap, type Pace, type Reading, reason } from "../../model/index.ts";
import type { NewCorrection } from "../writing/amend.ts";

/** Random histories, told as steps, and questions about them. */

/** The instant from which all count. */
export const T = Date.UTC(2026, 5, 21, 10);
export const CHANNELS = ["pv", "battery", "charger", "meter"] as const;
const SPAN = 1_200;
/** Paces begin so far from each other. */
const PLACE = 20;

const aValue = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: -5_000, max: 5_000 }).map((n) => n / 10) },
  { weight: 3, arbitrary: fc.integer({ min: -5_000, max: 5_000 }) },
  { weight: 2, arbitrary: fc.constantFrom(0, 7) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map((n) => n + 0) },
);
const aState = fc.constantFrom("float", "bulk", "12", "");

/** A meter rises with time, and begins anew now and then. */
function shownBy(channel: string, at: number, number: number, state: string): number | string {
  if (channel === "meter") return ((at + 1_000) % 900) / 10;
  return channel === "charger" || (channel === "battery" && state === "") ? state : number;
}

/** Single readings anywhere, in any order. */
const looseReadings = fc
  .tuple(
    fc.integer({ min: 0, max: SPAN }),
    fc.array(fc.tuple(fc.integer({ min: -20, max: 200 }), fc.constantFrom(...CHANNELS), aValue, aState), {
      maxLength: 200,
      size: "max",
    }),
    fc.boolean(),
  )
  .map(([start, list, sorted]) => {
    const all = list.map(([at, channel, number, state]) => ({
      at: start + at,
      channel,
      value: shownBy(channel, start + at, number, state),
    }));
    return sorted ? all.sort((a, b) => a.at - b.at) : all;
  });

/** All channels at once in equal steps, each value some times in a row. */
const regularReadings = fc
  .tuple(
    fc.integer({ min: 0, max: SPAN }),
    fc.integer({ min: 1, max: 3 }),
    fc.array(fc.tuple(aValue, aState), { minLength: 1, maxLength: 6 }),
    fc.integer({ min: 1, max: 30 }),
  )
  .map(([start, step, values, times]) =>
    values.flatMap(([number, state], n) =>
      Array.from({ length: times }, (_, i) => start + (n * times + i) * step).flatMap((at) =>
        CHANNELS.map((channel) => ({ at, channel, value: shownBy(channel, at, number, state) })),
      ),
    ),
  );

const readings = fc.oneof(looseReadings, regularReadings);

const anInstant = fc.integer({ min: 0, max: SPAN });
const aChannel = fc.constantFrom(...CHANNELS);

const someDecisions: fc.Arbitrary<Decision[]> = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: 30 }),
    kind: fc.constantFrom<Decision["kind"]>("switch", "refused", "mode"),
    relay: fc.constantFrom("boiler", "pump", undefined),
    reason: fc.constantFrom(reason("forced_off"), reason("house_started")),
  }),
  { maxLength: 4 },
);

const someGaps: fc.Arbitrary<Gap[]> = fc.array(
  fc
    .tuple(anInstant, fc.integer({ min: 1, max: 200 }), fc.constantFrom<Gap["why"]>("stopped", "silent"))
    .map(([since, length, why]) => ({ ...(why === "silent" && { channel: "pv" }), since, until: since + length, why })),
  { maxLength: 2 },
);

const aChange: fc.Arbitrary<NewCorrection["change"]> = fc.oneof(
  fc.constant("remove" as const),
  fc.record({ factor: fc.constantFrom(-1, 0, 0.5, 10), shift: fc.constantFrom(0, 2.5, -100) }),
);

const aCorrection = fc.record({
  do: fc.constant("correct" as const),
  channel: aChannel,
  since: fc.oneof(anInstant, fc.constant(-100)),
  // of some readings, or for ever
  length: fc.oneof(fc.integer({ min: 1, max: SPAN }), fc.constant(1e6)),
  change: aChange,
});

/** Instants in steps of the pace, counted from T. */
export type Step =
  | {
      readonly do: "append";
      readonly readings: readonly Reading[];
      readonly decisions: readonly Decision[];
      readonly gaps: readonly Gap[];
    }
  | { readonly do: "load"; readonly readings: readonly Reading[] }
  | { readonly do: "seal"; readonly at: number }
  | { readonly do: "prune"; readonly channel: string; readonly at: number }
  | {
      readonly do: "correct";
      readonly channel: string;
      readonly since: number;
      readonly length: number;
      readonly change: NewCorrection["change"];
    }
  | { readonly do: "undo"; readonly which: number }
  | { readonly do: "clock"; readonly paces: readonly Pace[] }
  | { readonly do: "restart" }
  | { readonly do: "ask" };

/** The clock was set: each begins in a place of its own, and only leaps go beyond it. */
const someSettings: fc.Arbitrary<Pace[]> = fc.array(
  fc
    .tuple(
      fc.integer({ min: 0, max: 59 }),
      fc.integer({ min: 0, max: PLACE }),
      fc.constantFrom(0, 2),
      fc.constantFrom(1, 1, 30),
    )
    .map(([place, length, rate, far]) => ({
      since: place * PLACE,
      until: place * PLACE + length * (rate === 0 ? far : 1),
      rate,
    })),
  { minLength: 1, maxLength: 8 },
);

export const aStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("append" as const), readings, decisions: someDecisions, gaps: someGaps }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("load" as const), readings }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("seal" as const), at: anInstant }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("prune" as const), channel: aChannel, at: anInstant }) },
  { weight: 3, arbitrary: aCorrection },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("undo" as const), which: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("clock" as const), paces: someSettings }) },
  { weight: 2, arbitrary: fc.constantFrom<Step>({ do: "restart" }, { do: "ask" }) },
);

const RULES: readonly CounterRules[] = [{}, { rollover: 90 }, { most_per_hour: 1.7 }, { most_per_hour: 1e5 }];

export const aQuestion = fc.record({
  channel: aChannel,
  from: fc.integer({ min: -30, max: SPAN }),
  length: fc.integer({ min: 1, max: SPAN }),
  odd: fc.integer({ min: 0, max: 999 }),
  points: fc.integer({ min: 1, max: 60 }),
  hold: fc.constantFrom(1, 7, 1_000),
  rules: fc.constantFrom(...RULES),
  relay: fc.constantFrom("boiler", "pump", undefined),
  kind: fc.constantFrom<Decision["kind"] | undefined>("switch", "refused", undefined),
});

export type Question = typeof aQuestion extends fc.Arbitrary<infer Q> ? Q : never;
