import { readFileSync } from "node:fs";
import { Encoder } from "../../src/store/house-end/encode.ts";
import { Writer } from "../../src/store/writing/writer.ts";
import { CHANNELS, House, START_MS } from "../house-year/index.ts";
import type { Task } from "./task.ts";

const WRITTEN_CHANNELS = 8;
const COMMIT_EVERY_S = 10;
const DAY_S = 86_400;

/** Bytes that this process has handed to the disk. */
function writtenBytes(): number {
  return Number(/^write_bytes: (\d+)/m.exec(readFileSync("/proc/self/io", "utf8"))?.[1] ?? Number.NaN);
}

/** A day of 8 channels at 1 Hz, one commit each 10 s, sealing and checkpoints included. */
export function writes({ folder }: Task): object {
  const house = new House(1);
  const row = new Int32Array(CHANNELS.length);
  const before = writtenBytes();
  const writer = new Writer({ folder });
  const encoder = new Encoder();
  for (let second = 0; second < DAY_S; second += COMMIT_EVERY_S) {
    const readings = Array.from({ length: COMMIT_EVERY_S }, (_, i) => {
      house.next(row);
      const at = START_MS + (second + i) * 1_000;
      const some = CHANNELS.slice(0, WRITTEN_CHANNELS);
      return some.map(({ name, scale }, c) => ({ channel: name, at, value: (row[c] ?? 0) / scale }));
    }).flat();
    const wire = encoder.encode({ readings, decisions: [] });
    writer.learn(encoder.takeNews());
    writer.write(wire);
    writer.sealInTime();
    writer.checkpoint();
  }
  writer.close();
  return { written_mb: (writtenBytes() - before) / 1e6 };
}
