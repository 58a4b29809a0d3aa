import { existsSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import {
  FORMATS,
  type Format,
  formatOfName,
  type ImportFile,
  importReadings,
  openImportFile,
} from "../../interchange/index.ts";
import type { ImportMark } from "../../model/index.ts";
import { assertSqliteVersion } from "../../store/index.ts";
import { BulkLoader, type Keeper, markOf } from "../../store/tools.ts";
import { EXIT } from "../terminal/exit.ts";
import { counted, log, logProblem } from "../terminal/log.ts";
import { Progress } from "../terminal/progress.ts";
import { formatOf } from "./formats.ts";
import { type Place, placed, stepBack } from "./options.ts";
import { type Site, siteOf, writing } from "./place.ts";

/** Readings from a file or from what is piped in, beside a running house or without one. */

interface Options extends Place {
  readonly format?: string;
  readonly fromStart?: boolean;
}

interface ImportChoice {
  readonly file: string;
  readonly format: Format;
  /** Where an earlier import of the same file ended does not count. */
  readonly from_start: boolean;
}

/** Told once that the import shall end; a second Ctrl-C ends the process at once, which harms nothing. */
class Stop implements Disposable {
  asked = false;
  readonly #onSignal = (): void => {
    if (this.asked) process.exit(EXIT.stopped);
    this.asked = true;
  };

  constructor() {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, this.#onSignal);
  }

  [Symbol.dispose](): void {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, this.#onSignal);
  }
}

function markFor({ known_by }: ImportFile, { folder }: Site, fromStart: boolean): ImportMark | undefined {
  if (fromStart || known_by === undefined || !existsSync(join(folder, "gleaner.db"))) return undefined;
  return markOf(folder, known_by);
}

async function read(keeper: Keeper, file: ImportFile, choice: ImportChoice, site: Site): Promise<void> {
  using stop = new Stop();
  const begun = markFor(file, site, choice.from_start);
  if (begun)
    log(
      `${counted(begun.lines, "line")} of this file are in the history already: it goes on after them (--from-start reads all)`,
    );
  const { known_by, length } = file;
  const share = (): number | null => (length === null || length === 0 ? null : Math.min(1, file.read() / length));
  const text = file.text(begun?.bytes ?? 0);
  const progress = new Progress("readings", share() ?? 0);
  try {
    const report = await importReadings(new BulkLoader(keeper), text, {
      format: choice.format,
      time_zone: site.time_zone,
      file: known_by,
      begun,
      onProgress: ({ readings }) => progress.show(share(), readings),
      stopped: () => stop.asked,
    });
    progress.end();
    for (const complaint of report.complaints) logProblem(complaint);
    const { readings, lines, refused, complete } = report;
    const fresh = lines - (begun?.lines ?? 0);
    if (fresh === 0 && begun) log("There was nothing after them");
    else
      log(
        `${counted(readings, "reading")} from ${counted(fresh, "line")}; ${counted(refused, "line")} could not be read`,
      );
    if (refused > 0) process.exitCode = EXIT.data;
    if (complete) return;
    const again = known_by === undefined ? "give it again from its beginning" : "give the same command again to go on";
    logProblem(`Stopped before the end: what was read is in the history; ${again}`);
    process.exitCode = EXIT.stopped;
  } catch (error) {
    progress.end();
    throw error;
  }
}

/** @throws Error when the file cannot be read, or the history not be written */
async function importFrom(site: Site, choice: ImportChoice): Promise<void> {
  assertSqliteVersion();
  const file = openImportFile(choice.file, choice.format);
  await writing(site, (keeper) => read(keeper, file, choice, site));
}

const command = new Command("import")
  .description("read such a file into the history; what is there stays, so it may be begun again")
  .argument("<file>", "also packed by gzip; - reads what is piped in");

export const verb = placed(command)
  .option("--format <form>", `${FORMATS.join(", ")}; absent: by the name of the file`)
  .option("--from-start", "read all of a file of which a part is in the history already")
  .action((file: string, options: Options) => {
    const format = options.format === undefined ? formatOfName(file) : formatOf(options.format);
    stepBack();
    return importFrom(siteOf(options), { file, format, from_start: options.fromStart === true });
  });
