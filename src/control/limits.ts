import {
  type GuardRules,
  HOUR,
  type InputSeen,
  type Now,
  type Reason,
  type RelayRule,
  reason,
} from "../model/index.ts";
import { runTime } from "./cut-run.ts";
import { possiblyOn } from "./memory.ts";
import type { Memory, RelayMemory } from "./relay-memory.ts";

/** What a limit may look at. */
export interface LimitContext {
  readonly rules: GuardRules;
  readonly rule: RelayRule;
  readonly relay: RelayMemory;
  readonly house: Memory;
  readonly now: Now;
  /** What the wish was made of. */
  readonly inputs: readonly InputSeen[];
}

/** A limit that stands in the way. */
export interface Verdict {
  readonly reason: Reason;
  /** When it lets go, ms from now; `null` when only an event can lift it. */
  readonly for_ms: number | null;
}

export type Limit = (context: LimitContext) => Verdict | undefined;

/** Since it was switched on, not since its run began: a contact that has just closed keeps its time. */
function onFor({ relay, now }: LimitContext): number {
  return relay.on_mono === null ? 0 : now.mono - relay.on_mono;
}

const ENDED_BY_EVENT = { for_ms: null };

/** Another relay of an interlock group that may be carrying current. */
function rival({ rules, rule, house }: LimitContext): string | undefined {
  for (const group of rules.interlocks) {
    if (!group.relays.includes(rule.id)) continue;
    for (const id of group.relays) {
      const other = id === rule.id ? undefined : house.relays[id];
      if (other && possiblyOn(other)) return id;
    }
  }
  return undefined;
}

/** Whether only an unconfirmed "off" speaks for the relay's being on: nobody wants it on, and nothing says that it is. */
function isUnsure(relay: RelayMemory): boolean {
  return !relay.commanded && relay.feedback !== true;
}

/** These switch a relay off although it is wished on; the minimum on time does not hold them back. */
export const FORCE_OFF = {
  fault: ({ relay }) =>
    relay.fault?.kind === "feedback"
      ? { reason: reason("fault_latched", {}, relay.fault.reason), ...ENDED_BY_EVENT }
      : undefined,

  max_on: (context) => {
    const limit = context.rule.limits.max_on_ms;
    if (limit === undefined || runTime(context.relay, context.now) < limit) return undefined;
    return { reason: reason("max_on", { limit }), ...ENDED_BY_EVENT };
  },

  max_on_per_day: ({ rule, relay }) => {
    const limit = rule.limits.max_on_per_day_ms;
    if (limit === undefined || relay.on_today_ms < limit) return undefined;
    return { reason: reason("max_on_per_day", { limit }), ...ENDED_BY_EVENT };
  },

  /** A partner that came on without an order (welded contact, switched by hand at the device). */
  interlock: (context) => {
    const other = rival(context);
    const partner = other === undefined ? undefined : context.house.relays[other];
    if (other === undefined || partner === undefined) return undefined;
    return { reason: reason(isUnsure(partner) ? "interlock_unsure" : "interlock", { other }), ...ENDED_BY_EVENT };
  },
} satisfies Record<string, Limit>;

/** Units of what changes when a load goes off. */
const UNITS_OF_LOADS: ReadonlySet<string | null> = new Set(["W", "VA", "A"]);

/** Whether a wish was made of something that other loads change, too: not of a charge, a temperature, the time. */
export function seesLoads(inputs: readonly InputSeen[]): boolean {
  return inputs.some(({ unit }) => UNITS_OF_LOADS.has(unit));
}

/** These hold a relay on although it is wished off. */
export const HOLD_ON = {
  min_on: (context) => {
    const left = context.rule.limits.min_on_ms - onFor(context);
    return left > 0 ? { reason: reason("min_on", { left }), for_ms: left } : undefined;
  },

  /** A meter may be late: what the last stop has changed is not seen yet. */
  between_stops: ({ rules, house, now, inputs }) => {
    if (house.last_stop_mono === null || !seesLoads(inputs)) return undefined;
    const left = (rules.between_stops_ms ?? 0) - (now.mono - house.last_stop_mono);
    return left > 0 ? { reason: reason("between_stops", { left }), for_ms: left } : undefined;
  },
} satisfies Record<string, Limit>;

function restOf({ limits }: RelayRule, { mode }: RelayMemory): number {
  return mode === "on" ? 0 : (limits.rest_ms ?? 0);
}

