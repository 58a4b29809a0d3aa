import { setImmediate as nextTurn } from "node:timers/promises";
import {
  DAY,
  type Energies,
  type EnergySign,
  energyOf,
  FURTHEST_NEIGHBOUR_MS,
  type Questions,
} from "../../model/index.ts";
import type { Energy } from "../api.ts";
import { HttpProblem } from "../defence/problem.ts";
import type { RouteContext } from "../http/context.ts";
import type { ChannelSetup } from "../http/setup.ts";
import { type FoundChannel, holdOf } from "./channels.ts";
import { judgedBetween, risesBetween } from "./counted.ts";

type Sums = Pick<Energy, "net" | "positive" | "negative" | "covered">;
type Setup = Pick<ChannelSetup, "counters" | "reports">;
type Ask = (edges: readonly number[]) => Promise<Energies | undefined>;

/**
 * The sum between each two edges; what lies in the future is 0, and nothing of it is missing. A reading holds on for a
 * while after it was measured, but not beyond now.
 */
async function sumsUntil(
  now: number,
  edges: readonly number[],
  ask: Ask,
): Promise<{ sums: number[]; covered: number[] }> {
  const past = edges.filter((edge) => edge < now);
  if (past.length > 0 && past.length < edges.length) past.push(now);
  const answer = past.length > 1 ? await ask(past) : undefined;
  const units = edges.slice(1);
  return {
    sums: units.map((_, i) => answer?.sums[i] ?? 0),
    covered: units.map((_, i) => answer?.covered[i] ?? 1),
  };
}

/** What was judged so long before or after may be open in a time: registers are read once a week at least. */
const REACH_MS = 8 * DAY;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Times in which what a counter showed may mean this or that, none over another. */
async function openSpans(moment: Questions, found: FoundChannel, span: Span, setup: Setup): Promise<Span[]> {
  const judged = await judgedBetween(moment, setup, found, { from: span.from - REACH_MS, to: span.to + REACH_MS });
  const open = judged.flatMap(({ open_since, until }) =>
    open_since === undefined ? [] : [{ from: open_since, to: until }],
  );
  let known = Number.NEGATIVE_INFINITY;
  return open
    .sort((a, b) => a.from - b.from)
    .flatMap(({ from, to }) => {
      const begin = Math.max(from, known);
      known = Math.max(known, to);
      return begin < to ? [{ from: begin, to }] : [];
    });
}

function overlap(a: Span, b: Span): number {
  return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));
}

/** The rises of a counter, known from its first reading to its last, but for times that have two explanations. */
async function risesOf(
  moment: Questions,
  found: FoundChannel,
  edges: readonly number[],
  setup: Setup,
): Promise<Energies> {
  const { channel } = found;
  const [from = 0, to = 0] = [edges[0], edges.at(-1)];
  const sums = await risesBetween(moment, setup, found, edges);
  const [first] = await moment.range(channel, from - FURTHEST_NEIGHBOUR_MS, to, 1);
  const [last] = await moment.latestOf([channel]);
  const open = await openSpans(moment, found, { from, to }, setup);
  const covered = sums.map((_, i) => {
    const unit = { from: edges[i] ?? 0, to: edges[i + 1] ?? 0 };
    if (!first || !last) return 0;
    const all = overlap(unit, { from: first.at, to: last.at });
    const unknown = open.reduce((sum, each) => sum + overlap(unit, each), 0);
    return Math.max(0, all - unknown) / Math.max(1, unit.to - unit.from);
  });
  return { sums, covered };
}

function noEnergy({ channel, unit }: FoundChannel): HttpProblem {
  const what = unit === null ? "is a state" : unit === "" ? "has no unit" : `is in ${unit}`;
  const hint = "ask for a power in W, or for a counter in Wh or kWh; /api/channels lists them";
  return new HttpProblem(400, "no_energy", `${channel} tells of no energy: it ${what}`, hint);
}

/**
 * Energy in Wh of a power or a counter, with how much of the time is known.
 * @returns `undefined` where the channel tells of none
 */
export async function energyBetween(
  moment: Questions,
  found: FoundChannel,
  edges: readonly number[],
  setup: Setup,
  sign: EnergySign = "net",
): Promise<Energies | undefined> {
  const { channel, unit } = found;
  const energy = energyOf(channel, unit);
  if (!energy) return undefined;
  const known =
    energy.from === "power"
      ? await moment.energies(channel, edges, holdOf(setup, channel), sign)
      : await risesOf(moment, found, edges, setup);
  return { ...known, sums: known.sums.map((sum) => sum * energy.factor) };
}

/** The energies between each two edges. @throws HttpProblem 400 when the channel tells of no energy */
export async function energiesOf(context: RouteContext, found: FoundChannel, edges: readonly number[]): Promise<Sums> {
  const { history, clock, channels } = context;
  const energy = energyOf(found.channel, found.unit);
  if (!energy) throw noEnergy(found);
  const now = clock.at();
  // of one moment, or the one would not fit the other
  return await history.together(async (moment) => {
    const signed = (sign: EnergySign) =>
      sumsUntil(now, edges, (asked) => energyBetween(moment, found, asked, channels, sign));
    const { sums: positive, covered } = await signed("positive");
    if (energy.from === "counter") return { net: positive, positive, negative: positive.map(() => 0), covered };
    await nextTurn();
    const { sums: negative } = await signed("negative");
    return { net: positive.map((sum, i) => sum + (negative[i] ?? 0)), positive, negative, covered };
  });
}
