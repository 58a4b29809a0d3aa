import assert from "node:assert/strict";
import {
  type ChannelState,
  type ModeCommand,
  type Now,
  type Outcome,
  reason,
  type Snapshot,
  type Wish,
  Wishes,
} from "../../model/index.ts";
import { type Guard, makeGuard } from "../guard.ts";
import { adopt } from "../memory.ts";
import type { Memory } from "../relay-memory.ts";
import { step } from "../step.ts";
import { Onlooker, type Seen, type World } from "./onlooker.ts";
import { IDS, REPORTING, RULES } from "./plant-rules.ts";

/** A house of made-up relays to which anything may happen; after every step an onlooker checks the guard's invariants. */
export class Plant implements World {
  readonly #guard: Guard;
  #time = 1_700_000_000_000;
  #wallOffset = 0;
  #monoOffset = -1_699_999_000_000;
  #boot = 1;
  #levelFresh = true;
  #memory: Memory;
  #outcomes: Outcome[] = [];
  #feedback: { relay: string; on: boolean }[] = [];
  #commands: ModeCommand[] = [];
  readonly #onlooker: Onlooker;
  #stopping = false;
  switches = 0;

  constructor(without?: string) {
    this.#guard = makeGuard(without);
    this.#memory = adopt(undefined, IDS, this.now, "boot 1", RULES.time_zone);
    this.#onlooker = new Onlooker(this);
    this.#step();
  }

  get time(): number {
    return this.#time;
  }

  get memory(): Memory {
    return this.#memory;
  }

