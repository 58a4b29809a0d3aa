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
} from "quickjs-emscripten-core";
import { INSIDE_BYTES, MAX_ANSWER, MEMORY_BYTES, RUN_CPU_MS, RUN_WALL_MS, STACK_BYTES } from "./limits.ts";
import { type Image, RunMemory } from "./memory.ts";
import type { EndedBy, Guest, Load, Raw, WasmModule } from "./wire.ts";

/** What is built once in an instance, before any script. */
interface Inside {
  readonly runtime: QuickJSRuntime;
  readonly context: QuickJSContext;
  /** Takes what is a script's own. */
  readonly take: QuickJSHandle;
  readonly run: QuickJSHandle;
}

/** A script that is loaded, and compiled once it was run or prepared. */
interface Cell {
  readonly load: Load;
  ready?: { readonly factory: QuickJSHandle; readonly image: Image };
}

// Its types describe the CommonJS file, Node loads the ES module.
const VARIANT = variant as unknown as QuickJSSyncVariant;

/** QuickJS may print when it breaks; `broken` says so better. */
const SILENT: object = { print: () => undefined, printErr: () => undefined };

const PARTS = ["strict", "answers", "compare", "dates", "pvmonit"];

/** Reads the guest's texts; they are part of the program. @throws Error when the installation is incomplete */
export function readGuest(): Guest {
  const read = (name: string): string => readFileSync(new URL(`../guest/${name}.js`, import.meta.url), "utf8").trim();
  const parts = Object.fromEntries(PARTS.map((name) => [name, read(name)]));
  return { api: read("api"), parts, lock: read("lock") };
}

declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<WasmModule>;
};

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
  if (context.typeof(property) !== "string") return "";
  const length = context.getNumber(context.getProp(property, "length"));
  return length <= 300 ? context.getString(property) : "";
}

type Result = ReturnType<QuickJSContext["evalCode"]>;

/** The value, or what was thrown as an error. */
function unwrap(context: QuickJSContext, result: Result): QuickJSHandle {
  if (!result.error) return result.value;
  const { error } = result;
  const message = textOf(context, error, "message");
  const line = /script:(\d+)/.exec(textOf(context, error, "stack"))?.[1];
  const where = line === undefined ? textOf(context, error, "name") : `line ${line}`;
  throw endOf(message) ?? new Ended("crash", `${where}: ${message}`);
}

/** Builds the inside: the API, then the locks. */
function furnish(context: QuickJSContext, guest: Guest): Pick<Inside, "take" | "run"> {
  const { undefined: none } = context;
  const made = (code: string): QuickJSHandle =>
    unwrap(context, context.evalCode(`(${code.replace(/;$/, "")})`, "gleaner"));
  const closed = made("{ views: [], roots: [] }");
  const members = Object.entries(guest.parts).map(([name, code]) => `${name}: (${code.replace(/;$/, "")})`);
  const parts = made(`{ ${members.join(",\n")} }`);
  const api = unwrap(context, context.callFunction(made(guest.api), none, parts, closed));
  unwrap(context, context.callFunction(made(guest.lock), none, closed));
  return { take: context.getProp(api, "take"), run: context.getProp(api, "run") };
}

/** Ends runs. Processor time, so that a busy machine does not condemn an honest script; wall time as the outer bound. */
class Watch {
  interrupted = false;
  #began = 0;
  #cpu = 0;

  constructor(runtime: QuickJSRuntime) {
    this.begin();
    runtime.setInterruptHandler(() => {
      this.interrupted ||= this.#isOver();
      return this.interrupted;
    });
  }

  /** Starts the clock of a run. */
  begin(): void {
    this.interrupted = false;
    this.#began = performance.now();
    this.#cpu = usedMs();
  }

  #isOver(): boolean {
    const wall = performance.now() - this.#began;
    if (wall < RUN_CPU_MS) return false;
    return wall >= RUN_WALL_MS || usedMs() - this.#cpu >= RUN_CPU_MS;
  }
}

/** Processor time of this thread, ms. */
function usedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/**
 * Runs scripts in QuickJS, in one instance, one after the other; synchronous. Nothing but text crosses. Before each run
 * the memory is put back to what it was when the script had been compiled: no run finds what another left behind, and
 * none has less memory for it. So nothing in there is ever freed either.
 * A native loop inside QuickJS cannot be interrupted: only ending the thread helps against that.
 */
export class Sandbox {
  readonly #memory: RunMemory;
  readonly #inside: Inside;
  readonly #watch: Watch;
  readonly #cells = new Map<string, Cell>();
  /** Set once QuickJS itself is beyond repair: make a new sandbox, or a new thread. */
  broken = false;

