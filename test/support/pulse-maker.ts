/**
 * Makes pulses on a line of a simulated chip, as a meter does: the line's file, how many, ms that each lasts, ms of the
 * pause after it, a file that stops it when it is there. Prints how many it made.
 */
import { existsSync, openSync, writeSync } from "node:fs";

const [, , path = "", count = "0", pulse_ms = "0", pause_ms = "0", stop = ""] = process.argv;
const level = openSync(path, "w");
const wait = new Int32Array(new SharedArrayBuffer(4));

/** At least so long: a machine that is late makes no pulse shorter. */
function hold(ms: number): void {
  Atomics.wait(wait, 0, 0, ms);
}

let made = 0;
for (; made < Number(count) && !existsSync(stop); made += 1) {
  writeSync(level, "pull-down");
  hold(Number(pulse_ms));
  writeSync(level, "pull-up");
  hold(Number(pause_ms));
}
process.stdout.write(`${made}\n`);
