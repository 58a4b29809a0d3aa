import type { Bench } from "./bench.ts";
import { Folders, runProgram } from "./children.ts";
import { round } from "./figures.ts";
import { atMost } from "./judge.ts";

/** What the history costs an SD card: host writes of one day, 8 channels at 1 Hz, a commit each 10 s. */

const PROMISED_MB = 150;

export const writes: Bench = {
  about: "bytes written to the disk in a day of 8 channels at 1 Hz",
  async run() {
    using folders = new Folders();
    const written_mb_per_day = round(
      runProgram("store/work.ts", ["writes", folders.next(), 0]).written_mb ?? Number.NaN,
    );
    return {
      figures: { written_mb_per_day },
      bounds: [atMost("written in a day", written_mb_per_day, "MB", PROMISED_MB)],
      lines: [`8 channels at 1 Hz, a commit each 10 s: ${written_mb_per_day} MB a day`],
    };
  },
};
