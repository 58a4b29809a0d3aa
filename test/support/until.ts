/** Waiting for something to become so, with a bound. */

const LOOK_EVERY_MS = 20;
/** Each look takes the house some processor time, and who has waited long does not mind to wait a little longer. */
const SHARE_OF_WAIT = 0.05;
const LOOK_AT_LEAST_EVERY_MS = 100;

function pauseAfter(waited_ms: number): number {
  return Math.min(LOOK_AT_LEAST_EVERY_MS, Math.max(LOOK_EVERY_MS, waited_ms * SHARE_OF_WAIT));
}

export async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Asks again and again until the answer is neither `undefined` nor `false`, and returns it. An error counts as "not yet".
 * @param every_ms where it is measured how long something takes; otherwise every 20 ms, later every 100 ms
 * @throws Error naming what was waited for and the last error, after `within_ms`
 */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  within_ms = 10_000,
  every_ms?: number,
): Promise<Exclude<T, undefined | false>> {
  const began = performance.now();
  const limit = began + within_ms;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer as Exclude<T, undefined | false>;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() > limit) {
      const why = last === undefined ? "" : `; last error: ${last instanceof Error ? last.message : String(last)}`;
      throw new Error(`waited ${within_ms} ms in vain: ${what}${why}`, { cause: last });
    }
    await pause(every_ms ?? pauseAfter(performance.now() - began));
  }
}
