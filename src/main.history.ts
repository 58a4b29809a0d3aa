import { createReadStream, statSync } from "node:fs";
import { extname } from "node:path";
import { createInterface } from "node:readline";
import { setImmediate as turn } from "node:timers/promises";
import type { Command } from "commander";
import { type Config, loadConfig } from "./config/index.ts";
import { allDeviceTypes, dataFolder } from "./main.assemble.ts";
import { log, logProblem } from "./main.log.ts";
import {
  assertSqliteVersion,
  backupData,
  type CheckReport,
  checkData,
  exportReadings,
  FORMATS,
  type Format,
  importReadings,
  lockFolder,
  openHistory,
  restoreData,
  Writer,
} from "./store/index.ts";

/** The commands that work on the history: query, export, import, backup, restore, check, prune. */

const EXIT_DATA = 65;
const PROGRESS_EVERY_MS = 500;
const FURTHEST = 8.64e15;

interface Place {
  readonly config?: string;
  readonly data?: string;
}

interface Span extends Place {
  readonly from?: string;
  readonly to?: string;
}

function folderOf({ config, data }: Place, configFile: (given: string | undefined) => string): string {
  if (data !== undefined) return data;
  const loaded: Config = loadConfig(configFile(config), allDeviceTypes);
  return dataFolder(loaded);
}

function instantOf(words: string | undefined, otherwise: number): number {
  if (words === undefined) return otherwise;
  const at = /^-?\d+$/.test(words) ? Number(words) : Date.parse(words);
  if (Number.isFinite(at)) return at;
  throw new Error(`"${words}" is no time: write 2026-11-20, 2026-11-20T10:00:00Z or UTC milliseconds`);
}

function formatOf(given: string | undefined, file: string | undefined): Format {
  const words = given ?? { ".jsonl": "jsonl", ".ndjson": "jsonl", ".lp": "influx" }[extname(file ?? "")] ?? "csv";
  const format = FORMATS.find((known) => known === words);
  if (format) return format;
  throw new Error(`There is no format "${words}": take ${FORMATS.join(", ")}`);
}

/** Writes to standard output as fast as whoever reads it takes it; ends quietly when nobody does any more. */
async function print(text: string): Promise<void> {
  if (process.stdout.write(text)) return;
  await new Promise<void>((resolve) => process.stdout.once("drain", resolve));
}

async function exportTo(folder: string, span: Span & { format?: string }, channels: string[]): Promise<void> {
  process.stdout.on("error", () => process.exit(0));
  const history = openHistory(folder);
  const format = formatOf(span.format, undefined);
  try {
    const [from, to] = [instantOf(span.from, -FURTHEST), instantOf(span.to, FURTHEST)];
    for (const piece of exportReadings(history, format, channels, from, to)) await print(piece);
  } finally {
    history.close();
  }
}

function query(folder: string, channel: string, span: Span & { points?: string }): void {
  const history = openHistory(folder);
  try {
    if (history.unit(channel) === undefined) {
      const known = history.channels().map(({ name }) => name);
      throw new Error(`Nothing was ever stored of "${channel}"; there are: ${known.join(", ") || "no channels"}`);
    }
    const to = instantOf(span.to, Date.now());
    const from = instantOf(span.from, to - 86_400_000);
    const buckets = history.buckets(channel, from, to, Number(span.points ?? 24));
    log(JSON.stringify({ channel, unit: history.unit(channel), from, to, latest: history.latest(channel), buckets }));
  } finally {
    history.close();
  }
}

async function importFrom(folder: string, file: string, given: string | undefined): Promise<void> {
  const format = formatOf(given, file);
  const total = file === "-" ? 0 : statSync(file).size;
  assertSqliteVersion();
  const lock = lockFolder(folder);
  try {
    const input = file === "-" ? process.stdin : createReadStream(file);
    const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
    let shown = 0;
    const onProgress = (count: number): void => {
      if (!process.stderr.isTTY || performance.now() - shown < PROGRESS_EVERY_MS) return;
      shown = performance.now();
      const share = total > 0 && "bytesRead" in input ? `${Math.round((100 * input.bytesRead) / total)} %, ` : "";
      process.stderr.write(`\r${share}${count} lines`);
    };
    const writer = new Writer({ folder });
    try {
      const report = await importReadings(writer, format, lines, onProgress);
      if (process.stderr.isTTY) process.stderr.write("\n");
      for (const complaint of report.complaints) logProblem(complaint);
      log(`${report.readings} readings from ${report.lines} lines; ${report.refused} lines could not be read`);
      if (report.refused > 0) process.exitCode = EXIT_DATA;
    } finally {
      writer.close();
    }
  } finally {
    lock.release();
  }
}

