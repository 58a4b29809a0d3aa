import { parentPort } from "node:worker_threads";
import type { Ask, Told } from "../sandbox/wire.ts";

/**
 * Stands in for a sandbox thread, by the relay that is run: it dies at `deadly`, throws at `throwing`, never answers for
 * `endless`, answers late for `slow`, and at once for any other.
 */
const SLOW_MS = 400;

const tell = (id: number): void =>
  parentPort?.postMessage({ id, raw: { kind: "answer", text: "", memory_bytes: 0 }, broken: false } satisfies Told);

/** Like a script that is computing: nothing else is done meanwhile. */
function compute(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

parentPort?.on("message", (asks: readonly Ask[]) => {
  for (const ask of asks) {
    if (ask.do === "run" && ask.relay === "deadly") process.exit(3);
    if (ask.do === "run" && ask.relay === "throwing") throw new Error("on purpose");
    if (ask.do === "run" && ask.relay === "endless") compute(Number.POSITIVE_INFINITY);
    if (ask.do === "run" && ask.relay === "slow") compute(SLOW_MS);
    if (ask.do !== "world") tell(ask.id);
  }
});
tell(0);
