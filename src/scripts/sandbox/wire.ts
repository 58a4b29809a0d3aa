/** What crosses between the host, a sandbox thread and the sandbox in it. */

/** The texts that make the inside of a sandbox (`guest/*.js`). */
export interface Guest {
  readonly api: string;
  /** What `api` is made of, by name. */
  readonly parts: Readonly<Record<string, string>>;
  readonly lock: string;
}

/** A script as a sandbox takes it. */
export interface Load {
  readonly relay: string;
  readonly version: string;
  /** From `compile`. */
  readonly code: string;
  /** JSON: `{ id, number, settings }`. */
  readonly own: string;
}

/** Why a run did not come to an end by itself. */
export type EndedBy = "time" | "memory" | "stack" | "compile" | "crash";

/** What one run gave: the guest's JSON, still to be checked, with what it took of memory; or why there is none. */
export type Raw =
  | { readonly kind: "answer"; readonly text: string; readonly memory_bytes: number }
  | { readonly kind: "ended"; readonly by: EndedBy; readonly problem: string; readonly after_ms: number };

/** A compiled WebAssembly module; an opaque thing that threads may share. */
export type WasmModule = object;

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
}
