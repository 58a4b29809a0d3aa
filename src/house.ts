import { adopt, lostRelays, type Memory } from "./control/memory.ts";
import { step } from "./control/step.ts";
import { relayStates } from "./control/view.ts";
import { Channels } from "./house/channels.ts";
import { Due } from "./house/due.ts";
import type { House, HouseOptions } from "./house/options.ts";
import { Outputs } from "./house/outputs.ts";
import { Recorder } from "./house/record/recorder.ts";
import { Retention } from "./house/record/retention.ts";
import type {
  Decision,
  Device,
  Feedback,
  HouseState,
  Inbox,
  ModeCommand,
  Now,
  Order,
  Outcome,
  Reason,
  RelayState,
  Snapshot,
  Unit,
  Wish,
} from "./model/index.ts";
import { reason, relayChannel, savedMemoryOf, wordsOf } from "./model/index.ts";

export type { House, HouseOptions, Unsaved } from "./house/options.ts";

/** Readings wake the brain at most this often; a person wakes it at once. */
const COALESCE_MS = 100;
const IDLE_MS = 1_000;
/** How long an order waits for its reason to be on the disk before it is carried out all the same. */
const RECORD_LIMIT_MS = 100;
const MOST_COMMANDS = 1_000;
/** How long outputs may take to reach their safe state when the house stops. */
const STOP_LIMIT_MS = 3_000;
/** How long devices, and then scripts, may take to end. */
const END_LIMIT_MS = 3_000;
/** Orders that follow from confirmed ones: the first off, then the on. */
const SETTLING_ROUNDS = 3;

async function pause(ms: number): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

/** Waits for all of them, however they end, but no longer than that. */
async function ended(parts: readonly Promise<unknown>[]): Promise<void> {
  await Promise.race([Promise.allSettled(parts), pause(END_LIMIT_MS)]);
}

