import type { RawReading, Reading, Snapshot, Unit, Value } from "./reading.ts";
import type { Reason } from "./reasons.ts";
import type { Decision, Feedback, GuardRules, Order, RelayState, Wish } from "./relay.ts";
import type { Now } from "./time.ts";

/** Health of one device, shown under Devices and in `/health`. */
export interface DeviceHealth {
  readonly state: "starting" | "ok" | "lost";
  /** What is wrong and what to do, or `null`. */
  readonly problem: string | null;
  /** Counters by name (good blocks, bad checksums, bytes …), for a person who looks for a fault. */
  readonly counters: Readonly<Record<string, number>>;
  /** What the device says of itself: product, firmware, serial number. */
  readonly facts: Readonly<Record<string, string>>;
}

/** Where a device drops what it read. Never blocks, never throws. */
export interface Inbox {
  /** Readings measured together: they share their instant. */
  put(readings: readonly RawReading[]): void;
  /** Something a person should know: `lost`, `back`, `refused` … goes to the journal. */
  note(reason: Reason): void;
}

/** The switching side of a device. Accepts nothing but orders. */
export interface Actuator {
  /** Resolves once the device has taken the order. @throws Error saying what to do */
  carryOut(order: Order): Promise<void>;
  /** The state that the device itself reports; `null` when it cannot say. */
  read?(): Promise<boolean | null>;
}

/** One configured device: a source of readings, a switch, or both. */
export interface Device {
  /** Begins reading. Must not throw for a device that is absent: it shows in `health`. */
  start(inbox: Inbox): void | Promise<void>;
  /** Stops reading, leaves outputs as they are, frees the port. Resolves within 2 s. */
  stop(): Promise<void>;
  health(): DeviceHealth;
  /** Outputs by name; a device with one output calls it `""`, so that `output: plug` finds it. */
  readonly outputs: ReadonlyMap<string, Actuator>;
}

/** What a device is given beside its own options. */
export interface DeviceContext {
  readonly id: string;
  /** Folder of the configuration file: relative paths start there. */
  readonly folder: string;
  readonly now: () => Now;
}

/** A bucket of a numeric series: the readings in it, and what held at its beginning for its mean. */
export interface Bucket {
  /** Start of the bucket, UTC ms. */
  readonly at: number;
  readonly min: number;
  /** Weighted by time: each reading counts as long as it holds, until the next one and for at most `hold_ms`. */
  readonly mean: number;
  readonly max: number;
  /** Readings in it. */
  readonly count: number;
  /** The last one's value. */
  readonly last: number;
}

/** Which sign counts in a sum of energy: a battery's charge and discharge, a grid's import and feed-in. */
export type EnergySign = "net" | "positive" | "negative";

/** What the journal is searched for; all given conditions hold. */
export interface JournalQuery {
  /** from ≤ at < to, UTC ms */
  readonly from: number;
  readonly to: number;
  readonly relay?: string | undefined;
  readonly kind?: Decision["kind"] | undefined;
  readonly limit: number;
}

/** A counter's own limits: a meter's register, or counted pulses. */
export interface CounterRules {
  /** Where it begins at 0 again (999,999.9 → 0: 1,000,000); absent: it never does by itself. */
  readonly rollover?: number | undefined;
  /** A faster rise is none (a misread register, an exchanged meter); absent: any is believed. */
  readonly most_per_hour?: number | undefined;
}

/** A line of the journal as it is kept. */
export type JournalEntry = Decision & {
  /** Grows with each line recorded, from 1; a later line has a higher one, whatever its instant. */
  readonly id: number;
};

/** Reading side of the store; the web has one of its own. */
export interface History {
  unit(channel: string): Unit | undefined;
  latest(channel: string): Reading | undefined;
  /** Readings with from ≤ at < to, oldest first, at most `limit`. */
  range(channel: string, from: number, to: number, limit: number): Reading[];
  /** Those of them whose value is not that of the reading before; the first of the span is among them. */
  changes(channel: string, from: number, to: number, limit: number): Reading[];
  /** Every channel ever described or stored, by name. */
  channels(): readonly { readonly name: string; readonly unit: Unit }[];
  /**
   * The span cut into `points` equal buckets; buckets without a reading are left out. Where all edges are whole hours
   * (UTC), as with a year in half days, no reading has to be read, and the first answer is as fast as the next.
   * @param hold_ms how long a reading counts in a mean when none follows; 5 min
   */
  buckets(channel: string, from: number, to: number, points: number, hold_ms?: number): Bucket[];
  /**
   * The same between neighbouring edges, for civil hours, days and months: `undefined` where there is no reading.
   * @param edges UTC ms, growing, 2 to 10,001
   */
  summaries(channel: string, edges: readonly number[], hold_ms?: number): (Bucket | undefined)[];
  /**
   * Energy in Wh of a power channel (W) over the span: each reading holds until the next, for at most `hold_ms`. Where
   * the clock was set, true time counts, for channels that the house recorded itself.
   */
  energy(channel: string, from: number, to: number, hold_ms: number): number;
  /** The newest reading of each channel, in one look; `undefined` where there is none. */
  latestOf(channels: readonly string[]): (Reading | undefined)[];
  /**
   * Energy in Wh between neighbouring edges, as `energy` counts it: the days of a year are one question.
   * @param edges UTC ms, growing, 2 to 10,001
   * @param sign `positive` counts only times of power above 0, `negative` only those below (a sum ≤ 0); `net`
   */
  energies(channel: string, edges: readonly number[], hold_ms: number, sign?: EnergySign): Float64Array;
  /**
   * By how much a counter (pulses, a meter's register) rose between neighbouring edges: resets and rollovers are no
   * falls, and no edge makes a spike.
   * @param edges UTC ms, growing, 2 to 10,001
   */
  rises(channel: string, edges: readonly number[], rules?: CounterRules): Float64Array;
  /** What was not recorded between from and to, and why; oldest first, at most 10,000. */
  gaps(from: number, to: number): Gap[];
  /** Lines of the journal by their instant, the newest first. */
  decisions(query: JournalQuery): JournalEntry[];
  /** The lines recorded last come first; `before`: only those recorded before the line with this id. */
  journal(limit: number, before?: number): JournalEntry[];
}

