import { Command } from "commander";
import { FURTHEST_INSTANT, type Questions } from "../../model/index.ts";
import { EXIT } from "../terminal/exit.ts";
import { counted, log, logProblem } from "../terminal/log.ts";
import { type Place, placed } from "./options.ts";
import { instantOf, reading, type Site, shownTime, siteOf, storedName, writing } from "./place.ts";
import { shownValue } from "./values.ts";

interface Options extends Place {
  readonly before: string;
  readonly yes?: boolean;
}

async function prune(site: Site, asked: string, { before, yes }: Options): Promise<void> {
  const end = instantOf("--before", before, site);
  const { channel, what } = await reading(site, async (history) => {
    const name = await storedName(history, site, asked);
    return { channel: name, what: await readingsBefore(history, name, end, site) };
  });
  if (what === undefined) return log(`There are no readings of ${channel} before ${shownTime(end, site)}`);
  if (!yes) {
    logProblem(
      `Readings of ${channel} ${what.span}${what.count} would be gone for ever: give the command again with --yes`,
    );
    process.exitCode = EXIT.usage;
    return;
  }
  const count = await writing(site, (keeper) => keeper.do({ do: "prune", channel, before: end }));
  log(`${counted(count, "reading")} of ${channel} ${what.span} are forgotten`);
}

/** The span and the number of a channel's readings before a time, in words; `undefined` when there are none. */
async function readingsBefore(
  history: Questions,
  channel: string,
  end: number,
  site: Site,
): Promise<{ span: string; count: string } | undefined> {
  const [first] = await history.range(channel, -FURTHEST_INSTANT, end, 1);
  if (first === undefined) return undefined;
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
  .description("forget the readings of a channel before a time, for ever")
  .argument("<channel>");

export const verb = placed(command)
  .requiredOption("--before <time>")
  .option("--yes", "do it; absent: only say what would go")
  .action((channel: string, options: Options) => prune(siteOf(options), channel, options));
