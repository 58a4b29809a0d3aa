import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { type Fault, type Metered, type MeterPlan, play, STEPS } from "../testing/meter.ts";
import { risesOf } from "../testing/rises.ts";
import { DAY } from "../time.ts";

/** What each day comes to. */
function daysOf({ readings, days }: Metered): number[] {
  const rises = risesOf(readings.filter(({ value }) => !Number.isNaN(value)));
  const sums = days.map(() => 0);
  const start = readings[0]?.at ?? 0;
  for (const { from, to, rise } of rises.all) {
    for (let at = from; at < to; ) {
      const day = Math.floor((at - start) / DAY);
      const until = Math.min(to, start + (day + 1) * DAY);
      sums[day] = (sums[day] ?? 0) + (rise * (until - at)) / (to - from);
      at = until;
    }
  }
  return sums;
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

function assertDays(plan: MeterPlan): void {
  const metered = play(plan);
  daysOf(metered).forEach((sum, day) => {
    const right = metered.days[day] ?? 0;
    assert.ok(Math.abs(sum - right) <= 1.001 * (metered.unseen[day] ?? 0), `day ${day}: ${sum} instead of ${right}`);
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
      fc.property(aPlan, (plan) => assertDays({ ...plan, faults: [fault] })),
      { numRuns: 40, seed: 1 },
    );
  });
}
