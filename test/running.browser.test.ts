import { test } from "node:test";
import { boundsOf, measureIdle } from "../bench/idle.ts";
import { assertKept } from "./support/kept.ts";

/** The kernel counts memory and processor time for each process: others may run beside this one, which mostly waits. */
test("a running house with two pages open stays small, and idles when little happens", async (t) => {
  const measured = await measureIdle(40, () => undefined);
  t.diagnostic(`with two pages open ${measured.processor_with_pages_percent.toFixed(2)} % of a core`);
  assertKept(t, boundsOf(measured));
});
