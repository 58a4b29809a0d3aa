import type { z } from "zod";
import type { Device, DeviceContext, Unit } from "../model/index.ts";

/** A quantity that a device type reports, as far as it is known beforehand. */
export interface Quantity {
  readonly name: string;
  readonly unit: Unit;
  /** Default age after which a value of it counts as stale, ms. */
  readonly stale_after_ms?: number;
}

/** What a device of given options reports and switches, where that depends on its options. */
export interface DeviceShape {
  readonly quantities?: readonly Quantity[] | null;
  readonly outputs?: readonly string[];
  readonly stale_after_ms?: number;
}

/** One product family: what its configuration looks like, what it reports, how it is opened. */
export interface DeviceType<Schema extends z.ZodObject = z.ZodObject> {
  /** The word after `type:` in the configuration. */
  readonly type: string;
  /** One sentence for the reference page. */
  readonly title: string;
  /** The device's own keys beside `type`. Durations as numbers of ms after parsing. */
  readonly options: Schema;
  /** Known quantities; `null` when the program or file behind it decides. */
  readonly quantities: readonly Quantity[] | null;
  /** Names of the outputs this type can have; `""` is the device itself. */
  readonly outputs: readonly string[];
  /** Default age after which any value of this device counts as stale, ms. */
  readonly stale_after_ms: number;
  /** What of the above is otherwise for these options; absent: it is the same for all. */
  shape?(options: z.output<Schema>): DeviceShape;
  /** Builds the device; opens nothing before `start`. */
  open(options: z.output<Schema>, context: DeviceContext): Device;
}

/** Keeps the schema's type while the list of device types forgets it. */
export function deviceType<Schema extends z.ZodObject>(type: DeviceType<Schema>): DeviceType<Schema> {
  return type;
}
