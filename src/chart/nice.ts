/** The smallest of 1, 2, 5 times a power of ten that is at least so large (> 0). */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  for (const times of [1, 2, 5]) if (times * power >= least * (1 - 1e-9)) return times * power;
  return 10 * power;
}
