import type {
  ChannelEntry,
  ChannelList,
  Energy,
  GapList,
  JournalLine,
  JudgedList,
  RunList,
  SeriesSet,
} from "../../../../src/web/api.ts";
import { type Answer, ask } from "../server.ts";
import type { Language } from "../words/index.ts";
import type { By } from "./energy.ts";
import type { Question } from "./frames.ts";

/** The questions of the History page. None of them throws; `signal` ends one that is no longer of interest. */

type Values = Readonly<Record<string, string | number>>;

function path(name: string, values: Values): string {
  const query = Object.entries(values).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  return `/api/${name}?${query.join("&")}`;
}

/** Pages of channels at most: more than any history has. */
const MOST_PAGES = 100;

/** All channels, page by page. */
export async function readChannels(language: Language): Promise<Answer<ChannelEntry[]>> {
  const channels: ChannelEntry[] = [];
  let query = "";
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await ask<ChannelList>(`/api/channels${query}`, language);
    if (!answer.ok) return answer;
    for (const channel of answer.value.channels) channels.push(channel);
    const { next } = answer.value;
    if (next === undefined) break;
    query = `?after=${encodeURIComponent(next)}`;
  }
  return { ok: true, value: channels };
}

export function readSeries(
  channels: readonly string[],
  { from, to, points }: Question,
  language: Language,
  signal: AbortSignal,
): Promise<Answer<SeriesSet>> {
  return ask(path("series", { channels: channels.join(","), from, to, points }), language, { signal });
}

export function readRuns(
  relay: string,
  { from, to, points }: Question,
  language: Language,
  signal: AbortSignal,
): Promise<Answer<RunList>> {
  return ask(path(`relays/${encodeURIComponent(relay)}/runs`, { from, to, points }), language, { signal });
}

export function readGaps({ from, to }: Question, language: Language, signal: AbortSignal): Promise<Answer<GapList>> {
  return ask(path("gaps", { from, to }), language, { signal });
}

/** What had to be judged of a counter. */
export function readJudged(
  channel: string,
  { from, to }: { from: number; to: number },
  language: Language,
  signal: AbortSignal,
): Promise<Answer<JudgedList>> {
  return ask(path(`judged/${encodeURIComponent(channel)}`, { from, to }), language, { signal });
}

export function readEnergy(
  channel: string,
  by: By,
  { from, to }: { from: number; to: number },
  language: Language,
  signal: AbortSignal,
): Promise<Answer<Energy>> {
  return ask(path(`energy/${encodeURIComponent(channel)}`, { by, from, to }), language, { signal });
}

/** Before an order comes its decision; after it the output's answer: so far from an edge its line may lie, ms. */
const BEFORE_MS = 120_000;
const AFTER_MS = 5_000;

/** The line of the journal that switched a relay at about this instant. */
export async function readDecision(
  relay: string,
  at: number,
  on: boolean,
  language: Language,
  signal: AbortSignal,
): Promise<Answer<JournalLine | undefined>> {
  const span = { from: Math.floor(at - BEFORE_MS), to: Math.ceil(at + AFTER_MS) };
  const query = { relay, kind: "switch", ...span, limit: 50, lang: language };
  const answer = await ask<JournalLine[]>(path("journal", query), language, { signal });
  return answer.ok ? { ok: true, value: nearestSwitch(answer.value, at, on) } : answer;
}

/** Of the lines that switched this way the one nearest to the instant. */
export function nearestSwitch(lines: readonly JournalLine[], at: number, on: boolean): JournalLine | undefined {
  return lines
    .filter((line) => line.kind === "switch" && line.on === on)
    .sort((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))[0];
}

/** Parts into which the time is cut that may hold the first reading; twice, so it is found to some minutes. */
const SEARCH_POINTS = 2_000;

/** About when the oldest reading of these channels was taken; `undefined` when it is not known. */
export async function readFirst(
  channels: readonly string[],
  earliest: number,
  now: number,
  language: Language,
  signal: AbortSignal,
): Promise<number | undefined> {
  let from = earliest;
  let to = Math.ceil(now);
  let first: number | undefined;
  for (let look = 0; look < 2; look++) {
    const answer = await readSeries(channels, { from, to, points: SEARCH_POINTS, step: 0 }, language, signal);
    if (!answer.ok) return first;
    const starts = Object.values(answer.value.series).flatMap(({ at }) => at[0] ?? []);
    if (starts.length === 0) return first;
    first = Math.min(...starts);
    to = Math.min(to, Math.ceil(first + (to - from) / SEARCH_POINTS));
    from = Math.floor(first);
  }
  return first;
}
