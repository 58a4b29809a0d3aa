import type { Hands, Now, Reason, ScriptNames, ScriptStatus, ScriptWorld, Telling } from "../../model/index.ts";
import { inEnglish, reason } from "../../model/index.ts";
import type { Compiled } from "../compile/compile.ts";
import type { Rejected } from "../compile/rejected.ts";
import type { Load, Raw } from "../sandbox/wire.ts";
import { failed, judge, type Outcome } from "./answer.ts";
import { Timers } from "./timers.ts";

/** Rest before a script that was ended for cause is tried again: doubles from the first to the last. */
const FIRST_REST_MS = 10_000;
const LONGEST_REST_MS = 600_000;
/** At most one note of failure per relay in so long. */
const NOTE_EVERY_MS = 60_000;

/** One relay's script as the configuration names it: by file, or (simulations, tests) by its text. */
export interface ScriptSetup {
  readonly relay: string;
  readonly number: number | null;
  /** Absolute path. */
  readonly file?: string | undefined;
  readonly source?: string | undefined;
  /** The relay's own constants from the configuration: plain JSON data, at most 64 kB. */
  readonly settings?: unknown;
}

/** What both script hosts are built from. */
export interface HostOptions {
  readonly scripts: readonly ScriptSetup[];
  readonly time_zone: string;
  /** What the configuration says of names; absent: nothing is known but what there is. */
  readonly names?: ScriptNames | undefined;
  /** What `memory()` gave when the house last ran; `undefined` at the first start. */
  readonly memory: unknown;
  readonly now: Now;
  readonly bootId: string;
  /** By whom scripts are read and compiled; absent: all are given by their text. */
  readonly hands?: Pick<Hands, "files" | "inviteProcess"> | undefined;
  /** A script was loaded or may run again: ask for a run of this relay. */
  readonly onChange?: ((relay: string) => void) | undefined;
}

interface Failing {
  readonly reason: Reason;
  readonly problem: Telling;
  /** Monotonic instant before which it is not tried again; `null` when it may run at any time. */
  readonly rest_until: number | null;
}

interface Entry {
  readonly own: string;
  loaded: Compiled | undefined;
  /** The version before, in case QuickJS refuses the new one. */
  previous: Compiled | undefined;
  /** Why what is on the disk is not what runs. */
  problem: Telling | undefined;
  failing: Failing | undefined;
  /** Of the last run that came to its end. */
  memory_bytes: number | undefined;
  rest_ms: number;
  /** Monotonic instant of the last end for cause. */
  ended_at: number;
  noted_at: number;
  noted: boolean;
}

/** What to do with a relay that is to be run. */
export type Turn =
  | { readonly do: "nothing" }
  | { readonly do: "refuse"; readonly outcome: Outcome }
  | { readonly do: "run"; readonly load: Load; readonly memory: string };

const MAX_SETTINGS = 64 * 1024;

/** What a sandbox is told of the channels. */
function channelsOf(names: ScriptNames | undefined): object {
  if (!names) return {};
  const states = [...names.channels].filter(([, says]) => typeof says !== "string");
  const words = [...names.channels].flatMap(([name, says]) => (says === "words" ? [name] : []));
  return { states: Object.fromEntries(states), words, expected: [...names.channels.keys()], open: names.open };
}

function ownText({ relay, number, settings = {} }: ScriptSetup, names: ScriptNames | undefined): string {
  if (JSON.stringify(settings).length > MAX_SETTINGS)
    throw new RangeError(`the settings of ${relay}'s script are larger than 64 kB: make them smaller`);
  return JSON.stringify({ id: relay, number, settings, ...channelsOf(names) });
}

/** In English, and for readers of every language where it can be said to them. */
function troubleOf(what: Telling): { readonly problem: string; readonly why?: Reason } {
  return { problem: inEnglish(what), ...(typeof what !== "string" && { why: what }) };
}

function refused(relay: string, why: Reason, problem: Telling, world: ScriptWorld): Outcome {
  return { wish: failed(relay, why, world), read: [], memory: null, failure: { ...troubleOf(problem), by: null } };
}

/** Which version of each script runs, how it stands, when it may run again, and its timers. Knows no threads and no files. */
export class Book {
  readonly timers: Timers;
  readonly #entries = new Map<string, Entry>();
  readonly #note: (relay: string, why: Reason) => void;

