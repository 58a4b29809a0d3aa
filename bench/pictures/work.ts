/**
 * The pictures of one channel in a process with a house's settings. Arguments: the data folder, rounds.
 * Prints one line of JSON.
 */
import { sunTimes } from "../../src/forecast/sun.ts";
import { inProcess } from "../../src/hands/index.ts";
import { openPictures } from "../../src/pictures/index.ts";
import { PAINT_FLAGS, PAINT_PROCESS } from "../../src/pictures/painter.ts";
import { openHistory } from "../../src/store/index.ts";
import { LIMITS } from "../../src/web/defence/limits.ts";
import { SPAN_NAMES } from "../../src/web/graphs/plan.ts";
import { Live } from "../../src/web/live/live.ts";
import { buildServer } from "../../src/web/server/server.ts";
import { median } from "../figures.ts";

const [folder = "", rounds = "21"] = process.argv.slice(2);
const CHANNEL = "pv_power";
const ZONE = "Europe/Paris";

const history = openHistory(folder);
// noon of the last whole day: the last hour has something to show
const [newest] = await history.latestOf([CHANNEL]);
const now = (newest?.at ?? 0) - 12 * 3_600_000;
/** Moved on by so much, no picture is kept any more. */
let passed = 0;
const clock = { at: () => now, mono: () => passed };
const app = await buildServer({
  history,
  live: new Live(clock),
  ask: async () => ({ ok: true }),
  pages: "/nonexistent",
  version: "bench",
  site: { name: "bench", time_zone: ZONE, language: "en" },
  channels: { named: [], stale_after_ms: new Map(), reports: new Map(), counters: new Map() },
  sun: (at) => sunTimes(at, 44.93, 0.72, ZONE),
  loadPictures: async (limits) => openPictures(limits, (events) => inProcess(PAINT_PROCESS, PAINT_FLAGS, events)),
  clock,
});

/** All seven spans, one after the other, none of them kept. */
async function seven(format: "png" | "svg", ms: Record<string, number[]>): Promise<number> {
  passed += LIMITS.picture_kept_ms + 1;
  let sum = 0;
  for (const span of SPAN_NAMES) {
    const began = performance.now();
    const answer = await app.inject(`/graph/${CHANNEL}.${format}?span=${span}&width=800&height=300`);
    const took = performance.now() - began;
    if (answer.statusCode !== 200) throw new Error(`${span}: ${answer.statusCode} ${answer.body}`);
    ms[span] = [...(ms[span] ?? []), took];
    sum += took;
  }
  return sum;
}

const first = {};
const cold_ms = await seven("png", first);
const each: Record<string, number[]> = {};
const png: number[] = [];
const svg: number[] = [];
for (let round = 0; round < Number(rounds); round++) {
  png.push(await seven("png", each));
  svg.push(await seven("svg", {}));
}
const CERTAIN = `/graph/${CHANNEL}.png?span=24h&width=800&height=300`;
await app.inject(CERTAIN);
const kept = performance.now();
await app.inject(CERTAIN);
const kept_ms = performance.now() - kept;
const figures = {
  png_ms: median(png),
  svg_ms: median(svg),
  cold_ms,
  kept_ms,
  each_ms: Object.fromEntries(Object.entries(each).map(([span, values]) => [span, median(values)])),
  rss_mb: process.memoryUsage.rss() / 1e6,
};
await app.close();
history.close();
console.log(JSON.stringify(figures));
