/**
 * One part of the store's bench in a process of its own, so that memory and processor time are its own.
 * Arguments: what, folder, ticks, "late" or "even". Prints one line of JSON.
 */
import { counter } from "./counter.ts";
import { ingest } from "./ingest.ts";
import { live } from "./live.ts";
import { plain } from "./plain.ts";
import { query } from "./query.ts";
import type { Task } from "./task.ts";
import { writes } from "./writes.ts";

const WORK: Readonly<Record<string, (task: Task) => object | Promise<object>>> = {
  ingest,
  live,
  query,
  writes,
  plain,
  counter,
};

const [what = "", folder = "", ticks = "0", grid = "even"] = process.argv.slice(2);
const work = WORK[what];
if (!work) throw new Error(`no such work: ${what}`);
console.log(JSON.stringify(await work({ folder, ticks: Number(ticks), late: grid === "late" })));
