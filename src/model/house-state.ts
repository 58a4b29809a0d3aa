import type { DeviceHealth } from "./ports/device.ts";
import type { ScriptStatus } from "./ports/scripts.ts";
import type { Snapshot } from "./reading.ts";
import type { Reason } from "./reasons.ts";
import type { RelayState } from "./relay.ts";
import type { Now } from "./time.ts";

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
  /** A simulated house whose past is still being lived through: the share that is done, 0 to 1. */
  readonly past_share?: number;
  /** After the clock was set back: the newest readings lie so far ahead of it, ms. */
  readonly recorded_ahead_ms?: number;
  /** Readings since the start that were not kept, as newer ones of their channel came at the same instant. */
  readonly superseded_readings?: number;
  /** Readings since the start that were not believed: they are kept apart. */
  readonly refused_readings?: number;
}
