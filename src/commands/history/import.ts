import { createHash } from "node:crypto";
import { basename } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import {
  Believed,
  type ChannelSurvey,
  everyChannel,
  FORMATS,
  type Format,
  formatOfName,
  type ImportFile,
  type ImportReport,
  importReadings,
  openImportFile,
  PROFILE_NAMES,
  type ProfileName,
  Survey,
  TIME_FORMS,
  type TimeForm,
  UnclearText,
} from "../../interchange/index.ts";
import { apartOf, type Doubt, type ImportMark, type Loader, type Questions, type Unit } from "../../model/index.ts";
import { assertSqliteVersion } from "../../store/index.ts";
import { BulkLoader, type Keeper, markOf } from "../../store/tools.ts";
import { EXIT } from "../terminal/exit.ts";
import { counted, log, logProblem } from "../terminal/log.ts";
import { Progress } from "../terminal/progress.ts";
import { assertEnergies, type EnergiesSaid, registerOf, withEnergies } from "./energies.ts";
import { formatOf } from "./formats.ts";
import { type Place, placed, stepBack } from "./options.ts";
import { hasHistory, reading, type Site, shownTime, siteOf, writing } from "./place.ts";
import { oddTimes, surveyLines } from "./survey.ts";
import { shownValue } from "./values.ts";

/** Readings from a file or from what is piped in, beside a running house or without one. */

/** What was said of a text's times. */
interface TimeSaid {
  readonly time?: TimeForm;
  readonly time_is_end?: boolean;
}

/** @throws InvalidArgumentError, which says what can be written */
function timeSaid(words: string): TimeSaid {
  let said: TimeSaid = {};
  for (const word of words.split(",")) {
    const time = TIME_FORMS.find((form) => form === word);
    if (time === undefined && word !== "end")
      throw new InvalidArgumentError(`Write one of ${TIME_FORMS.join(", ")}, or end, or both with a comma: s,end`);
    said = { ...said, ...(time === undefined ? { time_is_end: true } : { time }) };
  }
  return said;
}

/** How the text is to be read. */
interface TextOptions extends EnergiesSaid {
  readonly profile?: ProfileName;
  readonly columns?: string;
  readonly channel?: string;
  readonly unit?: string;
  readonly time?: TimeSaid;
  readonly zone?: string;
  readonly decimal?: "comma" | "point";
}

interface Options extends Place, TextOptions {
  readonly format?: string;
  readonly fromStart?: boolean;
  readonly dryRun?: boolean;
  readonly replace?: boolean;
}

interface ImportChoice {
  readonly path: string;
  readonly format: Format;
  readonly text: ReturnType<typeof textOptions>;
  /** Where an earlier import of the same file ended does not count. */
  readonly from_start: boolean;
}

/** Reasons for which lines could not be read, as they are told of a file that is only looked at. */
const COMPLAINTS_OF_DRY_RUN = 20;

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

/** The units of all channels that the history has. */
async function unitsOf(site: Site): Promise<ReadonlyMap<string, Unit>> {
  const units = new Map<string, Unit>();
  if (!hasHistory(site)) return units;
  await reading(site, async (history) => {
    for await (const { name, unit } of everyChannel(history)) units.set(name, unit);
  });
  return units;
}

/** What a file is known by: read in another way it is another one. */
function knownBy({ known_by }: ImportFile, { text }: ImportChoice): string | undefined {
  const said = JSON.stringify(Object.entries(text).sort());
  if (known_by === undefined || said === "[]") return known_by;
  return `${known_by} ${createHash("sha256").update(said).digest("hex").slice(0, 16)}`;
}

function markFor(known_by: string | undefined, site: Site, { from_start }: ImportChoice): ImportMark | undefined {
  if (from_start || known_by === undefined || !hasHistory(site)) return undefined;
  return markOf(site.folder, known_by);
}

