import { resolve } from "node:path";
import type { Config } from "../../config/index.ts";
import type { ChannelRules } from "../../house/channels.ts";
import { runHouse } from "../../house.ts";
import { loadState, ModelHouse, modelHouse, saveState } from "../../lab/model-house/index.ts";
import { VirtualClock } from "../../lab/virtual-clock.ts";
import { VirtualHouse } from "../../lab/virtual-house.ts";
import { DAY, HOUR, MINUTE } from "../../model/index.ts";
import { InProcessScripts } from "../../scripts/index.ts";
import { type DiskStore, openHistory, openStore } from "../../store/index.ts";
import { channelRules } from "./channel-rules.ts";
import { dataFolder } from "./data-folder.ts";
import { relayOutputs } from "./devices.ts";
import { guardRules } from "./guard-rules.ts";
import { hostOptions } from "./scripts.ts";
import { sunOf } from "./sun.ts";

const STEP_MS = MINUTE;
const PIECE_MS = 6 * HOUR;
/** The simulated past is written in pieces of so much virtual time. */
const COMMIT_EVERY_MS = 60 * MINUTE;

/** A shorter pause is no gap worth filling: the model house goes on by itself. */
const GAP_MS = HOUR;

interface ModelDevice {
  readonly id: string;
  readonly options: Parameters<typeof modelHouse.shape>[0];
}

function modelDevice(config: Config): ModelDevice {
  const [id, options] = Object.entries(config.devices).find(([, device]) => device.type === modelHouse.type) ?? [];
  if (id === undefined) throw new Error("the simulated house needs a device of type model-house");
  return { id, options: options as unknown as ModelDevice["options"] };
}

/**
 * The time that the simulated house has not lived through yet: its last `days` at the first start, later what passed
 * since it was stopped; `undefined` when there is hardly any.
 */
export function missingPast(config: Config, days: number): { from: number; to: number } | undefined {
  const to = Math.floor(Date.now() / STEP_MS) * STEP_MS;
  const from = Math.max(Math.ceil(newestReading(config) / STEP_MS) * STEP_MS, to - days * DAY);
  return to - from > GAP_MS ? { from, to } : undefined;
}

/** UTC ms; 0 where there is no history yet. */
function newestReading(config: Config): number {
  const { id } = modelDevice(config);
  const source = Object.entries(config.channels).find(([, { from }]) => from?.startsWith(`${id}.`));
  try {
    const history = openHistory(dataFolder(config));
    const newest = history.latest(source?.[0] ?? `${id}.solar_power`)?.at ?? 0;
    history.close();
    return newest;
  } catch {
    // the first start, or a start that was interrupted before anything was written
    return 0;
  }
}

/** A span, UTC ms. */
interface Span {
  readonly from: number;
  readonly to: number;
}

interface Watch {
  /** Aborted: what was lived through so far is kept, and the next start goes on there. */
  readonly stop: AbortSignal;
  /** Told the share that is done, 0 to 1. */
  readonly onProgress: (share: number) => void;
}

/**
 * Lets the simulated house live through a time: the same house, guard and scripts as live, on a virtual clock.
 * Writes its history, and leaves the model house where the live one goes on.
 * @throws FolderInUse, StoreError; the reason of `stop`
 */
export async function simulateHistory(config: Config, past: Span, watch: Watch): Promise<void> {
  const store = await openStore({ folder: dataFolder(config) });
  try {
    await live(config, store, past, watch);
  } finally {
    await store.close();
  }
}

/** Here devices report once a step: until the next one is due no value is stale, and no channel silent. */
function steppedRules(config: Config): ChannelRules {
  const rules = channelRules(config);
  const atLeast = (stale_after_ms: number): number => Math.max(stale_after_ms, 2 * STEP_MS);
  return {
    ...rules,
    staleAfter: (device, quantity) => atLeast(rules.staleAfter(device, quantity)),
    named: rules.named.map((channel) => ({ ...channel, stale_after_ms: atLeast(channel.stale_after_ms) })),
  };
}

async function live(config: Config, store: DiskStore, { from, to }: Span, { stop, onProgress }: Watch): Promise<void> {
  const { id, options } = modelDevice(config);
  const clock = new VirtualClock(from);
  const path = options.state_file === undefined ? undefined : resolve(config.folder, options.state_file);
  const before = path === undefined ? undefined : await loadState(path);
  const loads = modelHouse.loads(options);
  const model = new ModelHouse(
    { ...options, loads, start: from, step_ms: STEP_MS },
    before && before.at <= from ? before : undefined,
  );
  const devices = new Map([[id, new VirtualHouse(model, clock, Object.keys(loads), STEP_MS)]]);
  const scripts = new InProcessScripts(hostOptions(config, store, clock));
  await scripts.ready;
  const house = runHouse({
    clock,
    rules: guardRules(config),
    channels: steppedRules(config),
    devices,
    outputs: relayOutputs(config, devices),
    scripts,
    store,
    commit_every_ms: COMMIT_EVERY_MS,
    sun: sunOf(config),
    publish: () => undefined,
    onFatal: (error) => {
      throw error;
    },
    idle_ms: STEP_MS,
    feedback_every_ms: DAY,
  });
  for (let at = from; at < to && !stop.aborted; ) {
    at = Math.min(to, at + PIECE_MS);
    await clock.run(
      at,
      () => !house.idle,
      () => house.settled(),
    );
    onProgress((at - from) / (to - from));
    // lets the store's answers in
    await new Promise((resolve) => setImmediate(resolve));
  }
  await house.stop();
  if (path !== undefined) await saveState(path, model.state());
  stop.throwIfAborted();
}
