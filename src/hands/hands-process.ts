/** The process behind `ProcessHands`: what the house asks for comes in by messages, and goes out so. */

import { flushCompileCache } from "node:module";
import type { FromHands, ToHands } from "./messages.ts";
import { Service } from "./service.ts";

const house = process.ppid;

function tell(message: FromHands): void {
  // whoever asked may be gone
  if (process.connected) process.send?.(message, () => undefined);
}

/** A thread of the pool that hangs would hold an ordinary end for ever. */
function end(): void {
  process.kill(process.pid, "SIGKILL");
}

const service = new Service(tell, Number(process.argv[2] ?? 0));

process.on("message", (message: ToHands) => {
  if (message.do !== "see_it_end") service.hear(message);
  else
    setTimeout(() => {
      if (process.ppid === house) process.kill(house, "SIGKILL");
    }, message.within_ms);
});
process.on("disconnect", () => service.orphan(end));
// these reach the whole group or unit: the house decides when its hands rest
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);

tell({ did: "ready" });
flushCompileCache();
