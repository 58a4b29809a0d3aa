import { type DerivedRule, derive, orderFormulas } from "../control/derive.ts";
import {
  apartOf,
  Belief,
  type ChannelState,
  channelMeant,
  deviceChannel,
  formulaChannels,
  type Now,
  otherNames,
  type PastChannel,
  type Plausible,
  type RawReading,
  type Reading,
  type Reason,
  reason,
  type Snapshot,
  soundUnit,
  truthOf,
  type Unit,
  type Value,
} from "../model/index.ts";
import { type Fitting, OwnUnits } from "./own-units.ts";
import { Places } from "./places.ts";
import { nextInstant } from "./record/instants.ts";
import { Refused } from "./refused.ts";

/** A channel that a device's value was given by name; values that nobody named are `device.quantity`. */
export interface NamedChannel {
  readonly name: string;
  /** `device.quantity` */
  readonly from: string;
  readonly alias?: string | undefined;
  readonly stale_after_ms: number;
  /** Unchanged for so long it counts as unknown; absent: it may stand still. */
  readonly stuck_after_ms?: number | undefined;
  /** What its values are asked; absent: what can be of such a quantity. */
  readonly plausible?: Plausible | undefined;
}

export interface ChannelRules {
  readonly named: readonly NamedChannel[];
  readonly derived: readonly DerivedRule[];
  /** When a value that nobody named grows stale. */
  staleAfter(device: string, quantity: string): number;
}

interface Known {
  readonly name: string;
  readonly alias: string | undefined;
  readonly stale_after_ms: number;
  readonly stuck_after_ms: number;
  readonly belief: Belief;
  unit: Unit;
  is_switch: boolean;
  /** It said a word that is more than on or off. */
  says_words: boolean;
  /** The unit that the history was told; `undefined`: none. */
  told: Unit | undefined;
  value: Value | null;
  at: number | null;
  mono: number | null;
  /** Since when it has this value. */
  since_mono: number;
  /** The unit of what was not believed of it; `undefined`: there was nothing. */
  apart: Unit | undefined;
}

function newChannel({ name, from, alias, stale_after_ms, stuck_after_ms, plausible }: NamedChannel): Known {
  return {
    ...{ name, alias, stale_after_ms },
    stuck_after_ms: stuck_after_ms ?? Number.POSITIVE_INFINITY,
    belief: new Belief(`${from}.${name}`, plausible),
    ...{
      unit: null,
      is_switch: false,
      says_words: false,
      told: undefined,
      value: null,
      at: null,
      mono: null,
      since_mono: 0,
      apart: undefined,
    },
  };
}

/** Told the unit of a channel. */
type Describe = (channel: string, unit: Unit) => void;

/** Channels with limits of another kind that are shown at once. */
const UNFIT_SHOWN = 3;
/** Devices that a fault names at most. */
const DEVICES_SHOWN = 3;
/** A clock of a device that is further off than this says nothing; the instant of arrival is taken. */
const TRUSTED_CLOCK_MS = 60_000;
/** Computed channels are recorded this often at most. */
const DERIVED_EVERY_MS = 950;

/** When a value was measured, as its device says; else when it arrived. */
function measuredAt(at: number | undefined, now: Now): number {
  return at !== undefined && Math.abs(at - now.at) <= TRUSTED_CLOCK_MS ? at : now.at;
}

/** The newest value of every channel. */
export class Channels {
  readonly #rules: ChannelRules;
  readonly #bySource = new Map<string, Known[]>();
  readonly #all = new Map<string, Known>();
  readonly #aliases: ReadonlyMap<string, string>;
  readonly #derived: readonly { readonly rule: DerivedRule; readonly inputs: readonly string[] }[];
  readonly #recorded = new Map<string, { mono: number; unit: Unit }>();
  readonly #places: Places;
  readonly #ownUnits: OwnUnits;
  /** Channels with limits of their own. */
  readonly #limited: Known[] = [];
  #touched = new Set<string>();
  /** Values that found no room. */
  dropped = 0;
  /** Values that were not believed. */
  readonly refused = new Refused();

