import {
  civil,
  type Decision,
  type Feedback,
  type GuardRules,
  type ModeCommand,
  type Now,
  type Outcome,
  type Reason,
  type RelayRule,
  reason,
  type Telling,
} from "../model/index.ts";
import { isAtDevice, mayBeAtDevice, takeAtDevice, takeReport } from "./at-device.ts";
import { setAhead, turnDay } from "./day.ts";
import type { Memory, RelayMemory } from "./relay-memory.ts";

/** What happened since the last step, beside readings and wishes. */
export interface Events {
  readonly commands: readonly ModeCommand[];
  readonly outcomes: readonly Outcome[];
  readonly feedback: readonly Feedback[];
}

const RETRY_FIRST_MS = 1_000;
const RETRY_LONGEST_MS = 30_000;
/** Failures in a row after which an output counts as faulty; before that a retry may still mend it. */
const FAILURES_TILL_FAULT = 2;
const RESEND_EVERY_MS = 20 * 60_000;

/** A switch by hand, with its time if it has one. */
function saidByHand(command: ModeCommand): Reason {
  if (command.mode === "auto") {
    if (command.auto_state === undefined) return reason("back_to_auto");
    return reason(command.auto_state ? "file_on" : "file_off");
  }
  const code = command.mode === "on" ? "forced_on" : "forced_off";
  if (command.origin === "file") return reason(`${code}_by_program`);
  if (command.origin === "panel" || command.origin === "lcd") return reason(`${code}_at_${command.origin}`);
  return command.for_ms === undefined ? reason(code) : reason(`${code}_for`, { left: command.for_ms });
}

function isByPerson({ origin }: ModeCommand): boolean {
  return origin === "page" || origin === "api" || origin === "panel" || origin === "lcd";
}

/** Back to automatic, which goes on as it would have been. */
export function leaveOverride(relay: RelayMemory): void {
  if (relay.mode !== "auto") relay.base = relay.auto_want ?? false;
  relay.mode = "auto";
  relay.until = null;
}

function takeCommand(relay: RelayMemory, command: ModeCommand, now: Now): void {
  if (command.mode === "auto") {
    leaveOverride(relay);
    if (command.auto_state !== undefined) {
      relay.base = command.auto_state;
      relay.auto_want = command.auto_state;
      if (!command.auto_state) relay.cut = null;
    }
  } else {
    relay.mode = command.mode;
    const for_ms = command.for_ms;
    relay.until = for_ms === undefined ? null : { mono: now.mono + for_ms, at: now.at + for_ms };
  }
  relay.mode_origin = command.origin;
  relay.left_off = null;
}

/** Persons and programs change modes; any of their acts acknowledges a latched fault. */
function settleCommands(_rules: GuardRules, memory: Memory, events: Events, now: Now, decisions: Decision[]): void {
  for (const command of events.commands) {
    const relay = memory.relays[command.relay];
    if (!relay) continue;
    takeCommand(relay, command, now);
    const isKnownOff = relay.feedback === false && relay.agreed;
    relay.say_off = command.mode === "off" && isByPerson(command) && !isKnownOff ? "wanted" : null;
    decisions.push({ at: now.at, kind: "mode", relay: command.relay, reason: saidByHand(command) });
    if (relay.fault?.kind === "feedback" && command.mode !== "on") {
      relay.fault = null;
      if (relay.mismatch_mono !== null) {
        relay.mismatch_mono = now.mono;
        // whoever acknowledges wants the order carried out now
        relay.agreed = false;
        relay.resend_mono = now.mono;
        resend(relay, 0, now);
      }
      decisions.push({ at: now.at, kind: "fault", relay: command.relay, reason: reason("fault_cleared") });
    }
  }
}

/** An override with an end goes back to automatic when its time is over. */
function settleExpiry(_rules: GuardRules, memory: Memory, _events: Events, now: Now, decisions: Decision[]): void {
  for (const id in memory.relays) {
    const relay = memory.relays[id];
    if (!relay?.until || now.mono < relay.until.mono) continue;
    leaveOverride(relay);
    relay.mode_origin = "expiry";
    decisions.push({ at: now.at, kind: "mode", relay: id, reason: reason("override_ended") });
  }
}

function orderDone(id: string, relay: RelayMemory, now: Now, decisions: Decision[]): void {
  relay.confirmed = true;
  relay.failures = 0;
  if (!relay.commanded) {
    if (relay.ran) relay.off_mono = now.mono;
    relay.ran = false;
    relay.started = true;
  }
  if (relay.fault?.kind !== "output") return;
  relay.fault = null;
  decisions.push({ at: now.at, kind: "fault", relay: id, reason: reason("output_recovered") });
}

function outputFailed(relay: string, problem: Telling, now: Now): Decision {
  return { at: now.at, kind: "fault", relay, reason: reason("output_failed", { problem }) };
}

function orderFailed(id: string, relay: RelayMemory, problem: Telling, now: Now, decisions: Decision[]): void {
  relay.confirmed = false;
  relay.failures += 1;
  relay.retry_mono = now.mono + Math.min(RETRY_LONGEST_MS, RETRY_FIRST_MS * 2 ** Math.min(relay.failures - 1, 10));
  if (relay.fault !== null || relay.failures < FAILURES_TILL_FAULT) return;
  const failed = outputFailed(id, problem, now);
  relay.fault = { kind: "output", reason: failed.reason };
  decisions.push(failed);
}

