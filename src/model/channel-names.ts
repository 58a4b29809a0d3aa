import type { ChannelState, Snapshot, Unit } from "./reading.ts";

/** What channels and their units may be called, and what they are: the one home of the rule. */

/** Characters of a channel's name at most; readings of longer ones are not kept. */
export const LONGEST_CHANNEL_NAME = 200;
/** Characters of a unit at most. */
export const LONGEST_UNIT = 16;
/** Control and format characters (also those that turn the direction of writing), half characters, line separators. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
/** Digits alone, and what parts them. */
const NUMBER = /^[+-]?[\d.,]+$/;
/** A share of no time at all. */
const OF_NOTHING = /\/ ?0+ ?\p{L}*$/u;
const RELAY = "relay.";

function flawOf(words: string, longest: number): string | undefined {
  if (words.length > longest) return `has ${words.length} characters: at most ${longest} are allowed`;
  return HIDDEN.test(words) ? "has characters that do not show: write it without them" : undefined;
}

/** What is wrong with a channel's name, to be said after it; `undefined` when readings of it may be kept. */
export function flawOfName(name: string): string | undefined {
  if (name.trim() === "") return "is empty: a channel needs a name";
  // a record by names would lose it
  if (name === "__proto__") return "is a word of JavaScript's own: take another one";
  return flawOf(name, LONGEST_CHANNEL_NAME);
}

/** The same of a name that comes from outside, where those of relays are reserved. */
export function flawOfForeignName(name: string): string | undefined {
  if (name.startsWith(RELAY)) return `begins with "${RELAY}", which is kept for what the house itself switches`;
  return flawOfName(name);
}

/** What is wrong with a channel's unit, to be said after it; `undefined` when it may be kept. */
export function flawOfUnit(unit: Unit): string | undefined {
  if (unit === null) return undefined;
  const flaw = flawOf(unit, LONGEST_UNIT);
  if (flaw !== undefined) return flaw;
  if (NUMBER.test(unit)) return "is a number: write one such as W or kWh";
  return OF_NOTHING.test(unit) ? "is a share of no time: write one such as kWh or kWh/15min" : undefined;
}

/** A unit as it may be kept: one that may not is none. */
export function soundUnit(unit: Unit): Unit {
  return flawOfUnit(unit) === undefined ? unit : "";
}

/** A channel with what else it may be called. */
export interface NamedAs {
  readonly name: string;
  /** What the device itself calls its value: `device.quantity`. */
  readonly from?: string | undefined;
  readonly alias?: string | undefined;
}

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