/** Runs a house until it is stopped. Freeze the inputs, think, record, then act. */
export function runHouse(options: HouseOptions): House {
  const { clock, rules, devices, scripts, store } = options;
  const relayIds = rules.relays.map(({ id }) => id);
  const saved = savedMemoryOf(store.memory());
  let memory: Memory = adopt(saved.brain, relayIds, clock.now(), clock.bootId, rules.time_zone);
  const adopted = relayStates(rules, memory, clock.now());
  const channels = new Channels(options.channels);
  const due = new Due(rules.relays.filter((relay) => relay.has_script).map(({ id }) => id));
  const wishes = new Map<string, Wish>();
  const asked = new Map<string, { snapshot: Snapshot; relays: ReadonlyMap<string, RelayState> }>();
  let commands: ModeCommand[] = [];
  let outcomes: Outcome[] = [];
  let feedback: Feedback[] = [];
  let state: HouseState;
  let lastCycle = Number.NEGATIVE_INFINITY;
  let wakeAt = Number.POSITIVE_INFINITY;
  let cancelWake: (() => void) | undefined;
  let stopping = false;
  let stopped = false;

  const retention = options.retention && new Retention(options.retention, (why) => note("house", why), saved.retention);
  const recorder = new Recorder({
    store,
    clock,
    commit_every_ms: options.commit_every_ms,
    time_zone: rules.time_zone,
    past: options.past,
    clock_facts: options.clock_facts,
    clock_wait_ms: options.clock_wait_ms,
    disk: options.disk,
    staleAfter: (channel) => channels.staleAfter(channel),
    memory: () => ({ brain: memory, scripts: scripts.memory(), retention: retention?.plain() }),
    onFatal: options.onFatal,
  });
  const outputs = new Outputs({
    outputs: options.outputs,
    clock,
    feedback_every_ms: options.feedback_every_ms ?? 5_000,
    onOutcome: (outcome) => {
      outcomes.push(outcome);
      wake(0);
    },
    onFeedback: (seen) => feedback.push(seen),
  });

  const describe = (channel: string, unit: Unit): void => recorder.describe(channel, unit);

  function wake(delay_ms: number): void {
    if (stopped) return;
    const at = clock.now().mono + delay_ms;
    if (at >= wakeAt) return;
    cancelWake?.();
    wakeAt = at;
    cancelWake = clock.after(delay_ms, cycle);
  }

  function cycle(): void {
    if (stopped) return;
    cancelWake?.();
    wakeAt = Number.POSITIVE_INFINITY;
    const now = clock.now();
    lastCycle = now.mono;
    recorder.look(now);
    if (recorder.clock_known && retention?.look(now, recorder.recorded_until)) recorder.saveMemory();
    const snapshot = channels.snapshot(now);
    recorder.readings(channels.derivedReadings(snapshot, describe), now);
    if (commands.length > 0) due.allSoon();
    think(snapshot, relayStates(rules, memory, now), now);

    const result = step(rules, memory, { snapshot, wishes, commands, outcomes, feedback, stopping }, now);
    commands = [];
    outcomes = [];
    feedback = [];
    memory = result.memory;
    record(result.decisions, now);
    act(result.orders);

    state = view(now, snapshot, relayStates(rules, memory, now));
    options.publish(state);
    wake(options.idle_ms ?? IDLE_MS);
  }

  function record(decisions: readonly Decision[], now: Now): void {
    // decisions are written at once; what is given before them goes to the disk in the same batch
    for (const { kind, relay, on } of decisions) {
      if (kind !== "switch" || relay === undefined || on === undefined) continue;
      const channel = relayChannel(relay);
      describe(channel, "");
      recorder.readings([{ channel, at: now.at, value: on ? 1 : 0 }], now);
    }
    recorder.decisions(decisions, now);
    if (relayIds.some((id) => memory.relays[id]?.commanded)) recorder.saveMemoryInTime();
  }

  /** The reason is on the disk before the coil moves, unless the disk is too slow for the house. */
  function act(orders: readonly Order[]): void {
    if (orders.length === 0) return;
    const reasonOnDisk = recorder.written(RECORD_LIMIT_MS);
    for (const order of orders) outputs.carryOut(order, reasonOnDisk);
  }

  /** Gives the scripts that have something new to think about the world as it is now. */
  function think(snapshot: Snapshot, states: readonly RelayState[], now: Now): void {
    const relays = new Map(states.map((relay) => [relay.id, relay]));
    const run = due.take(snapshot, relays, now);
    if (run.length === 0) return;
    for (const relay of run) asked.set(relay, { snapshot, relays });
    // while nobody knows what day it is, nobody knows of the sun
    const sun = recorder.clock_known ? options.sun(now.at) : { sunrise: null, sunset: null };
    scripts.run(run, { snapshot, relays: states, sun });
  }

  scripts.onWish = (wish, read) => {
    const before = wishes.get(wish.relay);
    wishes.set(wish.relay, wish);
    const world = asked.get(wish.relay);
    if (world) due.ran(wish.relay, read, world.snapshot, world.relays);
    if (before?.want !== wish.want || before.reason.code !== wish.reason.code) wake(0);
  };
  scripts.onNote = (relay, why) => note("script", why, relay);

  function view(now: Now, snapshot: Snapshot, relays: readonly RelayState[]): HouseState {
    const health = Object.fromEntries([...devices].map(([id, device]) => [id, device.health()]));
    const status = Object.fromEntries(relayIds.map((id) => [id, scripts.status(id)]));
    const storage = recorder.storage(now);
    return {
      now,
      snapshot,
      relays,
      scripts: status,
      devices: health,
      faults: [...recorder.faults(now), ...channels.faults()],
      ...(storage && { storage }),
      ...(recorder.ahead_ms > 0 && { recorded_ahead_ms: recorder.ahead_ms }),
    };
  }

  function note(kind: Decision["kind"], why: Reason, relay?: string): void {
    const now = clock.now();
    recorder.decisions([{ at: now.at, kind, relay, reason: why }], now);
  }

  function lost(id: string, error: unknown): void {
    const problem = wordsOf(error);
    note("device", reason("device_lost", { device: id, problem }));
  }

  function startDevice(id: string, device: Device): void {
    const inbox: Inbox = {
      put(readings) {
        if (stopped) return;
        const now = clock.now();
        recorder.readings(channels.put(id, readings, now, describe), now);
        wake(Math.max(0, lastCycle + COALESCE_MS - now.mono));
      },
      note: (why) => note("device", why),
    };
    // one device that fails to start takes nothing else along
    try {
      Promise.resolve(device.start(inbox)).catch((error: unknown) => lost(id, error));
    } catch (error) {
      lost(id, error);
    }
  }

  async function stopDevice(id: string, device: Device): Promise<void> {
    try {
      await device.stop();
    } catch (error) {
      lost(id, error);
    }
  }

  for (const [id, device] of devices) startDevice(id, device);
  note("house", reason("house_started"));
  for (const relay of lostRelays(saved.brain, relayIds)) note("house", reason("relay_gone", { relay }));
  cycle();

  return {
    command(command) {
      if (commands.length >= MOST_COMMANDS) return false;
      commands.push(command);
      cycle();
      return true;
    },
    note,
    scriptChanged(relay) {
      due.soon(relay);
      wake(0);
    },
    state: () => state,
    adopted,
    onDisk: (longest_ms) => recorder.written(longest_ms),
    async settled() {
      // what became of the orders is part of the state that is asked for next; an "off" that is confirmed may let an "on" go
      for (let round = 0; round < SETTLING_ROUNDS; round++) {
        await outputs.settled();
        if (outcomes.length > 0 && !stopped) cycle();
        if (outputs.idle) return;
      }
    },
    get idle() {
      return outputs.idle;
    },
    async stop() {
      stopping = true;
      cycle();
      await Promise.race([outputs.settled(), pause(STOP_LIMIT_MS)]);
      // what became of the last orders is remembered too
      cycle();
      stopped = true;
      cancelWake?.();
      outputs.stop();
      // nothing that fails to end takes along what is still to be written
      await ended([...devices].map(([id, device]) => stopDevice(id, device)));
      await ended([scripts.stop()]);
      note("house", reason("house_stopped"));
      return await recorder.stop();
    },
  };
}