/** Reads a file into whatever takes readings, and shows how far it is. */
async function readInto(
  loader: Loader,
  file: ImportFile,
  choice: ImportChoice,
  site: Site,
  more: {
    readonly known_by?: string | undefined;
    readonly begun?: ImportMark | undefined;
    readonly complaints?: number;
    readonly replaces?: boolean;
  },
): Promise<ImportReport> {
  using stop = new Stop();
  const { length } = file;
  const { zone, decimal, ...text } = choice.text;
  const share = (): number | null => (length === null || length === 0 ? null : Math.min(1, file.read() / length));
  const progress = new Progress("readings", 0);
  try {
    return await importReadings(loader, file.text(more.begun?.bytes ?? 0), {
      ...text,
      decimal: decimal && (decimal === "comma" ? "," : "."),
      format: choice.format,
      time_zone: zone ?? site.time_zone,
      file: more.known_by,
      begun: more.begun,
      head: more.begun && file.text(0),
      complaints: more.complaints,
      registerOf: (asked) => registerOf(site, asked, more.replaces === true),
      onProgress: ({ readings }) => progress.show(share(), readings),
      stopped: () => stop.asked,
    });
  } finally {
    progress.end();
  }
}

/** Says how the text was taken and which of its lines were not. */
function tellText({ complaints, notes, further }: ImportReport): void {
  for (const note of notes) log(note);
  for (const complaint of complaints) logProblem(complaint);
  if (further > 0) logProblem(`… and ${counted(further, "line")} for other reasons (--dry-run shows more)`);
}

function countWords({ readings, nothing, refused }: ImportReport, lines: number): string {
  const without = nothing > 0 ? `; ${nothing} said that there is none` : "";
  return `${counted(readings, "reading")} from ${counted(lines, "line")}${without}; ${counted(refused, "line")} could not be read`;
}

/** What goes into a history is asked what the house asks. */
function believed(loader: Loader, { beliefs = new Map() }: Site): Believed {
  return new Believed(loader, beliefs);
}

const DOUBTS: Readonly<Record<Doubt, string>> = {
  outside: "outside what is plausible",
  fault_value: "a value that stands for a fault",
  too_fast: "faster than it can change",
};

/** Says what was not believed, and what was not asked. */
function tellDoubts({ doubted, unfit }: Believed, site: Site): void {
  for (const { channel, unit, count, first } of doubted) {
    const shown = `${shownValue(first.value)} ${unit ?? ""}`.trim();
    const why = `the first one ${shown} (${DOUBTS[first.doubt]}), ${shownTime(first.at, site)}`;
    logProblem(`${channel}: ${counted(count, "reading")} not believed and kept apart in ${apartOf(channel)}: ${why}`);
  }
  for (const channel of unfit) logProblem(`${channel}: a limit of the configuration is of another kind than its unit`);
  if (doubted.length > 0) process.exitCode = EXIT.data;
  if (site.beliefs === undefined) {
    log("The house's own limits (plausible, not, at_most_per_minute) were not asked: -c names its configuration");
  }
}

/** Says what came of an import. */
function tell(
  report: ImportReport,
  loader: Believed,
  begun: ImportMark | undefined,
  site: Site,
  replaces: boolean,
): void {
  const { met, reach } = loader;
  tellText(report);
  const { lines, refused, complete } = report;
  const fresh = lines - (begun?.lines ?? 0);
  if (fresh === 0 && begun) log("There was nothing after them");
  else log(countWords(report, fresh));
  tellDoubts(loader, site);
  if (met.same > 0) log(`${met.same} of them were there already`);
  if (met.other > 0) {
    logProblem(
      `${met.other} of them are there with another value, which stays: gleaner import --replace puts the file's in its place`,
    );
  }
  for (const words of reach ? oddTimes(reach.first, reach.last, Date.now(), site) : []) logProblem(`Odd: ${words}`);
  if (begun && begun.refused > 0) {
    logProblem(`${counted(begun.refused, "line")} before could not be read then: --from-start shows them`);
  }
  if (refused > 0 || met.other > 0 || (begun?.refused ?? 0) > 0) process.exitCode = EXIT.data;
  if (!complete) tellEnd(report, replaces);
}

