import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TextOptions } from "./reader.ts";
import { taken } from "./testing/taken.ts";

function valuesOf(text: string, options: Partial<TextOptions> = {}): unknown {
  const { values, intake } = taken("csv", text, { time_is_end: true, channel: "grid", ...options });
  assert.deepEqual(intake.complaints, []);
  return values;
}

describe("rows whose time is the end of their span", () => {
  const END = "time,value\n2026-03-10 00:15,400\n2026-03-10 00:30,800\n2026-03-10 00:45,0\n2026-03-10 02:00,4\n";
  const BEGUN = {
    "2026-03-10T00:00:00Z": 400,
    "2026-03-10T00:15:00Z": 800,
    "2026-03-10T00:30:00Z": 0,
    "2026-03-10T01:45:00Z": 4,
  };

  it("count from its beginning, as far from it as the rows are from each other", () => {
    assert.deepEqual(valuesOf(END), { grid: BEGUN });
    const lines = END.trim().split("\n");
    assert.deepEqual(valuesOf([lines[0], ...lines.slice(1).toReversed()].join("\n")), { grid: BEGUN });
    // each channel by itself
    const both = "time,channel,value\n1773100800000,a,1\n1773100800000,b,2\n1773104400000,a,3\n1773104400000,b,4\n";
    assert.deepEqual(valuesOf(`${both}1773108000000,a,5\n`, { channel: undefined }), {
      a: { "2026-03-09T23:00:00Z": 1, "2026-03-10T00:00:00Z": 3, "2026-03-10T01:00:00Z": 5 },
      b: { "2026-03-09T23:00:00Z": 2, "2026-03-10T00:00:00Z": 4 },
    });
  });

  it("count from its beginning where their unit says how long it is", () => {
    const table = "Datum,Bezug\n11.03.2026 00:00,24\n13.03.2026 00:00,48\n";
    const columns = "Datum=time,Bezug=grid[kWh/d]";
    assert.deepEqual(valuesOf(table, { columns }), {
      grid: { "2026-03-10T00:00:00Z": 1_000, "2026-03-12T00:00:00Z": 2_000 },
    });
  });

  it("stand where they are when they tell of a register", () => {
    const table = "time,value\n2026-03-10 00:00,12.5\n2026-03-10 01:00,12.75\n";
    assert.deepEqual(valuesOf(table, { unit: "kWh" }), {
      grid: { "2026-03-10T00:00:00Z": 12_500, "2026-03-10T01:00:00Z": 12_750 },
    });
  });

  it("are refused where nobody knows where it begins", () => {
    const uneven = "time,value\n2026-03-10 00:15,1\n2026-03-10 01:30,2\n2026-03-10 01:31,3\n2026-03-10 09:00,4\n";
    for (const text of [uneven, "time,value\n2026-03-10 00:15,1\n"])
      assert.throws(() => valuesOf(text), /--time end: .* not equally far apart.* by its unit, as kWh\/15min/);
  });
});
