import { setTimeout as wait } from "node:timers/promises";

/** Waits until it is so. @throws Error naming what was waited for, after `within_ms` */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, within_ms = 10_000): Promise<void> {
  const limit = performance.now() + within_ms;
  while (!(await isSo())) {
    if (performance.now() > limit) throw new Error(`waited ${within_ms} ms in vain: ${what}`);
    await wait(10);
  }
}
