import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import variant from "@jitl/quickjs-wasmfile-release-sync";
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
  type QuickJSSyncVariant,
  type QuickJSWASMModule,
  Scope,
} from "quickjs-emscripten-core";
import { MAX_ANSWER, MEMORY_BYTES, RUN_CPU_MS, RUN_WALL_MS, STACK_BYTES } from "./limits.ts";
import type { EndedBy, Guest, Load, Raw, WasmModule } from "./wire.ts";

interface Cell {
  readonly load: Load;
  readonly runtime: QuickJSRuntime;
  readonly context: QuickJSContext;
  readonly run: QuickJSHandle;
  readonly factory: QuickJSHandle;
  /** Starts the clock of a run. */
  readonly begin: () => void;
}

// Its types describe the CommonJS file, Node loads the ES module.
const VARIANT = variant as unknown as QuickJSSyncVariant;

/** QuickJS may print when it breaks; `broken` says so better. */
const SILENT: object = { print: () => undefined, printErr: () => undefined };

/** Reads the guest's texts; they are part of the program. @throws Error when the installation is incomplete */
export function readGuest(): Guest {
  const read = (name: string): string => readFileSync(new URL(`../guest/${name}.js`, import.meta.url), "utf8").trim();
  return { api: read("api"), pvmonit: read("pvmonit"), lock: read("lock") };
}

declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<WasmModule>;
  Memory: new (pages: { initial: number; maximum: number }) => object;
};

const PAGE_BYTES = 64 * 1024;
/** What QuickJS itself was built to begin with. */
const INITIAL_BYTES = 16 * 1024 * 1024;
/** An idle script with its API inside takes less. */
const IDLE_SCRIPT_BYTES = 768 * 1024;

let compiled: Promise<WasmModule> | undefined;

/** The WebAssembly module of QuickJS, compiled once and shared by all threads. */
export function quickJs(): Promise<WasmModule> {
  const require = createRequire(import.meta.url);
  compiled ??= WebAssembly.compile(readFileSync(require.resolve("@jitl/quickjs-wasmfile-release-sync/wasm")));
  return compiled;
}

class Ended extends Error {
  readonly by: EndedBy;
  constructor(by: EndedBy, problem: string) {
    super(problem);
    this.by = by;
  }
}

const TOO_LONG = "it takes more than 100 ms";

/** QuickJS says that a limit was hit by the message of an ordinary error, which a script may catch. */
function endOf(message: string): Ended | undefined {
  if (message === "out of memory") return new Ended("memory", "it needs more than 16 MB of memory");
  // with no memory left QuickJS cannot even make its error
  if (message === "null") return new Ended("memory", "it needs more than 16 MB of memory, or throws null");
  if (message === "stack overflow") return new Ended("stack", "it calls itself too deeply");
  return undefined;
}

/** A short text of a property of something that was thrown; "" when it is long or no text. */
function textOf(context: QuickJSContext, handle: QuickJSHandle, key: string): string {
  const property = context.getProp(handle, key);
  try {
    if (context.typeof(property) !== "string") return "";
    const length = context.getProp(property, "length");
    const short = context.getNumber(length) <= 300;
    length.dispose();
    return short ? context.getString(property) : "";
  } finally {
    property.dispose();
  }
}

/**
 * Runs scripts in QuickJS, one runtime each; synchronous. Nothing but text crosses.
 * A runtime that was interrupted, ran out of memory or stack, or broke, is thrown away; the next run makes a new one.
 * A native loop inside QuickJS cannot be interrupted: only ending the thread helps against that.
 */
export class Sandbox {
  readonly #quickjs: QuickJSWASMModule;
  readonly #guest: Guest;
  readonly #loads = new Map<string, Load>();
  readonly #cells = new Map<string, Cell>();
  #interrupted = false;
  /** Set once QuickJS itself is beyond repair: make a new sandbox, or a new thread. */
  broken = false;

  private constructor(quickjs: QuickJSWASMModule, texts: Guest) {
    this.#quickjs = quickjs;
    this.#guest = texts;
  }

  /**
   * A sandbox with a WebAssembly instance of its own. QuickJS cannot count what a script takes in WebAssembly (it does
   * not learn the size of a block), so the instance's memory is the limit: that of one script, and room for the others.
   * @param scripts how many will live in it
   */
  static async open(texts: Guest, wasm: WasmModule, scripts: number): Promise<Sandbox> {
    const maximum = Math.ceil((INITIAL_BYTES + scripts * IDLE_SCRIPT_BYTES) / PAGE_BYTES);
    const wasmMemory = new WebAssembly.Memory({ initial: INITIAL_BYTES / PAGE_BYTES, maximum });
    const quickjs = await newQuickJSWASMModuleFromVariant(
      newVariant(VARIANT, { wasmModule: wasm, wasmMemory, emscriptenModule: SILENT }),
    );
    return new Sandbox(quickjs, texts);
  }

  /** Takes a script, or a new version of one; it is compiled at its next run. */
  load(script: Load): void {
    this.drop(script.relay);
    this.#loads.set(script.relay, script);
  }

  /** The loaded version of a relay's script. */
  version(relay: string): string | undefined {
    return this.#loads.get(relay)?.version;
  }

  /** Forgets a script and frees its memory. */
  drop(relay: string): void {
    this.#loads.delete(relay);
    this.#discard(relay);
  }

  /** Compiles a loaded script without running it, so that its first run is as quick as the others. */
  prepare(relay: string): Raw {
    return this.#attempt(relay, () => "");
  }

