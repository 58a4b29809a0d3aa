/** How a figure goes over time. */
export interface Trend {
  readonly mean: number;
  readonly max: number;
  /** Change an hour, and its standard error; NaN where there are too few. */
  readonly slope: number;
  readonly error: number;
}

export interface Sample {
  /** Since any beginning, hours. */
  readonly at_h: number;
  readonly value: number;
}

const LEAST = 4;

/** How much each follows the one before, 0 to below 1. */
function following(rests: readonly number[]): number {
  let [together, all] = [0, 0];
  for (const [i, rest] of rests.entries()) {
    all += rest * rest;
    together += i === 0 ? 0 : rest * (rests[i - 1] ?? 0);
  }
  return all === 0 ? 0 : Math.min(0.99, Math.max(0, together / all));
}

/**
 * A straight line through the samples by least squares. Neighbours that follow each other tell less than as many that do
 * not: the error is widened by √((1 + r) / (1 − r)), r being the correlation of what is left with the one before it.
 */
export function trendOf(samples: readonly Sample[]): Trend {
  const n = samples.length;
  const mean = samples.reduce((sum, { value }) => sum + value, 0) / n;
  const max = Math.max(...samples.map(({ value }) => value));
  if (n < LEAST) return { mean, max, slope: Number.NaN, error: Number.NaN };
  const middle = samples.reduce((sum, { at_h }) => sum + at_h, 0) / n;
  const spread = samples.reduce((sum, { at_h }) => sum + (at_h - middle) ** 2, 0);
  const slope = samples.reduce((sum, { at_h, value }) => sum + (at_h - middle) * (value - mean), 0) / spread;
  const rests = samples.map(({ at_h, value }) => value - mean - slope * (at_h - middle));
  const squares = rests.reduce((sum, rest) => sum + rest * rest, 0);
  const r = following(rests);
  const error = Math.sqrt(squares / (n - 2) / spread) * Math.sqrt((1 + r) / (1 - r));
  return { mean, max, slope, error };
}
