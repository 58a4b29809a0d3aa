import { parentPort, workerData } from "node:worker_threads";
import { type Guest, type Load, type Raw, Sandbox, type WasmModule } from "./sandbox.ts";

/** What the host asks of a sandbox thread; done in order, one answer each (none for a world). */
export type Ask =
  | { readonly do: "world"; readonly text: string }
  | { readonly do: "load"; readonly id: number; readonly load: Load }
  | { readonly do: "run"; readonly id: number; readonly relay: string; readonly memory: string };

/** The answer to one question; `id` 0 says that the thread is ready. */
export interface Told {
  readonly id: number;
  readonly raw: Raw | null;
  /** The sandbox is beyond repair: this thread should be ended. */
  readonly broken: boolean;
}

export interface ThreadData {
  readonly guest: Guest;
  readonly wasm: WasmModule;
  /** How many scripts there are. */
  readonly scripts: number;
}

const port = parentPort;
if (port) {
  const { guest, wasm, scripts } = workerData as ThreadData;
  const sandbox = await Sandbox.open(guest, wasm, scripts);
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