  /** Runs a relay's script once on a world (`world.ts`) with its timers (`host/timers.ts`). Never throws. */
  run(relay: string, world: string, memory: string): Raw {
    return this.#attempt(relay, (cell) => this.#call(cell, world, memory));
  }

  #attempt(relay: string, work: (cell: Cell) => string): Raw {
    const began = performance.now();
    try {
      const load = this.#loads.get(relay);
      if (!load) throw new Ended("crash", "no script is loaded for this relay");
      this.#interrupted = false;
      return { kind: "answer", text: work(this.#cells.get(relay) ?? this.#make(load)) };
    } catch (error) {
      this.#discard(relay);
      const ended =
        error instanceof Ended ? error : new Ended("crash", `the sandbox broke: ${String(error).slice(0, 200)}`);
      if (ended.by === "crash") this.broken = true;
      return { kind: "ended", by: ended.by, problem: ended.message, after_ms: Math.round(performance.now() - began) };
    }
  }

  /** Frees everything. */
  close(): void {
    for (const relay of [...this.#loads.keys()]) this.drop(relay);
  }

  /** Processor time, so that a busy machine does not condemn an honest script; wall time as the outer bound. */
  #watch(runtime: QuickJSRuntime): () => void {
    let began = 0;
    let cpu = 0;
    const used = (): number => {
      const { user, system } = process.threadCpuUsage();
      return (user + system) / 1_000;
    };
    runtime.setInterruptHandler(() => {
      const wall = performance.now() - began;
      if (wall < RUN_CPU_MS) return false;
      if (wall < RUN_WALL_MS && used() - cpu < RUN_CPU_MS) return false;
      this.#interrupted = true;
      return true;
    });
    return () => {
      began = performance.now();
      cpu = used();
    };
  }

  #make(load: Load): Cell {
    const runtime = this.#quickjs.newRuntime({ memoryLimitBytes: MEMORY_BYTES, maxStackSizeBytes: STACK_BYTES });
    const begin = this.#watch(runtime);
    begin();
    const scope = new Scope();
    const context = runtime.newContext();
    try {
      const cell = { load, runtime, context, begin, ...this.#furnish(scope, context, load) };
      this.#cells.set(load.relay, cell);
      return cell;
    } finally {
      scope.dispose();
      if (!this.#cells.has(load.relay)) this.#free(context, runtime);
    }
  }

  /** Builds the inside: the API, then the locks, then the script. */
  #furnish(scope: Scope, context: QuickJSContext, load: Load): Pick<Cell, "run" | "factory"> {
    const take = (code: string): QuickJSHandle =>
      scope.manage(this.#unwrap(context, context.evalCode(`(${code.replace(/;$/, "")})`, "gleaner")));
    const closed = take("{ views: [], roots: [] }");
    const own = scope.manage(context.newString(load.own));
    const run = this.#unwrap(
      context,
      context.callFunction(take(this.#guest.api), context.undefined, own, take(this.#guest.pvmonit), closed),
    );
    try {
      this.#unwrap(context, context.callFunction(take(this.#guest.lock), context.undefined, closed)).dispose();
      return { run, factory: this.#compiled(context, load) };
    } catch (error) {
      run.dispose();
      throw error;
    }
  }

  #compiled(context: QuickJSContext, load: Load): QuickJSHandle {
    try {
      return this.#unwrap(context, context.evalCode(load.code, "script"));
    } catch (error) {
      if (error instanceof Ended && error.by === "crash") throw new Ended("compile", error.message);
      throw error;
    }
  }

  #call(cell: Cell, world: string, memory: string): string {
    const { context, runtime } = cell;
    cell.begin();
    const worldHandle = context.newString(world);
    const memoryHandle = context.newString(memory);
    const result = context.callFunction(cell.run, context.undefined, cell.factory, worldHandle, memoryHandle);
    worldHandle.dispose();
    memoryHandle.dispose();
    const handle = this.#unwrap(context, result);
    const length = context.getProp(handle, "length");
    const size = context.getNumber(length);
    length.dispose();
    const text = context.typeof(handle) === "string" && size <= MAX_ANSWER ? context.getString(handle) : "";
    handle.dispose();
    if (this.#interrupted) throw new Ended("time", TOO_LONG);
    const swallowed = /^\{"failed":"([^"]*)"/.exec(text)?.[1];
    const ended = swallowed === undefined ? undefined : endOf(swallowed);
    if (ended) throw ended;
    if (runtime.hasPendingJob()) throw new Ended("crash", "the script left work behind");
    return text;
  }

  /** The value, or what ended the run as an error. */
  #unwrap(context: QuickJSContext, result: ReturnType<QuickJSContext["evalCode"]>): QuickJSHandle {
    if (!result.error) return result.value;
    const { error } = result;
    try {
      if (this.#interrupted) throw new Ended("time", TOO_LONG);
      const message = textOf(context, error, "message");
      const line = /script:(\d+)/.exec(textOf(context, error, "stack"))?.[1];
      const where = line === undefined ? textOf(context, error, "name") : `line ${line}`;
      throw endOf(message) ?? new Ended("crash", `${where}: ${message}`);
    } finally {
      error.dispose();
    }
  }

  #discard(relay: string): void {
    const cell = this.#cells.get(relay);
    this.#cells.delete(relay);
    if (!cell) return;
    this.#free(cell.factory, cell.run, cell.context, cell.runtime);
  }

  /** A runtime that a script brought out of step may abort when it is freed: then all of QuickJS is beyond repair. */
  #free(...parts: { dispose(): void }[]): void {
    try {
      for (const part of parts) part.dispose();
    } catch {
      this.broken = true;
    }
  }
}
