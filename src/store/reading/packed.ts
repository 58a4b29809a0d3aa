import type { Bucket, Questions, Reading, Value } from "../../model/index.ts";

/** Long answers as columns: what crosses between two threads is copied object by object, a column at one go. */

/** Readings of one channel. */
export interface PackedReadings {
  readonly channel: string;
  readonly at: Float64Array;
  readonly values: Float64Array | Value[];
}

/** `BUCKET` numbers for each bucket; not a number where there is none. */
export type PackedBuckets = Float64Array;
const BUCKET = 6;

/** Questions whose long answers are packed. */
export interface PackedQuestions extends Omit<Questions, "range" | "changes" | "summaries"> {
  range(...asked: Parameters<Questions["range"]>): Promise<PackedReadings>;
  changes(...asked: Parameters<Questions["changes"]>): Promise<PackedReadings>;
  summaries(...asked: Parameters<Questions["summaries"]>): Promise<PackedBuckets>;
}

/** Their values as a column, unless there are states among them. */
function numbersOf(readings: readonly Reading[]): Float64Array | undefined {
  const numbers = new Float64Array(readings.length);
  let i = 0;
  for (const { value } of readings) {
    if (typeof value !== "number") return undefined;
    numbers[i++] = value;
  }
  return numbers;
}

export function packReadings(channel: string, readings: readonly Reading[]): PackedReadings {
  const at = new Float64Array(readings.length);
  let i = 0;
  for (const reading of readings) at[i++] = reading.at;
  return { channel, at, values: numbersOf(readings) ?? readings.map(({ value }) => value) };
}

export function unpackReadings({ channel, at, values }: PackedReadings): Reading[] {
  const readings: Reading[] = [];
  // each instant has its value
  for (let i = 0; i < at.length; i++) readings.push({ channel, at: at[i] ?? Number.NaN, value: values[i] ?? "" });
  return readings;
}

export function packBuckets(buckets: readonly (Bucket | undefined)[]): PackedBuckets {
  const packed = new Float64Array(BUCKET * buckets.length).fill(Number.NaN);
  for (const [i, bucket] of buckets.entries()) {
    if (!bucket) continue;
    const { at, min, mean, max, count, last } = bucket;
    packed.set([at, min, mean, max, count, last], BUCKET * i);
  }
  return packed;
}

export function unpackBuckets(packed: PackedBuckets): (Bucket | undefined)[] {
  const buckets: (Bucket | undefined)[] = [];
  const number = (i: number): number => packed[i] ?? Number.NaN;
  for (let i = 0; i < packed.length; i += BUCKET) {
    const [at, min, mean] = [number(i), number(i + 1), number(i + 2)];
    const [max, count, last] = [number(i + 3), number(i + 4), number(i + 5)];
    buckets.push(Number.isNaN(at) ? undefined : { at, min, mean, max, count, last });
  }
  return buckets;
}

/** The same questions, with packed answers. */
export function packing(history: Questions): PackedQuestions {
  return {
    unit: (...asked) => history.unit(...asked),
    channels: (...asked) => history.channels(...asked),
    latestOf: (...asked) => history.latestOf(...asked),
    energies: (...asked) => history.energies(...asked),
    rises: (...asked) => history.rises(...asked),
    judged: (...asked) => history.judged(...asked),
    gaps: (...asked) => history.gaps(...asked),
    decisions: (...asked) => history.decisions(...asked),
    journal: (...asked) => history.journal(...asked),
    range: async (...asked) => packReadings(asked[0], await history.range(...asked)),
    changes: async (...asked) => packReadings(asked[0], await history.changes(...asked)),
    summaries: async (...asked) => packBuckets(await history.summaries(...asked)),
  };
}
