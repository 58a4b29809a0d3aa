import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Config, loadConfig } from "../../config/index.ts";
import type { Asked } from "../../interchange/index.ts";
import {
  type CounterOptions,
  INSTANT_FORMS,
  instantOfWords,
  nearest,
  type Questions,
  type Reports,
} from "../../model/index.ts";
import { type DiskHistory, openHistory } from "../../store/index.ts";
import { type Keeper, mendFolder, openKeeper } from "../../store/tools.ts";
import { configFile } from "../config-file.ts";
import { beliefsOf, channelAliases, countersOf, reportsOf } from "../run/channels.ts";
import { dataFolder } from "../run/data-folder.ts";
import { allDeviceTypes } from "../run/device-types.ts";
import { logProblem } from "../terminal/log.ts";
import type { Place, Span } from "./options.ts";

/** Whose history it is. */
export interface Site {
  readonly folder: string;
  /** Times without a zone are meant in this one: the house's, or UTC where only the folder is given. */
  readonly time_zone: string;
  /** What else a channel may be called, and its name; empty where only the folder is given. */
  readonly aliases: ReadonlyMap<string, string>;
  /** How often channels speak, where the configuration says so. */
  readonly reports: ReadonlyMap<string, Reports>;
  /** What it says of counters. */
  readonly counters: ReadonlyMap<string, CounterOptions>;
  /** What it asks of channels before they are believed; absent where only the folder is given. */
  readonly beliefs?: ReadonlyMap<string, Asked>;
}

/** @throws NoConfig, or ConfigError when the configuration cannot be used */
export function siteOf({ config, data }: Place): Site {
  if (data !== undefined && config === undefined) {
    return { folder: data, time_zone: "UTC", aliases: new Map(), reports: new Map(), counters: new Map() };
  }
  const loaded: Config = loadConfig(configFile(config), allDeviceTypes);
  const { time_zone } = loaded.site;
  return {
    folder: data ?? dataFolder(loaded),
    time_zone,
    aliases: channelAliases(loaded),
    reports: reportsOf(loaded),
    counters: countersOf(loaded),
    beliefs: beliefsOf(loaded),
  };
}

/** The instant (UTC ms) of an option. @throws Error that says what can be written */
export function instantOf(option: string, words: string, { time_zone }: Site): number {
  const at = instantOfWords(words, time_zone);
  if (at !== undefined) return at;
  throw new Error(`${option} "${words}" is no time: write ${INSTANT_FORMS}`);
}

/** The span (UTC ms) of `--from` and `--to`. @throws Error when it ends before it begins */
export function spanOf(given: Span, site: Site, otherwise: (to: number | undefined) => Instants): Instants {
  const end = given.to === undefined ? undefined : instantOf("--to", given.to, site);
  const absent = otherwise(end);
  const from = given.from === undefined ? absent.from : instantOf("--from", given.from, site);
  return forwards({ from, to: end ?? absent.to }, site);
}

interface Instants {
  readonly from: number;
  readonly to: number;
}

/** A span that ends after it begins. @throws Error that names the options */
export function forwards({ from, to }: Instants, site: Site): Instants {
  if (from < to) return { from, to };
  const words = `--from ${shownTime(from, site)} is not before --to ${shownTime(to, site)}`;
  throw new Error(`${words}: give an earlier --from or a later --to`);
}

/** A time that people read, in the site's zone: `2026-11-20 10:00:00`. */
export function shownTime(at: number, { time_zone }: Site): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: time_zone, dateStyle: "short", timeStyle: "medium" }).format(at);
}

/** Whether anything was stored there. */
export function hasHistory({ folder }: Site): boolean {
  return existsSync(join(folder, "gleaner.db"));
}

/** Runs `use` on the history. */
export async function reading<T>({ folder }: Site, use: (history: DiskHistory) => Promise<T>): Promise<T> {
  if (!(await mendFolder(folder)))
    logProblem(
      "An import --replace was broken off, and what it had put aside cannot be put back now: it is missing here",
    );
  const history = openHistory(folder);
  try {
    return await use(history);
  } finally {
    history.close();
  }
}

/** Runs `use` with whoever may write: this process, or the house that runs on the folder. */
export async function writing<T>({ folder }: Site, use: (keeper: Keeper) => Promise<T>): Promise<T> {
  const keeper = await openKeeper(folder);
  try {
    return await use(keeper);
  } finally {
    await keeper.close();
  }
}

/** Of a history with more names not all are looked at for the one that was meant, and not all are listed. */
const NAMES_LOOKED_AT = 2_000;
const NAMES_LISTED = 40;

function listed(names: readonly string[]): string {
  if (names.length === 0) return "no channels";
  return names.slice(0, NAMES_LISTED).join(", ") + (names.length > NAMES_LISTED ? ", …" : "");
}

/**
 * The name under which a channel is stored. What was stored by exactly the asked name comes before an alias that reads
 * the same, for example from an import: else nobody could reach it.
 * @throws Error that names the channels that there are
 */
export async function storedName(history: Questions, { aliases }: Site, asked: string): Promise<string> {
  if ((await history.unit(asked)) !== undefined) return asked;
  const meant = aliases.get(asked);
  if (meant !== undefined && (await history.unit(meant)) !== undefined) return meant;
  const names = new Set((await history.channels(undefined, NAMES_LOOKED_AT)).map(({ name }) => name));
  const others = [...aliases].filter(([, name]) => names.has(name)).map(([alias]) => alias);
  const near = nearest(asked, [...names, ...others]);
  const hint = near === undefined ? `there are: ${listed([...names])}` : `did you mean ${near}?`;
  const stands = meant === undefined ? "" : ` (${meant})`;
  throw new Error(`Nothing was ever stored of "${asked}"${stands}; ${hint}`);
}
