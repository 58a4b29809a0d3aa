import assert from "node:assert/strict";
import {
  type ChannelState,
  civil,
  type GuardRules,
  type ModeCommand,
  type Now,
  type Outcome,
  reason,
  type Snapshot,
  type Wish,
} from "../../model/index.ts";
import { type Guard, makeGuard } from "../guard.ts";
import { adopt, type Memory } from "../memory.ts";
import { step } from "../step.ts";

/**
 * A house of made-up relays with a memory of its own of what really happened. After every step it checks the guard's
 * invariants against that memory, never against the guard's.
 */

const MIN = 60_000;

const limits = {
  min_on_ms: 0,
  min_off_ms: 0,
  without_data: { do: "off" },
  forced_on_needs_data: true,
  feedback_within_ms: 10_000,
} as const;

export const RULES: GuardRules = {
  time_zone: "Europe/Paris",
  stagger_ms: 2_000,
  power_budget_w: 3_000,
  interlocks: [{ name: "pair", relays: ["boiler", "pump"], dead_time_ms: 5_000 }],
  relays: [
    {
      id: "boiler",
      number: 1,
      power_w: 1_200,
      needs: [],
      has_script: true,
      limits: { ...limits, min_on_ms: 2 * MIN, min_off_ms: 3 * MIN, max_starts_per_hour: 4, max_starts_per_day: 7 },
    },
    {
      id: "pump",
      number: 2,
      power_w: 400,
      needs: ["well.level"],
      has_script: true,
      limits: { ...limits, max_on_ms: 20 * MIN, max_on_per_day_ms: 60 * MIN },
    },
    {
      id: "workshop",
      number: 3,
      power_w: 2_000,
      needs: [],
      has_script: true,
      limits: { ...limits, min_off_ms: 10_000, without_data: { do: "keep", for_ms: 5 * MIN } },
    },
    { id: "fan", number: 4, power_w: 100, needs: [], has_script: false, limits },
    {
      id: "freezer",
      number: 5,
      power_w: 150,
      needs: ["well.level"],
      has_script: true,
      limits: { ...limits, without_data: { do: "on" }, max_starts_per_hour: 10 },
    },
  ],
};
const IDS = RULES.relays.map((relay) => relay.id);

/** What really happened to one relay, as an onlooker with a good clock sees it. */
interface Seen {
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
  /** A run was ended by its longest time, and no "off" was asked since. */
  runEnded: boolean;
}

export class Plant {
  readonly #guard: Guard;
  #time = 1_700_000_000_000;
  #wallOffset = 0;
  #monoOffset = -1_699_999_000_000;
  #boot = 1;
  #day: string;
  #lastStart = Number.NEGATIVE_INFINITY;
  #levelFresh = true;
  #memory: Memory;
  #outcomes: Outcome[] = [];
  #feedback: { relay: string; on: boolean }[] = [];
  #commands: ModeCommand[] = [];
  readonly #seen = new Map<string, Seen>();
  #stopping = false;
  switches = 0;

