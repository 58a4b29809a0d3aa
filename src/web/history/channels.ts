import {
  byBytes,
  type ChannelState,
  type CounterRules,
  counterRulesIn,
  type HoldRule,
  isCounter,
  nearest,
  relayOfChannel,
  SURE_MS,
  type Unit,
} from "../../model/index.ts";
import type { ChannelEntry, ChannelList } from "../api.ts";
import { HttpProblem } from "../defence/problem.ts";
import type { RouteContext } from "../http/context.ts";
import type { ChannelSetup } from "../http/setup.ts";
import type { Audience } from "../http/views.ts";

/**
 * How long a reading counts in means and energies; `undefined`: it is learned from the channel's readings. A relay's state
 * is written only when it is switched: it holds for ever.
 */
export function holdOf(setup: Pick<ChannelSetup, "reports">, channel: string): HoldRule | undefined {
  return relayOfChannel(channel) === undefined ? setup.reports.get(channel) : Number.POSITIVE_INFINITY;
}

/** What holds of a counter, in its unit. */
export function rulesOf(setup: Pick<ChannelSetup, "counters">, { channel, unit }: FoundChannel): CounterRules {
  const options = setup.counters.get(channel);
  return options ? counterRulesIn(options, unit) : {};
}

/**
 * For how long a drawn line goes on when no reading follows, ms: as long as the channel says, else three times as long as
 * it takes to grow stale, and five minutes at least.
 */
export function drawnFor(setup: ChannelSetup, channel: string): number {
  const hold = holdOf(setup, channel);
  if (hold === "on_change") return Number.POSITIVE_INFINITY;
  if (hold !== undefined) return typeof hold === "number" ? hold : Math.max(SURE_MS, 1.5 * hold.every_ms);
  const [device = ""] = channel.split(".", 1);
  const stale_after_ms = setup.stale_after_ms.get(channel) ?? setup.stale_after_ms.get(device);
  return Math.max(SURE_MS, 3 * (stale_after_ms ?? 0));
}

/** Of the names of a history, so many are looked at for the one that was meant. */
const NAMES_LOOKED_AT = 2_000;

export interface FoundChannel {
  readonly channel: string;
  readonly unit: Unit;
}

/** The channel's own name and unit, also by alias. @throws HttpProblem 404 with the nearest known name */
export async function findChannel(context: RouteContext, asked: string): Promise<FoundChannel> {
  const snapshot = context.live.newest()?.house.snapshot;
  const channel = snapshot?.aliases.get(asked) ?? asked;
  const stored = await context.history.unit(channel);
  // null is a unit as well: that of a state
  const unit = stored === undefined ? snapshot?.channels.get(channel)?.unit : stored;
  if (unit !== undefined) return { channel, unit };
  const live = [...(snapshot?.channels.keys() ?? []), ...(snapshot?.aliases.keys() ?? [])];
  const past = await context.history.channels(undefined, NAMES_LOOKED_AT);
  const meant = nearest(asked, [...live, ...past.map(({ name }) => name)]);
  const hint = meant === undefined ? "/api/channels lists the channels" : `did you mean ${meant}?`;
  throw new HttpProblem(404, "unknown_channel", `No channel is called ${asked}`, hint);
}

function kindOf(name: string, unit: Unit): ChannelEntry["kind"] {
  if (unit === null) return "state";
  if (relayOfChannel(name) !== undefined) return "relay";
  return isCounter(name, unit) ? "counter" : "number";
}

/** Some of the channels that have a history or are live, by name: those that come after `after`, and whether there are more. */
export async function listChannels(
  context: RouteContext,
  { language, naming }: Audience,
  after: string | undefined,
  most: number,
): Promise<ChannelList> {
  const live = context.live.newest()?.house.snapshot.channels ?? new Map<string, ChannelState>();
  const units = new Map<string, Unit>();
  for (const { name, unit } of live.values())
    if (after === undefined || byBytes(name, after) > 0) units.set(name, unit);
  // the store's unit counts: it is that of the readings
  for (const { name, unit } of await context.history.channels(after, most + 1)) units.set(name, unit);
  const names = [...units.keys()].sort(byBytes).slice(0, most);
  const named = new Set(context.channels.named);
  const channels = names.map((name): ChannelEntry => {
    const [alias, unit = null] = [live.get(name)?.alias, units.get(name)];
    return {
      name,
      display_name: naming("channel", name, language),
      ...(alias !== undefined && { alias }),
      ...{ unit, kind: kindOf(name, unit), named: named.has(name) },
    };
  });
  const last = units.size > most ? names.at(-1) : undefined;
  return { channels, ...(last !== undefined && { next: last }) };
}
