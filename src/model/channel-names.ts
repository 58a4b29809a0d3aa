import type { ChannelState, Snapshot } from "./reading.ts";

/** What channels are called: the one home of the rule. */

/** A channel with what else it may be called. */
export interface NamedAs {
  readonly name: string;
  /** What the device itself calls its value: `device.quantity`. */
  readonly from?: string | undefined;
  readonly alias?: string | undefined;
}

const RELAY = "relay.";

/** The channel of a device's value that nobody named. */
export function deviceChannel(device: string, quantity: string): string {
  return `${device}.${quantity}`;
}

/** The channel that keeps when a relay was switched: 1 on, 0 off. */
export function relayChannel(id: string): string {
  return `${RELAY}${id}`;
}

/** The relay whose channel it is; `undefined` for all other channels. */
export function relayOfChannel(channel: string): string | undefined {
  return channel.startsWith(RELAY) ? channel.slice(RELAY.length) : undefined;
}

/** What else channels may be called, and their names. Of two channels for one value of a device, the first has its name. */
export function otherNames(channels: Iterable<NamedAs>): Map<string, string> {
  const names = new Map<string, string>();
  for (const { name, from, alias } of channels) {
    if (from !== undefined && !names.has(from)) names.set(from, name);
    if (alias !== undefined) names.set(alias, name);
  }
  return names;
}

/** The channel that is meant by its name, an alias, or what its device calls it. */
export function channelMeant(others: ReadonlyMap<string, string>, asked: string): string {
  return others.get(asked) ?? asked;
}

/** What is known of a channel, by any of its names; `undefined` when there is none. */
export function channelIn({ channels, aliases }: Snapshot, asked: string): ChannelState | undefined {
  return channels.get(channelMeant(aliases, asked));
}