  get levelFresh(): boolean {
    return this.#levelFresh;
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  get now(): Now {
    return { at: this.#time + this.#wallOffset, mono: this.#time + this.#monoOffset };
  }

  // ── what may happen ──

  pass(ms: number): void {
    this.#time += ms;
    this.#onlooker.passed(ms);
    this.#step();
  }

  wish(index: number, want: "on" | "off" | "keep" | "no_data" | "script_failed", late_ms = 0): void {
    const relay = IDS[index % IDS.length] ?? "boiler";
    const rule = RULES.relays.find(({ id }) => id === relay);
    if (!rule?.decided_by) return;
    // the boiler and the workshop go by one meter
    const meter = { channel: "grid.power", value: 100, unit: "W", at: this.now.at, age_ms: 0 };
    const inputs = relay === "boiler" || relay === "workshop" ? [meter] : [];
    const base = { from: "script", relay, mono: this.now.mono - late_ms, inputs } as const;
    const wish: Wish =
      want === "no_data" || want === "script_failed"
        ? {
            ...base,
            want: "nothing",
            why: want,
            reason: reason(want === "no_data" ? "channel_missing" : "script_failed"),
          }
        : { ...base, want, reason: reason("text", { text: want }) };
    this.#onlooker.relay(relay).wished = wish;
    this.#step();
  }

  mode(index: number, mode: "off" | "auto" | "on", for_ms?: number, auto_state?: boolean): void {
    const relay = IDS[index % IDS.length] ?? "boiler";
    const seen = this.#onlooker.relay(relay);
    seen.mode = mode;
    seen.leftOff = false;
    seen.until = mode === "auto" || for_ms === undefined ? null : this.#time + for_ms;
    if (mode === "off") seen.cut = false;
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
    this.#step({ ...this.#anyWish(), relay: "nobody" });
    assert.equal(JSON.stringify(this.#orders()), before, "I10: a stranger's request changed something");
  }

  level(fresh: boolean): void {
    this.#levelFresh = fresh;
    this.#step();
  }

  output(index: number, what: "works" | "fails" | "welds" | "lags"): void {
    const id = IDS[index % IDS.length] ?? "boiler";
    const seen = this.#onlooker.relay(id);
    seen.failing = what === "fails";
    seen.welded = what === "welds";
    seen.slow = what === "lags";
    while (!seen.slow && seen.underWay !== undefined) this.#arrive(id, seen);
    this.#step();
  }

  /** An order to a slow output arrives. */
  deliver(index: number): void {
    const id = IDS[index % IDS.length] ?? "boiler";
    this.#arrive(id, this.#onlooker.relay(id));
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
    this.#feedback.push({ relay: id, on: this.#onlooker.relay(id).on });
    this.#step();
  }

  /** Somebody switches at the device, whose state is asked for before and, twice, after that. */
  hand(index: number): void {
    const id = IDS[index % IDS.length] ?? "boiler";
    const seen = this.#onlooker.relay(id);
    if (seen.welded || seen.underWay !== undefined) return;
    const before = seen.ordered;
    this.report(index);
    const known = seen.reported === before && seen.ordered === before && !this.#memory.relays[id]?.resuming;
    if (!known) return;
    seen.on = !before;
    seen.atDevice = true;
    this.report(index);
    this.report(index);
    seen.atDevice = false;
    if (seen.reported !== null) seen.reportedContrarySince = null;
    if (seen.failing || !before || seen.slow) return;
    assert(!seen.ordered, `${id} is on although it was switched off at the device`);
    seen.leftOff = seen.mode === "on" || seen.wished?.want === "on";
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
   * With sound outputs, fresh data, the others off and four days' rest (of days that the clock once showed, what was
   * used is remembered), nothing may keep a relay off that is asked for,
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
    for (let part = 0; part < 14; part++) this.pass(7 * 3_600_000);
    for (const index of IDS.keys()) this.report(index);
    for (const index of IDS.keys()) {
      // the fan has no script: the mode file asks for it
      this.mode(index, "auto", undefined, RULES.relays[index]?.decided_by ? undefined : true);
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
    assert(
      this.#onlooker.relay(id).ordered,
      `${id} is off although ${why}: ${JSON.stringify(this.#memory.relays[id]?.reason)}`,
    );
  }

  jumpClock(ms: number): void {
    this.#wallOffset += ms;
    this.#step();
  }

  /** Stops the house in good order, then starts it again. */
  stop(away_ms: number): void {
    this.#stopping = true;
    this.#step();
    this.#onlooker.left();
    this.#stopping = false;
    this.restart(false, away_ms);
  }

  restart(reboot: boolean, away_ms: number): void {
    this.#time += away_ms;
    if (reboot) {
      this.#boot += 1;
      this.#monoOffset = -this.#time + 10_000;
    }
    this.#onlooker.away(reboot, away_ms);
    this.#outcomes = [];
    this.#feedback = [];
    this.#commands = [];
    const saved: unknown = JSON.parse(JSON.stringify(this.#memory));
    this.#memory = adopt(saved, IDS, this.now, `boot ${this.#boot}`, RULES.time_zone, (id) => REPORTING.has(id));
    const running = [...this.#onlooker.relays].filter(([id, seen]) => REPORTING.has(id) && seen.ordered && seen.on);
    this.#step();
    for (const [id, seen] of running) {
      const may = seen.mode !== "off" && !seen.leftOff && !seen.faultLatched && !this.#memory.relays[id]?.fault;
      assert(!may || seen.ordered, `the restart ends the run of ${id}`);
    }
  }

  // ── one step, and what must hold after it ──

  #anyWish(): Wish {
    return { from: "script", relay: "", want: "on", reason: reason("text"), mono: this.now.mono, inputs: [] };
  }

  #orders(): unknown {
    return [...this.#onlooker.relays.values()].map((seen) => seen.ordered);
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

  #step(...extra: readonly Wish[]): void {
    const wishes = new Wishes(extra);
    // a shadow has its wishes too, which nobody hears
    for (const relay of IDS) wishes.put({ ...this.#anyWish(), relay, from: "shadow" });
    for (const seen of this.#onlooker.relays.values()) if (seen.wished) wishes.put(seen.wished);
    const input = {
      snapshot: this.#snapshot(),
      wishes,
      commands: this.#commands,
      outcomes: this.#outcomes,
      feedback: this.#feedback,
      stopping: this.#stopping,
    };
    this.#onlooker.onlook(this.#outcomes, this.#feedback);
    this.#commands = [];
    this.#outcomes = [];
    this.#feedback = [];
    const result = step(RULES, this.#memory, input, this.now, this.#guard);
    this.#memory = result.memory;

    for (const order of result.orders) {
      const told = result.decisions.some((d) => d.kind === "switch" && d.relay === order.relay && d.on === order.on);
      if (this.#onlooker.ordered(order.relay, order.on, told)) this.switches += 1;
      this.#carryOut(order.relay, order.on, this.#onlooker.relay(order.relay));
    }
    const changes = result.decisions.filter((d) => d.kind === "switch").length;
    assert(changes <= result.orders.length, "I12: a recorded change without an order");
    this.#onlooker.check();
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
}
