import { setTimeout } from "node:timers/promises";
import { Command } from "commander";
import { type Config, loadConfig } from "../../config/index.ts";
import { deviceChannel, parseMeasure } from "../../model/index.ts";
import { openHistory } from "../../store/index.ts";
import { configFile } from "../config-file.ts";
import { instantOf, type Site, siteOf, storedName } from "../history/place.ts";
import { allDeviceTypes } from "../run/device-types.ts";
import { log } from "../terminal/log.ts";
import { asked } from "./ask.ts";
import { registerAt, type Stood, uncounted } from "./counted.ts";
import { type MeterReading, meterReading, reckon } from "./reckon.ts";
import { wordsOf } from "./words.ts";

interface Options {
  readonly config?: string;
  readonly first?: string;
  readonly firstAt?: string;
  readonly second?: string;
  readonly secondAt?: string;
}

/** A reading and when it was made. */
interface Read extends MeterReading {
  readonly at: number;
  /** As the person wrote it, with its unit. */
  readonly words: string;
}

/** The house stores within so long what its meter showed, ms. */
const STORED_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 1_000;

interface Meter {
  readonly device: string;
  readonly pulses_per_kwh: number;
}

/** @throws Error that names the meters that there are */
function meterOf({ devices }: Config, name: string | undefined): Meter {
  const meters = Object.entries(devices).filter(([, { type }]) => type === "s0");
  const names = meters.map(([id]) => id).join(", ");
  if (meters.length === 0) throw new Error('the configuration has no device of "type: s0": add the meter first');
  if (name === undefined && meters.length > 1) throw new Error(`say which meter: ${names}`);
  const found = name === undefined ? meters[0] : meters.find(([id]) => id === name);
  if (!found) throw new Error(`no meter is called ${name}; there are: ${names}`);
  const [device, options] = found;
  return { device, pulses_per_kwh: Number("pulses_per_kwh" in options ? options.pulses_per_kwh : 0) };
}

/** @throws Error that says what can be written */
function readingOf(words: string, at: number): Read {
  const reading = meterReading(words);
  if (!reading)
    throw new Error(`"${words}" is nothing that a meter shows: write it with its unit, such as 12345.6 kWh`);
  const hasUnit = parseMeasure(words.trim().replaceAll(",", "."))?.unit !== "";
  return { ...reading, at, words: `${words.trim().replaceAll(",", ".")}${hasUnit ? "" : " kWh"}` };
}

/** What the register showed then; waits for a house that runs to store it. @throws Error that says what to do */
async function stoodAt(site: Site, channel: string, at: number): Promise<Stood> {
  const until = Date.now() + STORED_WITHIN_MS;
  for (;;) {
    const history = openHistory(site.folder);
    try {
      const stood = await registerAt(history, await storedName(history, site, channel), at);
      if (stood !== undefined && stood !== "later") return stood;
      if (Date.now() > until || at < Date.now() - STORED_WITHIN_MS) break;
    } finally {
      history.close();
    }
    await setTimeout(LOOK_EVERY_MS);
  }
  const when = new Date(at).toISOString();
  throw new Error(`nobody counted at ${when}: take readings of times at which Gleaner runs, and let it run meanwhile`);
}

async function gapsBetween(site: Site, channel: string, from: number, to: number): Promise<number> {
  const history = openHistory(site.folder);
  try {
    return await uncounted(history, await storedName(history, site, channel), from, to);
  } finally {
    history.close();
  }
}

/** The reading that the options give, or that the person types. */
async function readingFrom(
  question: string,
  words: string | undefined,
  when: string | undefined,
  site: Site,
  option: string,
): Promise<Read> {
  if (words === undefined) {
    const answer = await asked(question);
    return readingOf(answer, Date.now());
  }
  return readingOf(words, when === undefined ? Date.now() : instantOf(option, when, site));
}

async function calibrate(name: string | undefined, options: Options): Promise<void> {
  const { device, pulses_per_kwh } = meterOf(loadConfig(configFile(options.config), allDeviceTypes), name);
  const site = siteOf(options);
  const channel = deviceChannel(device, "energy");
  if (options.first !== undefined && options.firstAt === undefined) {
    throw new Error("--first needs --first-at: when the meter showed it");
  }
  const first = await readingFrom(
    `What does the meter "${device}" show now? `,
    options.first,
    options.firstAt,
    site,
    "--first-at",
  );
  const before = await stoodAt(site, channel, first.at);
  if (options.first === undefined) {
    const again = `gleaner s0 calibrate ${device} --first "${first.words}" --first-at ${new Date(first.at).toISOString()}`;
    log(`Let it go on by at least ${(20 * first.digit_wh) / 1_000} kWh. You can end this now, and later call`);
    log(`  ${again}`);
  }
  const second = await readingFrom(
    "And what does it show now? ",
    options.second,
    options.secondAt,
    site,
    "--second-at",
  );
  if (second.at <= first.at) throw new Error("the second reading must be later than the first one: correct the times");
  const after = await stoodAt(site, channel, second.at);
  const pulsesOf = (wh: number): number => Math.round((wh * pulses_per_kwh) / 1_000);
  if (after.wh < before.wh) {
    throw new Error('"register" in the configuration was changed between the two readings: take both after that');
  }
  const pulses = pulsesOf(after.wh - before.wh);
  const uncounted_ms = await gapsBetween(site, channel, first.at, second.at);
  const unsure_pulses = pulsesOf(before.next_wh - before.wh + after.next_wh - after.wh);
  const outcome = reckon({ first, second, pulses, unsure_pulses, uncounted: uncounted_ms / (second.at - first.at) });
  const wh = second.wh - first.wh;
  const told = { device, configured: pulses_per_kwh, pulses, wh, register: second.words, uncounted_ms };
  for (const line of wordsOf(outcome, told)) log(line);
}

export const command = new Command("calibrate")
  .description("say how many pulses a kWh a meter gives, from two readings of it while Gleaner counts; changes nothing")
  .argument("[meter]", "the device, where there are several of type s0")
  .option("-c, --config <file>", "the house's configuration (default: ./gleaner.yaml, then /etc/gleaner.yaml)")
  .option("--first <energy>", 'what the meter showed, such as "12345.6 kWh"; without it you are asked')
  .option("--first-at <time>", "when it showed that")
  .option("--second <energy>", "what it showed later; without it you are asked")
  .option("--second-at <time>", "when it showed that (default: now)")
  .action(calibrate);
