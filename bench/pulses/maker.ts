/**
 * Makes pulses as meters do, on lines of a simulated chip, all at once: ms that each lasts, ms of the pause after it, how
 * many, for how many ms at most, and the lines' files. Prints how many it made and how long that took, ms.
 */
import { openSync, writeSync } from "node:fs";

const [, , pulse_ms = "0", pause_ms = "0", count = "0", most_ms = "0", ...paths] = process.argv;
const levels = paths.map((path) => openSync(path, "w"));
const wait = new Int32Array(new SharedArrayBuffer(4));

function hold(ms: number): void {
  if (ms > 0) Atomics.wait(wait, 0, 0, ms);
}

const began = performance.now();
let made = 0;
for (; made < Number(count) && performance.now() - began < Number(most_ms); made += 1) {
  for (const level of levels) writeSync(level, "pull-down");
  hold(Number(pulse_ms));
  for (const level of levels) writeSync(level, "pull-up");
  hold(Number(pause_ms));
}
process.stdout.write(`${JSON.stringify({ made, took_ms: performance.now() - began })}\n`);
