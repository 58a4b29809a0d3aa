import type { Reason, ScriptHost, ScriptStatus, ScriptWorld, Wish } from "../../model/index.ts";
import { Compiler } from "../compile/compiler.ts";
import { quickJs, readGuest } from "../sandbox/sandbox.ts";
import type { Raw } from "../sandbox/wire.ts";
import { worldText } from "../sandbox/world.ts";
import { Book, type HostOptions } from "./book.ts";
import { Crew } from "./crew.ts";
import { type FileText, ScriptFiles } from "./files.ts";
import type { Job } from "./sandbox-thread.ts";

interface Track {
  /** A run is under way. */
  busy: boolean;
  /** The script changed while it ran: ask for a run afterwards. */
  changed: boolean;
  /** Counts the texts that were given to the compiler, so that the last one wins. */
  text: number;
}

/** Runs the scripts in threads that can be ended, and takes their files as they are saved. */
export class WorkerScripts implements ScriptHost {
  onWish: (wish: Wish, read: readonly string[]) => void = () => undefined;
  onNote: (relay: string, reason: Reason) => void = () => undefined;
  /**
   * Resolves when every script was read and compiled, well or not, and a thread is there to run them. What is asked
   * before runs then. @throws Error when QuickJS cannot be loaded
   */
  readonly ready: Promise<void>;
  readonly #book: Book;
  readonly #zone: string;
  readonly #onChange: (relay: string) => void;
  readonly #threads: number | undefined;
  readonly #tracks = new Map<string, Track>();
  readonly #compiler: Compiler;
  #files: ScriptFiles | undefined;
  #crew: Crew | undefined;
  #early: { readonly relays: Set<string>; world: ScriptWorld } | undefined;
  #open = false;
  #stopped = false;

  /** @param threads sandbox threads at most; 1 is there to be measured: without a spare all wait for the slowest */
  constructor(options: HostOptions, threads?: number) {
    this.#threads = threads;
    this.#compiler = new Compiler(options.hands);
    this.#zone = options.time_zone;
    this.#onChange = options.onChange ?? (() => undefined);
    this.#book = new Book(options, (relay, why) => this.onNote(relay, why));
    for (const { relay } of options.scripts) this.#tracks.set(relay, { busy: false, changed: false, text: 0 });
    this.ready = this.#prepare(options);
  }

  run(relays: readonly string[], world: ScriptWorld): void {
    if (this.#stopped) return;
    if (!this.#open) {
      this.#early = { relays: new Set([...(this.#early?.relays ?? []), ...relays]), world };
      return;
    }
    let text: string | undefined;
    const words = (): string => {
      text ??= worldText(world, this.#zone);
      return text;
    };
    this.#crew?.run(relays.flatMap((relay) => this.#jobFor(relay, world, words) ?? []));
  }

  status(relay: string): ScriptStatus {
    return this.#book.status(relay);
  }

  memory(): unknown {
    return this.#book.timers.plain();
  }

  /** Ends the threads and the watching. Runs that are under way are not answered. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#files?.stop();
    await Promise.all([this.#compiler.stop(), this.#crew?.stop()]);
  }

  /** The run of a relay's script, if there is one to do. */
  #jobFor(relay: string, world: ScriptWorld, words: () => string): Job | undefined {
    const track = this.#tracks.get(relay);
    if (!track) return undefined;
    if (track.busy) {
      // what happened meanwhile is thought about as soon as this run is over
      track.changed = true;
      return undefined;
    }
    const turn = this.#book.turn(relay, world);
    if (turn.do === "refuse") this.onWish(turn.outcome.wish, turn.outcome.read);
    if (turn.do !== "run") return undefined;
    const { load, memory } = turn;
    track.busy = true;
    const done = (raw: Raw): void => this.#done(relay, load.version, raw, world, track);
    return { relay, load, memory, world: words(), done };
  }

  #done(relay: string, version: string, raw: Raw, world: ScriptWorld, track: Track): void {
    if (this.#stopped) return;
    track.busy = false;
    const outcome = this.#book.settle(relay, version, raw, world);
    if (outcome) this.onWish(outcome.wish, outcome.read);
    const { changed } = track;
    track.changed = false;
    if (changed || !outcome) this.#onChange(relay);
  }

  async #prepare({ scripts, hands }: HostOptions): Promise<void> {
    const crew = quickJs().then((wasm) => {
      if (!this.#stopped) this.#crew = new Crew({ guest: readGuest(), wasm }, { threads: this.#threads });
      return this.#crew?.ready;
    });
    const loading: Promise<void>[] = [];
    const byFile = new Map<string, string[]>();
    for (const { relay, file, source } of scripts) {
      if (source !== undefined) loading.push(this.#load(relay, { ok: true, source }));
      else if (file !== undefined) byFile.set(file, [...(byFile.get(file) ?? []), relay]);
    }
    if (byFile.size > 0 && !hands) throw new Error("scripts in files need hands to read them");
    this.#files =
      hands &&
      new ScriptFiles([...byFile.keys()], hands.files, (file, text) => {
        for (const relay of byFile.get(file) ?? []) loading.push(this.#load(relay, text));
      });
    await this.#files?.told;
    await Promise.all([crew, ...loading]);
    this.#begin();
  }

  #begin(): void {
    if (this.#stopped) return;
    this.#open = true;
    for (const relay of this.#tracks.keys()) {
      const load = this.#book.load(relay);
      if (load) this.#crew?.load(load);
    }
    const early = this.#early;
    this.#early = undefined;
    if (early) this.run([...early.relays], early.world);
  }

  async #load(relay: string, text: FileText): Promise<void> {
    const track = this.#tracks.get(relay);
    if (!track) return;
    const turn = ++track.text;
    const result = text.ok ? await this.#compiler.compile(text.source) : text;
    if (this.#stopped || turn !== track.text || !this.#book.take(relay, result)) return;
    const load = this.#book.load(relay);
    if (!this.#open || !load) return;
    this.#crew?.load(load);
    if (track.busy) track.changed = true;
    else this.#onChange(relay);
  }
}
