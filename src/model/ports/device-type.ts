import type { RawReading, Unit } from "../reading.ts";
import type { Device, DeviceContext } from "./device.ts";

/** A quantity that a device type reports, as far as it is known beforehand. */
export interface Quantity {
  readonly name: string;
  readonly unit: Unit;
  /** Of a state: all that it may say, in small letters; absent: nobody knows. */
  readonly words?: readonly string[];
  /** Default age after which a value of it counts as stale, ms. */
  readonly stale_after_ms?: number;
}

/** What a device reports and switches. */
export interface DeviceShape {
  /** `null`: whatever is behind it decides. */
  readonly quantities: readonly Quantity[] | null;
  /** Where `quantities` is `null`: those that are words, as its options say. */
  readonly states?: readonly string[];
  /** Names of its outputs; `""` is the device itself. */
  readonly outputs: readonly string[];
  /** Default age after which any value of it counts as stale, ms. */
  readonly stale_after_ms: number;
}

/** Something that only one device may use. */
export interface Claim {
  /** The option that names it, where a complaint belongs. */
  readonly option: string;
  /** In words that name nothing else: `the path /dev/ttyUSB0`. Equal words are the same thing, whatever the device. */
  readonly thing: string;
}

/** What stands at a device's end of the wire, as plain data. */
export interface DeviceEnd {
  /** Files by their path in the configuration's folder. Those that begin with `#!` are programs. */
  readonly files?: Readonly<Record<string, string>>;
  /** Bodies of an HTTP server's answers by path and query. An option that ends in `.invalid` is its host. */
  readonly http?: Readonly<Record<string, string>>;
  /** What a serial line says by its path in the configuration's folder, byte for byte (latin1), again and again. */
  readonly serial?: Readonly<Record<string, string>>;
  /** A GPIO chip by its label, and its lines that are pulled low. */
  readonly pins?: { readonly chip: string; readonly low: readonly number[] };
  /** Chips with a latch of so many bytes by their addresses on I²C, and their lines that are pulled low, as bits. */
  readonly i2c?: Readonly<Record<number, { readonly latch: 1 | 2; readonly low: number }>>;
}

/** One device of a type as an example: the contract of all device types is tried on it. */
export interface DeviceSample {
  /** Its options as a person writes them. They give it every output that the type declares. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What must be there so that it is; absent for a type that is always there, such as a simulated one. */
  readonly says?: DeviceEnd;
  /** What is read then, among others. */
  readonly readings: readonly RawReading[];
}

/**
 * One product family: what its configuration looks like, what it reports, how it is opened. Configuration, reference
 * page, assembly and tests know a device by this and nothing else.
 * @template Schema of the options; this room knows no schemas
 * @template Options what the schema gives; a list of types forgets it
 */
export interface DeviceType<Schema = unknown, Options = Readonly<Record<string, unknown>>> extends DeviceShape {
  /** The word after `type:` in the configuration. */
  readonly type: string;
  /** One sentence for the reference page. */
  readonly title: string;
  /** The device's own keys beside `type`. Durations as numbers of ms after parsing. */
  readonly options: Schema;
  readonly sample: DeviceSample;
  /** What of its shape is otherwise for these options; absent: it is the same for all. */
  shape?(options: Options): Partial<DeviceShape>;
  /** What no other device may use beside it; absent: nothing. @param folder where relative paths begin */
  claims?(options: Options, folder: string): readonly Claim[];
  /** Builds the device; opens nothing before `start`. */
  open(options: Options, context: DeviceContext): Device;
}

/** The shape of one configured device. */
export function shapeOf<Options>(
  type: DeviceShape & { shape?(options: Options): Partial<DeviceShape> },
  options: Options,
): DeviceShape {
  const { quantities, outputs, stale_after_ms } = type;
  return { quantities, outputs, stale_after_ms, ...type.shape?.(options) };
}
