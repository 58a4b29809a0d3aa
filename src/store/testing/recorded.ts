/**
 * Commits numbered batches one by one in this thread, seals and checkpoints often, and writes the number of each to the
 * file `acknowledged` once it is. Arguments: data folder, how many.
 */
import { openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Encoder } from "../encode.ts";
import { Writer } from "../writer.ts";
import { numbered } from "./numbered.ts";

const [folder = "", count = "0"] = process.argv.slice(2);
const acknowledged = openSync(join(folder, "acknowledged"), "a");
const writer = new Writer({ folder, full_head: 60, checkpoint_pages: 40 });
const encoder = new Encoder();
for (let number = 0; number < Number(count); number++) {
  const wire = encoder.encode(numbered(number));
  writer.learn(encoder.takeNews());
  writer.write([wire]);
  writeSync(acknowledged, `${number}\n`);
  writer.sealInTime();
  writer.checkpoint();
}
