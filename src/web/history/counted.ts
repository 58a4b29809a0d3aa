import type { CounterRules, Judged, Questions } from "../../model/index.ts";
import type { ChannelSetup } from "../http/setup.ts";
import { type FoundChannel, rulesOf } from "./channels.ts";

/** A register, and by what it is multiplied where a channel is the sum of several. */
interface Register {
  readonly channel: string;
  readonly times: number;
  readonly rules: CounterRules;
}

type Setup = Pick<ChannelSetup, "counters">;

/**
 * The registers that a counter consists of. A sum of registers is none: one of them may be off, or begin anew, while the
 * others go on. Where one of them has no history in the sum's unit, the sum itself is taken.
 */
async function registersOf(moment: Questions, setup: Setup, found: FoundChannel): Promise<readonly Register[]> {
  const itself = [{ channel: found.channel, times: 1, rules: rulesOf(setup, found) }];
  const registers: Register[] = [];
  for (const { channel, times } of setup.counters.get(found.channel)?.sum_of ?? []) {
    const unit = await moment.unit(channel);
    if (unit === undefined || unit !== found.unit) return itself;
    registers.push({ channel, times, rules: rulesOf(setup, { channel, unit }) });
  }
  return registers.length > 0 ? registers : itself;
}

/** By how much a counter rose between neighbouring edges, UTC ms, in its unit. */
export async function risesBetween(
  moment: Questions,
  setup: Setup,
  found: FoundChannel,
  edges: ArrayLike<number>,
): Promise<Float64Array> {
  const all = new Float64Array(edges.length - 1);
  for (const { channel, times, rules } of await registersOf(moment, setup, found)) {
    const rises = await moment.rises(channel, edges, rules);
    rises.forEach((rise, i) => {
      all[i] = (all[i] ?? 0) + times * rise;
    });
  }
  return all;
}

/** The readings of a counter with from ≤ at < to, UTC ms, of which it had to be judged what they mean; oldest first. */
export async function judgedBetween(
  moment: Questions,
  setup: Setup,
  found: FoundChannel,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<Judged[]> {
  const all: Judged[] = [];
  for (const { channel, rules } of await registersOf(moment, setup, found))
    all.push(...(await moment.judged(channel, from, to, rules)));
  return all.sort((a, b) => a.at - b.at);
}
