import { ended, pause } from "./house/clock/within.ts";
import type { House, HouseOptions, Undone } from "./house/options.ts";
import { type Parts, partsOf } from "./house/parts.ts";
import { stuckOf, troublesOf } from "./house/troubles.ts";
import type {
  Decision,
  HouseState,
  ModeCommand,
  Now,
  Order,
  RawReading,
  Reason,
  Snapshot,
  Unit,
} from "./model/index.ts";
import { MODE_CHANGE, reason } from "./model/index.ts";

export type { House, HouseOptions, Undone } from "./house/options.ts";

/** Readings wake the brain at most this often; a person wakes it at once. */
const COALESCE_MS = 100;
const IDLE_MS = 1_000;
/** How long outputs may take to reach their safe state when the house stops. */
const RELAYS_WITHIN_MS = 3_000;
/** Pause between two orders to an output that does not take them, while the house stops. */
const ORDERED_AGAIN_MS = 250;
/** How long companions, devices and scripts may take to end, and until when, counted from the beginning of the stop. */
const PARTS_LIMIT_MS = 3_000;
const PARTS_WITHIN_MS = 3_900;
/** And until then the disk may take what is left. */
const DISK_WITHIN_MS = 4_400;
/** Orders that follow from confirmed ones: the first off, then the on. */
const SETTLING_ROUNDS = 3;
const NO_SUN = { sunrise: null, sunset: null };

/** Runs a house until it is stopped. */
export function runHouse(options: HouseOptions): House {
  return new RunningHouse(options);
}

/** In the log; the journal says it in each language. */
const REPORTS_ON = "it reports on";

/** What the journal says of a relay that may be on when the house has stopped. */
function whyUnsafe(problem: string | null): Reason {
  if (problem === null) return reason("stopped_unanswered");
  return problem === REPORTS_ON ? reason("stopped_reporting_on") : reason("stopped_unconfirmed", { problem });
}

class RunningHouse implements House {
  readonly #options: HouseOptions;
  readonly #parts: Parts;
  #state: HouseState;
  #cycled_mono = Number.NEGATIVE_INFINITY;
  #stopping = false;
  #stopped = false;
  /** Relays that had not confirmed their safe state when the house stopped. */
  #unconfirmed: readonly string[] = [];

