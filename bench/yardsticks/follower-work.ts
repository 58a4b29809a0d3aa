/**
 * The plainest program that does what the follower's house does: reads the line, writes the output. Arguments: the line's
 * device, the output's file. Prints a line when it listens.
 */
import { createReadStream, writeFileSync } from "node:fs";

const [line = "", output = ""] = process.argv.slice(2);
const THRESHOLD_W = 300;
const MOST_HELD = 1_000;
let heard = "";
createReadStream(line, "latin1").on("data", (text) => {
  heard = (heard + text).slice(-MOST_HELD);
  // a block ends with its check
  const power = [...heard.matchAll(/PPV\t(\d+)[\s\S]*?Checksum\t[\s\S]/g)].at(-1)?.[1];
  if (power === undefined) return;
  heard = "";
  writeFileSync(output, Number(power) > THRESHOLD_W ? "1" : "0");
});
console.log("listening");
