import { Command } from "commander";
import { FURTHEST_INSTANT, type Questions } from "../../model/index.ts";
import type { NewCorrection } from "../../store/index.ts";
import { counted, log } from "../terminal/log.ts";
import { type Span, spanned } from "./options.ts";
import { forwards, instantOf, reading, type Site, siteOf, storedName, writing } from "./place.ts";
import { shownValue } from "./values.ts";

interface Options extends Span {
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
function exchange(channel: string, options: Options, at: string, site: Site): NewCorrection {
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

function correctionOf(channel: string, options: Options, site: Site): NewCorrection {
  if (options.exchange !== undefined) return exchange(channel, options, options.exchange, site);
  const { from, to, remove = false, factor, shift, note = "", registerBefore, registerAfter } = options;
  if (registerBefore !== undefined || registerAfter !== undefined) {
    throw new Error("--register-before and --register-after go with --exchange TIME, when the meter was exchanged");
  }
  if (from === undefined && to === undefined) {
    throw new Error("Say from when --from, until when --to, or both: what is left out is without an end");
  }
  const changes = factor !== undefined || shift !== undefined;
  if (remove === changes) throw new Error("Say what to do: --remove, or --factor F and --shift S, or one of these two");
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
  const touched = `${counted(count, "reading")} from ${shownValue(min)} to ${shownValue(max)}`;
  if (change === "remove") return `${touched} will be left out`;
  const ends = [min, max].map((value) => value * change.factor + change.shift).sort((a, b) => a - b);
  return `${touched} will show as ${shownValue(ends[0] ?? 0)} to ${shownValue(ends[1] ?? 0)}`;
}

async function correct(site: Site, asked: string, options: Options): Promise<void> {
  const wanted = correctionOf(asked, options, site);
  const { correction, words } = await reading(site, async (history) => {
    const found = { ...wanted, channel: await storedName(history, site, asked) };
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
  .description("show readings otherwise, without altering them")
  .argument("<channel>");

export const verb = spanned(command, {
  from: "first reading; absent: ever since",
  to: "up to, and not including; absent: without an end",
})
  .option("--remove", "leave them out")
  .option("--factor <number>", "multiply each by")
  .option("--shift <number>", "then add to each")
  .option("--exchange <time>", "a new meter counts from then on: its readings go on where the old one ended")
  .option("--register-before <number>", "what the old meter showed at last")
  .option("--register-after <number>", "what the new one showed at first (default: 0)")
  .option("--note <words>", "why, for whoever reads it later")
  .option("--dry-run", "only say what it would touch")
  .action((channel: string, options: Options) => correct(siteOf(options), channel, options));
