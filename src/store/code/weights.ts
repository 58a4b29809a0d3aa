/** How often each token is expected: written in a few bits each, and made into shares of 4096 for the rANS coder. */

/** Tokens of the integer coder. */
export const TOKENS = 128;
export const SHARE_BITS = 12;
const SHARES = 1 << SHARE_BITS;

/**
 * Weights keep three significant bits: finer ones would cost more to write than they save.
 * @param counts of tokens, from `from`
 * @param weights takes the rounded weights, each below 2^15
 * @returns the number of different tokens
 */
export function roundWeights(counts: Uint32Array, from: number, weights: Uint16Array, to: number): number {
  let most = 0;
  let kinds = 0;
  for (let s = 0; s < TOKENS; s++) {
    const count = counts[from + s] ?? 0;
    if (count > 0) kinds++;
    if (count > most) most = count;
  }
  const scale = most > SHARES ? SHARES / most : 1;
  for (let s = 0; s < TOKENS; s++) {
    const count = counts[from + s] ?? 0;
    if (count === 0) {
      weights[to + s] = 0;
      continue;
    }
    const scaled = Math.max(1, Math.round(count * scale));
    const drop = Math.max(0, 29 - Math.clz32(scaled));
    weights[to + s] = ((scaled + ((1 << drop) >> 1)) >> drop) << drop;
  }
  return kinds;
}

/**
 * Makes weights into shares that add up to 4096, each present token with at least one. Both sides do the same, in whole
 * numbers: the surplus or lack goes to the tokens with the most, first ones first.
 */
export function shareOut(weights: Uint16Array, shares: Uint16Array, from: number): void {
  let total = 0;
  for (let s = 0; s < TOKENS; s++) total += weights[from + s] ?? 0;
  if (total === 0) return;
  let given = 0;
  for (let s = 0; s < TOKENS; s++) {
    const weight = weights[from + s] ?? 0;
    const share = weight === 0 ? 0 : Math.max(1, Math.floor((weight * SHARES) / total));
    shares[from + s] = share;
    given += share;
  }
  settle(shares, from, given);
}

function settle(shares: Uint16Array, from: number, sum: number): void {
  let given = sum;
  while (given !== SHARES) {
    let largest = from;
    for (let s = from; s < from + TOKENS; s++) if ((shares[s] ?? 0) > (shares[largest] ?? 0)) largest = s;
    const share = shares[largest] ?? 0;
    // a lack is made up at once, a surplus is taken in halves so that none falls to nothing: the largest has 32 or more
    const over = Math.min(given - SHARES, share >> 1);
    shares[largest] = share - over;
    given -= over;
  }
}