  constructor(without?: string) {
    this.#guard = makeGuard(without);
    this.#memory = adopt(undefined, IDS, this.now, "boot 1", RULES.time_zone);
    this.#day = civil(this.now.at, RULES.time_zone).date;
    for (const id of IDS) {
      this.#seen.set(id, {
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
        runEnded: false,
      });
    }
    this.#step();
  }

  get now(): Now {
    return { at: this.#time + this.#wallOffset, mono: this.#time + this.#monoOffset };
  }

  #relay(id: string): Seen {
    const seen = this.#seen.get(id);
    assert(seen);
    return seen;
  }

  // ── what may happen ──

  pass(ms: number): void {
    this.#time += ms;
    for (const seen of this.#seen.values()) if (seen.ordered) seen.onTodayMs += ms;
    this.#step();
  }

  wish(index: number, want: "on" | "off" | "keep" | "no_data" | "script_failed", late_ms = 0): void {
    const relay = IDS[index % IDS.length] ?? "boiler";
    const rule = RULES.relays.find(({ id }) => id === relay);
    if (!rule?.has_script) return;
    const base = { from: "script", relay, mono: this.now.mono - late_ms, inputs: [] } as const;
    const wish: Wish =
      want === "no_data" || want === "script_failed"
        ? {
            ...base,
            want: "nothing",
            why: want,
            reason: reason(want === "no_data" ? "channel_missing" : "script_failed"),
          }
        : { ...base, want, reason: reason("text", { text: want }) };
    this.#relay(relay).wished = wish;
    this.#step();
  }

  mode(index: number, mode: "off" | "auto" | "on", for_ms?: number, auto_state?: boolean): void {
    const relay = IDS[index % IDS.length] ?? "boiler";
    const seen = this.#relay(relay);
    seen.mode = mode;
    seen.until = mode === "auto" || for_ms === undefined ? null : this.#time + for_ms;
    if (mode !== "on") {
      seen.faultLatched = false;
      seen.reportedContrarySince = null;
    }
    this.#commands.push({
      relay,
      mode,
      ...(for_ms && { for_ms }),
      ...(auto_state !== undefined && { auto_state }),
      origin: "api",
    });
    this.#step();
    if (mode === "off") assert(!seen.ordered, `I13: ${relay} is still on after "off" by hand`);
  }

  strangers(): void {
    // what is still under way is settled first
    this.#step();
    this.#step();
    const before = JSON.stringify(this.#orders());
    this.#commands.push({ relay: "nobody", mode: "on", origin: "api" });
    this.#step(new Map([["nobody", { ...this.#anyWish(), relay: "nobody" }]]));
    assert.equal(JSON.stringify(this.#orders()), before, "I10: a stranger's request changed something");
  }

  level(fresh: boolean): void {
    this.#levelFresh = fresh;
    this.#step();
  }

  output(index: number, what: "works" | "fails" | "welds" | "lags"): void {
    const id = IDS[index % IDS.length] ?? "boiler";
    const seen = this.#relay(id);
    seen.failing = what === "fails";
    seen.welded = what === "welds";
    seen.slow = what === "lags";
    while (!seen.slow && seen.underWay !== undefined) this.#arrive(id, seen);
    this.#step();
  }

  /** An order to a slow output arrives. */
  deliver(index: number): void {
    const id = IDS[index % IDS.length] ?? "boiler";
    this.#arrive(id, this.#relay(id));
    this.#step();
  }

  #arrive(id: string, seen: Seen): void {
    const on = seen.underWay;
    seen.underWay = seen.waiting;
    seen.waiting = undefined;
    if (on !== undefined) this.#execute(id, on, seen);
  }

  report(index: number): void {
    const id = IDS[index % IDS.length] ?? "boiler";
    this.#feedback.push({ relay: id, on: this.#relay(id).on });
    this.#step();
  }

  /** On and off all day long, as often as the script likes. */
  busyDay(index: number): void {
    for (let run = 0; run < 9; run++) {
      this.wish(index, "on");
      this.pass(20_000);
      this.wish(index, "on");
      this.pass(190_000);
      this.wish(index, "off");
      this.pass(1_300_000);
    }
  }

  /** On and off as fast as the shortest times let it. */
  busyHour(index: number): void {
    for (let run = 0; run < 8; run++) {
      this.wish(index, "on");
      this.pass(20_000);
      this.wish(index, "off");
      this.pass(110_000);
      this.pass(100);
      this.pass(190_000);
    }
  }

  /**
   * With sound outputs, fresh data, the others off and a day's rest, nothing may keep a relay off that is asked for,
   * by its script, by the mode file or by hand.
   */
  comesToLife(): void {
    this.#levelFresh = true;
    IDS.forEach((_id, index) => {
      this.output(index, "works");
      this.mode(index, "off");
      this.pass(60_000);
      this.report(index);
    });
    for (let hour = 0; hour < 26; hour++) this.pass(3_600_000);
    for (const index of IDS.keys()) this.report(index);
    for (const index of IDS.keys()) {
      // the fan has no script: the mode file asks for it
      this.mode(index, "auto", undefined, RULES.relays[index]?.has_script ? undefined : true);
      this.wish(index, "on");
      this.#mustBeOn(index, "asked for by its script or the mode file");
      this.mode(index, "off");
      // the confirmation comes with the next step, and the rest counts from it
      this.pass(100);
      this.pass(200_000);
      this.wish(index, "off");
      this.mode(index, "on");
      this.#mustBeOn(index, "forced on");
      this.mode(index, "off");
      this.pass(100);
      this.pass(10_000);
    }
  }

  #mustBeOn(index: number, why: string): void {
    const id = IDS[index] ?? "";
    assert(this.#relay(id).ordered, `${id} is off although ${why}: ${JSON.stringify(this.#memory.relays[id]?.reason)}`);
  }

  jumpClock(ms: number): void {
    this.#wallOffset += ms;
    this.#step();
  }

  /** Stops the house in good order, then starts it again. */
  stop(away_ms: number): void {
    this.#stopping = true;
    this.#step();
    for (const [id, seen] of this.#seen) {
      const staysOn = RULES.relays.find((rule) => rule.id === id)?.limits.without_data.do === "on";
      assert(!seen.ordered || staysOn, `I1: ${id} is left on although nobody watches it`);
    }
    this.#stopping = false;
    this.restart(false, away_ms);
  }

  restart(reboot: boolean, away_ms: number): void {
    this.#time += away_ms;
    if (reboot) {
      this.#boot += 1;
      this.#monoOffset = -this.#time + 10_000;
    }
    for (const seen of this.#seen.values()) {
      if (seen.ordered && !reboot) seen.onTodayMs += away_ms;
      seen.started = false;
      seen.underWay = undefined;
      seen.waiting = undefined;
      seen.wished = undefined;
      seen.reported = null;
      seen.accepted = false;
      seen.accepted = false;
      seen.reportedContrarySince = null;
      seen.noDataSince = null;
    }
    this.#outcomes = [];
    this.#feedback = [];
    this.#commands = [];
    const saved: unknown = JSON.parse(JSON.stringify(this.#memory));
    this.#memory = adopt(saved, IDS, this.now, `boot ${this.#boot}`, RULES.time_zone);
    this.#step();
  }

  // ── one step, and what must hold after it ──

  #anyWish(): Wish {
    return { from: "script", relay: "", want: "on", reason: reason("text"), mono: this.now.mono, inputs: [] };
  }

  #orders(): unknown {
    return [...this.#seen.values()].map((seen) => seen.ordered);
  }

  #snapshot(): Snapshot {
    const level: ChannelState = {
      name: "well.level",
      unit: "%",
      value: 50,
      at: this.now.at,
      age_ms: this.#levelFresh ? 0 : 60_000,
      fresh: this.#levelFresh,
    };
    return { now: this.now, channels: new Map([["well.level", level]]), aliases: new Map() };
  }

  #step(extra: ReadonlyMap<string, Wish> = new Map()): void {
    const wishes = new Map(extra);
    for (const [id, seen] of this.#seen) if (seen.wished) wishes.set(id, seen.wished);
    const input = {
      snapshot: this.#snapshot(),
      wishes,
      commands: this.#commands,
      outcomes: this.#outcomes,
      feedback: this.#feedback,
      stopping: this.#stopping,
    };
    this.#onlook();
    this.#commands = [];
    this.#outcomes = [];
    this.#feedback = [];
    const result = step(RULES, this.#memory, input, this.now, this.#guard);
    this.#memory = result.memory;

    for (const order of result.orders) {
      const seen = this.#relay(order.relay);
      if (order.on !== seen.ordered) {
        const told = result.decisions.some((d) => d.kind === "switch" && d.relay === order.relay && d.on === order.on);
        assert(told, `I12: ${order.relay} switched without a recorded reason`);
        this.switches += 1;
        if (order.on) this.#switchedOn(order.relay, seen);
        else this.#switchedOff(order.relay, seen);
      }
      this.#carryOut(order.relay, order.on, seen);
    }
    const changes = result.decisions.filter((d) => d.kind === "switch").length;
    assert(changes <= result.orders.length, "I12: a recorded change without an order");
    this.#check();
  }

  /** What an onlooker notices before the guard decides: data, reports, the turn of the day. */
  #onlook(): void {
    for (const { relay, on, ok } of this.#outcomes) {
      const seen = this.#relay(relay);
      if (on === seen.ordered) seen.accepted = ok;
    }
    const today = civil(this.now.at, RULES.time_zone).date;
    if (today > this.#day) for (const seen of this.#seen.values()) seen.onTodayMs = 0;
    if (today > this.#day)
      for (const seen of this.#seen.values()) seen.startsAt = seen.startsAt.map((s) => ({ ...s, day: "" }));
    this.#day = today;
    for (const { relay, on } of this.#feedback) this.#relay(relay).reported = on;
    for (const seen of this.#seen.values()) {
      if (seen.until !== null && this.#time >= seen.until) {
        seen.mode = "auto";
        seen.until = null;
      }
      if (seen.reported === null || seen.reported === seen.ordered) seen.reportedContrarySince = null;
    }
  }

  #carryOut(id: string, on: boolean, seen: Seen): void {
    if (!seen.slow) this.#execute(id, on, seen);
    else if (seen.underWay === undefined) seen.underWay = on;
    else seen.waiting = on;
  }

  #execute(id: string, on: boolean, seen: Seen): void {
    if (seen.failing) {
      this.#outcomes.push({ relay: id, on, ok: false, message: "no answer" });
      return;
    }
    // A contact that stays closed unseen cannot be rested from: the rest counts from the accepted "off".
    if (!on && seen.ran) seen.offSince = this.#time;
    seen.ran = on;
    seen.on = on || (seen.on && seen.welded);
    if (!on) seen.started = true;
    this.#outcomes.push({ relay: id, on, ok: true });
  }

  #switchedOn(id: string, seen: Seen): void {
    const rule = RULES.relays.find((relay) => relay.id === id);
    assert(rule);
    const now = this.#time;
    assert(seen.started, `I1: ${id} on before an "off" was confirmed`);
    assert.notEqual(seen.mode, "off", `I13: ${id} on against "off" by hand`);
    assert(now - seen.offSince >= rule.limits.min_off_ms, `I3: ${id} on before its minimum off time`);
    assert(!seen.ran || rule.limits.min_off_ms === 0, `I3: ${id} on again before it was off at all`);
    assert(now - this.#lastStart >= RULES.stagger_ms, `${id} on too soon after another start`);
    assert(!seen.faultLatched, `I7: ${id} on in spite of its fault`);
    assert(!seen.runEnded || rule.limits.min_off_ms > 0, `I4: ${id} on again although its run is over`);
    this.#lastStart = now;
    seen.startsAt = [...seen.startsAt.slice(-40), { at: now, day: this.#day }];
    const hour = seen.startsAt.filter((start) => now - start.at < 60 * MIN).length;
    assert(hour <= (rule.limits.max_starts_per_hour ?? Number.POSITIVE_INFINITY), `I8: ${id} starts too often an hour`);
    const day = seen.startsAt.filter((start) => start.day === this.#day).length;
    assert(day <= (rule.limits.max_starts_per_day ?? Number.POSITIVE_INFINITY), `I8: ${id} starts too often a day`);
    for (const group of RULES.interlocks) {
      if (!group.relays.includes(id)) continue;
      for (const other of group.relays) {
        const rest = now - this.#relay(other).offSince;
        assert(other === id || rest >= group.dead_time_ms, `I5: ${id} on ${rest} ms after ${other}`);
      }
    }
    seen.ordered = true;
    seen.orderedOnAt = now;
    seen.reported = null;
    seen.accepted = false;
  }

  #switchedOff(id: string, seen: Seen): void {
    const rule = RULES.relays.find((relay) => relay.id === id);
    assert(rule);
    const early = this.#time - seen.orderedOnAt < rule.limits.min_on_ms;
    const silent = rule.has_script && !seen.wished;
    const excused =
      this.#stopping ||
      this.#memory.relays[id]?.fault?.kind === "feedback" ||
      seen.mode !== "auto" ||
      !seen.started ||
      silent ||
      this.#without(id, seen) ||
      seen.faultLatched ||
      this.#rivalOn(id);
    assert(!early || excused, `I3: ${id} off before its minimum on time`);
    if (rule.limits.max_on_ms !== undefined && this.#time - seen.orderedOnAt >= rule.limits.max_on_ms)
      seen.runEnded = true;
    seen.ordered = false;
    seen.reported = null;
    seen.accepted = false;
  }

  #rivalOn(id: string): boolean {
    return RULES.interlocks.some(
      (group) => group.relays.includes(id) && group.relays.some((other) => other !== id && this.#relay(other).on),
    );
  }

  /** Whether the relay must count as without data. */
  #without(id: string, seen: Seen): boolean {
    const rule = RULES.relays.find((relay) => relay.id === id);
    if (!rule || seen.mode === "off") return false;
    if (rule.needs.length > 0 && !this.#levelFresh) return true;
    if (!rule.has_script || !seen.wished) return false;
    if (seen.wished.want === "nothing") return seen.mode === "auto" || seen.wished.why === "no_data";
    return seen.mode === "auto" && this.now.mono - seen.wished.mono > 30_000;
  }

  #check(): void {
    let power = 0;
    for (const rule of RULES.relays) {
      const seen = this.#relay(rule.id);
      if (seen.ordered || seen.on) power += rule.power_w;
      this.#checkRun(rule, seen);
      this.#checkData(rule, seen);
      this.#checkMode(rule.id, seen);
      this.#checkReport(rule.id, seen, rule.limits.feedback_within_ms);
      if (seen.wished?.want !== "on" || seen.mode === "off" || this.#without(rule.id, seen)) seen.runEnded = false;
    }
    const anyWelded = [...this.#seen.values()].some((seen) => seen.welded || seen.on !== seen.ordered);
    if (!anyWelded) {
      assert(power <= (RULES.power_budget_w ?? 0), `${power} W are on at once`);
      for (const group of RULES.interlocks) {
        const on = group.relays.filter((id) => this.#relay(id).on);
        assert(on.length <= 1, `I5: ${on.join(" and ")} are on together`);
      }
    }
    for (const group of RULES.interlocks) {
      for (const id of group.relays) {
        const known = group.relays.some(
          (other) => other !== id && this.#relay(other).reported === true && this.#relay(other).on,
        );
        assert(!known || !this.#relay(id).ordered, `I5: ${id} is on beside a relay that is known to be on`);
      }
    }
  }

  #checkRun({ id, limits: { max_on_ms, max_on_per_day_ms } }: (typeof RULES.relays)[number], seen: Seen): void {
    if (!seen.ordered) return;
    if (max_on_ms !== undefined) assert(this.#time - seen.orderedOnAt < max_on_ms, `I4: ${id} runs too long`);
    if (max_on_per_day_ms !== undefined) assert(seen.onTodayMs < max_on_per_day_ms, `I4: ${id} runs too long a day`);
  }

  #checkData({ id, limits: { without_data } }: (typeof RULES.relays)[number], seen: Seen): void {
    if (!this.#without(id, seen)) {
      seen.noDataSince = null;
      return;
    }
    seen.noDataSince ??= this.#time;
    if (without_data.do === "off") assert(!seen.ordered, `I6: ${id} is on without data`);
    if (without_data.do === "keep" && this.#time - seen.noDataSince >= without_data.for_ms) {
      assert(!seen.ordered, `I6: ${id} is kept on without data for too long`);
    }
  }

  #checkMode(id: string, seen: Seen): void {
    assert.equal(this.#memory.relays[id]?.mode, seen.mode, `I9: the mode of ${id}`);
    if (seen.mode === "auto" && seen.ordered && seen.wished?.want === "on" && !this.#without(id, seen)) return;
    const leased = seen.wished && this.now.mono - seen.wished.mono <= 30_000;
    const scripted = RULES.relays.find((relay) => relay.id === id)?.has_script === true;
    const rule = RULES.relays.find((relay) => relay.id === id)?.limits.without_data.do;
    if (scripted && seen.mode === "auto" && seen.ordered && !leased) {
      assert(rule !== "off", `I2: ${id} is on without a live wish`);
    }
  }

  #checkReport(id: string, seen: Seen, within_ms: number): void {
    if (seen.reported !== null && seen.reported !== seen.ordered && seen.accepted)
      seen.reportedContrarySince ??= this.#time;
    const since = seen.reportedContrarySince;
    if (since !== null && this.#time - since >= within_ms && !seen.failing) {
      assert(this.#memory.relays[id]?.fault, `I7: ${id} contradicts its order and is not at fault`);
    }
    if (this.#memory.relays[id]?.fault?.kind === "feedback") seen.faultLatched = true;
    assert(!seen.faultLatched || !seen.ordered, `I7: ${id} is on in spite of its fault`);
  }
}
