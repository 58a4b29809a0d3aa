import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import { log, neverWaitForReaders } from "../log.ts";

/** A program that says more than anybody has room for, tells by its third channel how it fares, and ends when told to. */

const LINES = 20_000;
const LINE = "x".repeat(99);

neverWaitForReaders();
if (process.argv[2] === "wait") {
  process.send?.("ready");
  await once(process, "message");
}
for (let line = 0; line < LINES; line += 1) log(LINE);
if (process.argv[2] === "wait") {
  // in Node's own way it would be written past all that waits
  process.emitWarning("planted");
  await setImmediate();
}
process.send?.({ kept: process.stdout.writableLength });
process.once("message", () => {
  // what waited finds its reader first
  setTimeout(() => {
    log("the last line");
    process.exit(0);
  }, 1_000);
});
