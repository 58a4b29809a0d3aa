import { type Role, roleOf } from "../../../../src/chart/roles.ts";
import type { ChannelEntry } from "../../../../src/web/api.ts";
import { relayOfChannel } from "../../../../src/words/channels.ts";

/** Which channels stand in which pane, and in which colour. */

export interface Curve {
  readonly name: string;
  readonly role: Role;
  /** 0 for the first of its colour in the pane; the next are dashed, so that colour alone does not tell them apart. */
  readonly variant: number;
}

export interface Pane {
  readonly unit: string;
  readonly curves: readonly Curve[];
}

/** As many channels as one question may have. */
export const MOST_SHOWN = 16;
const MOST_RELAYS = 16;

/** For channels of no known role, so that they do not look alike. */
const SPARE: readonly Role[] = ["loads", "house", "grid", "other", "battery", "solar"];
const ORDER: readonly string[] = ["W", "%", "V", "A", "°C"];

/** The powers that every house knows, as they follow one another from the sun to the grid. */
const KNOWN: readonly string[] = ["solar.power", "house.power", "battery.power", "grid.power", "battery.soc"];

const BY_NAME = new Intl.Collator("en");

/** What people know first, the relays in their order of priority, the rest by name. */
export function ordered(channels: readonly ChannelEntry[], relays: readonly string[]): ChannelEntry[] {
  const rank = ({ name }: ChannelEntry): number => {
    const place = KNOWN.indexOf(name);
    const relay = relays.indexOf(relayOfChannel(name) ?? "");
    if (place >= 0) return place;
    return relay >= 0 ? KNOWN.length + 1 + relay : KNOWN.length;
  };
  return channels
    .map((channel) => ({ channel, rank: rank(channel) }))
    .sort((a, b) => a.rank - b.rank || BY_NAME.compare(a.channel.name, b.channel.name))
    .map(({ channel }) => channel);
}

/** What shows without anybody's choice: the named powers, the state of charge, the charger's state and the relays. */
export function defaultChannels(channels: readonly ChannelEntry[]): string[] {
  const numbers = channels.filter(({ kind }) => kind === "number");
  const powers = numbers.filter(({ unit }) => unit === "W");
  const named = powers.filter(({ named }) => named);
  const main = named.filter(({ name }) => /^(solar|battery|house|grid)\.power$/.test(name));
  const shown = main.length > 0 ? main : (named.length > 0 ? named : powers).slice(0, 4);
  const charge = numbers.filter(({ name, unit }) => unit === "%" && /(^|[._])(soc|state_of_charge)$/.test(name));
  const best = charge.find(({ named }) => named) ?? charge[0];
  const state = channels.find(({ kind, named, name }) => kind === "state" && named && name.endsWith(".state"));
  const relays = channels.filter(({ kind }) => kind === "relay").slice(0, MOST_RELAYS);
  return [...shown, ...(best ? [best] : []), ...(state ? [state] : []), ...relays].map(({ name }) => name);
}

/** What of a choice exists and has room: 16 channels and 16 relays. */
export function allowed(chosen: readonly string[], channels: readonly ChannelEntry[]): string[] {
  const known = new Map(channels.map((channel) => [channel.name, channel.kind]));
  let shown = 0;
  let relays = 0;
  return [...new Set(chosen)].filter((name) => {
    const kind = known.get(name);
    if (kind === undefined) return false;
    if (kind === "relay") return relays++ < MOST_RELAYS;
    return shown++ < MOST_SHOWN;
  });
}

function place(unit: string): number {
  const index = ORDER.indexOf(unit);
  return index < 0 ? ORDER.length : index;
}

function coloured(names: readonly string[]): Curve[] {
  const used = new Map<Role, number>();
  return names.map((name) => {
    const own = roleOf(name);
    const role = own === "other" ? (SPARE.find((spare) => !used.has(spare)) ?? own) : own;
    const variant = used.get(role) ?? 0;
    used.set(role, variant + 1);
    return { name, role, variant };
  });
}

/** One pane for each unit, powers first; states and relays are bands and stand elsewhere. */
export function panesOf(chosen: readonly string[], channels: readonly ChannelEntry[]): Pane[] {
  const byUnit = new Map<string, string[]>();
  for (const { name, unit, kind } of channels) {
    if (!chosen.includes(name) || kind === "relay" || kind === "state") continue;
    const names = byUnit.get(unit ?? "") ?? [];
    names.push(name);
    byUnit.set(unit ?? "", names);
  }
  return [...byUnit]
    .sort(([a], [b]) => place(a) - place(b))
    .map(([unit, names]) => ({ unit, curves: coloured(names) }));
}

export interface Group {
  /** `null`: states; `relay`: relays */
  readonly unit: string | null;
  readonly channels: readonly ChannelEntry[];
}

/** A list of more is not shown as a whole: who looks for one writes a part of its name. */
const MOST_LISTED = 100;

const plain = (words: string): string => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

export interface Listed {
  readonly channels: readonly ChannelEntry[];
  /** How many of them were looked for, and how many more there are. */
  readonly found: number;
  readonly more: number;
}

/** What is looked through for words: each channel's name as it is written and as people say it, without accents. */
export function soughtIn(channels: readonly ChannelEntry[], say: (name: string) => string): string[] {
  return channels.map(({ name }) => plain(`${name} ${say(name)}`));
}

/**
 * What the list to choose from shows: the chosen ones, then those whose names have all the words that are looked for; those
 * that the configuration names first.
 * @param names of each channel, from `soughtIn`
 */
export function listed(
  channels: readonly ChannelEntry[],
  names: readonly string[],
  chosen: readonly string[],
  sought: string,
): Listed {
  if (channels.length <= MOST_LISTED) return { channels, found: channels.length, more: 0 };
  const words = plain(sought).split(/\s+/);
  const isChosen = new Set(chosen);
  const first = channels.filter(({ name }) => isChosen.has(name));
  const found = channels.filter(
    ({ name }, i) => !isChosen.has(name) && words.every((word) => names[i]?.includes(word)),
  );
  const shown = [...found.filter(({ named }) => named), ...found.filter(({ named }) => !named)].slice(0, MOST_LISTED);
  return { channels: [...first, ...shown], found: shown.length, more: found.length - shown.length };
}

/** The list to choose from, by unit, what is named first. */
export function groups(channels: readonly ChannelEntry[]): Group[] {
  const byUnit = new Map<string | null, ChannelEntry[]>();
  for (const channel of channels) {
    const unit = channel.kind === "relay" ? "relay" : channel.kind === "state" ? null : (channel.unit ?? "");
    const group = byUnit.get(unit) ?? [];
    group.push(channel);
    byUnit.set(unit, group);
  }
  const rank = (unit: string | null): number => (unit === null ? 98 : unit === "relay" ? 99 : place(unit));
  return [...byUnit]
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([unit, list]) => ({ unit, channels: [...list].sort((a, b) => Number(b.named) - Number(a.named)) }));
}
