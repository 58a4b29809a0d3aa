import { Command } from "commander";
import {
  type Bucket,
  DAY,
  equalEdges,
  type HoldRule,
  isCounter,
  type Questions,
  type Value,
} from "../../model/index.ts";
import { type FoundChannel, holdOf } from "../../web/history/channels.ts";
import { judgedBetween } from "../../web/history/counted.ts";
import { energyBetween } from "../../web/history/energy.ts";
import { log } from "../terminal/log.ts";
import { type Span, spanned } from "./options.ts";
import { reading, type Site, siteOf, spanOf, storedName } from "./place.ts";

const POINTS = 24;
const MOST_POINTS = 10_000;

interface Options extends Span {
  readonly points?: string;
  readonly judged?: boolean;
}

/** `undefined` where it was not asked for. @throws Error that says what can be written */
function pointsOf(words: string | undefined): number | undefined {
  if (words === undefined) return undefined;
  const points = Number(words);
  if (Number.isInteger(points) && points >= 1 && points <= MOST_POINTS) return points;
  throw new Error(`--points takes a whole number from 1 to ${MOST_POINTS}, not "${words}"`);
}

/** The instants at which a state changed, the first reading of the span among them. @throws Error when they are too many */
async function changesOf(
  history: Questions,
  channel: string,
  from: number,
  to: number,
): Promise<{ at: number; value: Value }[]> {
  const changes = await history.changes(channel, from, to, MOST_POINTS + 1);
  if (changes.length <= MOST_POINTS) return changes.map(({ at, value }) => ({ at, value }));
  const hint = `ask for a shorter span by --from and --to, or take every reading: gleaner export ${channel}`;
  throw new Error(`${channel} changed more than ${MOST_POINTS} times in this span: ${hint}`);
}

async function bucketsOf(
  history: Questions,
  channel: string,
  from: number,
  to: number,
  points: number,
  hold: HoldRule | undefined,
): Promise<Bucket[]> {
  const buckets = await history.summaries(channel, equalEdges(from, to, points), hold);
  return buckets.filter((bucket) => bucket !== undefined);
}

/** Of a power or a counter: the energy of the span up to now, and of what share of that time something is known. */
async function energyIn(
  history: Questions,
  found: FoundChannel,
  from: number,
  to: number,
  site: Site,
): Promise<{ energy?: { wh: number; covered: number } }> {
  if (from >= to) return {};
  const energy = await energyBetween(history, found, [from, to], site);
  return energy ? { energy: { wh: energy.sums[0] ?? 0, covered: energy.covered[0] ?? 0 } } : {};
}

async function query(site: Site, asked: string, span: Options): Promise<void> {
  const points = pointsOf(span.points);
  const { from, to } = spanOf(span, site, (end = Date.now()) => ({ from: end - DAY, to: end }));
  const ask = async (history: Questions): Promise<object> => {
    const channel = await storedName(history, site, asked);
    const unit = (await history.unit(channel)) ?? null;
    const found = { channel, unit };
    if (span.judged) {
      if (!isCounter(channel, unit)) throw new Error(`${channel} is no counter: leave out --judged`);
      return { channel, unit, from, to, judged: await judgedBetween(history, site, found, { from, to }) };
    }
    const isState = unit === null;
    if (isState && points !== undefined) {
      throw new Error(`${channel} holds states, which have no mean: leave out --points to see each of their changes`);
    }
    const course = isState
      ? { changes: await changesOf(history, channel, from, to) }
      : { buckets: await bucketsOf(history, channel, from, to, points ?? POINTS, holdOf(site, channel)) };
    const [latest] = await history.latestOf([channel]);
    const energy = await energyIn(history, found, from, Math.min(to, Date.now()), site);
    return { channel, unit, from, to, latest, ...energy, ...course };
  };
  log(JSON.stringify(await reading(site, (history) => history.together(ask))));
}

const command = new Command("query")
  .description("print the course of a channel as JSON: minimum, mean and maximum, or the changes of a state")
  .argument("<channel>", "its name, its alias or device.value");

export const verb = spanned(command, { from: "absent: a day before --to", to: "absent: now" })
  .option("--points <number>", `equal parts of the span (default: ${POINTS}); not for states`)
  .option(
    "--judged",
    "of a counter: which of its readings were taken for a glitch, a restart, a rollover or another register",
  )
  .action((channel: string, options: Options) => query(siteOf(options), channel, options));