  /** @param past channels that the history holds */
  constructor(rules: ChannelRules, past: readonly PastChannel[] = []) {
    this.#rules = rules;
    this.#places = new Places(past.filter(({ isOwn }) => isOwn).map(({ name }) => name));
    this.#ownUnits = new OwnUnits(past);
    for (const channel of rules.named) {
      const known = newChannel(channel);
      if (channel.plausible) this.#limited.push(known);
      this.#all.set(channel.name, known);
      const sharing = this.#bySource.get(channel.from) ?? [];
      this.#bySource.set(channel.from, [...sharing, known]);
    }
    this.#aliases = otherNames([...rules.named, ...rules.derived]);
    this.#derived = orderFormulas(rules.derived, this.resolve).map((rule) => ({
      rule,
      inputs: formulaChannels(rule.formula).map(this.resolve),
    }));
  }

  /** The channel that an alias or a device's own name stands for. */
  readonly resolve = (name: string): string => channelMeant(this.#aliases, name);

  /** When a device's channel grows stale, ms; `undefined` for what no device gives. */
  staleAfter(channel: string): number | undefined {
    return this.#all.get(channel)?.stale_after_ms;
  }

  #targets(device: string, quantity: string): readonly Known[] {
    const from = deviceChannel(device, quantity);
    const found = this.#bySource.get(from);
    if (found) return found;
    if (!this.#places.take(device, quantity)) return [];
    const known = newChannel({ name: from, from, stale_after_ms: this.#rules.staleAfter(device, quantity) });
    this.#all.set(from, known);
    this.#bySource.set(from, [known]);
    return [known];
  }

  /** Takes what a device reported, in each channel's own unit; returns what is to be kept, and tells units that are new. */
  put(device: string, readings: readonly RawReading[], now: Now, describe: Describe): Reading[] {
    const kept: Reading[] = [];
    for (const { quantity, value: reported, unit: told, at, is_switch = false } of readings) {
      const sound = typeof reported === "number" && !Number.isFinite(reported) ? null : reported;
      const measured = measuredAt(at, now);
      const targets = this.#targets(device, quantity);
      if (targets.length === 0) this.dropped += 1;
      for (const known of targets) {
        const fitting = this.#ownUnits.fit(known.name, sound, soundUnit(told));
        const reading = fitting && this.#take(known, fitting, measured, now, describe);
        if (sound !== null) known.is_switch = is_switch;
        if (reading) kept.push(reading);
      }
    }
    return kept;
  }

  /** @returns what is to be kept of a channel's new value, under its name or apart */
  #take(known: Known, fitting: Fitting, measured: number, now: Now, describe: Describe): Reading | undefined {
    const { value, unit } = fitting;
    const doubt = known.belief.take(value, unit, now.mono);
    if (doubt !== undefined && typeof value === "number") {
      this.refused.add({ channel: known.name, value, unit, doubt });
      if (known.apart !== unit) describe(apartOf(known.name), unit);
      known.apart = unit;
      return { channel: apartOf(known.name), at: measured, value };
    }
    // who does not know its value does not know its unit either
    if (value !== null && known.told !== unit) {
      describe(known.name, unit);
      known.told = unit;
    }
    this.#renew(known, fitting, measured, now);
    return value === null ? undefined : { channel: known.name, at: measured, value };
  }

  #renew(known: Known, { value, unit }: Fitting, measured: number, now: Now): void {
    if (known.value !== value) known.since_mono = now.mono;
    known.unit = unit;
    known.value = value;
    known.says_words ||= typeof value === "string" && truthOf(value) === undefined;
    // the instant with which it is kept
    known.at = nextInstant(known.at, measured, now.at) ?? known.at;
    known.mono = now.mono - Math.max(0, now.at - measured);
    this.#touched.add(known.name);
  }

  /** Values that found no room, did not fit their channel or were not believed, for the page. */
  faults(): Reason[] {
    const odd = [...this.#ownUnits.faults(), ...this.refused.faults(), ...this.#unfit()];
    if (this.dropped === 0) return odd;
    const devices = [...this.#places.full].slice(0, DEVICES_SHOWN).join(", ");
    return [reason("channels_full", { count: this.dropped, devices }), ...odd];
  }

  /** Channels of whose values a limit says nothing: a few of them. */
  #unfit(): Reason[] {
    const unfit = [...this.#limited].flatMap(({ name, unit, belief }) => {
      const limit = belief.unfit;
      return limit === undefined ? [] : [reason("limit_unfit", { channel: name, unit: unit ?? "", limit })];
    });
    return unfit.slice(0, UNFIT_SHOWN);
  }

  /** Freezes all channels at this instant, computed ones included. */
  snapshot(now: Now): Snapshot {
    const channels = new Map<string, ChannelState>();
    for (const {
      name,
      alias,
      unit,
      value,
      at,
      mono,
      stale_after_ms,
      stuck_after_ms,
      since_mono,
      is_switch,
      says_words,
    } of this.#all.values()) {
      const age_ms = mono === null ? null : Math.max(0, now.mono - mono);
      const same_ms = value === null ? 0 : now.mono - since_mono;
      const isStill = same_ms > stuck_after_ms;
      const isSilent = age_ms === null || age_ms > stale_after_ms;
      channels.set(name, {
        name,
        ...(alias !== undefined && { alias }),
        unit,
        value,
        at,
        age_ms,
        fresh: value !== null && !isSilent && !isStill,
        // who says nothing does not stand still
        ...(isStill && !isSilent && { stuck_ms: same_ms }),
        ...(is_switch && { is_switch }),
        ...(says_words && { says_words }),
      });
    }
    derive(
      channels,
      this.#derived.map(({ rule }) => rule),
      this.resolve,
    );
    return { now, channels, aliases: this.#aliases };
  }

  /** Computed values whose inputs were renewed since the last call, to be kept; tells units that are new. */
  derivedReadings(snapshot: Snapshot, describe: Describe): Reading[] {
    const kept: Reading[] = [];
    const { at, mono } = snapshot.now;
    for (const { rule, inputs } of this.#derived) {
      const channel = snapshot.channels.get(rule.name);
      if (!channel?.fresh || channel.value === null || !inputs.some((input) => this.#touched.has(input))) continue;
      this.#touched.add(rule.name);
      const last = this.#recorded.get(rule.name);
      if (last !== undefined && mono - last.mono < DERIVED_EVERY_MS) continue;
      const fitting = this.#ownUnits.fit(rule.name, channel.value, channel.unit);
      if (!fitting || fitting.value === null) continue;
      if (last?.unit !== fitting.unit) describe(rule.name, fitting.unit);
      this.#recorded.set(rule.name, { mono, unit: fitting.unit });
      kept.push({ channel: rule.name, at, value: fitting.value });
    }
    this.#touched = new Set();
    return kept;
  }
}
