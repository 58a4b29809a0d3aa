import { parentPort } from "node:worker_threads";
import type { Ask, Told } from "../sandbox/wire.ts";

/** Stands in for a sandbox thread: dies at a run of the relay `deadly`, throws at `throwing`, answers anything else. */
const tell = (id: number): void =>
  parentPort?.postMessage({ id, raw: { kind: "answer", text: "" }, broken: false } satisfies Told);

parentPort?.on("message", (asks: readonly Ask[]) => {
  for (const ask of asks) {
    if (ask.do === "run" && ask.relay === "deadly") process.exit(3);
    if (ask.do === "run" && ask.relay === "throwing") throw new Error("on purpose");
    if (ask.do !== "world") tell(ask.id);
  }
});
tell(0);
