import { equalEdges } from "../../src/model/index.ts";
import { openHistory } from "../../src/store/index.ts";
import { median, timeOf, times } from "../figures.ts";
import { CHANNELS } from "../house-year/index.ts";
import { wrongAnswers } from "./compare.ts";
import { DAY_MS, spanOf, type Task, views } from "./task.ts";

const NAMES = CHANNELS.map(({ name }) => name);
const CHANNEL = "pv_power";
const OTHER_CHANNEL = "load_power";
const SIGNED_CHANNEL = "grid_power";

/** What graphs ask, warm unless it says "cold", the middle of many times; and every answer beside that of a plain loop. */
export async function query(task: Task): Promise<object> {
  const { start, end, days, edges } = spanOf(task);
  const history = openHistory(task.folder);
  const buckets = (channel: string, from: number, to: number, points = 1_000): Promise<unknown> =>
    history.summaries(channel, equalEdges(from, to, points));
  const q2_cold_ms = await timeOf(() => buckets(CHANNEL, start, end));
  const q2_hours_cold_ms = await timeOf(() => buckets(OTHER_CHANNEL, start, start + days * DAY_MS, 2 * days));
  const day = (n: number): number => start + (n % days) * DAY_MS;
  const q1_ms = median(await times(201, (n) => history.range(CHANNEL, day(n), day(n) + DAY_MS, 1_000_000)));
  const q2_ms = median(await times(201, () => buckets(CHANNEL, start, end)));
  const view = views(start, end);
  const moved = await times(201, (n) => buckets(CHANNEL, ...view(n)));
  const q3_ms = median(await times(501, () => history.energies(CHANNEL, edges, 60_000)));
  const q3_sign_ms = median(await times(501, () => history.energies(SIGNED_CHANNEL, edges, 60_000, "positive")));
  const q4_ms = median(await times(2_001, () => history.latestOf(NAMES)));
  const rss_mb = process.memoryUsage.rss() / 1e6;
  const wrong = await wrongAnswers(history, task);
  history.close();
  const q2_moved_ms = median(moved);
  const q2_moved_worst_ms = Math.max(...moved);
  const more = { q2_moved_ms, q2_moved_worst_ms, q2_cold_ms, q2_hours_cold_ms, q3_sign_ms };
  return { q1_ms, q2_ms, q3_ms, q4_ms, ...more, rss_mb, wrong };
}
