import type { Clock } from "../../model/index.ts";

/** A clock is up: what was waited for has not come. */
export class TimeUp extends Error {
  constructor(limit_ms: number) {
    super(`no answer within ${limit_ms / 1_000} s`);
  }
}

/**
 * Settles with the work, or rejects with `TimeUp` after `limit_ms` by the house's clock. All waiting in the house goes
 * through here, so that a virtual clock never waits for a real one.
 */
export async function within<T>(clock: Clock, limit_ms: number, work: Promise<T>): Promise<T> {
  let cancel = (): void => undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    cancel = clock.after(limit_ms, () => reject(new TimeUp(limit_ms)));
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    cancel();
  }
}

/** Lets so much time pass by the house's clock. */
export async function pause(clock: Clock, ms: number): Promise<void> {
  await new Promise<void>((resolve) => {
    clock.after(ms, resolve);
  });
}

/** Waits for all of them, however they end, but no longer than `limit_ms` by the house's clock. */
export async function ended(clock: Clock, limit_ms: number, parts: readonly Promise<unknown>[]): Promise<void> {
  await within(clock, limit_ms, Promise.allSettled(parts)).catch(() => undefined);
}
