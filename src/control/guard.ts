import {
  type Decision,
  type GuardRules,
  type Now,
  type Order,
  type Reason,
  type RelayRule,
  reason,
  type Snapshot,
  type WishesRead,
} from "../model/index.ts";
import { ASK_RULES, type Asked, ask } from "./ask.ts";
import { countUndone } from "./at-device.ts";
import { beginRun, cutRun, goesOn } from "./cut-run.ts";
import {
  BLOCK_ON,
  FORCE_OFF,
  firstVerdict,
  HOLD_ON,
  type Limit,
  type LimitContext,
  seesLoads,
  type Verdict,
} from "./limits.ts";
import type { JustOn, Memory, RelayMemory } from "./relay-memory.ts";
import { type Events, leaveOverride, SETTLE_RULES, type SettleRule } from "./settle.ts";

/** Refusals that the journal takes of one relay in an hour; further ones are counted. */
const REFUSALS_PER_HOUR = 60;
/** Rules that hold up another start, not a run that goes on. */
const OF_ANOTHER_START: ReadonlySet<string> = new Set(["max_starts_per_day", "max_starts_per_hour", "rest"]);
/** What ends a run that is not over. */
const CUTS_A_RUN: ReadonlySet<string> = new Set(["starting", "off_first", "stopping"]);
/** So long a load that is shed waits for the scripts of lesser ones. */
const OTHERS_WITHIN_MS = 300;
/** While the house stops an order is repeated so often. */
const STOPPING_RETRY_MS = 250;
/** One that takes its "off" and reports on all the same is asked after a second what came of it, and then told once more. */
const STOPPING_REPORT_MS = 1_250;
/** Starts remembered for max_starts_per_hour; the configuration allows no higher limit. */
const STARTS_REMEMBERED = 60;

export interface GuardInput extends Events {
  readonly snapshot: Snapshot;
  readonly wishes: WishesRead;
  readonly stopping?: boolean;
}

/** An "on" at the device that cannot be granted at once is no wish for later; one that a person had asked for before is. */
function undo(turn: Turn, { waiting }: JustOn): void {
  const { relay, rule, now, decisions } = turn;
  if (waiting) Object.assign(relay, waiting);
  else leaveOverride(relay);
  const why = withoutWish(relay.reason);
  decisions.push({ at: now.at, kind: "mode", relay: rule.id, reason: reason("on_at_device_refused", {}, why) });
  decisions.push(...countUndone(relay, rule.id, now));
  relay.retry_mono = now.mono;
  relay.confirmed = false;
  repeat(turn, why);
}

interface Turn extends LimitContext {
  readonly stopping: boolean;
  readonly orders: Order[];
  readonly decisions: Decision[];
}

/** The only place where an order comes into being. */
function order(relay: string, on: boolean, reason: Reason): Order {
  return Object.freeze({ relay, on, reason }) as Order;
}

function explain(relay: RelayMemory, reason: Reason, asked: Asked): void {
  relay.reason = reason;
  relay.inputs = asked.inputs;
}

/** A rule's reason, after its own cause the wish that it overrides. */
function against(why: Reason, wished: Reason): Reason {
  return { ...why, wished: why.wished ? against(why.wished, wished) : wished };
}

/** A reason without the wish that it overrides. */
function withoutWish({ wished, ...why }: Reason): Reason {
  return wished?.wished ? { ...why, wished: withoutWish(wished) } : why;
}

/** Writes the change into the memory and the journal, then gives the order. */
function change(turn: Turn, on: boolean, why: Reason, asked: Asked): void {
  const { rule, relay, house, now } = turn;
  relay.commanded = on;
  relay.confirmed = false;
  relay.failures = 0;
  relay.retry_mono = now.mono + 1_000;
  relay.since_at = now.at;
  relay.feedback = null;
  relay.mismatch_mono = null;
  relay.resend_mono = null;
  relay.agreed = false;
  relay.contrary = 0;
  relay.told_on = false;
  relay.say_off = null;
  relay.shed_mono = null;
  relay.resuming = null;
  relay.refused = null;
  if (on) {
    relay.ran = true;
    relay.on_mono = now.mono;
    relay.last_on_at = now.at;
    if (asked.auto) relay.last_auto_on_at = now.at;
    if (beginRun(relay)) {
      relay.starts_today += 1;
      relay.starts_mono = [...relay.starts_mono, now.mono].slice(-STARTS_REMEMBERED);
    }
    house.last_start_mono = now.mono;
  } else {
    const cuts = CUTS_A_RUN.has(why.code) && (turn.stopping || !relay.started);
    if (cuts) cutRun(relay, now);
    else relay.cut = null;
    // A wish of the mode file, or one left by an override, is spent when something else ends the run: "keep" must not
    // bring it back. A person's "off" leaves it, because auto goes on where it was.
    if (relay.mode !== "off") relay.base = null;
    relay.last_off_at = now.at;
    house.last_stop_mono = now.mono;
    if (relay.starts_today > 0 && !cuts) relay.cycled_today = true;
  }
  explain(relay, why, asked);
  turn.decisions.push({ at: now.at, kind: "switch", relay: rule.id, on, reason: why, inputs: asked.inputs });
  turn.orders.push(order(rule.id, on, why));
}

