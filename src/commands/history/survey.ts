import type { ChannelSurvey } from "../../interchange/index.ts";
import { DAY } from "../../model/index.ts";
import { counted } from "../terminal/log.ts";
import { type Site, shownTime } from "./place.ts";
import { shownValue } from "./values.ts";

/** What would come of an import, in words. */

/** Nobody's meter kept its readings then. */
const LONG_AGO = Date.UTC(2000, 0, 1);
/** What lies further ahead of now is in the future. */
const AHEAD_MS = 120_000;
/** A thousand times as much, or as little: kW and W, mV and V. */
const [LEAST_RATIO, MOST_RATIO] = [300, 3_000];

/** What looks odd about instants. @param now UTC ms */
export function oddTimes(first: number, last: number, now: number, site: Site): string[] {
  const odd: string[] = [];
  if (first < LONG_AGO) odd.push(`they begin ${shownTime(first, site)}: if that is wrong, say --time`);
  if (last > now + AHEAD_MS)
    odd.push(`they end in the future, ${shownTime(last, site)}: if that is wrong, say --zone or --time`);
  return odd;
}

function oddRatio({ ratio }: ChannelSurvey): string[] {
  if (ratio === null || ratio === 0) return [];
  const times = ratio >= 1 ? ratio : 1 / ratio;
  if (times < LEAST_RATIO || times > MOST_RATIO) return [];
  return [`they are about a thousand times ${ratio >= 1 ? "as much" : "as little"} as what is there: say --unit`];
}

function energyWords({ energy, first, last }: ChannelSurvey): string {
  if (energy === null) return "";
  const days = (last - first) / DAY;
  const kwh = energy / 1_000;
  return days >= 1 ? `, ${shownValue(kwh / days)} kWh a day` : `, ${shownValue(kwh)} kWh`;
}

function valueWords(survey: ChannelSurvey): string {
  const { unit, least, greatest } = survey;
  if (least === null || greatest === null) return "states";
  const inUnit = unit === "" || unit === null ? "" : ` ${unit}`;
  return `${shownValue(least)} to ${shownValue(greatest)}${inUnit}${energyWords(survey)}`;
}

/** A channel of a survey, and below it what is to be known of it. @param now UTC ms */
export function surveyLines(survey: ChannelSurvey, now: number, site: Site): string[] {
  const { name, known, readings, first, last, met } = survey;
  const span = `${shownTime(first, site)} to ${shownTime(last, site)}`;
  const odd = [...oddTimes(first, last, now, site), ...oddRatio(survey)];
  return [
    `${name}${known ? "" : " (new)"}: ${counted(readings, "reading")}, ${span}; ${valueWords(survey)}`,
    ...(met.same > 0 ? [`  there already, or twice: ${met.same}`] : []),
    ...(met.other > 0 ? [`  there already with another value: ${met.other}`] : []),
    ...odd.map((words) => `  odd: ${words}`),
  ];
}
