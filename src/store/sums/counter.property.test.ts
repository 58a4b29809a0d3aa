import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import type { Reading } from "../../model/index.ts";
import { type Fault, play } from "../../model/testing/meter.ts";
import { decodeBlock, encodeBlock } from "../code/block.ts";
import { ByteSink } from "../code/bytes.ts";
import { rollupsOf } from "../code/rollups.ts";
import { Gathering } from "../code/runs.ts";
import { planTimes } from "../code/times.ts";
import { NaiveHistory } from "../testing/naive.ts";
import { countedBetween } from "./counter.ts";
import { hoursOf } from "./hours.ts";
import { type Part, partOf } from "./part.ts";

const PLACE = 7;

function sealed(readings: readonly Reading[]): Part {
  const gathering = new Gathering();
  for (const { at, value } of readings) {
    gathering.add(at, typeof value === "number" ? value : Number.NaN, typeof value === "string" ? value : undefined);
  }
  const run = gathering.run();
  const plan = planTimes(run.at, 0, run.count, new ByteSink());
  const chunk = decodeBlock(encodeBlock(run, 0, plan, PLACE, null, 0), PLACE, () => null);
  const { decimals } = chunk.column;
  const [first = 0, last = 0] = [run.at[0], run.at[run.count - 1]];
  return { key: "a block", count: run.count, first, last, decimals, rollups: rollupsOf(chunk), chunk: () => chunk };
}

/** The readings in blocks that are cut anywhere; the last one in memory. */
function blocks(readings: readonly Reading[], cuts: readonly number[]): Part[] {
  const places = [...new Set([0, ...cuts.map((cut) => Math.floor(cut * readings.length)), readings.length])];
  places.sort((a, b) => a - b);
  const parts: Part[] = [];
  for (let i = 0; i + 1 < places.length; i++) {
    const some = readings.slice(places[i], places[i + 1]);
    if (some.length > 0) parts.push(i + 2 < places.length ? sealed(some) : inMemory(some));
  }
  return parts;
}

function inMemory(readings: readonly Reading[]): Part {
  const gathering = new Gathering();
  for (const { at, value } of readings) {
    gathering.add(at, typeof value === "number" ? value : Number.NaN, typeof value === "string" ? value : undefined);
  }
  return partOf(gathering.run());
}

it("takes the same hours, however the readings lie in blocks", () => {
  const begin = Date.UTC(2026, 5, 21, 10);
  const readings = Array.from({ length: 240 }, (_, i): Reading => {
    return { channel: "meter", at: begin + i * 60_000, value: i % 50 === 7 ? "lost" : i === 130 ? 0 : i / 10 };
  });
  const hours = (cuts: readonly number[]): unknown[] =>
    [...hoursOf(blocks(readings, cuts), { part: 0, index: 0 })].map((hour) => {
      const { first, last, min, max, isRising } = hour;
      const shown = Array.from({ length: hour.readings }, (_, i) => [hour.at(i), hour.value(i)]);
      return { first, last, min, max, isRising, shown };
    });
  const whole = hours([]);
  assert.equal(whole.length, 4);
  for (const cuts of [[0.5], [0.1, 0.12, 0.14], [0.545, 0.9], [0.25, 0.75]]) assert.deepEqual(hours(cuts), whole);
});

const FAULTS: readonly Fault[] = [
  ...(["zero", "garbage", "words", "spike", "tremble", "restart", "boot", "silence", "frozen", "exchange"] as const),
];

const aMeter = fc
  .record({
    seed: fc.integer({ min: 1, max: 1e9 }),
    days: fc.constantFrom(2, 20),
    step_ms: fc.constantFrom(120_000, 900_000),
    digit: fc.constantFrom(0.1, 0.01),
    begins: fc.constantFrom<number | "day">(15_508.5, 99.5, "day", 99_990),
    faults: fc.constant(FAULTS),
    faults_a_day: fc.constantFrom(0, 0.3, 4),
  })
  .map((plan) => ({ ...plan, rollover: 100_000 }));

