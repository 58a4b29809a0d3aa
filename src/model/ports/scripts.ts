import type { Snapshot } from "../reading.ts";
import type { Reason } from "../reasons.ts";
import type { RelayState, Wish } from "../relay.ts";

/** Of a civil day, UTC ms; `null` where there is none, or nobody knows. */
export interface Sun {
  readonly sunrise: number | null;
  readonly sunset: number | null;
}

/** What a channel may say: numbers, these words in small letters, any words, or nobody knows. */
export type MaySay = "number" | "words" | "anything" | readonly string[];

/** What scripts may name, known before anything is read. */
export interface ScriptNames {
  /** Channels by their names, those that nobody named too. */
  readonly channels: ReadonlyMap<string, MaySay>;
  /** What else they are called. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Devices that may give values of any name. */
  readonly open: readonly string[];
  readonly relays: readonly { readonly id: string; readonly number: number | null }[];
}

/** What a script may see: everything by value. */
export interface ScriptWorld {
  readonly snapshot: Snapshot;
  readonly relays: readonly RelayState[];
  readonly sun: Sun;
}

/** What a script's last whole run took of its 16 MB of memory, bytes; absent before the first one. */
interface MemoryTaken {
  readonly memory_bytes?: number;
}

interface Trouble {
  /** What is wrong and what to do, in English. */
  readonly problem: string;
  /** The same for readers of every language; absent where it is known in these words alone. */
  readonly why?: Reason;
}

/** How a relay's script stands: shown on its card. */
export type ScriptStatus =
  /** There is none, or it is not loaded yet. */
  | { readonly state: "none" }
  | ({ readonly state: "ok"; readonly version: string } & MemoryTaken)
  /** The last good version runs on; what is on the disk does not compile, or cannot be read. A fault: a restart would find no script. */
  | ({ readonly state: "old"; readonly version: string } & Trouble & MemoryTaken)
  /** Nothing to run: never compiled. */
  | ({ readonly state: "broken" } & Trouble)
  /** Ended for cause; tried again later. */
  | ({ readonly state: "failing"; readonly version: string } & Trouble & MemoryTaken);

/** Runs the scripts of the relays: a worker when live, in process when simulating. */
export interface ScriptHost {
  /**
   * Asks for a run of these relays' scripts on this world; wishes arrive by `onWish`, within 1 s or as a failure.
   * A relay whose run is still under way is not asked again.
   */
  run(relays: readonly string[], world: ScriptWorld): void;
  /** Called with each result and the channels that the script read. */
  onWish: (wish: Wish, read: readonly string[]) => void;
  /** Called when a script was loaded, rejected, ended for cause or recovered. */
  onNote: (relay: string, reason: Reason) => void;
  status(relay: string): ScriptStatus;
  /** Timers and debounces of every relay, plain data, to be saved with the memory. */
  memory(): unknown;
  stop(): Promise<void>;
}
