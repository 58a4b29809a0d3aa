import { readNow } from "../../hands/index.ts";
import {
  type Reason,
  reason,
  type ScriptHost,
  type ScriptStatus,
  type ScriptWorld,
  type Wish,
} from "../../model/index.ts";
import { Compiler } from "../compile/compiler.ts";
import { MAX_SOURCE_BYTES } from "../compile/limits.ts";
import { rejected } from "../compile/rejected.ts";
import { quickJs, readGuest, Sandbox } from "../sandbox/sandbox.ts";
import type { Raw } from "../sandbox/wire.ts";
import { worldText } from "../sandbox/world.ts";
import { Book, type HostOptions, type ScriptSetup } from "./book.ts";

// One for all simulations of this process; its thread ends by itself when there is nothing to do.
const compiler = new Compiler();

/** A sandbox in this thread. @throws Error when QuickJS cannot be loaded */
export async function openSandbox(): Promise<Sandbox> {
  return Sandbox.open(readGuest(), await quickJs());
}

/**
 * Runs scripts in this thread, for simulation and replay: `onWish` is called within `run()`.
 * Same sandbox as when live, with its limits of memory and time; but a native loop cannot be ended here.
 * Await `ready` before the first run. Files are read once.
 */
export class InProcessScripts implements ScriptHost {
  onWish: (wish: Wish, read: readonly string[]) => void = () => undefined;
  onNote: (relay: string, reason: Reason) => void = () => undefined;
  /** Resolves when every script was compiled, well or not. @throws Error when QuickJS cannot be loaded */
  readonly ready: Promise<void>;
  readonly #book: Book;
  readonly #zone: string;
  readonly #make: () => Promise<Sandbox>;
  readonly #onChange: (relay: string) => void;
  #sandbox: Sandbox | undefined;
  #stopped = false;

  /** @param make gives the sandbox, which others may use too: each run finds it as if it were alone there */
  constructor(options: HostOptions, make = openSandbox) {
    this.#make = make;
    this.#zone = options.time_zone;
    this.#onChange = options.onChange ?? (() => undefined);
    this.#book = new Book(options, (relay, why) => this.onNote(relay, why));
    this.ready = this.#prepare(options.scripts);
  }

  run(relays: readonly string[], world: ScriptWorld): void {
    if (this.#stopped) return;
    const text = worldText(world, this.#zone);
    for (const relay of relays) this.#runOne(relay, world, text);
  }

  status(relay: string): ScriptStatus {
    return this.#book.status(relay);
  }

  memory(): unknown {
    return this.#book.timers.plain();
  }

  /** Replaces a relay's script by another text: taken when it compiles. */
  async replace(relay: string, source: string): Promise<void> {
    const result = await compiler.compile(source);
    if (!this.#stopped && this.#book.take(relay, result)) this.#onChange(relay);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#sandbox = undefined;
  }

  async #prepare(scripts: readonly ScriptSetup[]): Promise<void> {
    await Promise.all([this.#open(), ...scripts.map((script) => this.#compile(script))]);
  }

  async #compile({ relay, source, file }: ScriptSetup): Promise<void> {
    let text = source;
    try {
      text ??= readNow(file ?? "", MAX_SOURCE_BYTES).toString("utf8");
    } catch {
      this.#book.take(relay, rejected(reason("script_file_put", { file: file ?? "" })));
      return;
    }
    this.#book.take(relay, await compiler.compile(text));
  }

  async #open(): Promise<void> {
    this.#sandbox = await this.#make();
  }

  #runOne(relay: string, world: ScriptWorld, text: string): void {
    const turn = this.#book.turn(relay, world);
    if (turn.do === "nothing") return;
    if (turn.do === "refuse") {
      this.onWish(turn.outcome.wish, turn.outcome.read);
      return;
    }
    const { load, memory } = turn;
    const outcome = this.#book.settle(relay, load.version, this.#inSandbox(relay, load, text, memory), world);
    if (outcome) this.onWish(outcome.wish, outcome.read);
  }

  #inSandbox(relay: string, load: Parameters<Sandbox["load"]>[0], text: string, memory: string): Raw {
    const sandbox = this.#sandbox;
    if (!sandbox) return { kind: "ended", by: "crash", problem: "the sandbox is not ready yet", after_ms: 0 };
    if (!sandbox.holds(load)) sandbox.load(load);
    const raw = sandbox.run(relay, text, memory);
    if (sandbox.broken) {
      this.#sandbox = undefined;
      void this.#open();
    }
    return raw;
  }
}