it("counts the same, however the readings lie in blocks, and however it is asked", async () => {
  await fc.assert(
    fc.asyncProperty(
      aMeter,
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }),
      fc.array(fc.double({ min: -0.1, max: 1.1, noNaN: true }), { minLength: 2, maxLength: 6 }),
      fc.constantFrom({}, { rollover: 100_000 }, { most_per_hour: 5 }, { resolution: 0.05 }),
      async (plan, cuts, places, rules) => {
        const readings = play(plan).readings.map(({ at, value }): Reading => {
          return { channel: "meter", at, value: Number.isNaN(value) ? "lost" : value };
        });
        const naive = new NaiveHistory();
        naive.load(readings);
        const [start = 0, end = 0] = [readings[0]?.at, readings.at(-1)?.at];
        // by whole hours, as days are asked for, and anywhere
        const hour = places.length % 2 === 0 ? 3_600_000 : 1;
        const edges = places
          .map((place) => Math.floor((start + place * (end - start)) / hour) * hour)
          .sort((a, b) => a - b);
        const found = countedBetween(blocks(readings, cuts), edges, rules);
        const wanted = await naive.rises("meter", edges, rules);
        wanted.forEach((rise, i) => {
          assert.ok(Math.abs((found.rises[i] ?? Number.NaN) - rise) <= 1e-6, `${found.rises[i]} instead of ${rise}`);
        });
        const [from = 0, to = 0] = [edges[0], edges.at(-1)];
        assert.deepEqual(found.judged, await naive.judged("meter", from, to, rules));
        // each interval asked for by itself
        for (let i = 0; i + 1 < edges.length; i++) {
          const [a = 0, b = 0] = [edges[i], edges[i + 1]];
          const [alone = 0] = countedBetween(blocks(readings, cuts), [a, b], rules).rises;
          assert.ok(Math.abs(alone - (wanted[i] ?? 0)) <= 1e-6);
        }
      },
    ),
    { numRuns: 60, seed: 2 },
  );
});

for (const [what, hours, rules] of [
  [
    "a leap beyond what is possible does not count into the pace by which a later one is judged",
    [0, 1, 2, 3, 4, 5, 111, 112, 113].map((at, i) => [at / 3.6e6, (i < 6 ? 10 : 20.5) + i / 10]),
    { most_per_hour: 1.7 },
  ],
  [
    "what rises after a doubt has ended is no part of it",
    [[0, 10], [800, 0], ...[0, 1, 2, 3, 4, 5, 6].map((i) => [836 + i, 3.6 + i / 10])],
    {},
  ],
] as const) {
  it(`counts the same in blocks: ${what}`, async () => {
    const begin = Date.UTC(2026, 5, 21, 10);
    const readings = hours.map(([hour = 0, value = 0]): Reading => {
      return { channel: "meter", at: begin + Math.round(hour * 3.6e6), value: Math.round(value * 10) / 10 };
    });
    const naive = new NaiveHistory();
    naive.load(readings);
    const edges = readings.flatMap(({ at }) => [at, at + 2]).sort((a, b) => a - b);
    const wanted = await naive.rises("meter", edges, rules);
    for (const cut of [2, 6]) {
      const parts = [sealed(readings.slice(0, cut)), sealed(readings.slice(cut))];
      countedBetween(parts, edges, rules).rises.forEach((rise, i) => {
        assert.ok(Math.abs(rise - (wanted[i] ?? Number.NaN)) <= 1e-9, `${rise} instead of ${wanted[i]}`);
      });
      const part = [begin, begin + 15];
      const [some = 0] = await naive.rises("meter", part, rules);
      assert.ok(Math.abs((countedBetween(parts, part, rules).rises[0] ?? Number.NaN) - some) <= 1e-9);
    }
  });
}
