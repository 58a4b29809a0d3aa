import assert from "node:assert/strict";
import {
  type ChannelState,
  type Decision,
  type GuardLimits,
  type GuardRules,
  type InputSeen,
  type Mode,
  type ModeCommand,
  type Now,
  type Order,
  type Outcome,
  parseDuration,
  type Reason,
  type RelayRule,
  type RelayState,
  reason,
  SCRIPT,
  type Snapshot,
  text,
  type Wish,
  Wishes,
} from "../../model/index.ts";
import { adopt } from "../memory.ts";
import type { Memory, RelayMemory } from "../relay-memory.ts";
import { step } from "../step.ts";
import { relayStates } from "../view.ts";

/**
 * A house on paper, for tests that read as a diary: what happens, how much time passes, what the journal says.
 * Every step is taken twice with frozen arguments, so each line of each diary also shows that `step` is pure.
 */

type RelaySketch = Partial<Omit<RelayRule, "limits">> & { readonly limits?: Partial<GuardLimits> };

export interface HouseSketch extends Partial<Omit<GuardRules, "relays">> {
  readonly relays: Readonly<Record<string, RelaySketch>>;
}

const LIMITS: GuardLimits = {
  min_on_ms: 0,
  min_off_ms: 0,
  without_data: { do: "off" },
  forced_on_needs_data: true,
  feedback_within_ms: 10_000,
};

/** The guard's rules from a sketch: what it leaves out does not limit, every relay has a script. */
export function rulesOf({ relays, ...house }: HouseSketch): GuardRules {
  return {
    time_zone: "Europe/Paris",
    interlocks: [],
    stagger_ms: 0,
    ...house,
    relays: Object.entries(relays).map(([id, { limits, ...relay }], index) => ({
      id,
      number: index + 1,
      power_w: 1_000,
      needs: [],
      decided_by: SCRIPT,
      ...relay,
      limits: { ...LIMITS, ...limits },
    })),
  };
}

/** Milliseconds of `10 min`. @throws when it does not read so */
export function ms(words: string): number {
  const found = parseDuration(words);
  assert(found !== undefined, `"${words}" is no duration`);
  return found;
}

export function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  if (value instanceof Map) for (const one of value.values()) deepFreeze(one);
  for (const one of Object.values(value)) deepFreeze(one);
  return value;
}

/** `min_on < text`: the code of a reason and of what it was wished for. */
function codes(why: Reason): string {
  return why.wished ? `${why.code} < ${codes(why.wished)}` : why.code;
}

/** `switch boiler on: text` */
function lineOf({ kind, relay, on, reason: why }: Decision): string {
  const about = [kind, relay, on === undefined ? undefined : on ? "on" : "off"].filter((word) => word !== undefined);
  return `${about.join(" ")}: ${codes(why)}`;
}

/** 2026-06-15 12:00 in Paris. */
export const NOON = Date.UTC(2026, 5, 15, 10);

type Output = "works" | "fails" | "silent";

export class Diary {
  readonly rules: GuardRules;
  now: Now;
  boot = "boot 1";
  memory: Memory;
  decisions: readonly Decision[] = [];
  orders: readonly Order[] = [];
  stopping = false;
  readonly #wishes = new Map<string, Wish>();
  readonly #silent = new Set<string>();
  readonly #outputs = new Map<string, Output>();
  readonly #channels = new Map<string, ChannelState>();
  #outcomes: Outcome[] = [];
  #commands: ModeCommand[] = [];
  #feedback: { relay: string; on: boolean }[] = [];

  /** @param confirmed the first "off" of every relay was taken: the house is past its start */
  constructor(sketch: HouseSketch, { at = NOON, confirmed = true } = {}) {
    this.rules = rulesOf(sketch);
    this.now = { at, mono: 10_000_000 };
    this.memory = adopt(undefined, this.#ids, this.now, this.boot, this.rules.time_zone);
    if (!confirmed) return;
    this.step();
    this.step();
  }

  get #ids(): string[] {
    return this.rules.relays.map(({ id }) => id);
  }

  /** What the script of a relay says from now on, again in every step. */
  wish(relay: string, want: "on" | "off" | "keep", inputs: readonly InputSeen[] = []): void {
    this.#silent.delete(relay);
    this.#wishes.set(relay, { from: "script", relay, want, reason: text(want), mono: this.now.mono, inputs });
  }

  /** What a shadow of the script says from now on, again in every step. */
  shadow(relay: string, want: "on" | "off"): void {
    const wish: Wish = { from: "shadow", relay, want, reason: text(want), mono: this.now.mono, inputs: [] };
    this.#wishes.set(`shadow ${relay}`, wish);
  }

