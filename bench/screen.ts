import type { Browser, Page } from "playwright-core";
import { Writer } from "../src/store/tools.ts";
import { Gleaner } from "../test/support/gleaner.ts";
import { Place } from "../test/support/place.ts";
import { launch } from "../ui/dev/browser.ts";
import type { Bench } from "./bench.ts";
import { round } from "./figures.ts";
import { dice } from "./house-year/index.ts";
import { atMostTimes, type Bound, type Yardstick } from "./judge.ts";
import { bareScreen } from "./yardsticks/bare-page.ts";

/** A year of a house on the History page of a real daemon, in Chromium: from the click to the picture. */

const STEP_MS = 10_000;
const DAYS = 366;
const DAY_MS = 86_400_000;
const DAY_TICKS = DAY_MS / STEP_MS;
const MONTH_DAYS = 30;
/** README.md tells where it comes from. */
const MOST_OF_BARE = 10;
/** How long a picture may take at all before the measurement gives up. */
const GIVE_UP_MS = 30_000;

const CONFIG = `data: ./data
web: { port: 0 }
devices:
  meter: { type: command, source: { run: [cat, ./values.txt], every: 1 s } }
channels:
  solar.power: meter.solar
  house.power: meter.load
  battery.power: { formula: solar.power - house.power }
  battery.soc: meter.soc
  battery.voltage: meter.voltage
  outdoor.temperature: meter.outdoor
`;
const NAMES = ["solar.power", "house.power", "battery.power", "battery.soc", "battery.voltage", "outdoor.temperature"];
const UNITS = ["W", "W", "W", "%", "V", "°C"];

/** One tick of a house at a part of the day and of the year: plausible, noisy, the same for the same seed. */
function tick(day: number, part: number, random: () => number, row: Float64Array): void {
  const season = Math.cos(((day - 172) / 365) * 2 * Math.PI);
  const height = Math.cos((part - 0.5) * 2 * Math.PI) + 0.35 * season;
  const sun = height > 0 ? Math.round(2_600 * height * (0.55 + 0.45 * random())) : 0;
  const load = Math.round(180 + 60 * random() + (random() < 0.01 ? 1_800 : 0));
  row[0] = sun;
  row[1] = load;
  row[2] = sun - load;
  row[3] = Math.round(700 + 300 * Math.sin((part - 0.4) * 2 * Math.PI)) / 10;
  row[4] = Math.round(5_200 + 300 * height + 8 * random()) / 100;
  row[5] = Math.round(10 * (12 + 9 * season + 5 * height + 0.3 * random())) / 10;
}

/** Puts a year of six channels every 10 s, which ends now, into the data folder. */
function fill(folder: string): void {
  const writer = new Writer({ folder });
  const random = dice(7);
  const row = new Float64Array(NAMES.length);
  const start = Math.floor(Date.now() / STEP_MS) * STEP_MS - DAYS * DAY_MS;
  for (let day = 0; day < DAYS; day += MONTH_DAYS) {
    const ticks = Math.min(MONTH_DAYS, DAYS - day) * DAY_TICKS;
    const first = start + day * DAY_MS;
    const channels = NAMES.map((name, c) => ({ name, unit: UNITS[c] ?? "", values: new Float64Array(ticks) }));
    for (let i = 0; i < ticks; i++) {
      tick(day + i / DAY_TICKS, (i % DAY_TICKS) / DAY_TICKS, random, row);
      for (const [c, { values }] of channels.entries()) values[i] = row[c] ?? 0;
    }
    writer.load([{ at: Float64Array.from({ length: ticks }, (_, i) => first + i * STEP_MS), channels }]);
    writer.checkpoint();
  }
  writer.close();
}

/**
 * Runs in the page, whose types this side does not have. Clicks a preset; ms until every pane shows the whole of it as
 * fine as can be, painted.
 */
const CLICK = `async (name, span, limit) => {
  const button = [...document.querySelectorAll("button")].find((one) => one.textContent.trim() === name);
  if (!button) throw new Error("no button is called " + name);
  const figures = () => [...document.querySelectorAll("figure[data-shown-from]")];
  const isThere = ({ dataset }) => Math.abs(Number(dataset.drawnTo) - Number(dataset.drawnFrom) - span) < span * 0.02;
  for (const { dataset } of figures()) delete dataset.drawnFrom;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const began = performance.now();
  button.click();
  while (figures().length === 0 || !figures().every(isThere)) {
    if (performance.now() - began > limit) throw new Error("the " + name + " did not come");
    await frame();
  }
  // the frame in which it is on the screen
  await frame();
  return performance.now() - began;
}`;

export async function timeOf(page: Page, preset: string, span_ms: number): Promise<number> {
  return Number(await page.evaluate(`(${CLICK})(${JSON.stringify(preset)}, ${span_ms}, ${GIVE_UP_MS})`));
}

export interface ScreenFigures {
  /** Nothing of the year has been looked at since the start. */
  readonly first_year_ms: number;
  /** The page is opened anew: the daemon has seen the question before, the browser has not. */
  readonly year_ms: number;
  readonly month_ms: number;
  readonly bare: Yardstick;
}

async function look(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: "en-GB" });
  await page.goto(`${url}/#/history`);
  await page.locator("figure[data-drawn-to]").first().waitFor({ timeout: GIVE_UP_MS });
  return page;
}

/** Makes a house with its year in a place. */
export function prepare(place: Place): void {
  place.write("gleaner.yaml", CONFIG);
  place.write("values.txt", "solar 900 W\nload 300 W\nsoc 80 %\nvoltage 52.1 V\noutdoor 9.5 °C\n");
  place.makeFolder("data");
  fill(place.path("data"));
}

/** Measures with a daemon and a browser of its own. */
export async function measureScreen(say: (line: string) => void): Promise<ScreenFigures> {
  using place = new Place();
  prepare(place);
  say(`${NAMES.length} channels, ${DAYS} days, ${round((NAMES.length * DAYS * DAY_TICKS) / 1e6)} M readings`);
  await using gleaner = await Gleaner.run(place);
  const browser = await launch();
  try {
    const bare = await bareScreen(browser);
    const page = await look(browser, gleaner.api.url);
    const first_year_ms = await timeOf(page, "Year", 365 * DAY_MS);
    await page.close();
    const again = await look(browser, gleaner.api.url);
    const year_ms = await timeOf(again, "Year", 365 * DAY_MS);
    const month_ms = await timeOf(again, "Month", 30 * DAY_MS);
    return { first_year_ms, year_ms, month_ms, bare };
  } finally {
    await browser.close();
    await gleaner.stop();
  }
}

export function boundsOf({ first_year_ms, year_ms, bare }: ScreenFigures): Bound[] {
  return [
    atMostTimes("a year on the screen, the first time", first_year_ms, "ms", bare, MOST_OF_BARE),
    atMostTimes("again", year_ms, "ms", bare, MOST_OF_BARE),
  ];
}

export const screen: Bench = {
  about: "a year on the History page, from the click to the picture, in Chromium",
  async run(_size, say) {
    const measured = await measureScreen(say);
    const first_year_ms = round(measured.first_year_ms);
    const year_ms = round(measured.year_ms);
    const month_ms = round(measured.month_ms);
    return {
      figures: { first_year_ms, year_ms, month_ms },
      bounds: boundsOf(measured),
      lines: [`A year on the screen: ${first_year_ms} ms the first time, ${year_ms} ms again; a month: ${month_ms} ms`],
    };
  },
};
