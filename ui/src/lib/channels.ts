import type { Channel, State } from "../../../src/web/api.ts";
import { isWellKnown } from "../../../src/words/channels.ts";

export type NamedChannel = readonly [name: string, channel: Channel];

export interface Sorted {
  /** What somebody gave a name or an alias, and what every house knows (`battery.soc`). */
  readonly named: readonly NamedChannel[];
  /** What a device reports beside that, under the device's own name (`roof.panel_voltage`). */
  readonly others: readonly NamedChannel[];
}

function isNamed([name, channel]: NamedChannel, devices: State["devices"]): boolean {
  const [group = ""] = name.split(".");
  if (!Object.hasOwn(devices, group)) return true;
  return channel.alias !== undefined || isWellKnown(name);
}

/** Parts the values in two, each in the order of the state. Where nobody named any, all of them count as named. */
export function sortChannels({ channels, devices }: State): Sorted {
  const all: readonly NamedChannel[] = Object.entries(channels);
  const named = all.filter((channel) => isNamed(channel, devices));
  if (named.length === 0) return { named: all, others: [] };
  return { named, others: all.filter((channel) => !isNamed(channel, devices)) };
}
