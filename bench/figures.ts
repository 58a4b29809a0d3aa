/** With so many digits as a person wants to read. */
export function round(value: number): number {
  const size = Math.abs(value);
  if (size === 0 || !Number.isFinite(value)) return value;
  if (size >= 100) return Math.round(value);
  return size >= 1 ? Math.round(value * 10) / 10 : Number(value.toPrecision(2));
}

/** The middle one; NaN when there is none. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** Does `work` some times to warm up and then `rounds` times; how long each took, ms. */
export async function times(rounds: number, work: (round: number) => unknown, warmUps = 5): Promise<number[]> {
  for (let round = 0; round < warmUps; round++) await work(round);
  const took: number[] = [];
  for (let round = 0; round < rounds; round++) took.push(await timeOf(() => work(round)));
  return took;
}

/** How long something takes, ms; what it promises is waited for. */
export async function timeOf(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