/** Says why a text was not read to its end. */
function tellEnd({ trouble, readings }: ImportReport, replaces: boolean): void {
  const stored = readings === 0 ? "Nothing of it is in the history" : "What was read until there is in the history";
  const stopped = replaces ? "Nothing was replaced" : stored;
  if (trouble !== undefined) {
    logProblem(`${trouble instanceof Error ? trouble.message : String(trouble)}. ${stopped}`);
    process.exitCode = EXIT.data;
    return;
  }
  const kept = readings === 0 ? "nothing of it is in the history" : "what was read is in the history";
  const again = replaces ? "nothing was replaced; give the same command again" : `${kept}; give the same command again`;
  logProblem(`Stopped before the end: ${again}${replaces || readings === 0 ? "" : " to go on"}`);
  process.exitCode = EXIT.stopped;
}

/** @param replaces what came of a part only is taken back: no mark says that it is there @returns whether all of it was read */
async function read(
  keeper: Keeper,
  file: ImportFile,
  choice: ImportChoice,
  site: Site,
  replaces = false,
): Promise<boolean> {
  const known_by = replaces ? undefined : knownBy(file, choice);
  const begun = markFor(known_by, site, choice);
  if (begun)
    log(
      `${counted(begun.lines, "line")} of this file are in the history already: it goes on after them (--from-start reads all)`,
    );
  const loader = believed(new BulkLoader(keeper, await unitsOf(site)), site);
  const report = await readInto(loader, file, choice, site, { known_by, begun, replaces });
  tell(report, loader, begun, site, replaces);
  return report.complete;
}

interface Looked {
  readonly report: ImportReport;
  readonly loader: Believed;
  readonly channels: readonly ChannelSurvey[];
}

/** Looks at all of a file and stores nothing. */
async function lookAt(site: Site, file: ImportFile, choice: ImportChoice, replaces = false): Promise<Looked> {
  const units = await unitsOf(site);
  const look = async (history: Questions | undefined): Promise<Looked> => {
    const survey = new Survey(units, history);
    const loader = believed(survey, site);
    const report = await readInto(loader, file, choice, site, { complaints: COMPLAINTS_OF_DRY_RUN, replaces });
    return { report, loader, channels: await survey.channels() };
  };
  return hasHistory(site) ? await reading(site, look) : await look(undefined);
}

function tellLook({ report, loader, channels }: Looked, site: Site): void {
  tellText(report);
  tellDoubts(loader, site);
  const now = Date.now();
  for (const channel of channels) for (const line of surveyLines(channel, now, site)) log(line);
  log(`${countWords(report, report.lines)}. Nothing was stored`);
  if (report.refused > 0 || report.trouble !== undefined) process.exitCode = EXIT.data;
  if (report.trouble instanceof Error) logProblem(report.trouble.message);
}

/**
 * Takes away what lies in the file's time, of its channels, so that the file takes its place.
 * @returns the number under which it is kept; `undefined`: there was nothing
 */
async function makeRoom(
  keeper: Keeper,
  site: Site,
  file: ImportFile,
  choice: ImportChoice,
): Promise<number | undefined> {
  const { report, channels } = await lookAt(site, file, choice, true);
  if (!report.complete) throw new Error(`${choice.path} cannot be read to its end, so nothing was replaced`);
  const now = Date.now();
  const stretches = channels
    .filter(({ known, first }) => known && first <= now)
    // what a house records from now on is its own
    .map(({ name, first, last }) => ({ channel: name, since: first, until: Math.min(last + 1, now) }))
    .filter(({ since, until }) => since < until);
  if (stretches.length === 0) return undefined;
  const note = `Replaced by ${basename(choice.path)}`.slice(0, LONGEST_NOTE);
  const id = await keeper.do({ do: "replace", replacement: { stretches, note } });
  log(
    `What was there of ${counted(stretches.length, "channel")} in the time of this file is put aside. To undo it: gleaner undo ${id}`,
  );
  return id;
}

