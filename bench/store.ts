import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { type Bench, type Bound, round } from "./bench.ts";
import { YEAR_TICKS } from "./house-year/index.ts";

/** The history beside its peers: how fast, how small, how soon it answers, on the house-year. */

const CHANNELS = 12;
const INGESTS = 3;

/** As `src/main.ts` starts a house. */
export const FLAGS = ["--max-semi-space-size=1", "--optimize-for-size", "--no-node-snapshot"];

type Figures = Readonly<Record<string, number>>;

export function work(
  what: string,
  folder: string,
  ticks: number,
  grid: "even" | "late",
  flags: readonly string[],
): Figures {
  const file = join(import.meta.dirname, "store-work.ts");
  const child = spawnSync(process.execPath, [...flags, file, what, folder, `${ticks}`, grid], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (child.status !== 0) throw new Error(`${what} ended with ${child.status ?? child.signal}`);
  return JSON.parse(child.stdout);
}

function middle(all: readonly Figures[], name: string): number {
  const values = all.map((figures) => figures[name] ?? Number.NaN).sort((a, b) => a - b);
  return values[values.length >> 1] ?? Number.NaN;
}

export class Folders {
  readonly #root = mkdtempSync(join(tmpdir(), "gleaner-bench-"));
  #count = 0;
  next(): string {
    return mkdtempSync(join(this.#root, `${this.#count++}-`));
  }
  [Symbol.dispose](): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}

export const store: Bench = {
  about: "the history beside its peers: the house-year, written and asked (--ticks N: shorter; 3,153,600)",
  async run(size, say) {
    const ticks = size ?? YEAR_TICKS;
    using folders = new Folders();
    const folder = folders.next();
    const even = [work("ingest", folder, ticks, "even", [])];
    for (let i = 1; i < INGESTS; i++) even.push(work("ingest", folders.next(), ticks, "even", []));
    say(`written: ${round(middle(even, "readings_per_s") / 1e6)} M readings/s`);
    const lateFolder = folders.next();
    const late = work("ingest", lateFolder, ticks, "late", []);
    const asked = work("query", folder, ticks, "even", FLAGS);
    const askedLate = work("query", lateFolder, ticks, "late", FLAGS);
    say(`asked: a year in ${round(asked.q2_ms ?? 0)} ms`);
    const live = work("live", folders.next(), ticks, "even", []);
    const [q1_ms = 0, q2_ms = 0, q3_ms = 0, q4_ms = 0] = [asked.q1_ms, asked.q2_ms, asked.q3_ms, asked.q4_ms];
    const wrong = (asked.wrong ?? 1) + (askedLate.wrong ?? 1);
    const ingest = {
      readings_per_s: Math.round(middle(even, "readings_per_s")),
      readings_per_cpu_s: Math.round(middle(even, "readings_per_cpu_s")),
    };
    const ticks_per_s = Math.round(live.ticks_per_s ?? 0);
    const bytes_per_reading = middle(even, "bytes_per_reading");
    const bytes_per_reading_off_grid = late.bytes_per_reading ?? Number.NaN;
    const whole = ticks >= YEAR_TICKS;
    const bounds: Bound[] = [{ promise: "every answer as a plain loop gives it", kept: wrong === 0 }];
    if (whole) {
      bounds.push(
        { promise: "at least 10 M readings/s", kept: ingest.readings_per_s >= 10e6 },
        { promise: "at least 7,000 durable ticks/s", kept: ticks_per_s >= 7_000 },
        { promise: "at most 0.35 bytes a reading", kept: bytes_per_reading <= 0.35 },
        { promise: "at most 0.45 bytes a reading off the grid", kept: bytes_per_reading_off_grid <= 0.45 },
        { promise: "a day raw within 1.5 ms", kept: q1_ms <= 1.5 },
        { promise: "a year in 1,000 buckets within 2 ms", kept: q2_ms <= 2 },
        { promise: "the same zoomed and panned within 2 ms", kept: (asked.q2_moved_ms ?? Number.NaN) <= 2 },
        { promise: "365 days of energy within 0.5 ms", kept: q3_ms <= 0.5 },
        { promise: "the newest of 12 within 0.014 ms", kept: q4_ms <= 0.014 },
      );
    }
    const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "?"}, Node ${process.version}`;
    const rss_mb = asked.rss_mb ?? Number.NaN;
    return {
      figures: { ticks_per_s, bytes_per_reading, bytes_per_reading_off_grid, q1_ms, q2_ms, q3_ms, q4_ms, rss_mb },
      json: {
        machine,
        readings: ticks * CHANNELS,
        ingest,
        live: { ticks_per_s },
        bytes_per_reading,
        bytes_per_reading_off_grid,
        q1_ms,
        q2_ms,
        q3_ms,
        q4_ms,
        rss_mb,
        q2_moved_ms: asked.q2_moved_ms,
        q2_moved_worst_ms: asked.q2_moved_worst_ms,
        q2_cold_ms: asked.q2_cold_ms,
        q2_hours_cold_ms: asked.q2_hours_cold_ms,
        q3_sign_ms: asked.q3_sign_ms,
        off_grid: {
          readings_per_s: Math.round(late.readings_per_s ?? 0),
          q1_ms: askedLate.q1_ms,
          q2_ms: askedLate.q2_ms,
          q2_moved_ms: askedLate.q2_moved_ms,
        },
        wrong_answers: wrong,
      },
      bounds,
      lines: [
        `${machine}: ${ticks * CHANNELS} readings`,
        `In bulk: ${round(ingest.readings_per_s / 1e6)} M readings/s; live: ${ticks_per_s} durable ticks of 12 readings/s`,
        `Size: ${bytes_per_reading.toFixed(4)} bytes a reading, ${bytes_per_reading_off_grid.toFixed(4)} off the grid`,
        `A day raw ${q1_ms.toFixed(3)} ms, a year in 1,000 buckets ${q2_ms.toFixed(3)} ms, zoomed and panned ${round(asked.q2_moved_ms ?? 0)} ms (at most ${round(asked.q2_moved_worst_ms ?? 0)} ms)`,
        `The first time ${round(asked.q2_cold_ms ?? 0)} ms, by whole hours ${round(asked.q2_hours_cold_ms ?? 0)} ms`,
        `Energy of each day ${q3_ms.toFixed(3)} ms, the newest of 12 ${q4_ms.toFixed(4)} ms; ${round(rss_mb)} MB`,
      ],
    };
  },
};