/** What became of the orders: an "off" counts only from its confirmation. */
function settleOutcomes(_rules: GuardRules, memory: Memory, events: Events, now: Now, decisions: Decision[]): void {
  for (const outcome of events.outcomes) {
    const relay = memory.relays[outcome.relay];
    // An outcome of an order that has been replaced meanwhile says nothing of the present one.
    if (!relay || outcome.on !== relay.commanded) continue;
    const { say_off } = relay;
    if (!outcome.on) relay.say_off = null;
    if (relay.confirmed && !outcome.ok) {
      // One of an order that was repeated while it was slow changes nothing of what was done already.
      if (say_off === "sent") decisions.push(outputFailed(outcome.relay, outcome.message, now));
      continue;
    }
    if (outcome.ok) orderDone(outcome.relay, relay, now, decisions);
    else orderFailed(outcome.relay, relay, outcome.message, now, decisions);
  }
}

/**
 * A device that reports the contrary of its order is told again, at first soon, then three times an hour.
 * @returns whether it is told now
 */
function resend(relay: RelayMemory, within_ms: number, now: Now): boolean {
  relay.resend_mono ??= now.mono + within_ms / 2;
  if (now.mono < relay.resend_mono) return false;
  relay.resend_mono = now.mono + RESEND_EVERY_MS;
  relay.confirmed = false;
  relay.retry_mono = now.mono;
  return true;
}

function latchMismatch(id: string, relay: RelayMemory, age: number, now: Now, decisions: Decision[]): void {
  const word = (on: boolean): string => (on ? "on" : "off");
  const real = relay.feedback === true;
  const why = reason("feedback_mismatch", { real: word(real), ordered: word(relay.commanded), age });
  relay.fault = { kind: "feedback", reason: why };
  relay.told_on = real;
  decisions.push({ at: now.at, kind: "fault", relay: id, on: real, reason: why });
}

/** A report of the contrary: somebody at the device, or an order that is not carried out; one that lasts latches a fault. */
function settleContrary(relay: RelayMemory, rule: RelayRule, now: Now, decisions: Decision[]): void {
  const { feedback_within_ms } = rule.limits;
  relay.mismatch_mono ??= now.mono;
  if (isAtDevice(relay, feedback_within_ms, now)) {
    decisions.push(...takeAtDevice(relay, rule, now));
    // the device has its time again, to follow the order that undoes it
    relay.mismatch_mono = now.mono;
    relay.resend_mono = now.mono;
    if (!relay.commanded && !relay.just_on) resend(relay, 0, now);
    return;
  }
  if (mayBeAtDevice(relay)) return;
  if (resend(relay, feedback_within_ms, now) && relay.commanded) {
    decisions.push({ at: now.at, kind: "fault", relay: rule.id, on: false, reason: reason("ordered_again") });
  }
  const age = now.mono - relay.mismatch_mono;
  if (age >= feedback_within_ms && relay.fault?.kind !== "feedback") latchMismatch(rule.id, relay, age, now, decisions);
}

/** The real state against the ordered one. */
function settleFeedback(rules: GuardRules, memory: Memory, events: Events, now: Now, decisions: Decision[]): void {
  for (const seen of events.feedback) {
    const relay = memory.relays[seen.relay];
    if (!relay) continue;
    // Of an "on" that failed only the answer was lost: it is not repeated to what somebody may switch off meanwhile.
    if (seen.on && relay.commanded && relay.failures > 0) orderDone(seen.relay, relay, now, decisions);
    takeReport(relay, seen.on);
  }
  for (const rule of rules.relays) {
    const relay = memory.relays[rule.id];
    if (!relay) continue;
    const known = relay.confirmed || relay.mismatch_mono !== null;
    if (relay.feedback !== null && relay.feedback !== relay.commanded && known) {
      settleContrary(relay, rule, now, decisions);
    } else {
      relay.mismatch_mono = null;
      relay.resend_mono = null;
    }
  }
}

/** Running time since the last step, and the turn of the civil day. */
function settleTime(rules: GuardRules, memory: Memory, _events: Events, now: Now): void {
  const passed_ms = Math.max(0, now.mono - memory.saved.mono);
  const today = civil(now.at, rules.time_zone).date;
  const set_ms = setAhead(memory.saved, now, rules.time_zone);
  for (const id in memory.relays) {
    const relay = memory.relays[id];
    if (!relay) continue;
    turnDay(relay, today, set_ms, now);
    if (relay.commanded || relay.feedback === true) relay.on_today_ms += passed_ms;
    const first = relay.starts_mono[0];
    if (first !== undefined && now.mono - first >= 3_600_000) {
      relay.starts_mono = relay.starts_mono.filter((mono) => now.mono - mono < 3_600_000);
    }
  }
}

/** One thing to take in before the relays are decided. Alters `memory`, adds to `decisions`. */
export type SettleRule = (rules: GuardRules, memory: Memory, events: Events, now: Now, decisions: Decision[]) => void;

/** In the order in which they must count. */
export const SETTLE_RULES = {
  running_time: settleTime,
  outcomes: settleOutcomes,
  feedback: settleFeedback,
  commands: settleCommands,
  expiry: settleExpiry,
} satisfies Record<string, SettleRule>;
