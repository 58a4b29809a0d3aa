import { parentPort, workerData } from "node:worker_threads";
import { Sandbox } from "./sandbox.ts";
import type { Ask, Raw, ThreadData, Told } from "./wire.ts";

const port = parentPort;
if (port) {
  const { guest, wasm } = workerData as ThreadData;
  const sandbox = await Sandbox.open(guest, wasm);
  const tell = (id: number, raw: Raw | null): void =>
    port.postMessage({ id, raw, broken: sandbox.broken } satisfies Told);
  let world = "";
  const answer = (ask: Ask): void => {
    if (ask.do === "world") {
      world = ask.text;
    } else if (ask.do === "load") {
      sandbox.load(ask.load);
      tell(ask.id, sandbox.prepare(ask.load.relay));
    } else {
      tell(ask.id, sandbox.run(ask.relay, world, ask.memory));
    }
  };
  port.on("message", (asks: readonly Ask[]) => {
    for (const ask of asks) answer(ask);
  });
  tell(0, null);
}
