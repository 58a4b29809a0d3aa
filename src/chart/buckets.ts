import { HOUR, MINUTE, SECOND } from "../model/time.ts";

/**
 * Widths of what a curve's points stand for, ms: parts of an hour or a day, so that a moved span asks for the same ones.
 * They end at three hours: longer ones would fall on day and night by turns. From there on whole days are better.
 */
export const BUCKET_STEPS_MS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 20, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 20, 30].map((n) => n * MINUTE),
  ...[1, 2, 3].map((n) => n * HOUR),
];
