#!/usr/bin/env node
/**
 * The way in: starts this process anew, under the same number, with the settings that keep Gleaner small, then hands
 * over to the command line. Five threads with Node's usual settings hold some 210 MB, with these 150.
 */
import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { dirname, join } from "node:path";

const FLAGS = [
  // small nurseries: readings are few, and each thread has one
  "--max-semi-space-size=1",
  "--optimize-for-size",
  // the middle one of V8's compilers: what runs for years gets to the last one all the same
  "--no-maglev",
  // nor the one below it: its code takes more room than what it saves in time to a house that mostly waits
  "--no-sparkplug",
  // what was not used between two collections of the whole heap is compiled again when it is: most ran at the start only
  "--bytecode-old-age=1",
  // each thread builds its start-up objects itself instead of unfolding a copy that is larger
  "--no-node-snapshot",
  "--disable-warning=ExperimentalWarning",
];

// A command that ends while V8 still works in the background may wait for that thread for ever, and the thread for it
// (https://github.com/nodejs/node/issues/54918): one in some hundreds did. A house that stops has long been warm.
const isHouse = [undefined, "run", "simulate"].includes(process.argv[2]) || process.argv[2]?.startsWith("-");
if (!isHouse) FLAGS.push("--single-threaded");

const CACHE = join(dirname(import.meta.dirname), "node_modules", ".cache", "gleaner");
/** Run as it was made for running, there are no types to take off. */
const isPlain = import.meta.filename.endsWith(".js");

const ENVIRONMENT = {
  // threads share one pool of memory, and large pieces go back to the machine
  MALLOC_ARENA_MAX: "1",
  MALLOC_MMAP_THRESHOLD_: "32768",
  ...(isPlain
    ? // it is kept in memory as long as the house runs, and saves no time that could be measured
      { NODE_DISABLE_COMPILE_CACHE: "1" }
    : // without it each thread that runs TypeScript loads the type stripper, some 25 MB
      { NODE_COMPILE_CACHE: CACHE }),
};

const settled = process.execArgv.includes("--no-node-snapshot");
// Where the binary cannot be found any more (an update is under way), starting anew would abort: then Gleaner runs as
// it is, only larger.
if (!settled && process.platform === "linux" && process.execve && existsSync(process.execPath)) {
  const command = [process.execPath, ...FLAGS, ...process.execArgv, import.meta.filename, ...process.argv.slice(2)];
  process.execve(process.execPath, command, { ...ENVIRONMENT, ...process.env });
}

// Whoever wants a house to end while it is still being loaded is heard once somebody listens: it makes the relays safe.
if (isHouse) {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      // a house that listens has heard it: said again, it would be a second Ctrl-C
      if (process.listenerCount(signal) > 0) return;
      const heard = setInterval(() => {
        if (process.listenerCount(signal) === 0) return;
        clearInterval(heard);
        process.kill(process.pid, signal);
      }, 20);
      heard.unref();
    });
  }
}
if (!isPlain) enableCompileCache(process.env.NODE_COMPILE_CACHE ?? CACHE);
await import("./commands/index.ts");