/** A wish that is not granted is journalled once, until something changes. */
function refuse(turn: Turn, name: string, verdict: Verdict, asked: Asked): void {
  const { relay, rule, now } = turn;
  const why = against(verdict.reason, asked.reason);
  explain(relay, why, asked);
  const key = `${name} ${asked.on}`;
  if (relay.refused === key) return;
  relay.refused = key;
  const { refusals } = relay;
  if (now.mono - refusals.hour_mono >= 3_600_000) {
    refusals.hour_mono = now.mono;
    refusals.count = 0;
  }
  if (refusals.count >= REFUSALS_PER_HOUR) {
    refusals.dropped += 1;
    return;
  }
  refusals.count += 1;
  const uncounted = refusals.dropped > 0 ? { more: refusals.dropped } : {};
  refusals.dropped = 0;
  turn.decisions.push({
    at: now.at,
    kind: "refused",
    relay: rule.id,
    on: asked.on,
    reason: { ...why, values: { ...why.values, ...uncounted } },
    inputs: asked.inputs,
  });
}

/**
 * Of several loads that scripts shed because of one meter the lowest priority goes first. Scripts answer one after the
 * other: a load with a lesser one beside it waits a moment for that one's script.
 */
function givesWay({ rules, rule, relay, house, now }: Turn, asked: Asked): boolean {
  if (!rules.between_stops_ms || !seesLoads(asked.inputs)) return false;
  const lesser = rules.relays.slice(rules.relays.indexOf(rule) + 1);
  if (!lesser.some(({ id, decided_by }) => decided_by !== null && house.relays[id]?.commanded)) return false;
  relay.shed_mono ??= now.mono;
  return now.mono - relay.shed_mono < OTHERS_WITHIN_MS;
}

/** The present state stays, and so it is asked (or what a person asked for is withheld: that is journalled). An order that the output has not confirmed is repeated in time. */
function stay(turn: Turn, why: Reason, asked: Asked): void {
  const { relay, rule } = turn;
  if (asked.withheld) {
    refuse(turn, why.code, { reason: why, for_ms: null }, { ...asked, on: !asked.on, reason: asked.withheld });
  } else {
    relay.refused = null;
    explain(relay, why, asked);
  }
  if (relay.say_off === "wanted") sayOff(turn, why);
  else repeat(turn, why);
  if (!asked.on && rule.limits.min_off_ms === 0) relay.run_over = false;
}

/** A person's "off" to a relay that counts as off: its output may know nothing of its real state, and is told once. */
function sayOff({ relay, rule, now, orders }: Turn, why: Reason): void {
  relay.say_off = "sent";
  if (!relay.confirmed) relay.retry_mono = now.mono + 30_000;
  orders.push(order(rule.id, false, why));
}

/** An "off" is ordered again because its device reports on: once it had taken one, somebody may have switched it on there. */
function tellOn({ relay, rule, now, decisions }: Turn): void {
  if (relay.commanded || relay.feedback !== true || !relay.started || relay.told_on) return;
  relay.told_on = true;
  decisions.push({ at: now.at, kind: "fault", relay: rule.id, on: true, reason: reason("ordered_off_again") });
}

function repeat(turn: Turn, why: Reason): void {
  const { relay, rule, now, orders, stopping } = turn;
  // a house that stops has no time for patience
  const reportsOn = stopping && relay.confirmed && !relay.commanded && relay.feedback === true && relay.told_on;
  const retry_ms = reportsOn ? STOPPING_REPORT_MS : STOPPING_RETRY_MS;
  if (stopping) relay.retry_mono = Math.min(relay.retry_mono, now.mono + retry_ms);
  // of what goes on by itself nobody knows yet whether it is to
  if ((relay.confirmed && !reportsOn) || (relay.resuming !== null && !stopping) || now.mono < relay.retry_mono) return;
  relay.retry_mono = now.mono + 30_000;
  tellOn(turn);
  orders.push(order(rule.id, relay.commanded, why));
}

