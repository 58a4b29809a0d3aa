/**
 * Does the deeds of `deeds.ts` in this thread, seals and checkpoints often, and writes the number of each to the file
 * `acknowledged` once it is done. Arguments: data folder, how many.
 */
import { openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Writer } from "../writing/writer.ts";
import { Doer } from "./deeds.ts";

const [folder = "", count = "0"] = process.argv.slice(2);
const acknowledged = openSync(join(folder, "acknowledged"), "a");
const writer = new Writer({ folder, full_head: 60, checkpoint_pages: 40 });
const doer = new Doer(writer);
for (let number = 0; number < Number(count); number++) {
  doer.do(number);
  writeSync(acknowledged, `${number}\n`);
  writer.sealInTime();
  writer.checkpoint();
}
