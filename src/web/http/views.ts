import {
  type ChannelState,
  type DeviceHealth,
  type InputSeen,
  type JournalEntry,
  type Language,
  type Naming,
  type Reason,
  type RelayState,
  reason,
  type ScriptStatus,
  say,
  sayDuration,
} from "../../model/index.ts";
import type { Channel, DeviceState, Fault, Input, JournalLine, Relay, State } from "../api.ts";
import type { Newest } from "../live/live.ts";
import type { Site } from "./setup.ts";

const SILENT: Readonly<Record<Language, (age: string) => string>> = {
  fr: (age) => `La commande des relais ne donne plus signe de vie depuis ${age}`,
  de: (age) => `Die Relaissteuerung meldet sich seit ${age} nicht mehr`,
  en: (age) => `The relay control has been silent for ${age}`,
};

/** The house stopped publishing, said in the reader's language. */
export function saySilent(age_ms: number, language: Language): string {
  return SILENT[language](sayDuration(age_ms, language));
}

/** To whom things are told: in which language, and by which names. */
export interface Audience {
  readonly language: Language;
  readonly naming: Naming;
}

function inputView({ channel, value, unit, at, age_ms, is_switch }: InputSeen, { language, naming }: Audience): Input {
  return {
    channel,
    name: naming("channel", channel, language),
    value,
    unit,
    at,
    age_ms,
    ...(is_switch && { is_switch }),
  };
}

function scriptView(script: ScriptStatus | undefined, { language, naming }: Audience): Relay["script"] {
  if (!script) return { state: "none" };
  const { state } = script;
  const memory_bytes = "memory_bytes" in script ? script.memory_bytes : undefined;
  return {
    state,
    ...("problem" in script && { problem: script.why ? say(script.why, language, naming) : script.problem }),
    ...(memory_bytes !== undefined && { memory_bytes }),
  };
}

/** A relay as the API shows it, its reasons said as they are told. */
export function relayView(relay: RelayState, script: ScriptStatus | undefined, audience: Audience): Relay {
  const { language, naming } = audience;
  return {
    name: naming("relay", relay.id, language),
    number: relay.number,
    mode: relay.mode,
    mode_number: relay.mode_number,
    on: relay.on,
    reason: say(relay.reason, language, naming),
    reason_code: relay.reason.code,
    since: relay.since,
    ...(relay.until !== null && { until: relay.until }),
    ...(relay.fault && { fault: say(relay.fault, language, naming) }),
    ...(relay.hold && { hold: { rule: relay.hold.rule, for_ms: relay.hold.for_ms } }),
    inputs: relay.inputs.map((input) => inputView(input, audience)),
    on_today_ms: relay.on_today_ms,
    starts_today: relay.starts_today,
    power_w: relay.power_w,
    script: scriptView(script, audience),
  };
}

function channelView(channel: ChannelState, silent_for_ms: number, name: string): Channel {
  return {
    name,
    value: channel.value,
    unit: channel.unit,
    at: channel.at,
    age_ms: channel.age_ms === null ? null : Math.round(channel.age_ms + silent_for_ms),
    fresh: channel.fresh && silent_for_ms === 0,
    ...(channel.stuck_ms !== undefined && { stuck_ms: Math.round(channel.stuck_ms) }),
    ...(channel.alias !== undefined && { alias: channel.alias }),
    ...(channel.is_switch && { is_switch: true }),
  };
}

function deviceView(
  { state, counters, facts, ...told }: DeviceHealth,
  name: string,
  { language, naming }: Audience,
): DeviceState {
  const problem = told.why ? say(told.why, language, naming) : told.problem;
  return { name, state, problem, counters: { ...counters }, facts: { ...facts } };
}

function faultView(why: Reason, { language, naming }: Audience): Fault {
  const { relay, device } = why.values ?? {};
  return {
    text: say(why, language, naming),
    ...(typeof relay === "string" && { relay }),
    ...(typeof device === "string" && { device }),
  };
}

/** Devices that give nothing, each as a fault. */
function lostOf(devices: Readonly<Record<string, DeviceHealth>>): Reason[] {
  return Object.entries(devices).flatMap(([device, { state, problem, why }]) =>
    state === "lost" ? [reason("device_lost", { device, problem: why ?? problem ?? "?" })] : [],
  );
}

/**
 * The whole state. Ages are those at `now`, the instant of the cycle. When the house has been silent
 * for longer than `silent_ms`, nothing counts as fresh any more, ages go on growing, and a fault says so:
 * a frozen number must never look alive.
 */
export function stateView(newest: Newest, site: Site, version: string, audience: Audience, silent_ms: number): State {
  const { house, age_ms } = newest;
  const { language, naming } = audience;
  const silent_for_ms = age_ms > silent_ms ? Math.round(age_ms) : 0;
  const faults = [...house.faults, ...lostOf(house.devices)].map((fault) => faultView(fault, audience));
  if (silent_for_ms > 0) faults.unshift({ text: saySilent(silent_for_ms, language) });
  const channels = [...house.snapshot.channels].map(
    ([id, state]) => [id, channelView(state, silent_for_ms, naming("channel", id, language))] as const,
  );
  const relays = house.relays.map((relay) => [relay.id, relayView(relay, house.scripts[relay.id], audience)] as const);
  const devices = Object.entries(house.devices).map(
    ([id, health]) => [id, deviceView(health, naming("device", id, language), audience)] as const,
  );
  return {
    now: house.now.at + silent_for_ms,
    site: { name: site.name, time_zone: site.time_zone, ...(site.keys && { keys: [...site.keys] }) },
    language,
    version,
    channels: Object.fromEntries(channels),
    relays: Object.fromEntries(relays),
    devices: Object.fromEntries(devices),
    faults,
    ...(house.past_share !== undefined && { past_share: house.past_share }),
    ...(house.storage && { storage: { ...house.storage } }),
    ...(house.recorded_ahead_ms !== undefined && { recorded_ahead_ms: house.recorded_ahead_ms }),
    ...(house.refused_readings !== undefined && { refused_readings: house.refused_readings }),
    ...(house.superseded_readings !== undefined && { superseded_readings: house.superseded_readings }),
  };
}

/** A line of the journal, its reason said as it is told. */
export function journalView(entry: JournalEntry, audience: Audience): JournalLine {
  const { language, naming } = audience;
  return {
    id: entry.id,
    at: entry.at,
    kind: entry.kind,
    ...(entry.relay !== undefined && { relay: entry.relay }),
    ...(entry.on !== undefined && { on: entry.on }),
    reason: say(entry.reason, language, naming),
    ...(entry.inputs && { inputs: entry.inputs.map((input) => inputView(input, audience)) }),
  };
}
