import { civil, type Now, reason, startOfDay } from "../model/index.ts";
import { RESUMES_WITHIN_MS } from "./cut-run.ts";
import { addToDay, setAhead, turnDay } from "./day.ts";
import type { Memory, RelayMemory } from "./relay-memory.ts";
import { looksLikeMemory, soundRelay } from "./saved.ts";

/** The memory of a relay that has never been seen: off, unconfirmed, counters at zero. */
export function newRelay(now: Now, zone: string): RelayMemory {
  return {
    commanded: false,
    confirmed: false,
    started: false,
    ran: false,
    since_at: now.at,
    on_mono: null,
    off_mono: null,
    last_on_at: null,
    last_off_at: null,
    last_auto_on_at: null,
    mode: "auto",
    mode_origin: "start",
    until: null,
    auto_want: null,
    base: null,
    day: civil(now.at, zone).date,
    set_back: null,
    missed: [],
    ahead: null,
    days: [],
    on_today_ms: 0,
    starts_today: 0,
    cycled_today: false,
    starts_mono: [],
    run_before_ms: 0,
    resumed: 0,
    cut: null,
    resuming: null,
    shed_mono: null,
    run_over: false,
    no_data_mono: null,
    mismatch_mono: null,
    resend_mono: null,
    feedback: null,
    agreed: false,
    contrary: 0,
    left_off: null,
    undone_mono: [],
    just_on: null,
    told_on: false,
    fault: null,
    failures: 0,
    retry_mono: now.mono,
    say_off: null,
    reason: reason("starting"),
    inputs: [],
    refused: null,
    refusals: { hour_mono: now.mono, count: 0, dropped: 0 },
  };
}

/** Copies the memory deeply enough that a step never alters what it was given. */
export function copyMemory(memory: Memory): Memory {
  const relays: Record<string, RelayMemory> = {};
  for (const id in memory.relays) {
    const relay = memory.relays[id];
    if (relay) relays[id] = { ...relay, refusals: { ...relay.refusals } };
  }
  return { ...memory, relays };
}

/** Running time while nobody looked. Where the civil day has turned meanwhile, only what belongs to the new one. */
function countAway(relay: RelayMemory, away_ms: number, set_ms: number, now: Now, zone: string): void {
  const before = relay.day;
  turnDay(relay, civil(now.at, zone).date, set_ms, now);
  relay.on_today_ms += relay.day > before ? Math.min(away_ms, now.at - startOfDay(now.at, zone)) : away_ms;
}

/**
 * Takes up the memory that an earlier run saved. What does not read as one, whole or of a relay, counts as never seen.
 *
 * Nothing is taken for granted of the outputs: every relay counts as possibly on until an "off" is confirmed. One that was
 * on, and whose output can report its state, is left as it is for a moment, to be taken up where it is still on.
 * A relay that was never seen has no run to rest from, so no minimum off time is pending.
 * Within one machine start the monotonic clock goes on and times are exact. After a reboot the wall clock tells how
 * long Gleaner was away; a wall clock that is behind (no battery-backed clock) counts as no time at all, so that
 * every limit holds rather longer than shorter. Time away counts as running time for a relay that was on, because
 * its output stayed as it was; after a reboot it does not, because the outputs lost their power.
 * @param reports whether the output of a relay can report its state
 */
export function adopt(
  saved: unknown,
  ids: readonly string[],
  now: Now,
  boot: string,
  zone: string,
  reports: (id: string) => boolean = () => false,
): Memory {
  const memory: Memory = { version: 1, boot, saved: now, last_start_mono: null, last_stop_mono: null, relays: {} };
  const old = looksLikeMemory(saved) ? saved : undefined;
  for (const id of ids) memory.relays[id] = newRelay(now, zone);
  if (!old) return memory;
  const away = awayOf(old, now, boot);
  memory.last_start_mono = away.moved(old.last_start_mono ?? null);
  memory.last_stop_mono = away.moved(old.last_stop_mono ?? null);
  for (const id of ids) {
    const before = Object.hasOwn(old.relays, id) ? soundRelay(old.relays[id], newRelay(now, zone)) : undefined;
    if (!before) continue;
    const relay = wake(before, away, now);
    if (away.same_boot) countAway(relay, relay.commanded ? away.ms : 0, setAhead(away.from, now, zone), now, zone);
    if (relay.commanded && reports(id)) resume(relay, before, away, now);
    memory.relays[id] = relay;
  }
  return memory;
}

