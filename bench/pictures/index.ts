import type { Bench } from "../bench.ts";
import { FLAGS, Folders, runProgram } from "../children.ts";
import { round } from "../figures.ts";
import { YEAR_TICKS } from "../house-year/index.ts";
import { atMostTimes, type Bound } from "../judge.ts";
import { loop } from "../yardsticks/loop.ts";
import { hasRrdtool } from "../yardsticks/rrdtool.ts";
import { rrdtoolMs } from "./peer.ts";

/** Pictures by the server: the seven spans of one channel of the house-year, 800 × 300. */

const ROUNDS = 21;
/** No slower than rrdtool in one process. */
const MOST_OF_RRDTOOL = 1;
const MOST_OF_LOOP = 37;

interface Figures {
  readonly png_ms: number;
  readonly svg_ms: number;
  readonly cold_ms: number;
  readonly kept_ms: number;
  readonly each_ms: Readonly<Record<string, number>>;
  readonly rss_mb: number;
}

async function judge(png_ms: number, folder: string, say: (line: string) => void): Promise<Bound> {
  const promise = "seven spans as PNG";
  if (!hasRrdtool()) {
    say("rrdtool is not installed: the pictures are judged beside a plain loop");
    return atMostTimes(promise, png_ms, "ms", await loop(), MOST_OF_LOOP);
  }
  const rrdtool = { name: "rrdtool", value: await rrdtoolMs(folder), unit: "ms" };
  return atMostTimes(promise, png_ms, "ms", rrdtool, MOST_OF_RRDTOOL);
}

export const pictures: Bench = {
  about: "the seven spans of one channel of the house-year as pictures (size: rounds, 21)",
  async run(size, say) {
    using folders = new Folders();
    const folder = folders.next();
    runProgram("store/work.ts", ["ingest", folder, YEAR_TICKS, "even"]);
    say("written: the house-year");
    const measured = runProgram<Figures>("pictures/work.ts", [folder, size ?? ROUNDS], FLAGS);
    const { png_ms, svg_ms, cold_ms, kept_ms, each_ms, rss_mb } = measured;
    const bound = await judge(png_ms, folders.next(), say);
    const each = Object.entries(each_ms).map(([span, ms]) => `${span} ${round(ms)}`);
    return {
      figures: { png_ms, svg_ms, cold_ms, kept_ms, rss_mb },
      bounds: [bound],
      lines: [
        `Seven pictures as PNG: ${round(png_ms)} ms together (${each.join(", ")}); as SVG: ${round(svg_ms)} ms`,
        `The very first seven, the start of the painting process included: ${round(cold_ms)} ms; one that is kept: ${round(kept_ms)} ms`,
        `The whole process afterwards: ${round(rss_mb)} MB`,
      ],
    };
  },
};
