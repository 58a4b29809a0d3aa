/** The process behind `ProcessHands`: what the house asks for comes in by messages, and goes out so. */

import { flushCompileCache } from "node:module";
import { setTimeout as wait } from "node:timers/promises";
import { mostDescriptors, programsFor } from "./descriptors.ts";
import { argumentsFrom, endLeftHands } from "./left-hands.ts";
import type { FromHands, ToHands } from "./messages.ts";
import { Service } from "./service.ts";

/** Somebody else's process may be such that the system does not tell of it in time. */
const LOOK_WITHIN_MS = 1_000;

const { outputs, home, house, isFirst } = argumentsFrom(process.argv.slice(2));

function tell(message: FromHands): void {
  // whoever asked may be gone
  if (process.connected) process.send?.(message, () => undefined);
}

/** A thread of the pool that hangs would hold an ordinary end for ever. */
function end(): void {
  process.kill(process.pid, "SIGKILL");
}

const service = new Service(tell, outputs, { most_programs: programsFor(mostDescriptors(), outputs), home });

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

/** Hands that an earlier house has left must do nothing any more once these do something. */
async function endOthers(): Promise<void> {
  const { ended, hang } = await endLeftHands(home);
  // on stderr it comes into the house's log
  if (ended > 0) console.error(`ended ${ended} processes that a Gleaner before this one had left`);
  for (const pid of hang) console.error(`process ${pid}, of a Gleaner before this one, cannot be ended: look at it`);
}

if (isFirst) await Promise.race([endOthers(), wait(LOOK_WITHIN_MS)]);
tell({ did: "ready" });
flushCompileCache();
