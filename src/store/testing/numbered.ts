import assert from "node:assert/strict";
import { type Batch, type Decision, text } from "../../model/index.ts";
import type { Answers } from "../reading/answers.ts";

/** Batches that carry their number in every part, so that a lost or partial one shows. */

const T = Date.UTC(2026, 0, 1);
const CHANNELS = ["a", "b", "c"];

function decision(number: number): Decision {
  return { at: T + number, kind: "switch", relay: "boiler", on: number % 2 === 0, reason: text(`number ${number}`) };
}

/** Three readings, one decision and the memory of batch `number`. */
export function numbered(number: number): Batch {
  return {
    readings: CHANNELS.map((channel) => ({ channel, at: T + number, value: number })),
    decisions: [decision(number)],
    memory: { last: number },
  };
}

/**
 * Checks that every acknowledged batch is there and no batch is there in part.
 * @returns the highest number found, -1 when there is none
 */
export function assertWhole(history: Answers, memory: unknown, acknowledged: Iterable<number>): number {
  const [first = [], ...others] = CHANNELS.map((channel) =>
    history.range(channel, T, T + 1_000_000, 1_000_000).map(({ at, value }) => [at - T, value] as const),
  );
  for (const other of others) assert.deepEqual(other, first, "a batch is there in part");
  const found = new Set<number>();
  for (const [number, value] of first) {
    assert.equal(value, number);
    found.add(number);
  }
  const lines = new Map(history.journal(1_000).map(({ id: _, ...line }) => [line.at - T, line]));
  for (const number of [...found].sort((a, b) => b - a).slice(0, 1_000)) {
    assert.deepEqual(lines.get(number), decision(number), `the decision of batch ${number} is missing`);
  }
  for (const number of acknowledged) assert.ok(found.has(number), `batch ${number} was acknowledged and is lost`);
  const last = Math.max(-1, ...found);
  assert.deepEqual(memory, last < 0 ? undefined : { last }, "the memory is not that of the last batch");
  return last;
}
