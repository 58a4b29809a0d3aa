import assert from "node:assert/strict";
import { civil, type Now, type Outcome, type Wish } from "../../model/index.ts";
import { RESUMES_WITHIN_MS } from "../cut-run.ts";
import type { Memory } from "../relay-memory.ts";
import { IDS, REPORTING, RULES } from "./plant-rules.ts";

/** What an onlooker of the plant can see besides the relays. */
export interface World {
  readonly now: Now;
  /** The true time, which no clock change moves, ms. */
  readonly time: number;
  readonly levelFresh: boolean;
  readonly stopping: boolean;
  readonly memory: Memory;
}

const HOUR_MS = 3_600_000;

type Rule = (typeof RULES.relays)[number];

/** What really happened to one relay, as an onlooker with a good clock sees it. */
export interface Seen {
  on: boolean;
  /** It was on since the last accepted "off". */
  ran: boolean;
  /** The output reports success but the contact stays closed. */
  welded: boolean;
  /** The output refuses every order. */
  failing: boolean;
  /** The output takes its time: an order is under way until it is delivered, a newer one waits behind it. */
  slow: boolean;
  underWay: boolean | undefined;
  waiting: boolean | undefined;
  ordered: boolean;
  wished: Wish | undefined;
  orderedOnAt: number;
  offSince: number;
  startsAt: { at: number; day: string }[];
  onTodayMs: number;
  /** When an "off" was confirmed for the first time since the start of this run. */
  started: boolean;
  mode: "off" | "auto" | "on";
  until: number | null;
  noDataSince: number | null;
  reportedContrarySince: number | null;
  reported: boolean | null;
  /** The output has taken the last order. */
  accepted: boolean;
  faultLatched: boolean;
  /** Its run was cut, by a stop or a start, and how often it has gone on since it began. */
  cut: boolean;
  wentOn: number;
  /** A start found it on: until then its output, its data and its script are waited for. */
  waitedFor: number;
  /** Somebody stands at the device and switches. */
  atDevice: boolean;
  /** It was switched off at the device, and nobody has wished otherwise since. */
  leftOff: boolean;
  /** A run was ended by its longest time, and no "off" was asked since. */
  runEnded: boolean;
}

function asBefore(): Seen {
  return {
    on: false,
    ran: false,
    welded: false,
    failing: false,
    slow: false,
    underWay: undefined,
    waiting: undefined,
    ordered: false,
    wished: undefined,
    orderedOnAt: 0,
    offSince: Number.NEGATIVE_INFINITY,
    startsAt: [],
    onTodayMs: 0,
    started: false,
    mode: "auto",
    until: null,
    noDataSince: null,
    reportedContrarySince: null,
    reported: null,
    accepted: false,
    faultLatched: false,
    cut: false,
    wentOn: 0,
    waitedFor: 0,
    atDevice: false,
    leftOff: false,
    runEnded: false,
  };
}

function ruleOf(id: string): Rule {
  const rule = RULES.relays.find((relay) => relay.id === id);
  assert(rule);
  return rule;
}

/** Remembers what really happened to every relay and holds the guard's invariants against that, never against its memory. */
export class Onlooker {
  readonly relays: ReadonlyMap<string, Seen> = new Map(IDS.map((id) => [id, asBefore()]));
  readonly #world: World;
  #day: string;
  #lastStart = Number.NEGATIVE_INFINITY;
  #lastStop = Number.NEGATIVE_INFINITY;

  constructor(world: World) {
    this.#world = world;
    this.#day = civil(world.now.at, RULES.time_zone).date;
  }

  relay(id: string): Seen {
    const seen = this.relays.get(id);
    assert(seen);
    return seen;
  }

  /** Time passes for the true clock. */
  passed(ms: number): void {
    for (const seen of this.relays.values()) if (seen.ordered) seen.onTodayMs += ms;
  }

  /** The guard's process is not there for a while. */
  away(reboot: boolean, ms: number): void {
    for (const [id, seen] of this.relays) {
      if (seen.ordered && !reboot) seen.onTodayMs += ms;
      seen.waitedFor = seen.ordered && REPORTING.has(id) ? this.#world.time + RESUMES_WITHIN_MS : 0;
      seen.started = false;
      seen.underWay = undefined;
      seen.waiting = undefined;
      seen.wished = undefined;
      seen.reported = null;
      seen.accepted = false;
      seen.reportedContrarySince = null;
      seen.noDataSince = null;
    }
  }

