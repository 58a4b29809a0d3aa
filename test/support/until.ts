/** Waiting for something to become so, with a bound. */

const LOOK_EVERY_MS = 20;

export async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Asks again and again until the answer is neither `undefined` nor `false`, and returns it. An error counts as "not yet".
 * @throws Error naming what was waited for and the last error, after `within_ms`
 */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  within_ms = 10_000,
  every_ms = LOOK_EVERY_MS,
): Promise<Exclude<T, undefined | false>> {
  const limit = performance.now() + within_ms;
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
    await pause(every_ms);
  }
}
