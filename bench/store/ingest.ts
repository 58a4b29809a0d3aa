import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { BulkSet } from "../../src/store/writing/batch.ts";
import { Writer } from "../../src/store/writing/writer.ts";
import { CHANNELS, House, instants, START_MS, STEP_MS } from "../house-year/index.ts";
import { DAY_MS, type Task } from "./task.ts";

const MONTH_TICKS = (30 * DAY_MS) / STEP_MS;

function sizeOf(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

/** The year in months of columns, one after the other. */
function* months({ ticks, late }: Task): Generator<BulkSet> {
  const house = new House(1);
  const row = new Int32Array(CHANNELS.length);
  const next = instants(START_MS, late);
  for (let from = 0; from < ticks; from += MONTH_TICKS) {
    const count = Math.min(MONTH_TICKS, ticks - from);
    const channels = CHANNELS.map(({ name, unit }) => ({ name, unit, values: new Float64Array(count) }));
    for (let i = 0; i < count; i++) {
      house.next(row);
      channels.forEach(({ values }, c) => {
        values[i] = (row[c] ?? 0) / (CHANNELS[c]?.scale ?? 1);
      });
    }
    yield { at: next(count), channels };
  }
}

/** From columns in memory to a closed database; generating the readings does not count. */
export function ingest(task: Task): object {
  const { folder, ticks } = task;
  let wall = 0;
  let cpu = 0;
  const timed = (work: () => void): void => {
    const began = performance.now();
    const used = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(used);
    wall += performance.now() - began;
    cpu += (user + system) / 1_000;
  };
  let writer: Writer | undefined;
  timed(() => {
    writer = new Writer({ folder });
  });
  for (const month of months(task)) {
    timed(() => {
      writer?.load([month]);
      writer?.checkpoint();
    });
  }
  timed(() => writer?.close());
  const readings = ticks * CHANNELS.length;
  return {
    readings_per_s: (readings / wall) * 1_000,
    readings_per_cpu_s: (readings / cpu) * 1_000,
    bytes_per_reading: sizeOf(folder) / readings,
  };
}
