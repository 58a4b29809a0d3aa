import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DAY, HOUR, type Reading, type Unit } from "../model/index.ts";
import { importReadings } from "./import.ts";
import { Survey } from "./survey.ts";

const T = Date.UTC(2026, 2, 10);

async function* text(lines: readonly string[]): AsyncGenerator<Buffer> {
  yield Buffer.from(`time,channel,value,unit\n${lines.join("\n")}\n`);
}

/** A history that has these readings of one channel. */
function historyOf(readings: readonly Reading[]) {
  const numbers = readings.map(({ value }) => Number(value));
  const bucket = {
    at: T,
    min: Math.min(...numbers),
    mean: 0,
    max: Math.max(...numbers),
    count: numbers.length,
    last: numbers.at(-1) ?? 0,
  };
  return {
    range: async (_channel: string, from: number, to: number, limit: number) =>
      readings.filter(({ at }) => at >= from && at < to).slice(0, limit),
    summaries: async () => [bucket],
    latestOf: async () => [readings.at(-1)],
  };
}

async function surveyOf(
  lines: readonly string[],
  units: readonly (readonly [string, Unit])[] = [],
  there: Reading[] = [],
) {
  const survey = new Survey(new Map(units), there.length > 0 ? historyOf(there) : undefined);
  await importReadings(survey, text(lines), { format: "csv" });
  return await survey.channels();
}

describe("a survey", () => {
  it("says of each channel how many, from when to when, least and greatest, and the energy", async () => {
    const hours = Array.from({ length: 49 }, (_, i) => `${T + i * HOUR},pv,${i % 2 === 0 ? 1 : 3},kW`);
    const meter = [`${T},meter,100,kWh`, `${T + DAY},meter,112.5,kWh`];
    const [first, second, third] = await surveyOf([...hours, ...meter, `${T},mode,on,`]);
    assert.deepEqual(first, {
      ...{ name: "meter", unit: "Wh", known: false, readings: 2, first: T, last: T + DAY },
      ...{ least: 100_000, greatest: 112_500, energy: 12_500, met: { same: 0, other: 0 }, ratio: null },
    });
    assert.deepEqual([second?.name, second?.least, second?.energy], ["mode", null, null]);
    assert.deepEqual([third?.readings, third?.least, third?.greatest, third?.energy], [49, 1_000, 3_000, 96_000]);
  });

  it("counts what is twice, and what is there already, with the same value or another", async () => {
    const lines = [`${T},pv,1,`, `${T},pv,1,`, `${T},pv,2,`, `${T + 1},pv,5,`, `${T + 2},pv,6,`];
    const there = [5, 7].map((value, i) => ({ channel: "pv", at: T + 1 + i, value }));
    const [pv] = await surveyOf(lines, [["pv", "W"]], there);
    assert.deepEqual([pv?.known, pv?.readings, pv?.met], [true, 3, { same: 2, other: 2 }]);
  });

  it("compares with what is there", async () => {
    const there = [1_400, 1_600].map((value, i) => ({ channel: "pv", at: T + i, value }));
    const [pv] = await surveyOf([`${T + HOUR},pv,1.6,`], [["pv", "W"]], there);
    assert.equal(pv?.ratio, 0.001);
  });
});
