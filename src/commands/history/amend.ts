import type { Command } from "commander";
import { FURTHEST_INSTANT } from "../../model/index.ts";
import type { Correction, DiskHistory, NewCorrection } from "../../store/index.ts";
import { counted, log, logProblem } from "../terminal/log.ts";
import {
  type ConfigFile,
  forwards,
  instantOf,
  type Place,
  reading,
  type Site,
  shownTime,
  siteOf,
  storedName,
  writing,
} from "./place.ts";

/** The commands that change what the history shows or holds: correct, corrections, undo, prune. */

const EXIT_USAGE = 64;
const DECIMALS = 6;

interface CorrectOptions extends Place {
  readonly from?: string;
  readonly to?: string;
  readonly remove?: boolean;
  readonly factor?: string;
  readonly shift?: string;
  readonly exchange?: string;
  readonly registerBefore?: string;
  readonly registerAfter?: string;
  readonly note?: string;
  readonly dryRun?: boolean;
}

function numberOf(words: string, option: string): number {
  const number = Number(words);
  if (words.trim() !== "" && Number.isFinite(number)) return number;
  throw new Error(`${option} takes a number, not "${words}"`);
}

/** The correction that an exchanged meter needs: its register goes on where the old one ended. */
function exchange(channel: string, options: CorrectOptions, at: string, site: Site): NewCorrection {
  const { registerBefore, registerAfter = "0", from, to, remove, factor, shift } = options;
  if ([from, to, remove, factor, shift].some((given) => given !== undefined)) {
    throw new Error("--exchange stands alone: leave out --from, --to, --remove, --factor and --shift");
  }
  if (registerBefore === undefined) {
    throw new Error("--exchange needs --register-before, what the old meter showed, and --register-after, the new one");
  }
  const [old, fresh] = [numberOf(registerBefore, "--register-before"), numberOf(registerAfter, "--register-after")];
  const note = options.note ?? `Meter exchanged: ${old} → ${fresh}`;
  const change = { factor: 1, shift: old - fresh };
  return { channel, since: instantOf("--exchange", at, site), until: FURTHEST_INSTANT, change, note };
}

function correctionOf(channel: string, options: CorrectOptions, site: Site): NewCorrection {
  if (options.exchange !== undefined) return exchange(channel, options, options.exchange, site);
  const { from, to, remove = false, factor, shift, note = "", registerBefore, registerAfter } = options;
  if (registerBefore !== undefined || registerAfter !== undefined) {
    throw new Error("--register-before and --register-after go with --exchange TIME, when the meter was exchanged");
  }
  if (from === undefined || to === undefined) throw new Error("Say from when --from and until when --to");
  const changes = factor !== undefined || shift !== undefined;
  if (remove === changes) throw new Error("Say what to do: --remove, or --factor F and --shift S, or one of these two");
  const change = remove
    ? ("remove" as const)
    : { factor: numberOf(factor ?? "1", "--factor"), shift: numberOf(shift ?? "0", "--shift") };
  const span = forwards({ from: instantOf("--from", from, site), to: instantOf("--to", to, site) }, site);
  return { channel, since: span.from, until: span.to, change, note };
}

function plain(value: number): string {
  return String(Number(value.toPrecision(DECIMALS)));
}

/** How many readings a correction touches, and what it makes of them. */
function preview(history: DiskHistory, { channel, since, until, change }: NewCorrection): string {
  const first = history.range(channel, since, until, 1)[0];
  if (first === undefined) return "It touches no reading so far";
  if (typeof first.value === "string") {
    if (change === "remove") return `States will be left out, the first of them "${first.value}"`;
    throw new Error(
      `${channel} holds states such as "${first.value}", no numbers: they can only be left out, by --remove`,
    );
  }
  const end = Math.min(until, (history.latest(channel)?.at ?? until) + 1);
  const [bucket] = history.buckets(channel, since, end, 1);
  if (!bucket) return "It touches no number";
  const { min, max, count } = bucket;
  const touched = `${counted(count, "reading")} from ${plain(min)} to ${plain(max)}`;
  if (change === "remove") return `${touched} will be left out`;
  const ends = [min, max].map((value) => value * change.factor + change.shift).sort((a, b) => a - b);
  return `${touched} will show as ${plain(ends[0] ?? 0)} to ${plain(ends[1] ?? 0)}`;
}

async function correct(site: Site, asked: string, options: CorrectOptions): Promise<void> {
  const wanted = correctionOf(asked, options, site);
  const { correction, words } = reading(site, (history) => {
    const found = { ...wanted, channel: storedName(history, site, asked) };
    return { correction: found, words: preview(history, found) };
  });
  log(`${words}.`);
  if (options.dryRun) return;
  const id = await writing(site, (keeper) => keeper.do({ do: "correct", correction }));
  log(
    `Correction ${id} of ${correction.channel} is made; the readings themselves stay. To undo it: gleaner undo ${id}`,
  );
}

