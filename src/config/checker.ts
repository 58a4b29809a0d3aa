import { type DeviceShape, nearest, shapeOf } from "../model/index.ts";
import type { Circles } from "./circles.ts";
import type { ConfigData, KnownDevice } from "./schema.ts";

/** What the checks of names and references share. */

interface Said {
  readonly warning?: true;
  /** The key is the place, not its value. */
  readonly key?: true;
}

export interface Checker {
  readonly config: ConfigData;
  readonly types: ReadonlyMap<string, KnownDevice>;
  /** Names and aliases of channels. */
  readonly channels: readonly string[];
  readonly known: ReadonlySet<string>;
  readonly circles: Circles;
  /** How many complaints there are. */
  count(): number;
  complain(path: readonly PropertyKey[], message: string, options?: Said): void;
}

/** Further complaints do without a guess at what was meant, and without the way of a circle: looking for these takes time. */
export const MOST_GUESSES = 20;

export function meant(checker: Checker, word: string, names: readonly string[]): string {
  if (checker.count() >= MOST_GUESSES) return "";
  const close = nearest(word, names);
  if (close) return `; did you mean "${close}"?`;
  return names.length > 0 && names.length <= 12 ? `; there are ${names.join(", ")}` : "";
}

/** The type of a configured device, with the shape that its options give it. */
export function typeOf(
  { config, types }: Checker,
  device: string,
): (DeviceShape & { readonly type: string }) | undefined {
  const found = Object.hasOwn(config.devices, device) ? config.devices[device] : undefined;
  const type = found && types.get(String(found.type));
  return found && type && { type: type.type, ...shapeOf(type, found) };
}

/** The device and its value, or its output, of `device.value`; a device alone has the value "". */
export function parted(name: string): { readonly device: string; readonly value: string } {
  const [device = "", ...rest] = name.split(".");
  return { device, value: rest.join(".") };
}

/** Whether there is a channel of this name: a named one, or a device's value. */
export function isKnownChannel(checker: Checker, name: string): boolean {
  if (checker.known.has(name)) return true;
  const { device, value } = parted(name);
  const type = typeOf(checker, device);
  if (!type || value === "") return false;
  return !type.quantities || type.quantities.some((quantity) => quantity.name === value);
}

/** Complains of a sun without a place. @param part whose light `night` dims */
export function checkNight(checker: Checker, part: "panel" | "lcd"): void {
  const { site, [part]: it } = checker.config;
  if (it?.night?.by === "sun" && (site.latitude === undefined || site.longitude === undefined))
    checker.complain([part, "night"], "sun needs the place: write site.latitude and site.longitude");
}
