import {
  type Actuator,
  type Companionship,
  type Decision,
  deviceChannel,
  type RawReading,
  type Reason,
  savedMemoryOf,
} from "../model/index.ts";
import { Arrivals } from "./arrivals.ts";
import { Brain } from "./brain.ts";
import { Channels } from "./channels.ts";
import { Companions } from "./companions.ts";
import { Journal } from "./journal.ts";
import type { HouseOptions } from "./options.ts";
import { Outputs } from "./outputs.ts";
import { Recorder } from "./record/recorder.ts";
import { Retention } from "./record/retention.ts";
import { Sources } from "./sources.ts";
import { Thinking } from "./thinking.ts";
import { Wake } from "./wake.ts";

const FEEDBACK_EVERY_MS = 5_000;

/** What the parts of a house call. */
export interface Hooks extends Companionship {
  cycle(): void;
  read(device: string, readings: readonly RawReading[]): void;
  note(kind: Decision["kind"], why: Reason, relay?: string): void;
  /** Relays that have not confirmed their safe state, once the house has stopped. */
  unconfirmed(): readonly string[];
}

/** What a house is put together from. */
export interface Parts {
  readonly brain: Brain;
  readonly channels: Channels;
  readonly thinking: Thinking;
  readonly recorder: Recorder;
  readonly retention: Retention | undefined;
  readonly outputs: Outputs;
  readonly sources: Sources;
  readonly companions: Companions;
  readonly journal: Journal;
  readonly arrivals: Arrivals;
  readonly wake: Wake;
  /** Relays that had not confirmed their safe state when the last run stopped. */
  readonly leftUnconfirmed: readonly string[];
}

/** Puts the parts of a house together; nothing runs yet. */
export function partsOf(options: HouseOptions, hooks: Hooks): Parts {
  const { clock, rules, scripts, store } = options;
  const saved = savedMemoryOf(store.memory());
  const brain = new Brain(rules, saved.brain, clock, (id) => canReport(options.outputs.get(id)));
  const channels = new Channels(options.channels, options.past?.channels());
  const arrivals = new Arrivals();
  const wake = new Wake(clock, () => hooks.cycle());
  const retention =
    options.retention && new Retention(options.retention, (why) => hooks.note("house", why), saved.retention);
  const recorder = recorderOf(options, channels, () => ({
    brain: brain.memory,
    scripts: scripts.memory(),
    retention: retention?.plain(),
    unconfirmed: hooks.unconfirmed(),
  }));
  const companions = new Companions(options.companions ?? [], hooks);
  scripts.onNote = (relay, why) => hooks.note("script", why, relay);
  return {
    ...{ brain, channels, arrivals, wake, retention, recorder, companions },
    leftUnconfirmed: rules.relays.map(({ id }) => id).filter((id) => isAmong(saved.unconfirmed, id)),
    journal: new Journal(recorder, companions),
    thinking: new Thinking(scripts, rules.relays, () => wake.in(0)),
    outputs: outputsOf(options, arrivals, wake, brain.resuming),
    sources: new Sources({
      devices: options.devices,
      onReadings: (device, readings) => hooks.read(device, readings),
      onNote: (why) => hooks.note("device", why),
      onMissed: (device, quantity, for_ms) =>
        recorder.missed(channels.resolve(deviceChannel(device, quantity)), for_ms, clock.now()),
    }),
  };
}

function canReport(output: Actuator | undefined): boolean {
  return output?.read !== undefined && output.canReport !== false;
}

/** What a damaged disk gave back may be anything. */
function isAmong(saved: unknown, id: string): boolean {
  return Array.isArray(saved) && saved.includes(id);
}

function recorderOf(options: HouseOptions, channels: Channels, memory: () => object): Recorder {
  const { store, clock, rules, commit_every_ms, past, clock_facts, clock_wait_ms, disk, onFatal } = options;
  return new Recorder({
    ...{ store, clock, commit_every_ms, past, clock_facts, clock_wait_ms, disk, onFatal, memory },
    time_zone: rules.time_zone,
    staleAfter: (channel) => channels.staleAfter(channel),
  });
}

function outputsOf(options: HouseOptions, arrivals: Arrivals, wake: Wake, unsure: readonly string[]): Outputs {
  const { outputs, clock, feedback_every_ms = FEEDBACK_EVERY_MS } = options;
  return new Outputs({
    ...{ outputs, clock, feedback_every_ms, unsure },
    onOutcome: (outcome) => {
      arrivals.outcome(outcome);
      wake.in(0);
    },
    onFeedback: (seen) => {
      arrivals.feedback(seen);
      wake.in(0);
    },
  });
}