function changeWords({ change }: Correction): string {
  if (change === "remove") return "left out";
  const words = [
    change.factor !== 1 && `× ${change.factor}`,
    change.shift !== 0 && `${change.shift < 0 ? "−" : "+"} ${Math.abs(change.shift)}`,
  ];
  return words.filter((word) => word !== false).join(" ") || "unchanged";
}

function list(site: Site, asked: string | undefined): void {
  reading(site, (history) => {
    const names = asked === undefined ? history.channels().map(({ name }) => name) : [storedName(history, site, asked)];
    const found = names.flatMap((name) => history.corrections(name)).sort((a, b) => a.id - b.id);
    if (found.length === 0) log("There are no corrections");
    for (const one of found) {
      const until = one.until >= FURTHEST_INSTANT ? "on" : `to ${shownTime(one.until, site)}`;
      const undone = one.undone_at === null ? "" : `, undone ${shownTime(one.undone_at, site)}`;
      const note = one.note === "" ? "" : `: ${one.note}`;
      const span = `from ${shownTime(one.since, site)} ${until}`;
      log(`${one.id}  ${one.channel} ${span} ${changeWords(one)}${undone}${note}`);
    }
  });
}

async function undo(site: Site, words: string): Promise<void> {
  const id = Number(words);
  if (!Number.isSafeInteger(id) || id < 1)
    throw new Error(`"${words}" is no correction: gleaner corrections lists them`);
  const undone = await writing(site, (keeper) => keeper.do({ do: "undo", id }));
  if (undone === 0) throw new Error(`There is no correction ${id} in force: gleaner corrections lists them`);
  log(`Correction ${id} is undone`);
}

async function prune(site: Site, asked: string, before: string, yes: boolean): Promise<void> {
  const end = instantOf("--before", before, site);
  const { channel, what } = reading(site, (history) => {
    const name = storedName(history, site, asked);
    return { channel: name, what: readingsBefore(history, name, end, site) };
  });
  if (what === undefined) return log(`There are no readings of ${channel} before ${shownTime(end, site)}`);
  if (!yes) {
    logProblem(
      `Readings of ${channel} ${what.span}${what.count} would be gone for ever: give the command again with --yes`,
    );
    process.exitCode = EXIT_USAGE;
    return;
  }
  const count = await writing(site, (keeper) => keeper.do({ do: "prune", channel, before: end }));
  log(`${counted(count, "reading")} of ${channel} ${what.span} are forgotten`);
}

/** The span and the number of a channel's readings before a time, in words; `undefined` when there are none. */
function readingsBefore(
  history: DiskHistory,
  channel: string,
  end: number,
  site: Site,
): { span: string; count: string } | undefined {
  const first = history.range(channel, -FURTHEST_INSTANT, end, 1)[0];
  if (first === undefined) return undefined;
  const span = `from ${shownTime(first.at, site)} to ${shownTime(end, site)}`;
  return { span, count: countWords(history, channel, first.at, end) };
}

/** States have no roll-ups, and are not counted. */
function countWords(history: DiskHistory, channel: string, from: number, to: number): string {
  const [bucket] = history.buckets(channel, from, to, 1);
  return bucket
    ? ` (${counted(bucket.count, "reading")}, values from ${plain(bucket.min)} to ${plain(bucket.max)})`
    : "";
}

/** Adds the commands to the program. @param command makes one with the options of a place */
export function addAmendCommands(
  command: (name: string, about: string) => Command,
  configFile: ConfigFile,
  attempt: (work: () => unknown) => Promise<void>,
): void {
  command("correct", "show readings otherwise, without altering them")
    .argument("<channel>")
    .option("--from <time>", "first reading")
    .option("--to <time>", "up to, and not including")
    .option("--remove", "leave them out")
    .option("--factor <number>", "multiply each by")
    .option("--shift <number>", "then add to each")
    .option("--exchange <time>", "a new meter counts from then on: its readings go on where the old one ended")
    .option("--register-before <number>", "what the old meter showed at last")
    .option("--register-after <number>", "what the new one showed at first (default: 0)")
    .option("--note <words>", "why, for whoever reads it later")
    .option("--dry-run", "only say what it would touch")
    .action((channel: string, options: CorrectOptions) =>
      attempt(() => correct(siteOf(options, configFile), channel, options)),
    );

  command("corrections", "list corrections with their numbers")
    .argument("[channel]", "absent: all")
    .action((channel: string | undefined, place: Place) => attempt(() => list(siteOf(place, configFile), channel)));

  command("undo", "undo a correction")
    .argument("<number>")
    .action((id: string, place: Place) => attempt(() => undo(siteOf(place, configFile), id)));

  command("prune", "forget the readings of a channel before a time, for ever")
    .argument("<channel>")
    .requiredOption("--before <time>")
    .option("--yes", "do it; absent: only say what would go")
    .action((channel: string, options: Place & { before: string; yes?: boolean }) =>
      attempt(() => prune(siteOf(options, configFile), channel, options.before, options.yes === true)),
    );
}
