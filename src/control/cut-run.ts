import { HOUR, type Now } from "../model/index.ts";
import type { RelayMemory } from "./relay-memory.ts";

/** A run that a stop, a crash or a reboot has cut goes on as the same run, where nothing has ended it. */

/** So often one run may be cut and go on; after that it counts as another start, so that a crash loop wears no relay out. */
const TIMES_IN_A_RUN = 3;
/** A run that was cut so long ago is over. */
const FORGOTTEN_AFTER_MS = 12 * HOUR;
/** After a start, a relay whose output says that it is on stays so for so long, until its data and its script are heard. */
export const RESUMES_WITHIN_MS = 10_000;

/** How long the present run has lasted, what came before a cut included, ms. */
export function runTime({ on_mono, run_before_ms }: RelayMemory, now: Now): number {
  return on_mono === null ? 0 : run_before_ms + now.mono - on_mono;
}

/** The run is cut: by the stop, or by an "off" after the start. To be called before the relay counts as off. */
export function cutRun(relay: RelayMemory, now: Now): void {
  relay.cut = relay.resumed < TIMES_IN_A_RUN ? { run_ms: runTime(relay, now), mono: now.mono } : null;
}

/** Whether what is wished on now is a run that was cut. Where it has lasted as long as it may, it is over instead. */
export function goesOn(relay: RelayMemory, max_on_ms: number | undefined, now: Now): boolean {
  if (relay.cut === null) return false;
  const spent = max_on_ms !== undefined && relay.cut.run_ms >= max_on_ms;
  if (spent) relay.run_over = true;
  if (spent || now.mono - relay.cut.mono > FORGOTTEN_AFTER_MS) relay.cut = null;
  return relay.cut !== null;
}

/** The relay goes on: takes up the run that was cut, or begins another. @returns whether it is another */
export function beginRun(relay: RelayMemory): boolean {
  const { cut } = relay;
  relay.run_before_ms = cut?.run_ms ?? 0;
  relay.resumed = cut ? relay.resumed + 1 : 0;
  relay.cut = null;
  return cut === null;
}

/** The output says that it has kept its run: it is taken up as it is, nothing is switched. */
export function takeUp(relay: RelayMemory): void {
  relay.on_today_ms += relay.resuming?.unpowered_ms ?? 0;
  relay.resuming = null;
  relay.confirmed = true;
  relay.agreed = true;
  relay.started = true;
}
