import { resolve } from "node:path";
import type { Config } from "../../config/index.ts";
import { type LabHouse, liveThrough } from "../../lab/live-through.ts";
import { MemoryStore } from "../../lab/memory-store.ts";
import { loadState, ModelHouse, type ModelState, modelHouse, saveState } from "../../lab/model-house/index.ts";
import { VirtualClock } from "../../lab/virtual-clock.ts";
import { VirtualHouse } from "../../lab/virtual-house.ts";
import { type Batch, DAY, HOUR, MINUTE, savedMemoryOf, type Unit } from "../../model/index.ts";
import { InProcessScripts } from "../../scripts/in-process.ts";
import { openHistory } from "../../store/index.ts";
import { BulkLoader, journalRow, type Keeper, LINES_AT_MOST, openKeeper } from "../../store/tools.ts";
import { channelRules } from "./channel-rules.ts";
import { dataFolder } from "./data-folder.ts";
import { relayOutputs } from "./devices.ts";
import { guardRules } from "./guard-rules.ts";
import { hostOptions } from "./scripts.ts";
import { sunOf } from "./sun.ts";

const STEP_MS = MINUTE;

/** What is lived through, and then written, at a time: what was written is not lived through again. */
const PIECE_MS = DAY;

/** A shorter pause is no gap worth filling: the model house goes on by itself. */
const GAP_MS = HOUR;

/** A gap is told a little wider than the time that was filled. */
const GAP_EDGE_MS = 5 * MINUTE;

interface ModelDevice {
  readonly id: string;
  readonly options: Parameters<typeof modelHouse.loads>[0];
}

function modelDevice(config: Config): ModelDevice {
  const [id, options] = Object.entries(config.devices).find(([, device]) => device.type === modelHouse.type) ?? [];
  if (id === undefined) throw new Error("the simulated house needs a device of type model-house");
  return { id, options: options as unknown as ModelDevice["options"] };
}

/** Where the model house keeps how it stands; `undefined`: nowhere. */
function stateFile(config: Config): string | undefined {
  const { state_file } = modelDevice(config).options;
  return state_file === undefined ? undefined : resolve(config.folder, state_file);
}

/** How the model house stood when it was last run. */
export async function savedModel(config: Config): Promise<ModelState | undefined> {
  const path = stateFile(config);
  return path === undefined ? undefined : await loadState(path);
}

/** A span, UTC ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A past that is to be lived through, with how the house stood at its beginning. */
export interface Past extends Span {
  readonly model?: ModelState | undefined;
  /** What the house remembered. */
  readonly memory?: unknown;
}

/**
 * The time that the simulated house has not lived through yet: its last `days` at the first start, later what passed
 * since it was stopped; `undefined` when there is hardly any.
 * @param known until when all is recorded, or is known to be missing
 */
export async function missingPast(config: Config, days: number, known = 0): Promise<Span | undefined> {
  const to = Math.floor(Date.now() / STEP_MS) * STEP_MS;
  const newest = await newestReading(config);
  const from = Math.max(known, (Math.floor(newest / STEP_MS) + 1) * STEP_MS, to - days * DAY);
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

interface Watch {
  /** Aborted: what was lived through so far is kept, and the next start goes on there. */
  readonly stop: AbortSignal;
  /** Told the share that is done, 0 to 1; after each piece that is on the disk also what is left. */
  readonly onProgress: (share: number, left?: Past) => void | Promise<void>;
}

/**
 * Lets the simulated house live through a time: the same house, guard and scripts as live, on a virtual clock, a day at a
 * time. Writes its history, also beside a house that runs on the same data: what is there already stays.
 * @returns what is left, which is nothing, with how house and memory stood at its end
 * @throws FolderInUse, StoreError; the reason of `stop`
 */
export async function simulateHistory(config: Config, past: Past, { stop, onProgress }: Watch): Promise<Past> {
  const keeper = await openKeeper(dataFolder(config));
  try {
    let left = past;
    const shareAt = (at: number): number => (at - past.from) / (past.to - past.from);
    while (left.from < past.to && !stop.aborted) {
      const end = Math.min(past.to, left.from + PIECE_MS);
      const lived = await live(config, { ...left, to: end }, (at) => {
        if (at < end) void onProgress(shareAt(at));
      });
      await write(keeper, lived);
      left = { from: end, to: past.to, model: lived.model, memory: lived.memory };
      await onProgress(shareAt(end), left);
    }
    stop.throwIfAborted();
    await keeper.do({ do: "fill", since: past.from - GAP_EDGE_MS, until: past.to + GAP_EDGE_MS });
    if (left.model) await leave(config, left.model);
    return left;
  } finally {
    await keeper.close();
  }
}

/** Leaves the model house where the live one goes on, if that is not further already. */
async function leave(config: Config, model: ModelState): Promise<void> {
  const path = stateFile(config);
  if (path === undefined) return;
  const saved = await loadState(path);
  if (!saved || saved.at < model.at) await saveState(path, model);
}

/** What came of a piece. */
interface Lived {
  readonly batch: Batch;
  readonly units: ReadonlyMap<string, Unit>;
  readonly model: ModelState;
  readonly memory: unknown;
}

async function write(keeper: Keeper, { batch, units }: Lived): Promise<void> {
  const loader = new BulkLoader(keeper, new Map(), { own: true });
  for (const { channel, at, value } of batch.readings) {
    const basket = loader.basket(channel, units.get(channel) ?? null);
    const instant = Math.round(at);
    if (typeof value === "number") basket.add(instant, value);
    else basket.add(instant, Number.NaN, value);
  }
  await loader.store();
  const lines = batch.decisions.map(journalRow);
  for (let at = 0; at < lines.length; at += LINES_AT_MOST)
    await keeper.do({ do: "tell_earlier", lines: lines.slice(at, at + LINES_AT_MOST) });
}

/** Lives through a piece. Its end belongs to what follows, and so does that the house is stopped there. */
async function live(
  config: Config,
  { from, to, model: before, memory }: Past,
  onReached: (at: number) => void,
): Promise<Lived> {
  const { id, options } = modelDevice(config);
  const clock = new VirtualClock(from);
  const loads = modelHouse.loads(options);
  const saved = before && before.at <= from ? before : undefined;
  const model = new ModelHouse({ ...options, loads, start: from, step_ms: STEP_MS }, saved);
  const devices = new Map([[id, new VirtualHouse(model, clock, Object.keys(loads), STEP_MS)]]);
  const store = new MemoryStore(memory);
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
  let end = model.state();
  const onPiece = (at: number): void => {
    end = model.state();
    onReached(at);
  };
  await liveThrough(clock, parts, { until: to, step_ms: STEP_MS, onPiece });
  const { batch, units } = store.take();
  // what follows records its time anew, from the instant at which this ended
  const { brain, scripts: timers } = savedMemoryOf(store.memory());
  const isOfPiece = ({ at }: { readonly at: number }): boolean => at >= from && at < to;
  return {
    batch: {
      readings: batch.readings.filter(isOfPiece),
      // that a simulation begins and ends is no news of the house
      decisions: batch.decisions.filter((line) => isOfPiece(line) && line.kind !== "house"),
    },
    units,
    model: end,
    memory: { brain, scripts: timers },
  };
}
