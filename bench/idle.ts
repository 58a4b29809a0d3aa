import type { Browser } from "playwright-core";
import { Cable } from "../src/devices/kit/testing/cable.ts";
import { monitorBlock, roofBlock } from "../test/support/frames.ts";
import { Gleaner } from "../test/support/gleaner.ts";
import { laBorie, script } from "../test/support/houses.ts";
import { Place } from "../test/support/place.ts";
import { processorMs, residentBytes } from "../test/support/process.ts";
import { pause, until } from "../test/support/until.ts";
import { launch } from "../ui/dev/browser.ts";
import type { Bench } from "./bench.ts";
import { round } from "./figures.ts";
import { atMost, atMostTimes, type Bound } from "./judge.ts";
import { loopByProcessor } from "./yardsticks/loop.ts";

/** What a running house takes of its machine: two serial devices at one block a second, one relay with its script. */

const SECONDS = 60;
const PROMISED_MB = 160;
/** Percent of a core for each ms that the plain loop takes; README.md tells where it comes from. */
const MOST_OF_LOOP = 1;
const WARM_UP_MS = 10_000;

/** A charger and a monitor that speak once a second, with values that change. */
function talk(roof: Cable, monitor: Cable): { stop(): void } {
  let turn = 0;
  const timer = setInterval(() => {
    turn += 1;
    void roof.speak(roofBlock(3, 400 + (turn % 200)));
    void monitor.speak(monitorBlock(900 + (turn % 50), 100 + (turn % 70)));
  }, 1_000);
  return { stop: () => clearInterval(timer) };
}

async function openPages(browser: Browser, url: string, count: number): Promise<void> {
  for (let page = 0; page < count; page += 1) {
    const tab = await browser.newPage();
    await tab.goto(url);
    await tab.locator("article .lamp").first().waitFor();
  }
}

export interface IdleFigures {
  /** Of the whole process, two pages open, the highest seen. */
  readonly resident_mb: number;
  /** Of one core, all threads, without pages. */
  readonly processor_percent: number;
  /** The same with two pages open. */
  readonly processor_with_pages_percent: number;
}

async function load(pid: number, seconds: number, onSecond: () => void): Promise<number> {
  const began = performance.now();
  const used = processorMs(pid);
  while (performance.now() - began < seconds * 1_000) {
    await pause(500);
    onSecond();
  }
  return ((processorMs(pid) - used) / (performance.now() - began)) * 100;
}

/** @param seconds of each half: without pages, then with two */
export async function measureIdle(seconds: number, say: (line: string) => void): Promise<IdleFigures> {
  using place = new Place();
  await using roof = await Cable.plug(place.path("roof"));
  await using monitor = await Cable.plug(place.path("monitor"));
  place.write("gleaner.yaml", laBorie("./roof", "./monitor", 0));
  place.write("boiler.ts", script('return data.SOC > 92 && data.P > 120 ? on("Enough") : off("Not enough");'));
  await using gleaner = await Gleaner.run(place);
  const { api, pid } = gleaner;
  for (const device of ["roof", "monitor"]) {
    await until(`${device} is open`, async () => (await api.counter(device, "opens")) === 1);
  }
  const talking = talk(roof, monitor);
  const browser = await launch();
  try {
    await pause(WARM_UP_MS);
    const processor_percent = await load(pid, seconds, () => undefined);
    say(`without pages: ${round(processor_percent)} % of a core, ${round(residentBytes(pid) / 1e6)} MB`);
    await openPages(browser, api.url, 2);
    let highest = 0;
    const processor_with_pages_percent = await load(pid, seconds, () => {
      highest = Math.max(highest, residentBytes(pid));
    });
    await api.state();
    return { resident_mb: highest / 1e6, processor_percent, processor_with_pages_percent };
  } finally {
    talking.stop();
    await browser.close();
  }
}

export function boundsOf({ resident_mb, processor_percent }: IdleFigures): Bound[] {
  return [
    atMost("memory with two pages open", resident_mb, "MB", PROMISED_MB),
    atMostTimes("processor", processor_percent, "% of a core", loopByProcessor(), MOST_OF_LOOP),
  ];
}

export const idle: Bench = {
  about: "memory and processor of a running house with two pages open (size: seconds of each half, 60)",
  async run(size, say) {
    const measured = await measureIdle(size ?? SECONDS, say);
    const resident_mb = round(measured.resident_mb);
    const processor_percent = round(measured.processor_percent);
    const processor_with_pages_percent = round(measured.processor_with_pages_percent);
    return {
      figures: { resident_mb, processor_percent, processor_with_pages_percent },
      bounds: boundsOf(measured),
      lines: [
        `A running house: ${resident_mb} MB with two pages open`,
        `Processor: ${processor_percent} % of a core, ${processor_with_pages_percent} % with two pages open`,
      ],
    };
  },
};
