import { cpus } from "node:os";
import type { Bench, Result } from "../bench.ts";
import { type Figures, FLAGS, Folders, runProgram } from "../children.ts";
import { median, round } from "../figures.ts";
import { CHANNELS, YEAR_TICKS } from "../house-year/index.ts";
import { atLeastTimes, atMost, atMostTimes, type Bound, type Yardstick } from "../judge.ts";

/** The history beside its peers: how fast, how small, how soon it answers, on the house-year. */

const INGESTS = 3;
const MOST_BYTES = 0.35;
const MOST_BYTES_OFF_GRID = 0.45;
/** Of the yardsticks; README.md tells where they come from. */
const LIMITS = { ingest: 9, live: 0.87, q1: 0.6, q2: 0.0033, q3: 0.00083, q4: 0.37 };

/** Of the same question of a counter without faults. */
const MOST_FAULTY = 2;

type Grid = "even" | "late";

function work(
  what: string,
  folder: string,
  ticks: number,
  grid: Grid = "even",
  flags: readonly string[] = [],
): Figures {
  return runProgram("store/work.ts", [what, folder, ticks, grid], flags);
}

function middle(all: readonly Figures[], name: string): number {
  return median(all.map((figures) => figures[name] ?? Number.NaN));
}

interface Measured {
  readonly ticks: number;
  readonly even: readonly Figures[];
  readonly late: Figures;
  readonly asked: Figures;
  readonly askedLate: Figures;
  readonly live: Figures;
  readonly plain: Figures;
  readonly counter: Figures;
}

function measure(ticks: number, say: (line: string) => void): Measured {
  using folders = new Folders();
  const folder = folders.next();
  const even = [work("ingest", folder, ticks)];
  for (let i = 1; i < INGESTS; i++) even.push(work("ingest", folders.next(), ticks));
  say(`written: ${round(middle(even, "readings_per_s") / 1e6)} M readings/s`);
  const lateFolder = folders.next();
  const late = work("ingest", lateFolder, ticks, "late");
  const asked = work("query", folder, ticks, "even", FLAGS);
  const askedLate = work("query", lateFolder, ticks, "late", FLAGS);
  say(`asked: a year in ${round(asked.q2_ms ?? 0)} ms`);
  const plain = work("plain", folders.next(), ticks, "even", FLAGS);
  say(`a plain table: ${round((plain.rows_per_s ?? 0) / 1e6)} M readings/s, a year in ${round(plain.q2_ms ?? 0)} ms`);
  const live = work("live", folders.next(), ticks);
  const counter = work("counter", folders.next(), ticks, "even", FLAGS);
  return { ticks, even, late, asked, askedLate, live, plain, counter };
}

function wrongAnswers({ asked, askedLate, counter }: Measured): number {
  return (asked.wrong ?? 1) + (askedLate.wrong ?? 1) + (counter.wrong ?? 1);
}

/** What is promised of a whole year. */
function boundsOfYear({ even, late, asked, live, plain, counter }: Measured): Bound[] {
  const table = (figure: string, unit: string, scale = 1): Yardstick => {
    return { name: "a plain SQLite table", value: (plain[figure] ?? Number.NaN) / scale, unit };
  };
  const disk = { name: "a raw append with fdatasync", value: live.appends_per_s ?? Number.NaN, unit: "a second" };
  const millions = middle(even, "readings_per_s") / 1e6;
  const sound = { name: "one without", value: counter.sound_ms ?? Number.NaN, unit: "ms" };
  const answer = (promise: string, name: string, question: "q1" | "q2" | "q3" | "q4"): Bound =>
    atMostTimes(promise, asked[name] ?? Number.NaN, "ms", table(`${question}_ms`, "ms"), LIMITS[question]);
  return [
    atLeastTimes("in bulk", millions, "M readings/s", table("rows_per_s", "M readings/s", 1e6), LIMITS.ingest),
    atLeastTimes("durable ticks", live.ticks_per_s ?? Number.NaN, "a second", disk, LIMITS.live),
    atMost("bytes a reading", middle(even, "bytes_per_reading"), "", MOST_BYTES),
    atMost("bytes a reading off the grid", late.bytes_per_reading ?? Number.NaN, "", MOST_BYTES_OFF_GRID),
    answer("a day raw", "q1_ms", "q1"),
    answer("a year in 1,000 buckets", "q2_ms", "q2"),
    answer("the same zoomed and panned", "q2_moved_ms", "q2"),
    answer("365 days of energy", "q3_ms", "q3"),
    answer("the newest of 12", "q4_ms", "q4"),
    atMostTimes("365 days of a counter with faults", counter.faulty_ms ?? Number.NaN, "ms", sound, MOST_FAULTY),
  ];
}