  /** @throws RangeError when settings are too large */
  constructor(options: HostOptions, note: (relay: string, why: Reason) => void) {
    this.#note = note;
    this.timers = new Timers(options.memory, options.now, options.bootId);
    for (const script of options.scripts) {
      this.#entries.set(script.relay, {
        own: ownText(script, options.names),
        loaded: undefined,
        previous: undefined,
        problem: undefined,
        failing: undefined,
        memory_bytes: undefined,
        rest_ms: 0,
        ended_at: Number.NEGATIVE_INFINITY,
        noted_at: Number.NEGATIVE_INFINITY,
        noted: false,
      });
    }
  }

  status(relay: string): ScriptStatus {
    const entry = this.#entries.get(relay);
    if (!entry) return { state: "none" };
    const { loaded, problem, failing, memory_bytes } = entry;
    if (!loaded) return problem === undefined ? { state: "none" } : { state: "broken", ...troubleOf(problem) };
    const of = { version: loaded.version, ...(memory_bytes !== undefined && { memory_bytes }) };
    if (failing) return { state: "failing", ...troubleOf(failing.problem), ...of };
    return problem === undefined ? { state: "ok", ...of } : { state: "old", ...troubleOf(problem), ...of };
  }

  /**
   * Takes what is on the disk now. A version that does not compile leaves the last good one in place.
   * @returns whether another version is to be run from now on
   */
  take(relay: string, result: Compiled | Rejected): boolean {
    const entry = this.#entries.get(relay);
    if (!entry) return false;
    if (!result.ok) {
      this.#reject(relay, entry, result.why ?? result.problem);
      return false;
    }
    const first = entry.loaded === undefined && entry.problem === undefined;
    const same = entry.loaded?.version === result.version;
    if (!same || entry.problem !== undefined) {
      if (!first) this.#note(relay, reason("script_loaded"));
      entry.problem = undefined;
    }
    if (same && !entry.failing) return false;
    entry.previous = entry.failing ? entry.previous : entry.loaded;
    entry.loaded = result;
    entry.failing = undefined;
    entry.noted = false;
    return true;
  }

  /** The loaded script of a relay as a sandbox takes it. */
  load(relay: string): Load | undefined {
    const entry = this.#entries.get(relay);
    return entry?.loaded && { relay, version: entry.loaded.version, code: entry.loaded.code, own: entry.own };
  }

  /** Whether, and how, a relay's script may run now. */
  turn(relay: string, world: ScriptWorld): Turn {
    const entry = this.#entries.get(relay);
    if (!entry) return { do: "nothing" };
    const load = this.load(relay);
    if (!load) {
      const problem = entry.problem ?? reason("script_not_loaded_yet");
      return { do: "refuse", outcome: refused(relay, reason("script_broken", { problem }), problem, world) };
    }
    const { failing } = entry;
    const rest = failing?.rest_until ?? null;
    if (failing && rest !== null && world.snapshot.now.mono < rest) {
      return { do: "refuse", outcome: refused(relay, failing.reason, failing.problem, world) };
    }
    return { do: "run", load, memory: this.timers.text(relay) };
  }

  /** Judges a run of a version; `undefined` when that version has been replaced meanwhile. */
  settle(relay: string, version: string, raw: Raw, world: ScriptWorld): Outcome | undefined {
    const entry = this.#entries.get(relay);
    if (entry?.loaded?.version !== version) return undefined;
    const outcome = judge(relay, raw, world, entry.loaded.lines);
    if (raw.kind === "answer") entry.memory_bytes = raw.memory_bytes;
    const { now } = world.snapshot;
    if (outcome.memory) this.timers.put(relay, outcome.memory, now);
    if (outcome.failure?.by === "compile") this.#revert(relay, entry, outcome.failure.why ?? outcome.failure.problem);
    else if (outcome.failure) this.#fail(relay, entry, outcome, now.mono);
    else this.#recover(relay, entry);
    return outcome;
  }

  #reject(relay: string, entry: Entry, problem: Telling): void {
    if (entry.problem !== undefined && inEnglish(entry.problem) === inEnglish(problem)) return;
    entry.problem = problem;
    this.#note(relay, reason(entry.loaded ? "script_rejected" : "script_broken", { problem }));
  }

  /** QuickJS knows a little less of the language than the parser: the version before comes back. */
  #revert(relay: string, entry: Entry, problem: Telling): void {
    entry.loaded = entry.previous;
    entry.previous = undefined;
    entry.failing = undefined;
    this.#reject(relay, entry, problem);
  }

  #fail(relay: string, entry: Entry, outcome: Outcome, mono: number): void {
    const { problem, why, by } = outcome.failure ?? { problem: "", by: null };
    if (by !== null) {
      const soon = mono - entry.ended_at < Math.max(NOTE_EVERY_MS, 4 * entry.rest_ms);
      entry.rest_ms = soon && entry.rest_ms > 0 ? Math.min(2 * entry.rest_ms, LONGEST_REST_MS) : FIRST_REST_MS;
      entry.ended_at = mono;
    }
    const news = !entry.failing;
    const rest_until = by === null ? null : mono + entry.rest_ms;
    entry.failing = { reason: outcome.wish.reason, problem: why ?? problem, rest_until };
    if (!news || mono - entry.noted_at < NOTE_EVERY_MS) return;
    entry.noted_at = mono;
    entry.noted = true;
    this.#note(relay, outcome.wish.reason);
  }

  #recover(relay: string, entry: Entry): void {
    if (!entry.failing) return;
    entry.failing = undefined;
    if (entry.noted) this.#note(relay, reason("script_recovered"));
    entry.noted = false;
  }
}
