import { civil, HOUR, type Now } from "../model/index.ts";
import type { DayCounters, RelayMemory } from "./relay-memory.ts";

/** A clock that was set is put right soon, if it was set wrong: so long the day from which it was set goes on. */
const CORRECTED_WITHIN_MS = HOUR;
/** Days other than the present one whose counters are remembered. */
const DAYS_REMEMBERED = 3;

function counted({ day, on_today_ms, starts_today, cycled_today }: RelayMemory): DayCounters {
  return { day, on_today_ms, starts_today, cycled_today };
}

const nothing = (day: string): DayCounters => ({ day, on_today_ms: 0, starts_today: 0, cycled_today: false });

/** What was counted on one day, and what came after on another. */
function plus(before: DayCounters, more: DayCounters): DayCounters {
  return {
    day: before.day,
    on_today_ms: before.on_today_ms + more.on_today_ms,
    starts_today: before.starts_today + more.starts_today,
    cycled_today: before.cycled_today || more.cycled_today,
  };
}

/** What has been counted since the counters stood so. */
function since(before: DayCounters, relay: RelayMemory): DayCounters {
  return {
    ...counted(relay),
    on_today_ms: Math.max(0, relay.on_today_ms - before.on_today_ms),
    starts_today: Math.max(0, relay.starts_today - before.starts_today),
  };
}

/** What has been counted since the present day was entered last. */
function sinceEntered(relay: RelayMemory): DayCounters {
  return since(relay.days.find(({ day }) => day === relay.day) ?? nothing(relay.day), relay);
}

/** Adds what a relay ran beside what was counted; of another day it counts nothing. */
export function addToDay(relay: RelayMemory, more: DayCounters): void {
  if (relay.day === more.day) Object.assign(relay, plus(counted(relay), more));
}

function remember(relay: RelayMemory, counters: DayCounters): void {
  relay.days = [...relay.days.filter(({ day }) => day !== counters.day), counters].slice(-DAYS_REMEMBERED);
}

function enter(relay: RelayMemory, counters: DayCounters): void {
  remember(relay, counted(relay));
  Object.assign(relay, counters);
  remember(relay, counters);
}

/**
 * A day to which the clock was set, rather than that it came: until the clock has stayed so, the old day goes on.
 * @param set_ms how far the clock was set ahead since the last look
 */
function isHeld(relay: RelayMemory, set_ms: number, now: Now): boolean {
  if (relay.ahead === null) {
    if (set_ms <= 0) return false;
    relay.ahead = { until_mono: now.mono + Math.min(set_ms, CORRECTED_WITHIN_MS), counters: counted(relay) };
  }
  return now.mono < relay.ahead.until_mono;
}

/** The present day is left: what ran on it is missing on all others that the clock has shown and may show again. */
function missedByOthers(relay: RelayMemory): DayCounters[] {
  const ran = sinceEntered(relay);
  const others = relay.days.filter(({ day }) => day !== relay.day);
  return others.map(({ day }) => plus(relay.missed.find((before) => before.day === day) ?? nothing(day), ran));
}

/**
 * The clock is being put right, or set wrong: it may show several days, in any order, all within one. Each goes on with its own
 * counters and with all that ran since it was left.
 */
function enterAgain(relay: RelayMemory, today: string): void {
  const missed = missedByOthers(relay);
  const known = relay.days.find(({ day }) => day === today);
  const more = missed.find(({ day }) => day === today);
  // a day that nobody knows is the present one under another name
  enter(relay, known && more ? plus(known, more) : { ...counted(relay), day: today });
  relay.missed = missed.filter(({ day }) => day !== today);
}

/** Another day: it came, or the clock was set to it and has stayed so. */
function enterAnew(relay: RelayMemory, today: string): void {
  const known = relay.days.find(({ day }) => day === today) ?? nothing(today);
  const missed = relay.ahead ? missedByOthers(relay).filter(({ day }) => day !== today) : [];
  enter(relay, relay.ahead ? plus(known, since(relay.ahead.counters, relay)) : known);
  relay.missed = missed;
}

/**
 * Takes in which civil day it is. A day that comes begins new counters; nobody gets a second ration of a day:
 * a clock that is set back goes on with the counters of the day that it shows, and what ran meanwhile is added to them;
 * a day to which the clock is set ahead begins only once the clock has stayed there for an hour, which counts for both.
 * @param set_ms how far the clock was set ahead since the last look, where it was that which turned the day; else 0
 */
export function turnDay(relay: RelayMemory, today: string, set_ms: number, now: Now): void {
  if (relay.day === today) {
    relay.ahead = null;
    return;
  }
  if (relay.set_back !== null && now.mono - relay.set_back.mono >= CORRECTED_WITHIN_MS) relay.set_back = null;
  if (today < relay.day) relay.set_back ??= { day: relay.day, mono: now.mono };
  const { set_back } = relay;
  if (set_back !== null && today <= set_back.day) {
    enterAgain(relay, today);
  } else {
    if (isHeld(relay, set_ms, now)) return;
    enterAnew(relay, today);
  }
  relay.ahead = null;
  if (set_back !== null && today >= set_back.day) relay.set_back = null;
}

/** How far the clock was set ahead between two instants, where that and no passing of time turned the day; else 0. */
export function setAhead(before: Now, now: Now, zone: string): number {
  const set_ms = now.at - before.at - (now.mono - before.mono);
  if (set_ms <= 0) return 0;
  return civil(now.at - set_ms, zone).date < civil(now.at, zone).date ? set_ms : 0;
}
