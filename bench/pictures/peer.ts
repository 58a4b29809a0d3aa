import { median } from "../figures.ts";
import { CHANNELS, House, START_MS, STEP_MS, YEAR_TICKS } from "../house-year/index.ts";
import { Rrdtool } from "../yardsticks/rrdtool.ts";

const ROUNDS = 7;
const HOUR_S = 3_600;
/** As our own: an hour, 12 and 24 hours, a week, a month, a quarter, a year. */
const SPANS_S = [1, 12, 24, 7 * 24, 30 * 24, 91 * 24, 365 * 24].map((hours) => hours * HOUR_S);
/** pv_power */
const CHANNEL = 0;

function* values(): Generator<number> {
  const house = new House(1);
  const row = new Int32Array(CHANNELS.length);
  for (let tick = 0; tick < YEAR_TICKS; tick++) {
    house.next(row);
    yield row[CHANNEL] ?? 0;
  }
}

/** What rrdtool needs for the seven pictures of the same channel, in one process that has them in its cache, ms. */
export async function rrdtoolMs(folder: string): Promise<number> {
  using rrdtool = new Rrdtool(folder);
  const start_s = START_MS / 1_000;
  const step_s = STEP_MS / 1_000;
  await rrdtool.fill(start_s, step_s, values(), YEAR_TICKS);
  const end_s = start_s + YEAR_TICKS * step_s - 12 * HOUR_S;
  const seven = async (): Promise<number> => {
    const began = performance.now();
    for (const span_s of SPANS_S) await rrdtool.graph(end_s - span_s, end_s);
    return performance.now() - began;
  };
  await seven();
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await seven());
  return median(rounds);
}
