import { setPriority } from "node:os";
import type { Command } from "commander";
import { exportReadings, FORMATS, type Format, formatOfName } from "../../interchange/index.ts";
import { FURTHEST_INSTANT, type Value, wordsOf } from "../../model/index.ts";
import { type DiskHistory, lockFolder, openHistory } from "../../store/index.ts";
import { backupData, type CheckReport, checkData, restoreData } from "../../store/tools.ts";
import { counted, log, logProblem } from "../terminal/log.ts";
import { Progress } from "../terminal/progress.ts";
import { addAmendCommands } from "./amend.ts";
import { importFrom } from "./import.ts";
import {
  type ConfigFile,
  type Place,
  reading,
  type Site,
  shownTime,
  siteOf,
  spanOf,
  storedName,
  writing,
} from "./place.ts";

/** The commands that work on the history: query, export, import, backup, restore, check; and those that amend it. */

const EXIT_DATA = 65;
const DAY_MS = 86_400_000;
const LEAST_PRIORITY = 19;
const POINTS = 24;
const MOST_POINTS = 10_000;

interface Span extends Place {
  readonly from?: string;
  readonly to?: string;
}

/** Heavy work takes what time the house leaves. */
function stepBack(): void {
  try {
    setPriority(LEAST_PRIORITY);
  } catch {
    // a house of its own user on its own machine: nobody else decides
  }
}

function formatOf(given: string): Format {
  const format = FORMATS.find((known) => known === given);
  if (format) return format;
  throw new Error(`There is no format "${given}": take ${FORMATS.join(", ")}`);
}

/** Writes to standard output as fast as whoever reads it takes it; ends quietly when nobody does any more. */
async function print(text: string): Promise<void> {
  if (process.stdout.write(text)) return;
  await new Promise<void>((resolve) => process.stdout.once("drain", resolve));
}

async function exportTo(site: Site, span: Span & { format: string }, asked: string[]): Promise<void> {
  process.stdout.on("error", () => process.exit(0));
  const format = formatOf(span.format);
  const { from, to } = spanOf(span, site, () => ({ from: -FURTHEST_INSTANT, to: FURTHEST_INSTANT }));
  stepBack();
  const history = openHistory(site.folder);
  try {
    const channels = [...new Set(asked.map((name) => storedName(history, site, name)))];
    for (const text of exportReadings(history, format, channels, from, to)) await print(text);
  } finally {
    history.close();
  }
}

/** `undefined` where it was not asked for. @throws Error that says what can be written */
function pointsOf(words: string | undefined): number | undefined {
  if (words === undefined) return undefined;
  const points = Number(words);
  if (Number.isInteger(points) && points >= 1 && points <= MOST_POINTS) return points;
  throw new Error(`--points takes a whole number from 1 to ${MOST_POINTS}, not "${words}"`);
}

/** The instants at which a state changed, the first reading of the span among them. @throws Error when they are too many */
function changesOf(history: DiskHistory, channel: string, from: number, to: number): { at: number; value: Value }[] {
  const changes = history.changes(channel, from, to, MOST_POINTS + 1);
  if (changes.length <= MOST_POINTS) return changes.map(({ at, value }) => ({ at, value }));
  const hint = `ask for a shorter span by --from and --to, or take every reading: gleaner export ${channel}`;
  throw new Error(`${channel} changed more than ${MOST_POINTS} times in this span: ${hint}`);
}

function query(site: Site, asked: string, span: Span & { points?: string }): void {
  const points = pointsOf(span.points);
  const { from, to } = spanOf(span, site, (end = Date.now()) => ({ from: end - DAY_MS, to: end }));
  reading(site, (history) => {
    const channel = storedName(history, site, asked);
    const unit = history.unit(channel);
    const isState = unit === null;
    if (isState && points !== undefined) {
      throw new Error(`${channel} holds states, which have no mean: leave out --points to see each of their changes`);
    }
    const course = isState
      ? { changes: changesOf(history, channel, from, to) }
      : { buckets: history.buckets(channel, from, to, points ?? POINTS) };
    log(JSON.stringify({ channel, unit, from, to, latest: history.latest(channel), ...course }));
  });
}

