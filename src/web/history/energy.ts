import { setImmediate as nextTurn } from "node:timers/promises";
import { energyOf } from "../../model/index.ts";
import type { Energy } from "../api.ts";
import { HttpProblem } from "../defence/problem.ts";
import type { RouteContext } from "../http/context.ts";
import { type FoundChannel, holdOf } from "./channels.ts";

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

/** The energies between each two edges. @throws HttpProblem 400 when the channel tells of no energy */
export async function energiesOf(context: RouteContext, found: FoundChannel, edges: readonly number[]): Promise<Sums> {
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
