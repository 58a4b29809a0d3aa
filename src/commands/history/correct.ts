import { Command } from "commander";
import { FURTHEST_INSTANT, measureIn, parseMeasure, type Questions, type Unit } from "../../model/index.ts";
import type { NewCorrection } from "../../store/index.ts";
import { counted, log } from "../terminal/log.ts";
import { type Span, spanned } from "./options.ts";
import { forwards, instantOf, reading, type Site, siteOf, storedName, writing } from "./place.ts";
import { shownValue } from "./values.ts";

interface Options extends Span {
  readonly remove?: boolean;
  readonly factor?: string;
  readonly shift?: string;
  readonly right?: boolean;
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
async function exchange(
  history: Questions,
  channel: string,
  unit: Unit,
  options: Options,
  since: number,
): Promise<NewCorrection> {
  const { registerBefore, registerAfter = "0", from, to, remove, right, factor, shift } = options;
  if ([from, to, remove, right, factor, shift].some((given) => given !== undefined)) {
    throw new Error("--exchange stands alone: leave out --from, --to, --remove, --right, --factor and --shift");
  }
  if (registerBefore === undefined) {
    throw new Error(
      "--exchange needs --register-before, what the old meter showed at last; --register-after is what the new one showed, 0 when left out",
    );
  }
  const old = registerOf(registerBefore, "--register-before", channel, unit);
  const fresh = registerOf(registerAfter, "--register-after", channel, unit);
  await assertRegisters(history, channel, unit, since, old, fresh);
  const note = options.note ?? `Meter exchanged: ${old} → ${withUnit(fresh, unit)}`;
  return { channel, since, until: FURTHEST_INSTANT, change: { factor: 1, shift: old - fresh }, note };
}

function withUnit(value: number | string, unit: Unit): string {
  return unit === null || unit === "" ? String(value) : `${value} ${unit}`;
}

/** What a register showed, in the channel's unit, in which a bare number is meant. */
function registerOf(words: string, option: string, channel: string, unit: Unit): number {
  const measure = parseMeasure(words);
  const value = measure && measureIn(measure, unit ?? "");
  if (value !== undefined && Number.isFinite(value)) return value;
  throw new Error(
    `${option} takes what the meter showed in ${unit || "numbers"}, in which ${channel} is kept, not "${words}"`,
  );
}

/** The last register lies so near to what the old meter showed, and the new one's first reading above what it showed. */
const LEAST_SHOWN = 0.9;
const MOST_SHOWN = 2;

/** @throws Error when what was stored before and after tells of other registers, as in another unit */
async function assertRegisters(
  history: Questions,
  channel: string,
  unit: Unit,
  since: number,
  old: number,
  fresh: number,
): Promise<void> {
  const [first] = await history.range(channel, -FURTHEST_INSTANT, since, 1);
  const [before] = first ? await history.summaries(channel, [first.at, since]) : [];
  if (before && before.last > 0 && !(old >= LEAST_SHOWN * before.last && old <= MOST_SHOWN * before.last)) {
    const shown = `The last register of ${channel} before the exchange is ${withUnit(before.last, unit)}`;
    const hint = 'give what the old meter showed at last with its unit (--register-before "48210.4 kWh")';
    throw new Error(
      `${shown}, not ${withUnit(old, unit)}: ${hint}, or shift the readings yourself by --from, --to and --shift`,
    );
  }
  const [after] = await history.range(channel, since, FURTHEST_INSTANT, 1);
  if (typeof after?.value === "number" && after.value < LEAST_SHOWN * fresh) {
    const shown = `The first reading of ${channel} after the exchange is ${withUnit(after.value, unit)}`;
    throw new Error(
      `${shown}, less than ${withUnit(fresh, unit)}: give what the new meter showed at first with its unit`,
    );
  }
}

function isConfirmation(change: { readonly factor: number; readonly shift: number }): boolean {
  return change.factor === 1 && change.shift === 0;
}

function correctionOf(channel: string, options: Options, site: Site): NewCorrection {
  const { from, to, remove = false, right = false, factor, shift, note = "", registerBefore, registerAfter } = options;
  if (registerBefore !== undefined || registerAfter !== undefined) {
    throw new Error("--register-before and --register-after go with --exchange TIME, when the meter was exchanged");
  }
  if (from === undefined && to === undefined) {
    throw new Error("Say from when (--from), until when (--to), or both: the side that is not said stays open");
  }
  const changes = factor !== undefined || shift !== undefined;
  if (Number(remove) + Number(right) + Number(changes) !== 1) {
    throw new Error("Say what to do: --remove, --right, or --factor F and --shift S, or one of these two");
  }
  const change = remove
    ? ("remove" as const)
    : { factor: numberOf(factor ?? "1", "--factor"), shift: numberOf(shift ?? "0", "--shift") };
  const span = forwards(
    {
      from: from === undefined ? -FURTHEST_INSTANT : instantOf("--from", from, site),
      to: to === undefined ? FURTHEST_INSTANT : instantOf("--to", to, site),
    },
    site,
  );
  return { channel, since: span.from, until: span.to, change, note };
}

/** How many readings a correction touches, and what it makes of them. */
async function preview(history: Questions, { channel, since, until, change }: NewCorrection): Promise<string> {
  const [first] = await history.range(channel, since, until, 1);
  if (first === undefined) return "It touches no reading so far";
  if (typeof first.value === "string") {
    if (change === "remove") return `States will be left out, the first of them "${first.value}"`;
    throw new Error(
      `${channel} holds states such as "${first.value}", no numbers: they can only be left out, by --remove`,
    );
  }
  const [latest] = await history.latestOf([channel]);
  const [bucket] = await history.summaries(channel, [first.at, Math.min(until, (latest?.at ?? until) + 1)]);
  if (!bucket) return "It touches no number";
  const { min, max, count } = bucket;
  const unit = (await history.unit(channel)) ?? null;
  const touched = `${counted(count, "reading")} from ${shownValue(min)} to ${withUnit(shownValue(max), unit)}`;
  if (change === "remove") return `${touched} will be left out`;
  if (isConfirmation(change)) return `${touched} will count as they are, whatever they were judged to be`;
  const ends = [min, max].map((value) => value * change.factor + change.shift).sort((a, b) => a - b);
  return `${touched} will show as ${shownValue(ends[0] ?? 0)} to ${withUnit(shownValue(ends[1] ?? 0), unit)}`;
}

async function correct(site: Site, asked: string, options: Options): Promise<void> {
  const { exchange: at } = options;
  const since = at === undefined ? undefined : instantOf("--exchange", at, site);
  const wanted = since === undefined ? correctionOf(asked, options, site) : undefined;
  const { correction, words } = await reading(site, async (history) => {
    const channel = await storedName(history, site, asked);
    const unit = (await history.unit(channel)) ?? null;
    const found = wanted ? { ...wanted, channel } : await exchange(history, channel, unit, options, since ?? 0);
    return { correction: found, words: await preview(history, found) };
  });
  log(`${words}.`);
  if (options.dryRun) return;
  const id = await writing(site, (keeper) => keeper.do({ do: "correct", correction }));
  log(
    `Correction ${id} of ${correction.channel} is made; the readings themselves stay. To undo it: gleaner undo ${id}`,
  );
}

const command = new Command("correct")
  .description("correct what is shown and counted: a glitch, a factor, a new meter; the readings themselves stay")
  .argument("<channel>");

export const verb = spanned(command, {
  from: "first reading; absent: ever since",
  to: "up to, and not including; absent: without an end",
})
  .option("--remove", "leave them out")
  .option("--right", "they are right: a counter's sums follow them, whatever they were taken for")
  .option("--factor <number>", "multiply each by")
  .option("--shift <number>", "then add to each")
  .option("--exchange <time>", "a new meter counts from then on: its readings go on where the old one ended")
  .option(
    "--register-before <number>",
    'what the old meter showed at last, in the channel\'s unit or with its own: "48210.4 kWh"',
  )
  .option("--register-after <number>", "what the new one showed at first (default: 0)")
  .option("--note <words>", "why, for whoever reads it later")
  .option("--dry-run", "only say what it would touch")
  .action((channel: string, options: Options) => correct(siteOf(options), channel, options));
