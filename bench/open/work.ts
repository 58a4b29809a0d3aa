/**
 * One part of the bench `open` in a process of its own. Arguments: `fill` or `open`, data folder, how many readings. Prints
 * one line of JSON.
 */
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { openHistory, openStore } from "../../src/store/index.ts";
import { Writer } from "../../src/store/tools.ts";
import { dice, STEP_MS } from "../house-year/index.ts";

const [what = "", folder = "", count = "0"] = process.argv.slice(2);
const CHANNELS = Array.from({ length: 12 }, (_, i) => `channel_${i}`);
const MONTH_TICKS = (30 * 86_400_000) / STEP_MS;
const START = Date.UTC(2000, 0, 1);

/** The same month again and again, by the tick of 10 s. */
function fill(): object {
  const months = Math.ceil(Number(count) / (CHANNELS.length * MONTH_TICKS));
  const random = dice(1);
  const channels = CHANNELS.map((name) => {
    let value = 500;
    const values = Float64Array.from({ length: MONTH_TICKS }, () => {
      value += Math.floor(random() * 7) - 3;
      return value;
    });
    return { name, unit: "W", values };
  });
  mkdirSync(folder, { recursive: true });
  const writer = new Writer({ folder });
  for (let month = 0; month < months; month++) {
    const at = Float64Array.from({ length: MONTH_TICKS }, (_, i) => START + (month * MONTH_TICKS + i) * STEP_MS);
    writer.load([{ at, channels }]);
    writer.checkpoint();
  }
  writer.close();
  const size_mb = statSync(join(folder, "gleaner.db")).size / 1e6;
  return { readings: months * CHANNELS.length * MONTH_TICKS, size_mb };
}

/** As a house opens its past, and what the first page asks of it. */
async function open(): Promise<object> {
  const began = performance.now();
  const store = await openStore({ folder });
  const history = openHistory(folder);
  const found = await history.latestOf(CHANNELS);
  const open_ms = performance.now() - began;
  history.close();
  await store.close();
  if (found.includes(undefined)) throw new Error("there are no readings");
  return { open_ms };
}

console.log(JSON.stringify(what === "fill" ? fill() : await open()));