/** These keep a relay off although it is wished on. The longest-lasting come first: they explain best. */
export const BLOCK_ON = {
  fault: FORCE_OFF.fault,

  /** An "off" that is still on its way: the rest has not even begun. */
  unconfirmed: ({ rule, relay }) =>
    relay.ran && !relay.confirmed && Math.max(rule.limits.min_off_ms, restOf(rule, relay)) > 0
      ? { reason: reason("off_unconfirmed"), ...ENDED_BY_EVENT }
      : undefined,

  max_on_per_day: FORCE_OFF.max_on_per_day,

  max_starts_per_day: ({ rule, relay }) => {
    const limit = rule.limits.max_starts_per_day;
    if (limit === undefined || relay.starts_today < limit) return undefined;
    return { reason: reason("max_starts_per_day", { limit }), ...ENDED_BY_EVENT };
  },

  max_starts_per_hour: ({ rule, relay, now }) => {
    const limit = rule.limits.max_starts_per_hour;
    if (limit === undefined) return undefined;
    const recent = relay.starts_mono.filter((mono) => now.mono - mono < HOUR);
    const first = recent[recent.length - limit];
    if (first === undefined) return undefined;
    const left = HOUR - (now.mono - first);
    return { reason: reason("max_starts_per_hour", { limit, left }), for_ms: left };
  },

  /** The run was ended by max_on: a new one needs a new wish, or the rest that min_off sets. */
  run_over: ({ rule, relay }) =>
    relay.run_over && rule.limits.min_off_ms === 0 ? { reason: reason("run_over"), ...ENDED_BY_EVENT } : undefined,

  min_off: ({ rule, relay, now }) => {
    if (relay.off_mono === null) return undefined;
    const left = rule.limits.min_off_ms - (now.mono - relay.off_mono);
    return left > 0 ? { reason: reason("min_off", { left }), for_ms: left } : undefined;
  },

  /** A relay without minimum times must not chatter; a person may switch it as often as they like. */
  rest: ({ rule, relay, now }) => {
    if (relay.off_mono === null) return undefined;
    const left = restOf(rule, relay) - (now.mono - relay.off_mono);
    return left > 0 ? { reason: reason("rest", { left }), for_ms: left } : undefined;
  },

  interlock: FORCE_OFF.interlock,

  dead_time: ({ rules, rule, house, now }) => {
    for (const group of rules.interlocks) {
      if (!group.relays.includes(rule.id)) continue;
      for (const other of group.relays) {
        const off = other === rule.id ? null : (house.relays[other]?.off_mono ?? null);
        const left = off === null ? 0 : group.dead_time_ms - (now.mono - off);
        if (left > 0) return { reason: reason("dead_time", { other, left }), for_ms: left };
      }
    }
    return undefined;
  },

  power_budget: ({ rules, rule, house }) => {
    const budget = rules.power_budget_w;
    if (budget === undefined) return undefined;
    let used = 0;
    const unsure: string[] = [];
    for (const other of rules.relays) {
      const relay = house.relays[other.id];
      if (other.id === rule.id || !relay || !possiblyOn(relay) || other.power_w === 0) continue;
      used += other.power_w;
      if (isUnsure(relay)) unsure.push(other.id);
    }
    if (used + rule.power_w <= budget) return undefined;
    const taken = { used, budget };
    const others = unsure.join(", ");
    const why = others === "" ? reason("power_budget", taken) : reason("power_budget_unsure", { ...taken, others });
    return { reason: why, ...ENDED_BY_EVENT };
  },

  stagger: ({ rules, relay, house, now }) => {
    if (house.last_start_mono === null) return undefined;
    const { stagger_ms, stagger_by_hand_ms = stagger_ms } = rules;
    const left = (relay.mode === "on" ? stagger_by_hand_ms : stagger_ms) - (now.mono - house.last_start_mono);
    return left > 0 ? { reason: reason("stagger", { left }), for_ms: left } : undefined;
  },
} satisfies Record<string, Limit>;

/** The first limit that stands in the way, with its name. */
export function firstVerdict(
  limits: readonly (readonly [string, Limit])[],
  context: LimitContext,
): { readonly rule: string; readonly verdict: Verdict } | undefined {
  for (const [rule, limit] of limits) {
    const verdict = limit(context);
    if (verdict) return { rule, verdict };
  }
  return undefined;
}
