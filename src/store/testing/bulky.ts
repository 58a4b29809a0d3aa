/**
 * Commits many readings at once, seals and checkpoints often, so that what is stored fills page after page; writes the number
 * of each commit to the file `acknowledged` once it is done. Arguments: data folder, how many commits.
 * Each value follows from its channel and instant: whatever is shown can be told to be right or to never have been.
 */
import { openSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Reading } from "../../model/index.ts";
import { Encoder } from "../house-end/encode.ts";
import { type Answers, openAnswers } from "../reading/answers.ts";
import { Writer } from "../writing/writer.ts";
import { tellsOfDamage, VERDICTS, type Verdict } from "./power-cut.ts";

const T = Date.UTC(2026, 0, 5);
const STEP_MS = 20_000;
const HOLD_MS = 60_000;
const HOUR_MS = 3_600_000;
/** The voltages of three phases: all take as many bytes, so that parts of two rows fit together without a seam. */
const CHANNELS = ["l1", "l2", "l3"];
/** Readings of a channel in a commit. */
const TOGETHER = 300;
const EDGES = Array.from({ length: 61 }, (_, i) => T + i * HOUR_MS);

/** Reading number `n` of a channel, some milliseconds late. */
function readingOf(channel: string, n: number): Reading {
  const noise = Math.imul(3 * n + CHANNELS.indexOf(channel) + 1, 0x9e3779b1) >>> 16;
  return { channel, at: T + n * STEP_MS + ((n * 31) % 50), value: 220 + (noise % 200) / 10 };
}

function isTrue({ channel, at, value }: Reading): boolean {
  const expected = readingOf(channel, Math.floor((at - T) / STEP_MS));
  return at === expected.at && value === expected.value;
}

function energiesOf(readings: readonly Reading[]): number[] {
  const sums = EDGES.slice(1).map(() => 0);
  readings.forEach(({ at, value }, i) => {
    const end = Math.min(readings[i + 1]?.at ?? Number.POSITIVE_INFINITY, at + HOLD_MS);
    for (let e = Math.floor((at - T) / HOUR_MS); (EDGES[e] ?? end) < end; e++) {
      const held = Math.min(end, EDGES[e + 1] ?? end) - Math.max(at, EDGES[e] ?? end);
      sums[e] = (sums[e] ?? 0) + (Number(value) * held) / HOUR_MS;
    }
  });
  return sums;
}

/** Whether the readings of a channel are true, are so many or those of one commit more, and add up to its energies. */
function judgeChannel(history: Answers, channel: string, count: number): Verdict {
  const readings = history.range(channel, -1e15, 1e15, 1_000_000);
  if (!readings.every((reading, i) => isTrue(reading) && !(reading.at <= (readings[i - 1]?.at ?? 0)))) return "wrong";
  const sums = energiesOf(readings);
  const energies = history.energies(channel, EDGES, HOLD_MS).sums;
  if (!energies.every((energy, i) => Math.abs(energy - (sums[i] ?? 0)) < 1e-6)) return "wrong";
  return [count, count + TOGETHER].includes(readings.length) ? "sound" : "lost";
}

/** The worst of what a folder shows to a new start. @throws Error when it says anything else than that it is damaged */
export function judgeReadings(folder: string, acknowledged: number): Verdict {
  const verdicts: Verdict[] = [];
  const judge = (question: () => Verdict): void => {
    try {
      verdicts.push(question());
    } catch (error) {
      if (!tellsOfDamage(error, folder)) throw error;
      verdicts.push("noticed");
    }
  };
  judge(() => {
    using open = new DisposableStack();
    open.adopt(new Writer({ folder }), (it) => it.close());
    const history = open.adopt(openAnswers(folder), (it) => it.close());
    for (const channel of CHANNELS) judge(() => judgeChannel(history, channel, acknowledged * TOGETHER));
    return "sound";
  });
  return VERDICTS.findLast((verdict) => verdicts.includes(verdict)) ?? "sound";
}

if (import.meta.main) {
  const [folder = "", count = "0"] = process.argv.slice(2);
  const acknowledged = openSync(join(folder, "acknowledged"), "a");
  const writer = new Writer({ folder, full_head: 3 * TOGETHER * CHANNELS.length, checkpoint_pages: 40 });
  const encoder = new Encoder();
  for (let number = 0; number < Number(count); number++) {
    const numbers = Array.from({ length: TOGETHER }, (_, i) => number * TOGETHER + i);
    const readings = numbers.flatMap((n) => CHANNELS.map((channel) => readingOf(channel, n)));
    const wire = encoder.encode({ readings, decisions: [], memory: { number } });
    writer.learn(encoder.takeNews());
    writer.write(wire);
    writeSync(acknowledged, `${number}\n`);
    writer.sealInTime();
    writer.checkpoint();
  }
}
