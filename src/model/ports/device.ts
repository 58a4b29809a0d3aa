import type { RawReading } from "../reading.ts";
import type { Reason } from "../reasons.ts";
import type { Order } from "../relay.ts";
import type { Clock } from "../time.ts";
import type { Hands } from "./hands.ts";
import type { Contacts, Pins } from "./pins.ts";
import type { Registers } from "./registers.ts";

/** Health of one device, shown under Devices and in `/health`. */
export interface DeviceHealth {
  readonly state: "starting" | "ok" | "lost";
  /** What is wrong and what to do, in English, or `null`. */
  readonly problem: string | null;
  /** The same for readers of every language; absent where it is known in these words alone. */
  readonly why?: Reason;
  /** For how long more comes from it than can be read, ms; absent: all of it is read. */
  readonly behind_ms?: number;
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
  /** Of a quantity that it counts, nobody knows what came in the last `for_ms`: goes to the ledger of gaps. */
  missed?(quantity: string, for_ms: number): void;
}

/** The switching side of a device. Accepts nothing but orders. */
export interface Actuator {
  /**
   * Resolves once the device has taken the order.
   * @param signal aborted when nobody waits for it any more, or the contrary is wanted: what can be given up is given up
   * @throws Error saying what to do
   */
  carryOut(order: Order, signal?: AbortSignal): Promise<void>;
  /** The state that the device itself reports; `null` when it cannot say. */
  read?(): Promise<boolean | null>;
  /** Whether it can say at all; absent: where there is `read`. */
  readonly canReport?: boolean;
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

/** What a device is given beside its own options: its name, its place, the clock for all that it waits for, and hands. */
export interface DeviceContext {
  readonly id: string;
  /** Folder of the configuration file: relative paths start there. */
  readonly folder: string;
  readonly clock: Pick<Clock, "now" | "after">;
  /** Whatever is a file or a program goes through these: a device itself waits for no disk. */
  readonly hands: Hands;
  /** The lines of this machine's chips. */
  readonly pins: Pins & Contacts;
  /** For what it counts itself. */
  readonly registers: Registers;
  /** What an output is before its first order: its relay's safe state. Those that are not named are off. */
  readonly safe?: ReadonlyMap<string, boolean>;
}