/**
 * Adds what the relays ran in another memory's last day, where that is the present one: of a time that this memory has not
 * seen. @param other as it was saved; what does not read as a memory counts nothing
 */
export function withDayOf(memory: Memory, other: unknown, now: Now, zone: string): Memory {
  if (!looksLikeMemory(other)) return memory;
  const copy = copyMemory(memory);
  for (const [id, relay] of Object.entries(copy.relays)) {
    const ran = Object.hasOwn(other.relays, id) ? soundRelay(other.relays[id], newRelay(now, zone)) : undefined;
    if (ran) addToDay(relay, ran);
  }
  return copy;
}

/** How long Gleaner was away, and how instants of that time read now. */
interface Away {
  readonly from: Now;
  readonly same_boot: boolean;
  readonly ms: number;
  /** An instant of the other machine start, moved so that it lies as long ago as it does. */
  readonly moved: <T extends number | null>(mono: T) => T | number;
}

function awayOf({ boot: before, saved: from }: Memory, now: Now, boot: string): Away {
  const same_boot = before === boot;
  const ms = Math.max(0, same_boot ? now.mono - from.mono : now.at - from.at);
  const shift = same_boot ? 0 : now.mono - ms - from.mono;
  return { from, same_boot, ms, moved: (mono) => (mono === null ? mono : mono + shift) };
}

/** It may still be on, and its output can say so: what was asked for holds on. */
function resume(relay: RelayMemory, { base, auto_want }: RelayMemory, away: Away, now: Now): void {
  relay.resuming = { until_mono: now.mono + RESUMES_WITHIN_MS, unpowered_ms: away.same_boot ? 0 : away.ms };
  relay.base = base;
  relay.auto_want = auto_want;
}

/** A relay as it is taken up: what was known of its output, and what was asked for, is known no more. */
function wake(before: RelayMemory, { moved }: Away, now: Now): RelayMemory {
  return {
    ...before,
    confirmed: false,
    started: false,
    feedback: null,
    agreed: false,
    contrary: 0,
    just_on: null,
    told_on: false,
    left_off: before.left_off && { asked: before.left_off.asked, quiet_mono: moved(before.left_off.quiet_mono) },
    undone_mono: before.undone_mono.map(moved),
    fault: before.fault?.kind === "feedback" ? before.fault : null,
    mismatch_mono: null,
    resend_mono: null,
    no_data_mono: null,
    shed_mono: null,
    resuming: null,
    cut: before.cut && { run_ms: before.cut.run_ms, mono: moved(before.cut.mono) },
    // after a start every relay is off: what was asked for before is no wish any more
    base: null,
    auto_want: null,
    failures: 0,
    retry_mono: now.mono,
    say_off: null,
    refused: null,
    refusals: { hour_mono: now.mono, count: 0, dropped: 0 },
    on_mono: moved(before.on_mono),
    off_mono: moved(before.off_mono),
    starts_mono: before.starts_mono.map(moved),
    ahead: before.ahead && { ...before.ahead, until_mono: moved(before.ahead.until_mono) },
    set_back: before.set_back && { day: before.set_back.day, mono: moved(before.set_back.mono) },
    until: before.until && { at: before.until.at, mono: moved(before.until.mono) },
    reason: reason("starting"),
    inputs: [],
  };
}

/** Relays that were on when Gleaner last ran and are not among `ids` any more: nobody will switch them off. */
export function lostRelays(saved: unknown, ids: readonly string[]): string[] {
  if (!looksLikeMemory(saved)) return [];
  return Object.entries(saved.relays).flatMap(([id, relay]) =>
    !ids.includes(id) && relay?.commanded === true ? [id] : [],
  );
}

/** Whether the relay may carry current: it was ordered on, or an "off" is not confirmed, or its output says so. */
export function possiblyOn(relay: RelayMemory): boolean {
  return relay.commanded || !relay.confirmed || relay.feedback === true;
}