/** Either all of the file takes the place of what was there, or nothing: whatever ends this before, what was there comes back. */
async function replaceBy(keeper: Keeper, site: Site, file: ImportFile, choice: ImportChoice): Promise<void> {
  const id = await makeRoom(keeper, site, file, choice);
  let complete = false;
  try {
    complete = await read(keeper, file, choice, site, true);
  } finally {
    // where that fails, whoever writes next does it
    if (id !== undefined && !complete) await keeper.do({ do: "undo", id }).catch(() => undefined);
  }
  if (id === undefined || !complete) return;
  if ((await keeper.do({ do: "settle", id })) === 0)
    throw new Error(`${id} was undone meanwhile: give the command again`);
}

/** @throws Error when the file cannot be read, or the history not be written */
async function importFrom(site: Site, choice: ImportChoice, { dryRun, replace }: Options): Promise<void> {
  assertSqliteVersion();
  const file = openImportFile(choice.path, choice.format);
  try {
    if (dryRun) return tellLook(await lookAt(site, file, choice, replace), site);
    if (replace && choice.path === "-") throw new Error("--replace reads the file twice: give its name, not -");
    await writing(site, async (keeper) => {
      if (replace) await replaceBy(keeper, site, file, choice);
      else await read(keeper, file, choice, site);
    });
  } catch (error) {
    if (!(error instanceof UnclearText)) throw error;
    logProblem(`${choice.path}: ${error.message}`);
    process.exitCode = EXIT.data;
  }
}

const LONGEST_NOTE = 500;

function isZone(words: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: words });
    return true;
  } catch {
    return false;
  }
}

/** What was said of how the text is to be read. @throws Error when the zone is unknown */
function textOptions({
  profile,
  columns,
  channel,
  unit,
  time,
  zone,
  decimal,
  energy,
  register,
}: Options): Omit<TextOptions, "time"> & TimeSaid {
  if (zone !== undefined && !isZone(zone))
    throw new Error(`--zone "${zone}" is no time zone: write Europe/Paris, or UTC`);
  assertEnergies({ energy, register });
  const said = { profile, columns, channel, unit, ...time, zone, decimal, energy, register };
  return Object.fromEntries(Object.entries(said).filter(([, words]) => words !== undefined));
}

const command = new Command("import")
  .description("read CSV, JSON lines, line protocol or another program's export into the history; what is there stays")
  .argument("<file>", "also packed by gzip; - reads what is piped in");

export const verb = withEnergies(placed(command))
  .option("--format <form>", `${FORMATS.join(", ")}; absent: by the name of the file`)
  .addOption(new Option("--profile <name>", "the program that wrote the file").choices(PROFILE_NAMES))
  .option(
    "--columns <list>",
    'what stands in each column: time, date, channel, value, unit, - or a channel: "time,-,grid.power[kW]"; or by its header: "Datum=time,L1=grid.l1[W]"; or all by their own names: "time,*"',
  )
  .option("--channel <name>", "the channel, where the file names none")
  .option("--unit <unit>", "the unit, where the file says none; it is converted into the channel's")
  .addOption(
    new Option(
      "--time <form>",
      `unit of numbers that are times, or the order of day and month (${TIME_FORMS.join(", ")}); end: each is the end of its row's span`,
    ).argParser(timeSaid),
  )
  .option("--zone <zone>", "the zone, where times say none; absent: the house's")
  .addOption(
    new Option("--decimal <sign>", "what stands before decimals, where the file leaves it open").choices([
      "comma",
      "point",
    ]),
  )
  .option("--dry-run", "say what would come of it, and store nothing")
  .option("--replace", "put the file in the place of what its channels have in its time; gleaner undo takes it back")
  .option("--from-start", "read all of a file of which a part is in the history already")
  .action((path: string, options: Options) => {
    const format = options.format === undefined ? formatOfName(path) : formatOf(options.format);
    const from_start = options.fromStart === true || options.replace === true;
    stepBack();
    return importFrom(siteOf(options), { path, format, text: textOptions(options), from_start }, options);
  });
