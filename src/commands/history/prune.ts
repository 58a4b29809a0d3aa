import { Command } from "commander";
import { FURTHEST_INSTANT, type Questions } from "../../model/index.ts";
import { EXIT } from "../terminal/exit.ts";
import { counted, log, logProblem } from "../terminal/log.ts";
import { type Span, spanned } from "./options.ts";
import { forwards, instantOf, reading, type Site, shownTime, siteOf, storedName, writing } from "./place.ts";
import { shownValue } from "./values.ts";

interface Options extends Span {
  readonly before?: string;
  readonly yes?: boolean;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The stretch of `--from` and `--to`, or of `--before`. @throws Error when none is said */
function stretchOf({ before, from, to }: Options, site: Site): Stretch {
  if (before !== undefined && (from !== undefined || to !== undefined)) {
    throw new Error("--before stands alone: a stretch has --from and --to");
  }
  if (before === undefined && from === undefined && to === undefined) {
    throw new Error("Say what is to go: --before TIME, or a stretch by --from TIME and --to TIME");
  }
  const end = to ?? before;
  const stretch = {
    from: from === undefined ? -FURTHEST_INSTANT : instantOf("--from", from, site),
    to: end === undefined ? FURTHEST_INSTANT : instantOf(to === undefined ? "--before" : "--to", end, site),
  };
  return forwards(stretch, site);
}

function stretchWords({ from, to }: Stretch, site: Site): string {
  if (from === -FURTHEST_INSTANT) return `before ${shownTime(to, site)}`;
  const until = to === FURTHEST_INSTANT ? "on" : `to ${shownTime(to, site)}`;
  return `from ${shownTime(from, site)} ${until}`;
}

async function prune(site: Site, asked: string, options: Options): Promise<void> {
  const stretch = stretchOf(options, site);
  const { channel, what } = await reading(site, async (history) => {
    const name = await storedName(history, site, asked);
    return { channel: name, what: await readingsIn(history, name, stretch, site) };
  });
  if (what === undefined) return log(`There are no readings of ${channel} ${stretchWords(stretch, site)}`);
  if (!options.yes) {
    logProblem(
      `Readings of ${channel} ${what.span}${what.count} would be gone for ever: give the command again with --yes`,
    );
    process.exitCode = EXIT.usage;
    return;
  }
  const { from: since, to: before } = stretch;
  const count = await writing(site, (keeper) => keeper.do({ do: "prune", channel, before, since }));
  log(`${counted(count, "reading")} of ${channel} ${what.span} are forgotten`);
}

/** The span and the number of a channel's readings in a stretch, in words; `undefined` when there are none. */
async function readingsIn(
  history: Questions,
  channel: string,
  { from, to }: Stretch,
  site: Site,
): Promise<{ span: string; count: string } | undefined> {
  const [first] = await history.range(channel, from, to, 1);
  if (first === undefined) return undefined;
  const [latest] = await history.latestOf([channel]);
  const end = Math.min(to, (latest?.at ?? first.at) + 1);
  const span = `from ${shownTime(first.at, site)} to ${shownTime(end, site)}`;
  return { span, count: await countWords(history, channel, first.at, end) };
}

/** States have no roll-ups, and are not counted. */
async function countWords(history: Questions, channel: string, from: number, to: number): Promise<string> {
  const [bucket] = await history.summaries(channel, [from, to]);
  if (!bucket) return "";
  const { min, max, count } = bucket;
  return ` (${counted(count, "reading")}, values from ${shownValue(min)} to ${shownValue(max)})`;
}

const command = new Command("prune")
  .description("delete readings of a channel for ever: those before a time, or a stretch")
  .argument("<channel>");

export const verb = spanned(command, {
  from: "first reading; absent: ever since",
  to: "up to, and not including; absent: to the end",
})
  .option("--before <time>", "all before it")
  .option("--yes", "do it; absent: only say what would go")
  .action((channel: string, options: Options) => prune(siteOf(options), channel, options));
