import { type DerivedRule, derive, orderFormulas } from "../control/derive.ts";
import {
  type ChannelState,
  channelMeant,
  deviceChannel,
  formulaChannels,
  type Now,
  otherNames,
  type RawReading,
  type Reading,
  type Reason,
  reason,
  type Snapshot,
  soundUnit,
  type Unit,
  type Value,
} from "../model/index.ts";
import { type Fitting, OwnUnits } from "./own-units.ts";
import { Places } from "./places.ts";
import { nextInstant } from "./record/instants.ts";

/** A channel that a device's value was given by name; values that nobody named are `device.quantity`. */
export interface NamedChannel {
  readonly name: string;
  /** `device.quantity` */
  readonly from: string;
  readonly alias?: string | undefined;
  readonly stale_after_ms: number;
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
  unit: Unit;
  value: Value | null;
  at: number | null;
  mono: number | null;
}

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
  readonly #ownUnits = new OwnUnits();
  #touched = new Set<string>();
  /** Values that found no room. */
  dropped = 0;

  /** @param past channels that the history holds */
  constructor(rules: ChannelRules, past: Iterable<string> = []) {
    this.#rules = rules;
    this.#places = new Places(past);
    for (const { name, from, alias, stale_after_ms } of rules.named) {
      const known: Known = { name, alias, stale_after_ms, unit: null, value: null, at: null, mono: null };
      this.#all.set(name, known);
      const sharing = this.#bySource.get(from) ?? [];
      this.#bySource.set(from, [...sharing, known]);
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
    const known: Known = {
      name: from,
      alias: undefined,
      stale_after_ms: this.#rules.staleAfter(device, quantity),
      unit: null,
      value: null,
      at: null,
      mono: null,
    };
    this.#all.set(from, known);
    this.#bySource.set(from, [known]);
    return [known];
  }

  /** Takes what a device reported, in each channel's own unit; returns what is to be kept, and tells units that are new. */
  put(
    device: string,
    readings: readonly RawReading[],
    now: Now,
    describe: (channel: string, unit: Unit) => void,
  ): Reading[] {
    const kept: Reading[] = [];
    for (const { quantity, value: reported, unit: told, at } of readings) {
      const sound = typeof reported === "number" && !Number.isFinite(reported) ? null : reported;
      const measured = measuredAt(at, now);
      const targets = this.#targets(device, quantity);
      if (targets.length === 0) this.dropped += 1;
      for (const known of targets) {
        const fitting = this.#ownUnits.fit(known.name, sound, soundUnit(told));
        if (fitting === undefined) continue;
        if (known.unit !== fitting.unit || known.mono === null) describe(known.name, fitting.unit);
        this.#renew(known, fitting, measured, now);
        if (fitting.value !== null) kept.push({ channel: known.name, at: measured, value: fitting.value });
      }
    }
    return kept;
  }

  #renew(known: Known, { value, unit }: Fitting, measured: number, now: Now): void {
    known.unit = unit;
    known.value = value;
    // the instant with which it is kept
    known.at = nextInstant(known.at, measured, now.at) ?? known.at;
    known.mono = now.mono - Math.max(0, now.at - measured);
    this.#touched.add(known.name);
  }

  /** Values that found no room, or did not fit their channel, for the page. */
  faults(): Reason[] {
    const odd = this.#ownUnits.faults();
    if (this.dropped === 0) return odd;
    const devices = [...this.#places.full].slice(0, DEVICES_SHOWN).join(", ");
    return [reason("channels_full", { count: this.dropped, devices }), ...odd];
  }

  /** Freezes all channels at this instant, computed ones included. */
  snapshot(now: Now): Snapshot {
    const channels = new Map<string, ChannelState>();
    for (const { name, alias, unit, value, at, mono, stale_after_ms } of this.#all.values()) {
      const age_ms = mono === null ? null : Math.max(0, now.mono - mono);
      channels.set(name, {
        name,
        ...(alias !== undefined && { alias }),
        unit,
        value,
        at,
        age_ms,
        fresh: value !== null && age_ms !== null && age_ms <= stale_after_ms,
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
  derivedReadings(snapshot: Snapshot, describe: (channel: string, unit: Unit) => void): Reading[] {
    const kept: Reading[] = [];
    if (this.#touched.size === 0) return kept;
    const { at, mono } = snapshot.now;
    for (const { rule, inputs } of this.#derived) {
      const channel = snapshot.channels.get(rule.name);
      if (!channel?.fresh || channel.value === null || !inputs.some((input) => this.#touched.has(input))) continue;
      this.#touched.add(rule.name);
      const last = this.#recorded.get(rule.name);
      if (last !== undefined && mono - last.mono < DERIVED_EVERY_MS) continue;
      if (last?.unit !== channel.unit) describe(rule.name, channel.unit);
      this.#recorded.set(rule.name, { mono, unit: channel.unit });
      kept.push({ channel: rule.name, at, value: channel.value });
    }
    this.#touched = new Set();
    return kept;
  }
}
