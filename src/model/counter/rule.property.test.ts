import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import type { CounterRules } from "../ports/history.ts";
import { type Fault, type Metered, type MeterPlan, play, RARE_STEPS, STEPS, spanOf } from "../testing/meter.ts";
import { Rises, risesOf } from "../testing/rises.ts";
import { DAY, HOUR, MINUTE } from "../time.ts";
import { CounterRule } from "./rule.ts";

/** What each span comes to: a day, or several readings where they are rarer. */
function spansOf({ readings, days }: Metered, span: number): number[] {
  const rises = risesOf(readings.filter(({ value }) => !Number.isNaN(value)));
  const sums = Array.from({ length: (days.length * DAY) / span }, () => 0);
  const start = readings[0]?.at ?? 0;
  for (const { from, to, rise } of rises.all) {
    for (let at = from; at < to; ) {
      const i = Math.floor((at - start) / span);
      const until = Math.min(to, start + (i + 1) * span);
      sums[i] = (sums[i] ?? 0) + (rise * (until - at)) / (to - from);
      at = until;
    }
  }
  return sums;
}

function sumOf(days: readonly number[], i: number, span: number): number {
  return days.slice((i * span) / DAY, ((i + 1) * span) / DAY).reduce((sum, day) => sum + day, 0);
}

const FAULTS: readonly Fault[] = [
  "zero",
  "garbage",
  "words",
  "spike",
  "tremble",
  "restart",
  "boot",
  "silence",
  "frozen",
  "exchange",
];

function assertSpans(plan: MeterPlan): void {
  const span = spanOf(plan.step_ms);
  const metered = play(plan);
  spansOf(metered, span).forEach((sum, i) => {
    const right = sumOf(metered.days, i, span);
    const unseen = 1.001 * sumOf(metered.unseen, i, span);
    assert.ok(Math.abs(sum - right) <= unseen, `span ${i}: ${sum} instead of ${right}`);
  });
}

const aPlan = fc
  .record({
    seed: fc.integer({ min: 1, max: 1e9 }),
    days: fc.constantFrom(3, 6),
    step_ms: fc.constantFrom(...STEPS),
    register: fc.constantFrom(
      { digit: 1, begins: 15_508.5 },
      { digit: 0.1, begins: 48_210.4 },
      { digit: 0.01, begins: 300.2 },
      { digit: 0.001, begins: 1_207.5 },
      { digit: 0.01, begins: "day" as const },
    ),
    faults_a_day: fc.constantFrom(0, 1, 4),
  })
  .map(({ register, ...plan }) => ({ ...plan, ...register, rollover: 100_000 }));

for (const fault of FAULTS) {
  it(`finds each day's energy within a digit: ${fault}`, () => {
    fc.assert(
      fc.property(aPlan, (plan) => assertSpans({ ...plan, faults: [fault] })),
      { numRuns: 40, seed: 1 },
    );
  });
}

const aRarePlan = fc
  .record({
    seed: fc.integer({ min: 1, max: 1e9 }),
    step_ms: fc.constantFrom(...RARE_STEPS),
    register: fc.constantFrom(
      { digit: 1, begins: 15_508.5 },
      { digit: 0.1, begins: 48_210.4 },
      { digit: 0.01, begins: 300.2 },
      { digit: 0.001, begins: 1_207.5 },
    ),
    faults_per_reading: fc.constantFrom(0, 0.1, 0.25),
  })
  .map(({ register, faults_per_reading, ...plan }) => {
    const days = (2 * Math.max(4 * DAY, spanOf(plan.step_ms))) / DAY;
    return { ...plan, ...register, days, faults_a_day: (faults_per_reading * DAY) / plan.step_ms, rollover: 100_000 };
  });

for (const fault of FAULTS) {
  it(`finds the energy within a digit, read each hour or each week: ${fault}`, () => {
    fc.assert(
      fc.property(aRarePlan, (plan) => assertSpans({ ...plan, faults: [fault] })),
      { numRuns: 100, seed: 1 },
    );
  });
}

it("finds the energy of each day of a register that is read each hour, with spikes of a few times what the house can use", () => {
  fc.assert(
    fc.property(aRarePlan, (plan) =>
      assertSpans({ ...plan, step_ms: HOUR, days: 8, faults_a_day: 3, faults: ["spike"] }),
    ),
    { numRuns: 600, seed: 1 },
  );
});

it("finds the energy of a register that begins anew each day within what it rose after its last reading", () => {
  const aDailyPlan = fc.record({
    seed: fc.integer({ min: 1, max: 1e9 }),
    // of one that is read twice a day nobody knows whether it began anew, or a spike lies between
    step_ms: fc.constantFrom(...RARE_STEPS.filter((step) => step <= 8 * HOUR)),
    digit: fc.constantFrom(0.001, 0.01, 0.1),
  });
  const register = { begins: "day", days: 12, faults: [], faults_a_day: 0, rollover: 100_000 } as const;
  fc.assert(
    fc.property(aDailyPlan, (plan) => assertSpans({ ...plan, ...register })),
    { numRuns: 300, seed: 1 },
  );
});

it("finds the same hour by hour as reading by reading", () => {
  const aMixedPlan = fc
    .record({
      seed: fc.integer({ min: 1, max: 1e9 }),
      step_ms: fc.constantFrom(MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR),
      begins: fc.constantFrom<number | "day">(300.2, 15_508.5, "day"),
      faults: fc.constantFrom(FAULTS, ...FAULTS.map((fault) => [fault])),
      faults_a_day: fc.constantFrom(0, 1, 4, 16),
    })
    .map((plan) => ({ ...plan, digit: 0.01, days: 3, rollover: 100_000 }));
  const rules = fc.constantFrom<CounterRules>({}, {}, { most_per_hour: 5 }, { resolution: 0.05 });
  fc.assert(
    fc.property(aMixedPlan, rules, (plan, limits) => {
      const numbers = play(plan).readings.filter(({ value }) => !Number.isNaN(value));
      const [byHour, each] = [risesOf(numbers, limits), new Rises()];
      const rule = new CounterRule(limits, each);
      for (const { at, value } of numbers) rule.take(at, value);
      rule.finish(true);
      const [found, wanted] = [daysOf(byHour), daysOf(each)];
      wanted.forEach((day, i) => {
        assert.ok(Math.abs((found[i] ?? 0) - day) <= 1e-6, `day ${i}: ${found[i]} instead of ${day}`);
      });
      assert.deepEqual(byHour.told, each.told);
    }),
    { numRuns: 150, seed: 1 },
  );
});

/** What each day rose, as each rise was seen. */
function daysOf({ all }: Rises): number[] {
  const days: number[] = [];
  for (const { to, rise } of all) {
    const day = Math.floor(to / DAY);
    days[day % 20_000] = (days[day % 20_000] ?? 0) + rise;
  }
  return days;
}
