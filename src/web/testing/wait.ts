/** Waits until the condition holds. @throws Error naming what was awaited, after `limit_ms` */
export async function until(what: string, condition: () => boolean, limit_ms = 10_000): Promise<void> {
  const began = performance.now();
  while (!condition()) {
    if (performance.now() - began > limit_ms) throw new Error(`waited ${limit_ms} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
