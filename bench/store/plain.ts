import { median, times } from "../figures.ts";
import { CHANNELS, House, START_MS, STEP_MS } from "../house-year/index.ts";
import { PlainTable } from "../yardsticks/plain-table.ts";
import { DAY_MS, spanOf, type Task } from "./task.ts";

const MONTH_TICKS = (30 * DAY_MS) / STEP_MS;
const CHANNEL = 0;
const ALL = CHANNELS.map((_, c) => c);

/** The house-year's ticks of some channels, from tick `from` on. */
function columns(house: House, from: number, count: number, channels: readonly number[]) {
  const row = new Int32Array(CHANNELS.length);
  const values = new Map(channels.map((channel) => [channel, new Float64Array(count)]));
  for (let tick = 0; tick < count; tick++) {
    house.next(row);
    for (const [channel, column] of values) column[tick] = (row[channel] ?? 0) / (CHANNELS[channel]?.scale ?? 1);
  }
  return { at: Float64Array.from({ length: count }, (_, i) => START_MS + (from + i) * STEP_MS), values };
}

/**
 * The same readings and questions with a plain SQLite table: a month of all channels, and of the channel that is asked
 * for the whole year; what others have in the table does not slow these questions down.
 */
export async function plain(task: Task): Promise<object> {
  const { start, end, days } = spanOf(task);
  using table = new PlainTable(task.folder);
  const house = new House(1);
  const some = Math.min(task.ticks, MONTH_TICKS);
  const month = columns(house, 0, some, ALL);
  const rows_per_s = table.load(month.at, month.values);
  if (task.ticks > some) {
    const rest = columns(house, some, task.ticks - some, [CHANNEL]);
    table.load(rest.at, rest.values);
  }
  const day = (n: number): number => start + (n % days) * DAY_MS;
  const q1_ms = median(await times(51, (n) => table.range(CHANNEL, day(n), day(n) + DAY_MS)));
  const q2_ms = median(await times(3, () => table.buckets(CHANNEL, start, end, 1_000), 1));
  const q3_ms = median(await times(3, () => table.energies(CHANNEL, start, end, STEP_MS), 1));
  const q4_ms = median(await times(2_001, () => table.latest(ALL)));
  return { rows_per_s, q1_ms, q2_ms, q3_ms, q4_ms };
}
