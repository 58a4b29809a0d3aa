/**
 * Chance without memory: a number depends on seed, stream and place alone. So the weather of an instant is the same
 * however the house came to that instant, in steps of a second or of a minute, and a resumed house goes on unbroken.
 */

/** A number in [0, 1) for this seed, stream and whole-numbered place. */
export function hash(seed: number, stream: number, place: number): number {
  let h = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(stream + 1, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15) ^ (place | 0), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  h ^= h >>> 15;
  return (h >>> 0) / 4_294_967_296;
}

/** A smooth curve in [0, 1) through the numbers of the whole places. */
export function wave(seed: number, stream: number, x: number): number {
  const place = Math.floor(x);
  const t = x - place;
  const a = hash(seed, stream, place);
  const b = hash(seed, stream, place + 1);
  return a + (b - a) * t * t * (3 - 2 * t);
}

/** `x` held between `low` and `high`. */
export function clamp(x: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, x));
}
