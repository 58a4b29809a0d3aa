import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { type Bench, round } from "./bench.ts";
import { YEAR_TICKS } from "./house-year/index.ts";
import { FLAGS, Folders, work } from "./store.ts";

/** Pictures by the server: the seven spans of one channel of the house-year, 800 × 300. */

const ROUNDS = 21;
/** What rrdtool needs for the same seven in one process on this class of machine. */
const PROMISED_MS = 111;

interface Figures {
  readonly png_ms: number;
  readonly svg_ms: number;
  readonly cold_ms: number;
  readonly kept_ms: number;
  readonly each_ms: Readonly<Record<string, number>>;
  readonly rss_mb: number;
}

export const pictures: Bench = {
  about: "the seven spans of one channel of the house-year as pictures (size: rounds, 21)",
  async run(size, say) {
    using folders = new Folders();
    const folder = folders.next();
    work("ingest", folder, YEAR_TICKS, "even", []);
    say("written: the house-year");
    const file = join(import.meta.dirname, "pictures-work.ts");
    const child = spawnSync(process.execPath, [...FLAGS, file, folder, `${size ?? ROUNDS}`], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (child.status !== 0) throw new Error(`pictures-work ended with ${child.status ?? child.signal}`);
    const { png_ms, svg_ms, cold_ms, kept_ms, each_ms, rss_mb }: Figures = JSON.parse(child.stdout);
    const each = Object.entries(each_ms).map(([span, ms]) => `${span} ${round(ms)}`);
    return {
      figures: { png_ms, svg_ms, cold_ms, kept_ms, rss_mb },
      bounds: [{ promise: `seven spans within ${PROMISED_MS} ms together`, kept: png_ms <= PROMISED_MS }],
      lines: [
        `Seven pictures as PNG: ${round(png_ms)} ms together (${each.join(", ")}); as SVG: ${round(svg_ms)} ms`,
        `The very first seven, the start of the painting process included: ${round(cold_ms)} ms; one that is kept: ${round(kept_ms)} ms`,
        `The whole process afterwards: ${round(rss_mb)} MB`,
      ],
    };
  },
};
