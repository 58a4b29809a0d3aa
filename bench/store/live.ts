import { Encoder } from "../../src/store/house-end/encode.ts";
import { Writer } from "../../src/store/writing/writer.ts";
import { median } from "../figures.ts";
import { CHANNELS, House, START_MS, STEP_MS } from "../house-year/index.ts";
import { appendsPerSecond } from "../yardsticks/append.ts";
import type { Task } from "./task.ts";

const LAPS = 15;
const LAP_TICKS = 1_000;

/**
 * One tick of 12 readings in each durable commit, the writer in this thread as the peers were measured; in turn with what
 * the disk can do.
 */
export function live({ folder }: Task): object {
  const house = new House(1);
  const row = new Int32Array(CHANNELS.length);
  const writer = new Writer({ folder });
  const encoder = new Encoder();
  const rates: number[] = [];
  const appends: number[] = [];
  let tick = 0;
  for (let lap = 0; lap < LAPS; lap++) {
    const batches = Array.from({ length: LAP_TICKS }, () => {
      house.next(row);
      const at = START_MS + tick++ * STEP_MS;
      return CHANNELS.map(({ name, scale }, c) => ({ channel: name, at, value: (row[c] ?? 0) / scale }));
    });
    const began = performance.now();
    for (const readings of batches) {
      const wire = encoder.encode({ readings, decisions: [] });
      writer.learn(encoder.takeNews());
      writer.write(wire);
      writer.sealInTime();
      writer.checkpoint();
    }
    rates.push((LAP_TICKS / (performance.now() - began)) * 1_000);
    appends.push(appendsPerSecond(folder));
  }
  writer.close();
  return { ticks_per_s: median(rates), appends_per_s: median(appends) };
}
