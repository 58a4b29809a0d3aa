/** Where registers begin at 0 again: their digits are full, or their 16 or 32 bits, in whatever unit they are shown. */
const FULL: readonly number[] = [10, 65_536, 4_294_967_296];

/** The least number above `value`, which is above 0, at which a register is full. */
export function fullAbove(value: number): number {
  const above = (full: number): number => {
    const found = full * 10 ** Math.ceil(Math.log10(value / full));
    return found > value ? found : found * 10;
  };
  return Math.min(...FULL.map(above));
}
