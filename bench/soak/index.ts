import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { LIMITS } from "../../src/web/defence/limits.ts";
import type { Api } from "../../test/support/api.ts";
import { Gleaner } from "../../test/support/gleaner.ts";
import { script } from "../../test/support/houses.ts";
import { Place } from "../../test/support/place.ts";
import { paintersOf } from "../../test/support/process.ts";
import { until } from "../../test/support/until.ts";
import type { Bench } from "../bench.ts";
import { round } from "../figures.ts";
import { atMost, type Bound } from "../judge.ts";
import { Samples } from "./samples.ts";
import type { Trend } from "./trend.ts";
import { Visitors } from "./visitors.ts";

/** What a busy house takes after a while: 600 readings a second, with pages, pictures and questions. */

const MINUTES = 60;
const READINGS_PER_S = 600;
const SEED = 7;
const SAMPLE_MS = 5_000;
/** The first part of the time fills caches: it is told, and not judged. */
const WARM_UP = 0.3;
const PROMISED_MB = 160;
/** A slope that is surely larger would fill a small machine within a month. */
const MOST_MB_PER_H = 5;
const UP_WITHIN_MS = 90_000;
const STORED_WITHIN_MS = 60_000;
const PAINTER_GONE_MS = LIMITS.picture_idle_ms + 10_000;

const CONFIG = `site: { time_zone: Europe/Paris }
data: { path: ./data, commit_every: 1 s }
web: { port: 0 }
devices:
  meter: { type: command, source: { listen: [${process.execPath}, ${join(import.meta.dirname, "feeder.ts")}, "${READINGS_PER_S}"] } }
  plug: { type: file, path: ./plug.state }
  pump: { type: file, path: ./pump.state }
relays:
  boiler: { output: plug, script: ./boiler.ts }
  pump: { output: pump, script: ./pump.ts }
guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }
`;

interface Soaked {
  readonly trends: ReadonlyMap<string, Trend>;
  readonly painters_left: number;
  readonly requests: number;
  readonly failed: number;
  readonly troubles: readonly string[];
}

async function stored(api: Api): Promise<void> {
  await until("something is stored", async () => (await api.series("meter.p59")).at.length > 0, STORED_WITHIN_MS);
}

async function soak(minutes: number, say: (line: string) => void): Promise<Soaked> {
  using place = new Place();
  place.write("gleaner.yaml", CONFIG);
  place.write("boiler.ts", script('return data["meter.p1"] > 1_200 ? on("Much") : off("Little");'));
  place.write("pump.ts", script('return data["meter.p2"] > 900 ? on("Much") : off("Little");'));
  place.makeFolder("heaps");
  const preload = pathToFileURL(join(import.meta.dirname, "heaps.js")).href;
  // certificates that this machine adds to those of Node take 3 MB, wherever TLS is loaded: no house has them
  const env = { NODE_OPTIONS: `--import=${preload}`, SOAK_HEAPS: place.path("heaps"), NODE_EXTRA_CA_CERTS: "" };
  await using gleaner = Gleaner.launch(place, undefined, { env });
  await gleaner.up(UP_WITHIN_MS);
  const { api } = gleaner;
  await stored(api);
  const samples = new Samples(gleaner.pid, place.path("heaps"));
  const visitors = new Visitors(api, SEED);
  const began = Date.now();
  const end = began + minutes * 60_000;
  for (let told = 0; Date.now() < end; ) {
    samples.take();
    const minute = Math.floor((Date.now() - began) / 60_000);
    if (minute > told && minute % Math.ceil(minutes / 12) === 0) {
      told = minute;
      const now = samples.trends(Date.now() - 60_000, Date.now()).get("resident_mb");
      say(
        `${minute} min: ${round(now?.mean ?? Number.NaN)} MB, ${visitors.requests} requests, ${visitors.failed} failed`,
      );
    }
    await pause(SAMPLE_MS);
  }
  visitors.leavePictures();
  await until("the painter ends", () => paintersOf(gleaner.pid).length === 0, PAINTER_GONE_MS).catch(() => undefined);
  const painters_left = paintersOf(gleaner.pid).length;
  await visitors.stop();
  samples.takeHeaps();
  const { requests, failed, troubles } = visitors;
  await gleaner.stop();
  return { trends: samples.trends(began + WARM_UP * (end - began), end), painters_left, requests, failed, troubles };
}

function boundsOf({ trends, painters_left, failed }: Soaked): Bound[] {
  const resident = trends.get("resident_mb");
  if (!resident) throw new Error("the house was never looked at: give more minutes");
  const bounds = [
    atMost("memory of the house", resident.mean, "MB", PROMISED_MB),
    atMost("painters that stay without work", painters_left, "", 0),
    atMost("requests that failed", failed, "", 0),
  ];
  if (Number.isNaN(resident.slope)) return bounds;
  const surely = resident.slope - 2 * resident.error;
  return [...bounds, atMost("growth that is sure, slope less two errors", surely, "MB an hour", MOST_MB_PER_H)];
}

function figuresOf(trends: ReadonlyMap<string, Trend>): Record<string, number> {
  const figures: Record<string, number> = {};
  for (const [part, { mean, slope, error }] of trends) {
    figures[part] = round(mean);
    figures[`${part}_per_h`] = round(slope);
    figures[`${part}_per_h_error`] = round(error);
  }
  return figures;
}

function linesOf({ trends, requests, troubles }: Soaked, minutes: number): string[] {
  const rows = [...trends].map(
    ([part, { mean, max, slope, error }]) =>
      `${part.padEnd(28)} ${String(round(mean)).padStart(7)}  at most ${String(round(max)).padStart(7)}  ` +
      `an hour ${String(round(slope)).padStart(7)} ± ${round(error)}`,
  );
  return [
    `${minutes} min at ${READINGS_PER_S} readings/s, ${requests} requests; the first ${WARM_UP * 100} % left out:`,
    ...rows,
    ...troubles,
  ];
}

export const soakBench: Bench = {
  about: "what a busy house takes over time, part by part, with slope and error (size: minutes, 60)",
  async run(size, say) {
    const minutes = size ?? MINUTES;
    const soaked = await soak(minutes, say);
    return { figures: figuresOf(soaked.trends), bounds: boundsOf(soaked), lines: linesOf(soaked, minutes) };
  },
};
