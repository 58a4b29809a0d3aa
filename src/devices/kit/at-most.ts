import type { Clock } from "../../model/index.ts";

/** Resolves when that is over, however it ends, and after `limit_ms` at the latest. */
export function atMost(clock: Pick<Clock, "after">, limit_ms: number, doing: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(limit_ms, resolve);
    const over = () => {
      cancel();
      resolve();
    };
    doing.then(over, over);
  });
}