function resultOf(measured: Measured): Result {
  const { ticks, even, late, asked, askedLate, live, plain, counter } = measured;
  const { q1_ms = 0, q2_ms = 0, q3_ms = 0, q4_ms = 0, rss_mb = 0, q2_moved_ms = 0, q2_moved_worst_ms = 0 } = asked;
  const ingest = {
    readings_per_s: Math.round(middle(even, "readings_per_s")),
    readings_per_cpu_s: Math.round(middle(even, "readings_per_cpu_s")),
  };
  const ticks_per_s = Math.round(live.ticks_per_s ?? 0);
  const bytes_per_reading = middle(even, "bytes_per_reading");
  const bytes_per_reading_off_grid = late.bytes_per_reading ?? Number.NaN;
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "?"}, Node ${process.version}`;
  const readings = ticks * CHANNELS.length;
  const sizes = { bytes_per_reading, bytes_per_reading_off_grid };
  const answers = { q1_ms, q2_ms, q3_ms, q4_ms, rss_mb };
  const wrong_answers = wrongAnswers(measured);
  const { q2_cold_ms = 0, q2_hours_cold_ms = 0, q3_sign_ms = 0 } = asked;
  const off_grid = {
    readings_per_s: Math.round(late.readings_per_s ?? 0),
    q1_ms: askedLate.q1_ms,
    q2_ms: askedLate.q2_ms,
    q2_moved_ms: askedLate.q2_moved_ms,
  };
  const more = {
    counter,
    q2_moved_ms,
    q2_moved_worst_ms,
    q2_cold_ms,
    q2_hours_cold_ms,
    q3_sign_ms,
    off_grid,
    wrong_answers,
  };
  const yardsticks = { plain_table: plain, appends_per_s: live.appends_per_s };
  const exact = atMost("answers that differ from a plain loop's", wrong_answers, "", 0);
  return {
    figures: { ticks_per_s, ...sizes, ...answers },
    json: { machine, readings, ingest, live: { ticks_per_s }, ...sizes, ...answers, ...more, yardsticks },
    bounds: ticks >= YEAR_TICKS ? [exact, ...boundsOfYear(measured)] : [exact],
    lines: [
      `${machine}: ${readings} readings`,
      `In bulk: ${round(ingest.readings_per_s / 1e6)} M readings/s; live: ${ticks_per_s} durable ticks of 12 readings/s`,
      `Size: ${bytes_per_reading.toFixed(4)} bytes a reading, ${bytes_per_reading_off_grid.toFixed(4)} off the grid`,
      `A day raw ${round(q1_ms)} ms, a year in 1,000 buckets ${round(q2_ms)} ms, zoomed and panned ${round(q2_moved_ms)} ms (at most ${round(q2_moved_worst_ms)} ms)`,
      `The first time ${round(q2_cold_ms)} ms, by whole hours ${round(q2_hours_cold_ms)} ms`,
      `Energy of each day ${round(q3_ms)} ms, the newest of 12 ${round(q4_ms)} ms; ${round(rss_mb)} MB`,
      `Of a counter ${round(counter.sound_ms ?? Number.NaN)} ms, with faults ${round(counter.faulty_ms ?? Number.NaN)} ms`,
    ],
  };
}

export const store: Bench = {
  about: "the history beside its peers: the house-year, written and asked (--ticks N: shorter; 3,153,600)",
  async run(size, say) {
    return resultOf(measure(size ?? YEAR_TICKS, say));
  },
};