  /** The script cannot decide. */
  without(relay: string, why: "no_data" | "script_failed", said: Reason): void {
    this.#silent.delete(relay);
    this.#wishes.set(relay, {
      from: "script",
      relay,
      want: "nothing",
      why,
      reason: said,
      mono: this.now.mono,
      inputs: [],
    });
  }

  /** The script says nothing any more; its last wish grows old. */
  silence(relay: string): void {
    this.#silent.add(relay);
  }

  mode(relay: string, mode: Mode, more: Partial<ModeCommand> = {}): void {
    this.#commands.push({ relay, mode, origin: "page", ...more });
  }

  output(relay: string, how: Output): void {
    this.#outputs.set(relay, how);
  }

  /** An output answers late: to an order of some earlier step. */
  answers(relay: string, on: boolean): void {
    this.#outcomes.push({ relay, on, ok: true });
  }

  /** As `answers`, but it could not be done. */
  fails(relay: string, on: boolean): void {
    this.#outcomes.push({ relay, on, ok: false, message: "no answer" });
  }

  reports(relay: string, on: boolean): void {
    this.#feedback.push({ relay, on });
  }

  /** A channel's value and age; `null` was never seen, or says for so long that it is unknown. */
  channel(name: string, value: number | null, age = value === null ? null : "0 s", fresh = value !== null): void {
    const age_ms = age === null ? null : ms(age);
    const at = age_ms === null ? null : this.now.at - age_ms;
    this.#channels.set(name, { name, unit: "W", value, at, age_ms, fresh });
  }

  setClock(at: number): void {
    this.now = { ...this.now, at };
  }

  leap(passed: string): void {
    const length = ms(passed);
    this.now = { at: this.now.at + length, mono: this.now.mono + length };
  }

  /** Lets time pass, then takes one step. Returns the lines for the journal. */
  step(passed = "0 s"): string[] {
    this.leap(passed);
    for (const [relay, wish] of this.#wishes) {
      if (!this.#silent.has(relay)) this.#wishes.set(relay, { ...wish, mono: this.now.mono });
    }
    const snapshot: Snapshot = { now: this.now, channels: new Map(this.#channels), aliases: new Map() };
    const input = deepFreeze({
      snapshot,
      wishes: new Wishes(this.#wishes.values()),
      commands: this.#commands,
      outcomes: this.#outcomes,
      feedback: this.#feedback,
      stopping: this.stopping,
    });
    const result = step(this.rules, deepFreeze(this.memory), input, this.now);
    assert.deepEqual(step(this.rules, this.memory, input, this.now), result, "the same arguments, another result");
    this.memory = result.memory;
    this.decisions = result.decisions;
    this.orders = result.orders;
    for (const { inputs = [] } of result.decisions) for (const seen of inputs) this.#knows(seen);
    this.#commands = [];
    this.#feedback = [];
    this.#outcomes = this.#carryOut(result.orders);
    return result.decisions.map(lineOf);
  }

  /** A reason names as inputs what there is: a channel, or what the script saw. */
  #knows(seen: InputSeen): void {
    const fromScripts = [...this.#wishes.values()].flatMap(({ inputs }) => inputs);
    assert(this.#channels.has(seen.channel) || fromScripts.includes(seen), `nobody saw ${JSON.stringify(seen)}`);
  }

  #carryOut(orders: readonly Order[]): Outcome[] {
    return orders.flatMap(({ relay, on }): Outcome[] => {
      const how = this.#outputs.get(relay) ?? "works";
      if (how === "silent") return [];
      return [how === "works" ? { relay, on, ok: true } : { relay, on, ok: false, message: "no answer" }];
    });
  }

  /** The orders of the last step: `boiler on`. */
  get ordered(): string[] {
    return this.orders.map(({ relay, on }) => `${relay} ${on ? "on" : "off"}`);
  }

  /** The last decision of the last step. */
  get decision(): Decision {
    const last = this.decisions.at(-1);
    assert(last, "nothing was decided");
    return last;
  }

  /** The relay as the page sees it. */
  relay(id: string): RelayState {
    const found = relayStates(this.rules, this.memory, this.now).find((relay) => relay.id === id);
    assert(found, `there is no relay ${id}`);
    return found;
  }

  /** The relay as the guard remembers it. */
  remembered(id: string): RelayMemory {
    const found = this.memory.relays[id];
    assert(found, `there is no relay ${id}`);
    return found;
  }

  /** What happens when Gleaner stops without a word and starts again; a reboot starts the monotonic clock anew. `reports`: outputs can say whether they are on. */
  restart({ away = "0 s", reboot = false, at = this.now.at + ms(away), reports = false } = {}): void {
    const saved: unknown = JSON.parse(JSON.stringify(this.memory));
    this.now = { at, mono: reboot ? 20_000 : this.now.mono + ms(away) };
    if (reboot) this.boot += " again";
    this.#wishes.clear();
    this.#silent.clear();
    this.#outcomes = [];
    this.memory = adopt(saved, this.#ids, this.now, this.boot, this.rules.time_zone, () => reports);
  }
}

/** A failed script's words. */
export const FAILED = reason("script_failed", { problem: "x is not defined" });
