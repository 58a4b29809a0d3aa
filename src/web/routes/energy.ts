import { setImmediate as nextTurn } from "node:timers/promises";
import { z } from "zod";
import { civilEdges, energyOf } from "../../model/index.ts";
import { Energy, EnergyUnit } from "../api.ts";
import { HttpProblem } from "../defence/problem.ts";
import { type FoundChannel, findChannel, holdOf } from "../history/channels.ts";
import { keepPast, SPAN, spanOf } from "../history/span.ts";
import type { RouteContext } from "../http/context.ts";
import { CHANNEL, OneOf, Query } from "../http/queries.ts";
import { Routes, route } from "../http/route.ts";

type Sums = Pick<Energy, "net" | "positive" | "negative">;

/**
 * The sum between each two edges; what lies in the future is 0. A reading holds on for a while after it was measured,
 * but not beyond now.
 */
async function sumsUntil(
  now: number,
  edges: readonly number[],
  ask: (edges: readonly number[]) => Promise<Float64Array>,
): Promise<number[]> {
  const past = edges.filter((edge) => edge < now);
  if (past.length > 0 && past.length < edges.length) past.push(now);
  const sums = past.length > 1 ? await ask(past) : new Float64Array();
  return edges.slice(1).map((_, i) => sums[i] ?? 0);
}

function noEnergy({ channel, unit }: FoundChannel): HttpProblem {
  const what = unit === null ? "is a state" : unit === "" ? "has no unit" : `is in ${unit}`;
  const hint = "ask for a power in W, or for a counter in Wh or kWh; /api/channels lists them";
  return new HttpProblem(400, "no_energy", `${channel} tells of no energy: it ${what}`, hint);
}

function tooManyUnits(most: number): HttpProblem {
  const hint = "by: take longer units (day, month, year), or ask for a shorter span";
  return new HttpProblem(400, "too_many_units", `The span holds more than ${most} units`, hint);
}

/** @throws HttpProblem 400 when the channel tells of no energy */
async function energiesOf(context: RouteContext, found: FoundChannel, edges: readonly number[]): Promise<Sums> {
  const { history, clock } = context;
  const energy = energyOf(found.channel, found.unit);
  if (!energy) throw noEnergy(found);
  const now = clock.at();
  const sums = async (ask: (edges: readonly number[]) => Promise<Float64Array>): Promise<number[]> =>
    (await sumsUntil(now, edges, ask)).map((sum) => sum * energy.factor);
  if (energy.from === "counter") {
    const rises = await sums((asked) => history.rises(found.channel, asked));
    return { net: rises, positive: rises, negative: rises.map(() => 0) };
  }
  const hold_ms = holdOf(context.channels, found.channel);
  // of one moment, or the one would not fit the other
  return await history.together(async (moment) => {
    const positive = await sums((asked) => moment.energies(found.channel, asked, hold_ms, "positive"));
    await nextTurn();
    const negative = await sums((asked) => moment.energies(found.channel, asked, hold_ms, "negative"));
    return { net: positive.map((sum, i) => sum + (negative[i] ?? 0)), positive, negative };
  });
}

/** `GET /api/energy/:channel`: energy by the hour, day, month or year. */
export const routes = new Routes((context) => [
  route("GET /api/energy/:channel", {
    who: "anybody_on_loopback",
    summary: "Energy by the hour, day, month or year of the site's zone",
    description:
      "Of a power: each reading counts until the next one, for at most three times as long as it takes to grow " +
      "stale, five minutes at least. Of a counter: what it rose by, its resets not counted as falls. The first unit " +
      "is the one that holds `from`, the last holds the last instant before `to`; the present one is counted up " +
      `to now. At most ${context.limits.energy_units} units.`,
    tag: "history",
    asks: {
      params: z.object({ channel: CHANNEL }),
      query: Query({ by: OneOf(EnergyUnit.options).optional().describe("day when left out"), ...SPAN }),
    },
    answer: Energy,
    problems: {
      400: "a field is wrong, too many units, or the channel tells of no energy",
      404: "no channel has this name",
      503: "the history cannot be read",
    },
    handle: async ({ params, query }, reply) => {
      const { limits, site, clock } = context;
      const found = await findChannel(context, params.channel);
      const span = spanOf(query, clock);
      const { by = "day" } = query;
      const edges = civilEdges(by, span.from, span.to, site.time_zone, limits.energy_units);
      if (!edges) throw tooManyUnits(limits.energy_units);
      const sums = await energiesOf(context, found, edges);
      const [first = 0, last = 0] = [edges[0], edges.at(-1)];
      keepPast(reply, { from: first, to: last }, clock);
      const now = clock.at();
      return { unit: "Wh" as const, by, edges, ...sums, now: first <= now && now < last };
    },
  }),
]);