export interface Guard {
  /**
   * Takes in what happened, then turns what is asked of each relay into orders, with a decision for each change and
   * each refusal. Alters `memory`.
   */
  decide(
    rules: GuardRules,
    memory: Memory,
    input: GuardInput,
    now: Now,
  ): { readonly orders: readonly Order[]; readonly decisions: readonly Decision[] };
  /** The limit that stands in the way of a switch right now, asked for or not. */
  hold(context: LimitContext): { readonly rule: string; readonly for_ms: number | null } | undefined;
}

type Named<T> = readonly (readonly [string, T])[];

/**
 * Builds the guard. `without` leaves one rule out, so that tests can show that every rule is needed;
 * the house uses the whole guard below.
 */
export function makeGuard(without?: string): Guard {
  const all = <T>(rules: Record<string, T>): Named<T> => Object.entries(rules).filter(([name]) => name !== without);
  const settling = all<SettleRule>(SETTLE_RULES);
  const asking = all(ASK_RULES);
  const forceOff = all<Limit>(FORCE_OFF);
  const holdOn = all<Limit>(HOLD_ON);
  const blockOn = all<Limit>(BLOCK_ON);
  const blockAgain = blockOn.filter(([name]) => !OF_ANOTHER_START.has(name));

  function decideOn(turn: Turn, asked: Asked): void {
    const forced = firstVerdict(forceOff, turn);
    if (forced) {
      if (forced.rule === "max_on") turn.relay.run_over = true;
      change(turn, false, against(forced.verdict.reason, asked.reason), asked);
      return;
    }
    if (asked.on) {
      turn.relay.shed_mono = null;
      stay(turn, asked.reason, asked);
      return;
    }
    const held = asked.hard ? undefined : firstVerdict(holdOn, { ...turn, inputs: asked.inputs });
    if (held) {
      refuse(turn, held.rule, held.verdict, asked);
      repeat(turn, turn.relay.reason);
      return;
    }
    if (!asked.hard && givesWay(turn, asked)) repeat(turn, turn.relay.reason);
    else change(turn, false, asked.reason, asked);
  }

  function decideOff(turn: Turn, asked: Asked): void {
    if (!asked.on) {
      stay(turn, asked.reason, asked);
      return;
    }
    const again = goesOn(turn.relay, turn.rule.limits.max_on_ms, turn.now);
    const blocked = firstVerdict(again ? blockAgain : blockOn, turn);
    // what was switched on at the device has had its inrush
    if (blocked && !(turn.relay.just_on && blocked.rule === "stagger")) {
      refuse(turn, blocked.rule, blocked.verdict, asked);
      repeat(turn, turn.relay.reason);
      return;
    }
    turn.relay.run_over = false;
    change(turn, true, again ? reason("goes_on", {}, asked.reason) : asked.reason, asked);
  }

  function decideRelay(turn: Turn, input: GuardInput): void {
    const { rule, relay, now } = turn;
    const wish = input.wishes.of(rule.id, rule.decided_by);
    const { snapshot } = input;
    const asked = ask({ rule, relay, wish, snapshot, now, stopping: turn.stopping }, asking);
    if (relay.commanded) decideOn(turn, asked);
    else decideOff(turn, asked);
    if (relay.just_on && !relay.commanded) undo(turn, relay.just_on);
    relay.just_on = null;
  }

  /** Those that are on, the last of them first; then those that are off, in order of priority. */
  function inTurn({ relays }: GuardRules, memory: Memory): RelayRule[] {
    const isOn = ({ id }: RelayRule): boolean => memory.relays[id]?.commanded === true;
    return [...relays.filter(isOn).reverse(), ...relays.filter((rule) => !isOn(rule))];
  }

  return {
    decide(rules, memory, input, now) {
      const orders: Order[] = [];
      const decisions: Decision[] = [];
      for (const [, settle] of settling) settle(rules, memory, input, now, decisions);
      for (const rule of inTurn(rules, memory)) {
        const relay = memory.relays[rule.id];
        const { stopping = false } = input;
        if (relay)
          decideRelay({ rules, rule, relay, house: memory, now, inputs: [], orders, decisions, stopping }, input);
      }
      return { orders, decisions };
    },
    hold(context) {
      const { commanded, cut } = context.relay;
      const found = firstVerdict(commanded ? holdOn : cut ? blockAgain : blockOn, context);
      return found && { rule: found.rule, for_ms: found.verdict.for_ms };
    },
  };
}

/** The names of all rules, for the tests that leave each out in turn. */
export const GUARD_RULE_NAMES: readonly string[] = [
  ...new Set([SETTLE_RULES, ASK_RULES, FORCE_OFF, HOLD_ON, BLOCK_ON].flatMap((rules) => Object.keys(rules))),
];

/** The guard of the house, whole. */
export const guard: Guard = makeGuard();
