import { type Bench, round } from "./bench.ts";
import { Folders, work } from "./store.ts";

/** What the history costs an SD card: host writes of one day, 8 channels at 1 Hz, a commit each 10 s. */

const PROMISED_MB = 150;

export const writes: Bench = {
  about: "bytes written to the disk in a day of 8 channels at 1 Hz",
  async run() {
    using folders = new Folders();
    const written_mb_per_day = round(work("writes", folders.next(), 0, "even", []).written_mb ?? Number.NaN);
    return {
      figures: { written_mb_per_day },
      bounds: [{ promise: `at most ${PROMISED_MB} MB a day`, kept: written_mb_per_day <= PROMISED_MB }],
      lines: [`8 channels at 1 Hz, a commit each 10 s: ${written_mb_per_day} MB a day`],
    };
  },
};