  constructor(options: HouseOptions) {
    this.#options = options;
    this.#parts = partsOf(options, {
      cycle: () => this.#cycle(),
      read: (device, readings) => this.#read(device, readings),
      note: (kind, why, relay) => this.note(kind, why, relay),
      unconfirmed: () => this.#unconfirmed,
      // a house that stops begins nothing any more for those who watch it
      command: (command) => !this.#stopping && this.command(command),
    });
    const { brain, sources, companions, leftUnconfirmed } = this.#parts;
    sources.start();
    this.note("house", reason("house_started"));
    for (const relay of brain.lost) this.note("house", reason("relay_gone", { relay }));
    for (const relay of leftUnconfirmed) this.note("fault", reason("was_unconfirmed"), relay);
    this.#state = this.#cycle();
    companions.start(brain.adopted, this.#state);
  }

  /** Freeze the inputs, think, record, then act. */
  #cycle(): HouseState {
    if (this.#stopped) return this.#state;
    const { wake, companions, journal, channels } = this.#parts;
    const now = this.#options.clock.now();
    this.#cycled_mono = now.mono;
    wake.awake();
    this.#keepTime(now);
    journal.look(now);
    for (const why of channels.refused.look(now)) this.note("device", why);
    const snapshot = this.#freeze(now);
    this.#think(snapshot, now);
    this.#act(this.#decide(snapshot, now));
    this.#state = this.#view(snapshot, now);
    this.#options.publish(this.#state);
    companions.shown(this.#state);
    wake.in(this.#options.idle_ms ?? IDLE_MS);
    this.#took(now, () => reason("late_by_cycle"));
    return this.#state;
  }

  /** What time it is for the history, and what of it is too old. */
  #keepTime(now: Now): void {
    const { recorder, retention } = this.#parts;
    recorder.look(now);
    if (recorder.clock_known && retention?.look(now, recorder.recorded_until)) recorder.saveMemory();
  }

  #freeze(now: Now): Snapshot {
    const { channels, recorder } = this.#parts;
    const snapshot = channels.snapshot(now);
    recorder.readings(channels.derivedReadings(snapshot, this.#describe), now);
    return snapshot;
  }

  #think(snapshot: Snapshot, now: Now): void {
    const { arrivals, brain, recorder, thinking } = this.#parts;
    if (arrivals.acts) thinking.allChanged();
    // while nobody knows what day it is, nobody knows of the sun
    const sun = () => (recorder.clock_known ? this.#options.sun(now.at) : NO_SUN);
    thinking.look(snapshot, brain.statesForScripts(now), sun, now);
  }

  /** The brain decides, and what it decided is written. */
  #decide(snapshot: Snapshot, now: Now): readonly Order[] {
    const { arrivals, brain, journal, recorder, thinking } = this.#parts;
    const input = { snapshot, wishes: thinking.wishes, ...arrivals.take(), stopping: this.#stopping };
    const { orders, decisions } = brain.decide(input, now);
    journal.write(decisions, now);
    if (brain.runs) recorder.saveMemoryInTime();
    return orders;
  }

  /** The reason is on the disk before the coil moves, unless the disk is too slow for the house. */
  #act(orders: readonly Order[]): void {
    if (orders.length === 0) return;
    const { outputs, recorder } = this.#parts;
    const reasonOnDisk = recorder.written(MODE_CHANGE.reason_on_disk_ms);
    for (const order of orders) outputs.carryOut(order, reasonOnDisk);
  }

  #view(snapshot: Snapshot, now: Now): HouseState {
    const { brain, channels, companions, outputs, recorder, sources, thinking } = this.#parts;
    const storage = recorder.storage(now);
    const [relays, scripts, devices] = [brain.states(now), thinking.status(), sources.health()];
    const late = outputs.late(now.mono);
    const around = [...(this.#options.troubles?.() ?? []), ...companions.troubles()];
    const troubles = [...around, ...troublesOf(relays, late, scripts, devices)];
    return {
      ...{ now, snapshot, relays, scripts, devices },
      faults: [...recorder.faults(now), ...channels.faults(), ...stuckOf(snapshot), ...troubles],
      ...(storage && { storage }),
      ...(recorder.ahead_ms > 0 && { recorded_ahead_ms: recorder.ahead_ms }),
      ...(recorder.superseded > 0 && { superseded_readings: recorder.superseded }),
      ...(channels.refused.total > 0 && { refused_readings: channels.refused.total }),
    };
  }

  /** Readings are kept at once, and wake the brain in time. */
  #read(device: string, readings: readonly RawReading[]): void {
    const { channels, recorder, wake } = this.#parts;
    const now = this.#options.clock.now();
    recorder.readings(channels.put(device, readings, now, this.#describe), now);
    wake.in(Math.max(0, this.#cycled_mono + COALESCE_MS - now.mono));
    this.#took(now, () => reason("late_by_device", { device }));
  }

  #took(began: Now, what: () => Reason): void {
    const { clock, took } = this.#options;
    took?.(what, clock.now().mono - began.mono);
  }

  readonly #describe = (channel: string, unit: Unit): void => this.#parts.recorder.describe(channel, unit);

  command(command: ModeCommand): boolean {
    if (!this.#parts.arrivals.command(command)) return false;
    this.#parts.companions.acted(command);
    this.#cycle();
    return true;
  }

  note(kind: Decision["kind"], why: Reason, relay?: string): void {
    const now = this.#options.clock.now();
    this.#parts.journal.write([{ at: now.at, kind, relay, reason: why }], now);
  }

  scriptChanged(relay: string): void {
    this.#parts.thinking.changed(relay);
    this.#parts.wake.in(0);
  }

  alsoRan(brain: unknown): void {
    this.#parts.brain.alsoRan(brain, this.#options.clock.now());
    this.#parts.recorder.saveMemory();
    this.#cycle();
  }

  state(): HouseState {
    return this.#state;
  }

  onDisk(longest_ms: number): Promise<void> {
    return this.#parts.recorder.written(longest_ms);
  }

  async settled(): Promise<void> {
    const { arrivals, outputs } = this.#parts;
    // what became of the orders is part of the state that is asked for next; an "off" that is confirmed may let an "on" go
    for (let round = 0; round < SETTLING_ROUNDS; round++) {
      await outputs.settled();
      if (arrivals.answers) this.#cycle();
      if (outputs.idle) return;
    }
  }

  async stop(): Promise<Undone> {
    const { clock, scripts } = this.#options;
    const { outputs, wake, companions, sources, journal, recorder } = this.#parts;
    const began_mono = clock.now().mono;
    const left = (until_ms: number): number => Math.max(0, began_mono + until_ms - clock.now().mono);
    this.#stopping = true;
    this.#cycle();
    await this.#makeSafe(began_mono + RELAYS_WITHIN_MS);
    this.#stopped = true;
    wake.stop();
    outputs.stop();
    const relays = this.#noteUnconfirmed();
    // nothing that fails to end takes along what is still to be written
    const limit = Math.min(PARTS_LIMIT_MS, left(PARTS_WITHIN_MS));
    await ended(clock, limit, [...companions.stop(), ...sources.stop(), scripts.stop()]);
    journal.end(clock.now());
    const ids = relays.map(({ id }) => id).join(", ");
    this.note("house", relays.length === 0 ? reason("house_stopped") : reason("house_stopped_unsure", { relays: ids }));
    return { ...(await recorder.stop(left(DISK_WITHIN_MS))), relays };
  }

  /** Orders what has not confirmed its safe state, or reports on, again and again, until all have or the time is over. */
  async #makeSafe(until_mono: number): Promise<void> {
    const { clock } = this.#options;
    const { brain, outputs } = this.#parts;
    for (;;) {
      const left = until_mono - clock.now().mono;
      if (left <= 0 || (outputs.idle && brain.unconfirmed.length === 0 && brain.reportingOn.length === 0)) return;
      if (outputs.idle) await pause(clock, Math.min(left, ORDERED_AGAIN_MS));
      else await ended(clock, Math.min(left, ORDERED_AGAIN_MS), [outputs.settled()]);
      // what became of the orders is taken in, remembered, and answered with the next ones
      this.#cycle();
    }
  }

  unconfirmed(): Undone["relays"] {
    const { brain, outputs } = this.#parts;
    const reporting = brain.reportingOn;
    const unanswered = brain.unconfirmed.filter((id) => !reporting.includes(id));
    return [
      ...unanswered.map((id) => ({ id, problem: outputs.problem(id) })),
      // what has taken its "off" and says that it is on is not off
      ...reporting.map((id) => ({ id, problem: REPORTS_ON })),
    ];
  }

  /** Whoever comes next must hear of relays that may still be on. */
  #noteUnconfirmed(): Undone["relays"] {
    const relays = this.unconfirmed();
    this.#unconfirmed = relays.map(({ id }) => id);
    for (const { id, problem } of relays) {
      this.note("fault", whyUnsafe(problem), id);
    }
    return relays;
  }
}
