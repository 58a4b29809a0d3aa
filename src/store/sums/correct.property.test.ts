import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { type Chunk, decodeBlock, encodeBlock } from "../code/block.ts";
import { ByteSink } from "../code/bytes.ts";
import { rollupsOf } from "../code/rollups.ts";
import { Gathering } from "../code/runs.ts";
import { planTimes } from "../code/times.ts";
import { ByteCache } from "./cache.ts";
import { type Correction, withCorrections } from "./correct.ts";
import type { Part } from "./part.ts";

const PLACE = 5;

/** A sealed block of these numbers, ten minutes apart. */
function sealedPart(numbers: readonly number[]): Part {
  const gathering = new Gathering();
  for (const [i, number] of numbers.entries()) gathering.add(i * 600_000, number);
  const run = gathering.run();
  const plan = planTimes(run.at, 0, run.count, new ByteSink());
  const chunk = decodeBlock(encodeBlock(run, 0, plan, PLACE, null, 0), PLACE, () => null);
  const { decimals } = chunk.column;
  const last = run.at[run.count - 1] ?? 0;
  return { key: "a block", count: run.count, first: 0, last, decimals, rollups: rollupsOf(chunk), chunk: () => chunk };
}

const aChange = fc.record({
  factor: fc.constantFrom(-2, -1, 0, 0.5, 1),
  shift: fc.constantFrom(0, 0, 2.5, -300),
});

function correction(id: number, change: Correction["change"]): Correction {
  return { id, channel: "pv", since: -1, until: 1e15, change, note: "", made_at: 0, undone_at: null };
}

const someNumbers = fc.oneof(
  fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 1, maxLength: 60 }),
  fc.array(
    fc.integer({ min: -9, max: 9 }).map((n) => n / 10),
    { minLength: 1, maxLength: 60 },
  ),
  // one that rises, as a meter does
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 60 }).map((steps) => {
    let sum = 0;
    return steps.map((step) => {
      sum += step;
      return sum;
    });
  }),
);

it("roll-ups that go through corrections are those of the corrected readings", () => {
  fc.assert(
    fc.property(someNumbers, fc.array(aChange, { minLength: 1, maxLength: 3 }), (numbers, changes) => {
      const corrections = changes.map((change, i) => correction(i + 1, change));
      const chunks = new ByteCache<Chunk>(1e6, Math.random);
      const part = withCorrections(sealedPart(numbers), corrections, new ByteCache(1e6, Math.random), chunks);
      const rollups = part?.rollups;
      const wanted = part && rollupsOf(part.chunk());
      assert.ok(rollups && wanted);
      for (const name of ["readings", "first", "last", "longest", "min", "max", "final"] as const) {
        // 0 and −0 are one number
        assert.deepEqual(
          Array.from(rollups[name], (each) => each + 0),
          Array.from(wanted[name], (each) => each + 0),
          name,
        );
      }
      // what fell and was turned round may rise: then its readings are looked at
      const isTurned = changes.some(({ factor }) => factor < 0);
      for (const [k, rising] of rollups.rising.entries()) {
        assert.ok(rising === wanted.rising[k] || (isTurned && rising === 0), "rising");
      }
      for (const name of ["sum", "held", "positive"] as const) {
        for (const [k, value] of rollups[name].entries()) {
          const isUnknown = name === "positive" && Number.isNaN(value) && changes.some(({ shift }) => shift !== 0);
          assert.ok(isUnknown || Math.abs(value - (wanted[name][k] ?? 0)) <= 1e-3, `${name}: ${value}`);
        }
      }
    }),
    { numRuns: 2_000 },
  );
});