  private constructor(memory: RunMemory, inside: Inside, watch: Watch) {
    this.#memory = memory;
    this.#inside = inside;
    this.#watch = watch;
  }

  /**
   * A sandbox with a WebAssembly instance of its own. QuickJS cannot count what a script takes in WebAssembly (it does
   * not learn the size of a block), so the instance's memory is the limit.
   */
  static async open(texts: Guest, wasm: WasmModule): Promise<Sandbox> {
    const memory = new RunMemory(INSIDE_BYTES + MEMORY_BYTES);
    const quickjs = await newQuickJSWASMModuleFromVariant(
      newVariant(VARIANT, { wasmModule: wasm, wasmMemory: memory.wasm, emscriptenModule: SILENT }),
    );
    const runtime = quickjs.newRuntime({ maxStackSizeBytes: STACK_BYTES });
    const context = runtime.newContext();
    const inside = { runtime, context, ...furnish(context, texts) };
    // only from here on: what is Gleaner's own takes its time on a slow machine
    const watch = new Watch(runtime);
    memory.settle((bytes) => context.newArrayBuffer(new ArrayBuffer(bytes)));
    return new Sandbox(memory, inside, watch);
  }

  /** Takes a script, or a new version of one; it is compiled at its next run. */
  load(load: Load): void {
    this.#cells.set(load.relay, { load });
  }

  /** Whether it is this that was loaded last for its relay. */
  holds({ relay, version, own }: Load): boolean {
    const loaded = this.#cells.get(relay)?.load;
    return loaded?.version === version && loaded.own === own;
  }

  /** Compiles a loaded script without running it, so that its first run is as quick as the others. */
  prepare(relay: string): Raw {
    return this.#attempt(relay, () => "");
  }

  /** Runs a relay's script once on a world (`world.ts`) with its timers (`host/timers.ts`). Never throws. */
  run(relay: string, world: string, memory: string): Raw {
    return this.#attempt(relay, (factory) => this.#call(factory, world, memory));
  }

  #attempt(relay: string, work: (factory: QuickJSHandle) => string): Raw {
    const began = performance.now();
    try {
      const cell = this.#cells.get(relay);
      if (!cell) throw new Ended("crash", "no script is loaded for this relay");
      cell.ready ??= this.#compile(cell.load);
      this.#memory.restore(cell.ready.image);
      this.#watch.begin();
      const text = work(cell.ready.factory);
      return { kind: "answer", text, memory_bytes: this.#memory.taken };
    } catch (error) {
      const ended =
        error instanceof Ended ? error : new Ended("crash", `the sandbox broke: ${String(error).slice(0, 200)}`);
      if (!(error instanceof Ended)) this.broken = true;
      return { kind: "ended", by: ended.by, problem: ended.message, after_ms: Math.round(performance.now() - began) };
    }
  }

  /** Has QuickJS read a script, and keeps what the memory is like then. */
  #compile({ own, code }: Load): NonNullable<Cell["ready"]> {
    const { context, take } = this.#inside;
    this.#memory.restore([]);
    this.#watch.begin();
    this.#unwrap(context.callFunction(take, context.undefined, context.newString(own)));
    const factory = this.#compiled(code);
    return { factory, image: this.#memory.image() };
  }

  #compiled(code: string): QuickJSHandle {
    try {
      return this.#unwrap(this.#inside.context.evalCode(code, "script"));
    } catch (error) {
      if (error instanceof Ended && error.by === "crash") throw new Ended("compile", error.message);
      throw error;
    }
  }

  #call(factory: QuickJSHandle, world: string, memory: string): string {
    const { context, runtime, run } = this.#inside;
    const [worldText, memoryText] = [context.newString(world), context.newString(memory)];
    const handle = this.#unwrap(context.callFunction(run, context.undefined, factory, worldText, memoryText));
    const size = context.getNumber(context.getProp(handle, "length"));
    const text = context.typeof(handle) === "string" && size <= MAX_ANSWER ? context.getString(handle) : "";
    if (this.#watch.interrupted) throw new Ended("time", TOO_LONG);
    const swallowed = /^\{"failed":"([^"]*)"/.exec(text)?.[1];
    const ended = swallowed === undefined ? undefined : endOf(swallowed);
    if (ended) throw ended;
    if (runtime.hasPendingJob()) throw new Ended("crash", "the script left work behind");
    return text;
  }

  /** The value, or what ended the run as an error. */
  #unwrap(result: Result): QuickJSHandle {
    if (result.error && this.#watch.interrupted) throw new Ended("time", TOO_LONG);
    return unwrap(this.#inside.context, result);
  }
}