function report({ segments, blocks, readings, findings }: CheckReport): void {
  log(`${readings} readings in ${blocks} blocks of ${segments} segments: ${findings.length === 0 ? "all sound" : ""}`);
  for (const { channel, from, to, problem } of findings) {
    const span =
      from === null || to === null ? "" : `, ${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
    logProblem(`${channel ?? "all channels"}${span}: ${problem}`);
  }
  if (findings.length > 0) process.exitCode = EXIT_DATA;
}

async function check(folder: string, rebuild: boolean): Promise<void> {
  const found = checkData(folder);
  const segments = new Set(found.findings.flatMap((finding) => finding.rebuild ?? []));
  if (!rebuild || segments.size === 0) return report(found);
  const lock = lockFolder(folder);
  try {
    const writer = new Writer({ folder });
    for (const segment of segments) {
      try {
        writer.rebuild(segment);
      } catch (error) {
        logProblem(`Not made anew: ${error instanceof Error ? error.message : error}`);
      }
      await turn();
    }
    writer.close();
  } finally {
    lock.release();
  }
  report(checkData(folder));
}

function prune(folder: string, channel: string, before: string): void {
  const lock = lockFolder(folder);
  try {
    const writer = new Writer({ folder });
    const count = writer.prune(channel, instantOf(before, 0));
    writer.close();
    log(`${count} readings of ${channel} before ${before} are forgotten`);
  } finally {
    lock.release();
  }
}

/** Adds the commands to the program. */
export function addHistoryCommands(
  program: Command,
  configFile: (given: string | undefined) => string,
  fail: (error: unknown) => never,
): void {
  const command = (name: string, about: string): Command =>
    program
      .command(name)
      .description(about)
      .option("-c, --config <file>", "the house whose data it is")
      .option("--data <folder>", "the data folder itself");
  const attempt = async (work: () => unknown): Promise<void> => {
    try {
      await work();
    } catch (error) {
      fail(error);
    }
  };

  command("query", "print the course of a channel as JSON")
    .argument("<channel>")
    .option("--from <time>", "absent: a day before the end")
    .option("--to <time>", "absent: now")
    .option("--points <number>", "buckets with minimum, mean and maximum", "24")
    .action((channel: string, span: Span) => attempt(() => query(folderOf(span, configFile), channel, span)));

  command("export", "print readings as csv, jsonl or influx")
    .argument("[channel...]", "absent: all")
    .option("--from <time>")
    .option("--to <time>")
    .option("--format <form>", FORMATS.join(", "), "csv")
    .action((channels: string[], span: Span) => attempt(() => exportTo(folderOf(span, configFile), span, channels)));

  command("import", "read such a file into the history; what is there stays, so it may be begun again")
    .argument("<file>", "- reads what is piped in")
    .option("--format <form>", `${FORMATS.join(", ")}; absent: by the name of the file`)
    .action((file: string, options: Place & { format?: string }) =>
      attempt(() => importFrom(folderOf(options, configFile), file, options.format)),
    );

  command("backup", "copy all data into one file while the house runs")
    .argument("<file>")
    .action((file: string, place: Place) =>
      attempt(() => {
        backupData(folderOf(place, configFile), file);
        log(`The data is in ${file}`);
      }),
    );

  command("restore", "put a backup into a data folder without data")
    .argument("<file>")
    .action((file: string, place: Place) =>
      attempt(() => {
        const lock = lockFolder(folderOf(place, configFile));
        try {
          report(restoreData(lock, file));
        } finally {
          lock.release();
        }
      }),
    );

  command("check", "verify every stored block")
    .option("--rebuild", "make roll-ups anew from sound readings")
    .action((options: Place & { rebuild?: boolean }) =>
      attempt(() => check(folderOf(options, configFile), options.rebuild === true)),
    );

  command("prune", "forget the readings of a channel before a time, for ever")
    .argument("<channel>")
    .requiredOption("--before <time>")
    .action((channel: string, options: Place & { before: string }) =>
      attempt(() => prune(folderOf(options, configFile), channel, options.before)),
    );
}
