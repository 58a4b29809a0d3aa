import type { Api } from "../../test/support/api.ts";
import { pause } from "../../test/support/until.ts";
import type { Kind } from "./outputs.ts";

/** Somebody at the page, who switches relays on and off, one after the other. */

const LOOK_EVERY_MS = 3;
/** An Off that has not come after so long never will. */
export const NEVER_MS = 10_000;
const ON_WITHIN_MS = 5_000;

/** Resolves with the time until the output does so, or with `NEVER_MS`. */
async function untilOutput(kind: Kind, relay: string, on: boolean, within_ms: number): Promise<number> {
  const began = performance.now();
  while (kind.isOn(relay) !== on) {
    if (performance.now() - began > within_ms) return NEVER_MS;
    await pause(LOOK_EVERY_MS);
  }
  return performance.now() - began;
}

/** @returns ms until the output does so, from the moment of the request */
async function set(api: Api, kind: Kind, relay: string, on: boolean, within_ms = NEVER_MS): Promise<number> {
  // whatever the answer says: what counts is what the output does
  const asked = api.setMode(relay, on ? "on" : "off").catch(() => undefined);
  const took = await untilOutput(kind, relay, on, within_ms);
  await Promise.race([asked, pause(within_ms)]);
  return took;
}

/** Switches all relays of a kind on. @returns those whose output does not follow */
export async function allOn(api: Api, kind: Kind): Promise<string[]> {
  const late: string[] = [];
  for (const relay of kind.relays) {
    if ((await set(api, kind, relay, true, ON_WITHIN_MS)) >= NEVER_MS) late.push(relay);
  }
  return late;
}

/**
 * Switches relays of a kind off and on again, one after the other, for so long: each at least once.
 * @returns ms of each Off until the output followed
 */
export async function offs(api: Api, kind: Kind, for_ms: number): Promise<number[]> {
  const times: number[] = [];
  const began = performance.now();
  for (let turn = 0; turn < kind.relays.length || performance.now() - began < for_ms; turn++) {
    const relay = kind.relays[turn % kind.relays.length];
    if (relay === undefined) break;
    const took = await set(api, kind, relay, false);
    times.push(took);
    // nobody presses for ever on what does not answer
    if (took >= NEVER_MS) break;
    await set(api, kind, relay, true, ON_WITHIN_MS);
  }
  return times;
}
