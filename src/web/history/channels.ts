import { isCounter, MINUTE, nearest, relayOfChannel, type Unit } from "../../model/index.ts";
import type { ChannelEntry } from "../api.ts";
import { HttpProblem } from "../defence/problem.ts";
import type { RouteContext } from "../http/context.ts";
import type { ChannelSetup } from "../http/setup.ts";

/** What was imported has often one reading in five minutes, whatever the device of today gives. */
const SHORTEST_HOLD_MS = 5 * MINUTE;

/**
 * How long a reading counts in means and energies when none follows, ms: three times as long as it takes to grow stale,
 * and five minutes at least. A relay's state is written only when it is switched: it holds for ever.
 */
export function holdOf(setup: ChannelSetup, channel: string): number {
  if (relayOfChannel(channel) !== undefined) return Number.POSITIVE_INFINITY;
  const [device = ""] = channel.split(".", 1);
  const stale_after_ms = setup.stale_after_ms.get(channel) ?? setup.stale_after_ms.get(device);
  return Math.max(SHORTEST_HOLD_MS, 3 * (stale_after_ms ?? 0));
}

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
  const meant = nearest(asked, [...(await channelsOf(context)).keys(), ...(snapshot?.aliases.keys() ?? [])]);
  const hint = meant === undefined ? "/api/channels lists the channels" : `did you mean ${meant}?`;
  throw new HttpProblem(404, "unknown_channel", `No channel is called ${asked}`, hint);
}

/** Units of everything that has a history or is live, by name. The store's unit counts: it is that of the readings. */
async function channelsOf({ history, live }: RouteContext): Promise<Map<string, Unit>> {
  const units = new Map<string, Unit>();
  for (const { name, unit } of live.newest()?.house.snapshot.channels.values() ?? []) units.set(name, unit);
  for (const { name, unit } of await history.channels()) units.set(name, unit);
  return units;
}

function kindOf(name: string, unit: Unit): ChannelEntry["kind"] {
  if (unit === null) return "state";
  if (relayOfChannel(name) !== undefined) return "relay";
  return isCounter(name, unit) ? "counter" : "number";
}

/** Every channel that has a history or is live, by name. */
export async function listChannels(context: RouteContext): Promise<ChannelEntry[]> {
  const all = await channelsOf(context);
  const live = context.live.newest()?.house.snapshot.channels;
  const named = new Set(context.channels.named);
  const entries = [...all].map(([name, unit]) => {
    const alias = live?.get(name)?.alias;
    return { name, ...(alias !== undefined && { alias }), unit, kind: kindOf(name, unit), named: named.has(name) };
  });
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}
