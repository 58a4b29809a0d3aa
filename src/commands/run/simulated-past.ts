import { resolve } from "node:path";
import type { Config } from "../../config/index.ts";
import { type LabHouse, liveThrough } from "../../lab/live-through.ts";
import { MemoryStore } from "../../lab/memory-store.ts";
import { loadState, ModelHouse, modelHouse, saveState } from "../../lab/model-house/index.ts";
import { VirtualClock } from "../../lab/virtual-clock.ts";
import { VirtualHouse } from "../../lab/virtual-house.ts";
import { DAY, HOUR, MINUTE, type Store } from "../../model/index.ts";
import { InProcessScripts } from "../../scripts/in-process.ts";
import { openHistory, openStore } from "../../store/index.ts";
import { channelRules } from "./channel-rules.ts";
import { dataFolder } from "./data-folder.ts";
import { relayOutputs } from "./devices.ts";
import { guardRules } from "./guard-rules.ts";
import { hostOptions } from "./scripts.ts";
import { sunOf } from "./sun.ts";

const STEP_MS = MINUTE;

/** A shorter pause is no gap worth filling: the model house goes on by itself. */
const GAP_MS = HOUR;

interface ModelDevice {
  readonly id: string;
  readonly options: Parameters<typeof modelHouse.loads>[0];
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
export async function missingPast(config: Config, days: number): Promise<{ from: number; to: number } | undefined> {
  const to = Math.floor(Date.now() / STEP_MS) * STEP_MS;
  const from = Math.max(Math.ceil((await newestReading(config)) / STEP_MS) * STEP_MS, to - days * DAY);
  return to - from > GAP_MS ? { from, to } : undefined;
}

/** UTC ms; 0 where there is no history yet. */
async function newestReading(config: Config): Promise<number> {
  const { id } = modelDevice(config);
  const source = Object.entries(config.channels).find(([, { from }]) => from?.startsWith(`${id}.`));
  try {
    const history = openHistory(dataFolder(config));
    const [newest] = await history.latestOf([source?.[0] ?? `${id}.solar_power`]);
    history.close();
    return newest?.at ?? 0;
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

/** Hands the disk what the house of the lab has given its store. @throws StoreError when the disk does not take it */
async function write(from: MemoryStore, to: Store): Promise<void> {
  const { batch, units } = from.take();
  for (const [channel, unit] of units) to.describe(channel, unit);
  await to.commit(batch);
}

async function live(config: Config, disk: Store, { from, to }: Span, { stop, onProgress }: Watch): Promise<void> {
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
  const store = new MemoryStore(disk.memory());
  const scripts = new InProcessScripts(hostOptions(config, store, clock));
  await scripts.ready;
  const parts: LabHouse = {
    rules: guardRules(config),
    channels: channelRules(config),
    devices,
    outputs: relayOutputs(config, devices),
    scripts,
    store,
    sun: sunOf(config),
  };
  const onPiece = async (at: number): Promise<void> => {
    await write(store, disk);
    onProgress((at - from) / (to - from));
  };
  await liveThrough(clock, parts, { until: to, step_ms: STEP_MS, stop, onPiece });
  await write(store, disk);
  if (path !== undefined) await saveState(path, model.state());
  stop.throwIfAborted();
}
