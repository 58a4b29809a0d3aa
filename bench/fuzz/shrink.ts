/**
 * The least of an input that still fails: pieces are left out as long as it does.
 * @param for_ms how long it may be tried
 */
export async function shrink(
  input: Buffer,
  fails: (input: Buffer) => Promise<boolean>,
  for_ms: number,
): Promise<Buffer> {
  let least = input;
  const until = performance.now() + for_ms;
  for (let piece = Math.ceil(input.length / 2); piece >= 1; piece = piece === 1 ? 0 : Math.ceil(piece / 2)) {
    for (let at = 0; at < least.length && performance.now() < until; ) {
      const shorter = Buffer.concat([least.subarray(0, at), least.subarray(at + piece)]);
      if (await fails(shorter)) least = shorter;
      else at += piece;
    }
  }
  return least;
}
