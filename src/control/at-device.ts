import { type Decision, HOUR, MINUTE, type Now, type RelayRule, reason } from "../model/index.ts";
import type { RelayMemory } from "./relay-memory.ts";

/** What somebody does at the device itself: an output that reported what was ordered reports the contrary later. */

/** A single report may be a slip; two in a row are none. */
const REPORTS_NEEDED = 2;
/** So often in an hour an "on" at the device is undone; then it is no person any more, but a fault. */
const UNDONE_PER_HOUR = 3;
/** A wish for "on" has changed once there was none for so long. */
const ANEW_AFTER_MS = MINUTE;

/**
 * Takes in one report of the relay's real state. One that comes before the order is confirmed may speak of the time before it,
 * and does not show that the order was ever carried out.
 */
export function takeReport(relay: RelayMemory, on: boolean): void {
  relay.feedback = on;
  if (on === relay.commanded) {
    relay.agreed ||= relay.confirmed;
    relay.contrary = 0;
    relay.told_on = false;
  } else {
    relay.contrary += 1;
  }
}

/** Whether a report of the contrary speaks of somebody at the device, rather than of an order that was not carried out. */
export function mayBeAtDevice(relay: RelayMemory): boolean {
  return relay.agreed && relay.fault?.kind !== "feedback" && relay.feedback !== relay.commanded;
}

/** Whether the reports are enough to believe it. @param within_ms how long the real state may differ from the ordered one */
export function isAtDevice(relay: RelayMemory, within_ms: number, now: Now): boolean {
  if (!mayBeAtDevice(relay) || relay.mismatch_mono === null) return false;
  return relay.contrary >= REPORTS_NEEDED || now.mono - relay.mismatch_mono >= within_ms;
}

/** Somebody has switched it off at the device: that stands. */
function takeOff(relay: RelayMemory, { id, limits }: RelayRule, now: Now): Decision {
  const for_ms = limits.off_at_device_ms;
  if (for_ms === undefined) {
    relay.left_off = { asked: false, quiet_mono: null };
    return { at: now.at, kind: "mode", relay: id, on: false, reason: reason("off_at_device") };
  }
  relay.mode = "off";
  relay.mode_origin = "device";
  relay.until = { mono: now.mono + for_ms, at: now.at + for_ms };
  return { at: now.at, kind: "mode", relay: id, on: false, reason: reason("off_at_device_for", { left: for_ms }) };
}

/** Somebody has switched it on at the device: a person's "on" for a time, or it is undone at once. */
function takeOn(relay: RelayMemory, { id, limits }: RelayRule, now: Now): Decision[] {
  const for_ms = limits.on_at_device_ms;
  if (for_ms !== undefined && relay.mode !== "off") {
    const { mode_origin, until } = relay;
    relay.just_on = { waiting: relay.mode === "on" ? { mode_origin, until } : null };
    relay.mode = "on";
    relay.mode_origin = "device";
    relay.until = { mono: now.mono + for_ms, at: now.at + for_ms };
    return [{ at: now.at, kind: "mode", relay: id, on: true, reason: reason("on_at_device_for", { left: for_ms }) }];
  }
  const line: Decision = { at: now.at, kind: "mode", relay: id, on: true, reason: reason("on_at_device_undone") };
  return [line, ...countUndone(relay, id, now)];
}

/** An "on" at the device is undone. @returns the line for the journal where that was once too often */
export function countUndone(relay: RelayMemory, id: string, now: Now): Decision[] {
  relay.undone_mono = [...relay.undone_mono.filter((mono) => now.mono - mono < HOUR), now.mono];
  if (relay.undone_mono.length <= UNDONE_PER_HOUR) return [];
  relay.undone_mono = [];
  relay.fault = { kind: "feedback", reason: reason("on_again_and_again") };
  return [{ at: now.at, kind: "fault", relay: id, on: true, reason: relay.fault.reason }];
}

/** What somebody did at the device, taken in. @returns the lines for the journal */
export function takeAtDevice(relay: RelayMemory, rule: RelayRule, now: Now): Decision[] {
  relay.agreed = false;
  relay.contrary = 0;
  relay.told_on = true;
  return relay.commanded ? [takeOff(relay, rule, now)] : takeOn(relay, rule, now);
}

/**
 * Whether an "off" at the device still stands. It does until the wish has changed: until nobody has asked for "on" for a
 * minute. A script that says "keep" does so of the run that was ended, until it has asked for "on" once.
 */
export function isLeftOff(relay: RelayMemory, want: "on" | "off" | "keep" | "nothing" | undefined, now: Now): boolean {
  const left = relay.left_off;
  if (left === null) return false;
  if (relay.mode === "on" || want === "on") {
    relay.left_off = { asked: true, quiet_mono: null };
  } else if (want === "off" || (want === "keep" && left.asked)) {
    const quiet_mono = left.quiet_mono ?? now.mono;
    relay.left_off = now.mono - quiet_mono >= ANEW_AFTER_MS ? null : { ...left, quiet_mono };
  }
  return relay.left_off !== null;
}