  /** Nobody watches any more. */
  left(): void {
    for (const [id, seen] of this.relays) {
      const staysOn = ruleOf(id).limits.without_data.do === "on";
      assert(!seen.ordered || staysOn, `I1: ${id} is left on although nobody watches it`);
    }
  }

  /** An order goes to the relay's output. @param told whether the change was recorded @returns whether it is a change */
  ordered(id: string, on: boolean, told: boolean): boolean {
    const seen = this.relay(id);
    if (on === seen.ordered) return false;
    assert(told, `I12: ${id} switched without a recorded reason`);
    // what was reported spoke of the order before
    seen.reportedContrarySince = null;
    if (on) this.#switchedOn(id, seen);
    else this.#switchedOff(id, seen);
    return true;
  }

  /** What an onlooker notices before the guard decides: data, reports, the turn of the day. */
  onlook(outcomes: readonly Outcome[], feedback: readonly { relay: string; on: boolean }[]): void {
    for (const { relay, on, ok } of outcomes) {
      const seen = this.relay(relay);
      if (on === seen.ordered) seen.accepted = ok;
    }
    const today = civil(this.#world.now.at, RULES.time_zone).date;
    if (today > this.#day) for (const seen of this.relays.values()) seen.onTodayMs = 0;
    if (today > this.#day)
      for (const seen of this.relays.values()) seen.startsAt = seen.startsAt.map((s) => ({ ...s, day: "" }));
    this.#day = today;
    for (const { relay, on } of feedback) this.relay(relay).reported = on;
    for (const seen of this.relays.values()) {
      if (seen.until !== null && this.#world.time >= seen.until) {
        seen.mode = "auto";
        seen.until = null;
      }
      if (seen.reported === null || seen.reported === seen.ordered) seen.reportedContrarySince = null;
    }
  }

  #switchedOn(id: string, seen: Seen): void {
    const rule = ruleOf(id);
    const now = this.#world.time;
    assert(seen.started, `I1: ${id} on before an "off" was confirmed`);
    assert.notEqual(seen.mode, "off", `I13: ${id} on against "off" by hand`);
    assert(now - seen.offSince >= rule.limits.min_off_ms, `I3: ${id} on before its minimum off time`);
    assert(!seen.ran || rule.limits.min_off_ms === 0, `I3: ${id} on again before it was off at all`);
    assert(!seen.leftOff, `${id} on again although it was switched off at the device`);
    this.#checkRest(id, seen, rule);
    assert(!seen.faultLatched, `I7: ${id} on in spite of its fault`);
    assert(!seen.runEnded || rule.limits.min_off_ms > 0, `I4: ${id} on again although its run is over`);
    this.#lastStart = now;
    this.#countStart(id, seen, rule);
    for (const group of RULES.interlocks) {
      if (!group.relays.includes(id)) continue;
      for (const other of group.relays) {
        const rest = now - this.relay(other).offSince;
        assert(other === id || rest >= group.dead_time_ms, `I5: ${id} on ${rest} ms after ${other}`);
      }
    }
    seen.ordered = true;
    seen.orderedOnAt = now;
    seen.reported = null;
    seen.accepted = false;
  }

  /** Starts keep their distance to others, and a relay its own. */
  #checkRest(id: string, seen: Seen, rule: Rule): void {
    const now = this.#world.time;
    // what was switched on at the device has had its inrush
    const byHand = seen.mode === "on" || seen.atDevice;
    const stagger = byHand ? RULES.stagger_by_hand_ms : RULES.stagger_ms;
    assert(seen.atDevice || now - this.#lastStart >= (stagger ?? 0), `${id} on too soon after another start`);
    const rested = now - seen.offSince >= (rule.limits.rest_ms ?? 0) && (!seen.ran || !rule.limits.rest_ms);
    assert(rested || byHand || seen.cut, `${id} chatters`);
  }

  /** A run that goes on after it was cut is no other start. */
  #countStart(id: string, seen: Seen, rule: Rule): void {
    const now = this.#world.time;
    const goesOn = (this.#world.memory.relays[id]?.resumed ?? 0) > 0;
    if (goesOn) assert(seen.cut && seen.wentOn < 3, `I8: ${id} goes on with a run that is over`);
    else seen.startsAt = [...seen.startsAt.slice(-40), { at: now, day: this.#day }];
    seen.wentOn = goesOn ? seen.wentOn + 1 : 0;
    seen.cut = false;
    const hour = seen.startsAt.filter((start) => now - start.at < HOUR_MS).length;
    assert(hour <= (rule.limits.max_starts_per_hour ?? Number.POSITIVE_INFINITY), `I8: ${id} starts too often an hour`);
    const day = seen.startsAt.filter((start) => start.day === this.#day).length;
    assert(day <= (rule.limits.max_starts_per_day ?? Number.POSITIVE_INFINITY), `I8: ${id} starts too often a day`);
  }

  #switchedOff(id: string, seen: Seen): void {
    const rule = ruleOf(id);
    const early = this.#world.time - seen.orderedOnAt < rule.limits.min_on_ms;
    const silent = rule.decided_by !== null && !seen.wished;
    const excused =
      this.#world.stopping ||
      seen.atDevice ||
      this.#world.memory.relays[id]?.fault?.kind === "feedback" ||
      seen.mode !== "auto" ||
      !seen.started ||
      silent ||
      this.#without(id, seen) ||
      seen.faultLatched ||
      this.#rivalOn(id);
    assert(!early || excused, `I3: ${id} off before its minimum on time`);
    const soon = this.#world.time - this.#lastStop < (RULES.between_stops_ms ?? 0);
    const spent = seen.onTodayMs >= (rule.limits.max_on_per_day_ms ?? Number.POSITIVE_INFINITY);
    const over = this.#world.time - seen.orderedOnAt >= (rule.limits.max_on_ms ?? Number.POSITIVE_INFINITY);
    const shed = seen.wished?.inputs.some(({ unit }) => unit === "W") && seen.wished.want !== "nothing";
    assert(!(soon && shed) || excused || spent || over, `${id} is shed too soon after another stop`);
    this.#lastStop = this.#world.time;
    if (rule.limits.max_on_ms !== undefined && this.#world.time - seen.orderedOnAt >= rule.limits.max_on_ms)
      seen.runEnded = true;
    seen.ordered = false;
    seen.cut = (this.#world.stopping || !seen.started) && seen.mode !== "off";
    // it may be found on and be switched off in one step
    this.#noteFoundOn(id, seen);
    seen.reported = null;
    seen.accepted = false;
  }

  #rivalOn(id: string): boolean {
    return RULES.interlocks.some(
      (group) => group.relays.includes(id) && group.relays.some((other) => other !== id && this.relay(other).on),
    );
  }

  /** Whether the relay must count as without data. */
  #without(id: string, seen: Seen): boolean {
    const rule = ruleOf(id);
    if (seen.mode === "off") return false;
    if (rule.needs.length > 0 && !this.#world.levelFresh) return true;
    if (rule.decided_by === null || !seen.wished) return false;
    if (seen.wished.want === "nothing") return seen.mode === "auto" || seen.wished.why === "no_data";
    return seen.mode === "auto" && this.#world.now.mono - seen.wished.mono > 30_000;
  }

  /** What must hold after every step. */
  check(): void {
    let power = 0;
    for (const rule of RULES.relays) {
      const seen = this.relay(rule.id);
      if (seen.ordered || seen.on) power += rule.power_w;
      this.#checkRelay(rule, seen);
    }
    const anyWelded = [...this.relays.values()].some((seen) => seen.welded || seen.on !== seen.ordered);
    if (!anyWelded) {
      assert(power <= (RULES.power_budget_w ?? 0), `${power} W are on at once`);
      for (const group of RULES.interlocks) {
        const on = group.relays.filter((id) => this.relay(id).on);
        assert(on.length <= 1, `I5: ${on.join(" and ")} are on together`);
      }
    }
    for (const group of RULES.interlocks) {
      for (const id of group.relays) {
        const known = group.relays.some(
          (other) => other !== id && this.relay(other).reported === true && this.relay(other).on,
        );
        assert(!known || !this.relay(id).ordered, `I5: ${id} is on beside a relay that is known to be on`);
      }
    }
  }

  /** What a start has found on, and its output says so, needs no "off" before it. */
  #noteFoundOn(id: string, seen: Seen): void {
    if (this.#world.memory.relays[id]?.started && seen.reported === true) seen.started = true;
  }

  #checkRelay(rule: Rule, seen: Seen): void {
    if (seen.ordered) this.#noteFoundOn(rule.id, seen);
    this.#checkRun(rule, seen);
    if (seen.mode === "auto" && seen.wished?.want !== "on") seen.leftOff = false;
    this.#checkData(rule, seen);
    this.#checkMode(rule.id, seen);
    this.#checkReport(rule.id, seen, rule.limits.feedback_within_ms);
    if (seen.wished?.want !== "on" || seen.mode === "off" || this.#without(rule.id, seen)) seen.runEnded = false;
  }

  #checkRun({ id, limits: { max_on_ms, max_on_per_day_ms } }: Rule, seen: Seen): void {
    if (!seen.ordered) return;
    if (max_on_ms !== undefined) assert(this.#world.time - seen.orderedOnAt < max_on_ms, `I4: ${id} runs too long`);
    if (max_on_per_day_ms !== undefined) assert(seen.onTodayMs < max_on_per_day_ms, `I4: ${id} runs too long a day`);
  }

  /** A start has found the relay on and waits, for seconds, for what tells whether it may stay so. */
  #isWaitedFor(seen: Seen): boolean {
    return this.#world.time < seen.waitedFor && seen.ordered && !seen.started;
  }

  #checkData({ id, limits: { without_data } }: Rule, seen: Seen): void {
    if (!this.#without(id, seen) || this.#isWaitedFor(seen)) {
      seen.noDataSince = null;
      return;
    }
    seen.noDataSince ??= this.#world.time;
    if (without_data.do === "off") assert(!seen.ordered, `I6: ${id} is on without data`);
    if (without_data.do === "keep" && this.#world.time - seen.noDataSince >= without_data.for_ms) {
      assert(!seen.ordered, `I6: ${id} is kept on without data for too long`);
    }
  }

  /** An "on" at the device: a person's, where the relay's rule allows it, and for a time. */
  #checkAtDevice(id: string, seen: Seen): void {
    const relay = this.#world.memory.relays[id];
    if (relay?.mode_origin !== "device") return;
    const left_ms = relay.until === null ? null : relay.until.mono - this.#world.now.mono;
    const allowed_ms = ruleOf(id).limits.on_at_device_ms ?? 0;
    assert(relay.mode === "auto" || (left_ms !== null && left_ms <= allowed_ms), `I9: the mode of ${id} does not end`);
    seen.mode = relay.mode;
    seen.until = left_ms === null ? null : this.#world.time + left_ms;
  }

  #checkMode(id: string, seen: Seen): void {
    this.#checkAtDevice(id, seen);
    assert.equal(this.#world.memory.relays[id]?.mode, seen.mode, `I9: the mode of ${id}`);
    if (seen.mode === "auto" && seen.ordered && seen.wished?.want === "on" && !this.#without(id, seen)) return;
    if (this.#isWaitedFor(seen)) return;
    const leased = seen.wished && this.#world.now.mono - seen.wished.mono <= 30_000;
    const rule = ruleOf(id);
    if (rule.decided_by !== null && seen.mode === "auto" && seen.ordered && !leased) {
      assert(rule.limits.without_data.do !== "off", `I2: ${id} is on without a live wish`);
    }
  }

  #checkReport(id: string, seen: Seen, within_ms: number): void {
    if (seen.reported !== null && seen.reported !== seen.ordered && seen.accepted)
      seen.reportedContrarySince ??= this.#world.time;
    const since = seen.reportedContrarySince;
    if (since !== null && this.#world.time - since >= within_ms && !seen.failing) {
      assert(this.#world.memory.relays[id]?.fault, `I7: ${id} contradicts its order and is not at fault`);
    }
    if (this.#world.memory.relays[id]?.fault?.kind === "feedback") seen.faultLatched = true;
    assert(!seen.faultLatched || !seen.ordered, `I7: ${id} is on in spite of its fault`);
  }
}
