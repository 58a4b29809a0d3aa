/**
 * Guesses of a value from those before it; the values before the first count as equal to the first.
 * All sums are 32-bit and wrap, on both sides alike.
 *
 * 0: nothing · 1: the last · 2: half the sum of the last two · 3: a quarter of twice the last and the two before it ·
 * 4: the last and its rise once more
 */
export const PREDICTORS = 5;

/** Bits of an error, about: log2(1 + 2z), for small ones to a fraction. */
const BITS = Float32Array.from({ length: 1_024 }, (_, z) => Math.log2(1 + 2 * z));

function bitsOf(error: number): number {
  const z = (error << 1) ^ (error >> 31);
  return z >= 0 && z < 1_024 ? (BITS[z] ?? 0) : 33 - Math.clz32(z);
}

const STRETCH = 96;
const SKIP = 288;

/** The predictor with the least errors, by a sample. */
export function pickPredictor(values: Int32Array, count: number): number {
  let zero = 0;
  let last = 0;
  let mean = 0;
  let soft = 0;
  let line = 0;
  for (let from = 0; from < count; from += STRETCH + SKIP) {
    const to = Math.min(from + STRETCH, count);
    let a = values[from] ?? 0;
    let b = a;
    let c = a;
    for (let i = from + 1; i < to; i++) {
      const v = values[i] ?? 0;
      zero += bitsOf(v);
      last += bitsOf((v - a) | 0);
      mean += bitsOf((v - ((a + b) >> 1)) | 0);
      soft += bitsOf((v - ((a + a + b + c) >> 2)) | 0);
      line += bitsOf((v - (a + a - b)) | 0);
      c = b;
      b = a;
      a = v;
    }
  }
  const all = [zero, last, mean, soft, line];
  let best = 1;
  for (const [predictor, bits] of all.entries()) if (bits < (all[best] ?? 0)) best = predictor;
  return best;
}

/** Zig-zag coded errors of all values but the first. */
export function guess(values: Int32Array, count: number, predictor: number, errors: Int32Array): void {
  let a = values[0] ?? 0;
  let b = a;
  let c = a;
  for (let i = 1; i < count; i++) {
    const v = values[i] ?? 0;
    let expected = a;
    if (predictor === 0) expected = 0;
    else if (predictor === 2) expected = (a + b) >> 1;
    else if (predictor === 3) expected = (a + a + b + c) >> 2;
    else if (predictor === 4) expected = (a + a - b) | 0;
    const error = (v - expected) | 0;
    errors[i] = (error << 1) ^ (error >> 31);
    c = b;
    b = a;
    a = v;
  }
}