function report({ segments, blocks, readings, findings }: CheckReport, site: Site): void {
  const what = `${counted(readings, "reading")} in ${counted(blocks, "block")} of ${counted(segments, "segment")}`;
  log(`${what}: ${findings.length === 0 ? "all sound" : counted(findings.length, "finding")}`);
  for (const { channel, from, to, problem } of findings) {
    const span = from === null || to === null ? "" : `, ${shownTime(from, site)} to ${shownTime(to, site)}`;
    logProblem(`${channel ?? "all channels"}${span}: ${problem}`);
  }
  if (findings.length > 0) process.exitCode = EXIT_DATA;
}

function examine({ folder }: Site): CheckReport {
  const progress = new Progress("readings");
  try {
    return checkData(folder, (share, readings) => progress.show(share, readings));
  } finally {
    progress.end();
  }
}

async function check(site: Site, rebuild: boolean): Promise<void> {
  stepBack();
  const found = examine(site);
  const damaged = new Set(found.findings.flatMap((finding) => finding.rebuild ?? []));
  if (!rebuild || damaged.size === 0) return report(found, site);
  await writing(site, async (keeper) => {
    for (const what of damaged) {
      await keeper
        .do(what === "paces" ? { do: "forget_paces" } : { do: "rebuild", segment: what })
        .catch((error: unknown) => logProblem(`Not made anew: ${wordsOf(error)}`));
    }
  });
  report(examine(site), site);
}

function restore(site: Site, file: string): void {
  const lock = lockFolder(site.folder);
  try {
    report(restoreData(lock, file), site);
  } finally {
    lock.release();
  }
}

/** Adds the commands to the program. */
export function addHistoryCommands(program: Command, configFile: ConfigFile, fail: (error: unknown) => never): void {
  const command = (name: string, about: string): Command =>
    program
      .command(name)
      .description(about)
      .option("-c, --config <file>", "the house whose data it is")
      .option("--data <folder>", "the data folder itself; times without a zone are then UTC");
  const attempt = async (work: () => unknown): Promise<void> => {
    try {
      await work();
    } catch (error) {
      fail(error);
    }
  };

  command("query", "print the course of a channel as JSON")
    .argument("<channel>", "of states the changes are printed")
    .option("--from <time>", "absent: a day before the end")
    .option("--to <time>", "absent: now")
    .option("--points <number>", `buckets with minimum, mean and maximum (default: ${POINTS}); not for states`)
    .action((channel: string, span: Span & { points?: string }) =>
      attempt(() => query(siteOf(span, configFile), channel, span)),
    );

  command("export", "print readings as csv, jsonl or influx")
    .argument("[channel...]", "absent: all")
    .option("--from <time>")
    .option("--to <time>")
    .option("--format <form>", FORMATS.join(", "), "csv")
    .action((channels: string[], span: Span & { format: string }) =>
      attempt(() => exportTo(siteOf(span, configFile), span, channels)),
    );

  command("import", "read such a file into the history; what is there stays, so it may be begun again")
    .argument("<file>", "also packed by gzip; - reads what is piped in")
    .option("--format <form>", `${FORMATS.join(", ")}; absent: by the name of the file`)
    .option("--from-start", "read all of a file of which a part is in the history already")
    .action((file: string, options: Place & { format?: string; fromStart?: boolean }) =>
      attempt(() => {
        const format = options.format === undefined ? formatOfName(file) : formatOf(options.format);
        stepBack();
        return importFrom(siteOf(options, configFile), { file, format, from_start: options.fromStart === true });
      }),
    );

  command("backup", "copy all data into one file while the house runs")
    .argument("<file>")
    .action((file: string, place: Place) =>
      attempt(() => {
        stepBack();
        backupData(siteOf(place, configFile).folder, file);
        log(`The data is in ${file}`);
      }),
    );

  command("restore", "put a backup into a data folder without data")
    .argument("<file>")
    .action((file: string, place: Place) => attempt(() => restore(siteOf(place, configFile), file)));

  command("check", "verify every stored block")
    .option("--rebuild", "make roll-ups anew from sound readings, and forget damaged notes of how the clock was set")
    .action((options: Place & { rebuild?: boolean }) =>
      attempt(() => check(siteOf(options, configFile), options.rebuild === true)),
    );

  addAmendCommands(command, configFile, attempt);
}
