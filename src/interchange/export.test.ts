import assert from "node:assert/strict";
import { test } from "node:test";
import type { Reading } from "../model/index.ts";
import { type Asked, exportReadings } from "./export.ts";

/** Readings that cannot be read, from and to an instant. */
class Damaged extends Error {
  readonly from: number;
  readonly to: number;
  constructor(from: number, to: number) {
    super("damaged");
    this.from = from;
    this.to = to;
  }
}

/** A reading each millisecond from 0 to 99,999; some spans of them are damaged. */
function history(damages: readonly (readonly [from: number, to: number])[]): Asked {
  return {
    channels: async () => [],
    unit: async () => "W",
    range: async (channel, from, to, limit) => {
      const end = Math.min(to, 100_000, from + limit);
      const bad = damages.find(([first, last]) => first < end && last >= from);
      if (bad) throw new Damaged(...bad);
      return Array.from({ length: Math.max(0, end - from) }, (_, i): Reading => ({ channel, at: from + i, value: i }));
    },
  };
}

async function instants(damages: readonly (readonly [number, number])[], told: Error[]): Promise<number[]> {
  const found: number[] = [];
  const asked = history(damages);
  const pass = (error: unknown): Damaged | undefined => {
    if (!(error instanceof Damaged)) return undefined;
    told.push(error);
    return error;
  };
  for await (const text of exportReadings(asked, "jsonl", ["pv"], 0, 100_000, pass)) {
    for (const line of text.split("\n").filter(Boolean)) found.push(JSON.parse(line).at);
  }
  return found;
}

test("what is damaged is passed over, told once, and all around it is there in its order", async () => {
  const told: Error[] = [];
  const damages = [
    [0, 9],
    [30_000, 30_999],
    [31_000, 31_000],
    [99_999, 120_000],
  ] as const;
  const found = await instants(damages, told);
  const wanted = Array.from({ length: 100_000 }, (_, at) => at).filter(
    (at) => !damages.some(([from, to]) => at >= from && at <= to),
  );
  assert.deepEqual(found, wanted);
  assert.equal(told.length, damages.length);
});

test("without anybody to tell, or where nothing would be passed over, the export ends with the error", async () => {
  const asked = history([[5, 6]]);
  const all = async (pass?: () => Damaged): Promise<void> => {
    for await (const _ of exportReadings(asked, "csv", ["pv"], 0, 100, pass)) void _;
  };
  await assert.rejects(all(), Damaged);
  await assert.rejects(
    all(() => new Damaged(200, 300)),
    Damaged,
  );
});