/** A time that was not recorded. */
export interface Gap {
  /** Absent: nothing was recorded at all. */
  readonly channel?: string;
  /** UTC ms */
  readonly since: number;
  readonly until: number;
  readonly why: "stopped" | "silent" | "clock_unset" | "dropped";
}

/** Recorded time that passed at another pace than true time, because the clock was set. */
export interface Pace {
  /** UTC ms; of the same beginning the one that was told last counts. */
  readonly since: number;
  readonly until: number;
  /**
   * True time for each millisecond, where none lies over another. Or 0: the clock leapt over it. No reading from before
   * holds in it; what was recorded there at another time counts as ever.
   */
  readonly rate: number;
}

/** What is written together: all of it is on the disk, or none. */
export interface Batch {
  readonly readings: readonly Reading[];
  readonly decisions: readonly Decision[];
  /** The brain's memory as plain data, if it changed. */
  readonly memory?: unknown;
  /** Times that were not recorded, told when they are over. */
  readonly gaps?: readonly Gap[];
  readonly paces?: readonly Pace[];
}

/** Writing side of the store. There is one writer. */
export interface Store {
  /** Resolves when the batch is on the disk. @throws Error when it is not known to be */
  commit(batch: Batch): Promise<void>;
  /** Tells the unit of a channel before its first reading. */
  describe(channel: string, unit: Unit): void;
  /** The memory of the last commit, `undefined` at the first start. */
  memory(): unknown;
  close(): Promise<void>;
}

/** What a script may see: everything by value. */
export interface ScriptWorld {
  readonly snapshot: Snapshot;
  readonly relays: readonly RelayState[];
  readonly sun: { readonly sunrise: number | null; readonly sunset: number | null };
}

/** How a relay's script stands: shown on its card. */
export type ScriptStatus =
  | { readonly state: "none" }
  | { readonly state: "ok"; readonly version: string }
  /** The last good version runs on; what is on the disk does not compile. */
  | { readonly state: "old"; readonly version: string; readonly problem: string }
  /** Nothing to run: never compiled. */
  | { readonly state: "broken"; readonly problem: string }
  /** Ended for cause; tried again later. */
  | { readonly state: "failing"; readonly version: string; readonly problem: string };

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

/** What a store knows of its disk; `null`: cannot be told on this machine. */
export interface DiskFigures {
  /** Bytes handed to the disk since the store was opened: log, checkpoints, sealing. */
  readonly written_bytes: number | null;
  /** The database and its log, as they are now. */
  readonly database_bytes: number | null;
  /** What stands in the way of keeping the history in order, with what to do; absent or `null`: nothing. */
  readonly problem?: string | null;
}

/** What keeping the readings costs, shown beside the devices. `null` is unknown. */
export interface StorageState {
  /** What was written to the disk since the site's midnight, and what a whole day comes to. */
  readonly written_today_bytes: number | null;
  readonly written_per_day_bytes: number | null;
  readonly database_bytes: number | null;
  /** When readings were last safe on the disk, UTC ms. */
  readonly last_commit_at: number | null;
}

/** What a cycle publishes to the page. */
export interface HouseState {
  readonly now: Now;
  readonly snapshot: Snapshot;
  readonly relays: readonly RelayState[];
  readonly scripts: Readonly<Record<string, ScriptStatus>>;
  readonly devices: Readonly<Record<string, DeviceHealth>>;
  /** Faults of the house itself (disk full, clock unset), plain sentences for the page. */
  readonly faults: readonly Reason[];
  readonly storage?: StorageState;
  /** After the clock was set back: the newest readings lie so far ahead of it, ms. */
  readonly recorded_ahead_ms?: number;
}

export type { Feedback, GuardRules, Value };
