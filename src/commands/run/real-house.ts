import { stat } from "node:fs/promises";
import { type Config, complaintLine } from "../../config/index.ts";
import { mostDescriptors, ProcessHands } from "../../hands/index.ts";
import { machineClockFacts } from "../../house/clock/facts.ts";
import { SystemClock } from "../../house/clock/system-clock.ts";
import { type House, runHouse } from "../../house.ts";
import { type Device, inEnglish, reason, wordsOf } from "../../model/index.ts";
import { systemPins } from "../../pins/index.ts";
import { type DiskStore, FolderInUse, openness, openStoreOrWait, type SetAside } from "../../store/index.ts";
import type { Web } from "../../web/index.ts";
import { ROOT } from "../package.ts";
import { logProblem, logReason } from "../terminal/log.ts";
import { channelRules } from "./channel-rules.ts";
import { companionsOf } from "./companions.ts";
import { dataFolder } from "./data-folder.ts";
import { endDevices, openDevices, relayOutputs } from "./devices.ts";
import { momentOf, type Stopped, stopInTime, unless } from "./ending.ts";
import { guardRules } from "./guard-rules.ts";
import { houseThatStops } from "./house-that-stops.ts";
import { LoopWatch } from "./loop-watch.ts";
import { pastOf, retentionRules } from "./past.ts";
import { scarcity } from "./room.ts";
import { startScripts } from "./scripts.ts";
import { sunOf } from "./sun.ts";
import { built } from "./undo.ts";
import { openWeb } from "./web.ts";

/** A house that is up. */
export interface Running {
  readonly url: string;
  readonly house: House;
  readonly devices: ReadonlyMap<string, Device>;
  /** Why it did not come up: it is there only to be stopped, at once. */
  readonly failed?: unknown;
  /** Resolves within five seconds. */
  stop(): Promise<Stopped>;
}

interface Failed extends Running {
  readonly failed: unknown;
}

/** The log's words of the data folder. @returns who hears of a history that cannot be read: nobody, where it says why already */
function sayOfData(folder: string, store: DiskStore): (problem: string) => void {
  const open = openness(folder);
  if (open !== undefined) logProblem(open);
  const { problem } = store.health();
  if (problem === null) return logProblem;
  logProblem(`Data cannot be stored yet: ${inEnglish(problem)}`);
  return () => undefined;
}

export interface Start {
  /** Aborted: the house is no longer wanted, and what is started does nothing but stop. */
  readonly stop: AbortSignal;
  /** The disk cannot be trusted any more: the process must end (70) and be started anew. */
  readonly onFatal: (error: Error) => void;
  /** How much of a simulated past is lived through, 0 to 1; `undefined`: all of it. */
  readonly pastShare?: () => number | undefined;
}

/**
 * The threads that Node keeps for files begin with their first use, and where the system has no room for them then, Node
 * aborts: they begin now, and not when somebody opens a page.
 */
function beginPool(): void {
  void stat(ROOT).catch(() => undefined);
}

/** The log's words of data that could not be used. */
function sayDamaged({ folder, problem, memory }: SetAside): void {
  logProblem(problem);
  logReason(reason("data_damaged", { folder }));
  if (memory === null) logProblem("What persons had set for the relays could not be read either: look at their modes.");
}

/**
 * Builds the parts of a real house, hands them to each other and starts them. A start that fails, or is no longer wanted,
 * becomes a house that is there to be stopped: a crash may have left relays on. Once it is stopped nothing is left begun.
 * @throws FolderInUse: the relays are those of another house
 */
export function startHouse(config: Config, { stop, onFatal, pastShare }: Start): Promise<Running> {
  const stopBegan = momentOf(stop);
  return built(async (undo) => {
    let house: House | undefined;
    for (const warning of config.warnings) logProblem(complaintLine(config.file, warning));
    const scarce = scarcity(mostDescriptors(), Object.keys(config.devices).length);
    if (scarce !== undefined) logProblem(scarce);
    const clock = new SystemClock();
    const folder = dataFolder(config);
    beginPool();

    // first, so that it stays small, and last to end: all others use it
    const loop = new LoopWatch();
    undo.defer(() => loop.stop());
    const hands = new ProcessHands({
      took: (program, ms) => loop.took(() => reason("late_by_program", { program }), ms),
      outputs: Object.keys(config.relays).length,
      home: folder,
      onRestart: (why) => logProblem(`The process that writes files and starts programs is started anew: ${why}`),
      openSecret: (path) =>
        logProblem(`Any user of this machine may read the secret ${path}: close it with chmod 600 ${path}`),
      said: (line) => logProblem(`From the process that writes files and starts programs: ${line}`),
    });
    undo.defer(() => hands.stop());
    const running = (url: string, house: House): Running => ({
      ...{ url, house, devices },
      stop: () => stopInTime({ house, hands, undo, since: stopBegan() }),
    });

    const devices = openDevices(config, clock, hands);
    undo.defer(() => endDevices(devices));
    const outputs = relayOutputs(config, devices);
    const noWeb = new AbortController();
    const unwanted = (): Running => {
      // a thread that still loads would take the machine from those who make the relays safe
      noWeb.abort();
      return running("", houseThatStops(config, { clock, devices, outputs }));
    };
    const failed = (error: unknown): Failed => {
      if (error instanceof FolderInUse) throw error;
      return { ...unwanted(), failed: error };
    };

    // it makes the folder, for its user alone, and refuses one that is another's, before anything else is loaded
    const opening = openStoreOrWait({ folder, set_damaged_aside: true });
    undo.defer(() => closed(opening));
    // the page is the first thing that somebody waits for; until the house is up it says that the house is starting
    const comingWeb = openWeb(config, hands, () => house, AbortSignal.any([stop, noWeb.signal]));
    // heard where it is waited for, after the store
    comingWeb.catch(() => undefined);
    const endWeb = (): Promise<void> => {
      noWeb.abort();
      return ended(comingWeb);
    };
    undo.defer(endWeb);
    const store = await unless(stop, opening).catch(failed);
    if (!store) return unwanted();
    if ("failed" in store) return store;
    if (store.set_aside) sayDamaged(store.set_aside);
    const past = pastOf(folder, sayOfData(folder, store));

    const web = await unless(stop, comingWeb).catch((error: unknown) => (stop.aborted ? undefined : failed(error)));
    if (!web) return unwanted();
    if ("failed" in web) return web;

    // their threads take a second of a slow machine: behind the page
    const scripts = startScripts(config, { store, clock, hands }, (relay) => house?.scriptChanged(relay));
    undo.defer(() => scripts.stop());

    house = runHouse({
      clock,
      rules: guardRules(config),
      channels: channelRules(config),
      devices,
      outputs,
      scripts,
      store,
      commit_every_ms: config.data.commit_every,
      past,
      clock_facts: machineClockFacts(),
      clock_wait_ms: config.clock.wait,
      disk: () => store.health(),
      retention: retentionRules(config, store),
      sun: sunOf(config),
      companions: companionsOf(config, { hands, clock, pins: systemPins }),
      troubles: () => [...hands.problems, ...loop.troubles],
      took: (what, ms) => loop.took(what, ms),
      publish: (state) => {
        const past_share = pastShare?.();
        web.publish(past_share === undefined ? state : { ...state, past_share });
      },
      onFatal,
    });
    if (store.set_aside) house.note("house", reason("data_set_aside", { folder: store.set_aside.folder }));
    const { stop: stopHouse, ...rest } = running(web.url, house);
    return {
      ...rest,
      stop: () => {
        // pages that listen do not hold up the relays, nor the other way round
        void endWeb();
        return stopHouse();
      },
    };
  });
}

/** Closes a store, when it has opened. */
async function closed(opening: Promise<DiskStore>): Promise<void> {
  const store = await opening.catch(() => undefined);
  await store?.close();
}

async function ended(coming: Promise<Web>): Promise<void> {
  const web = await coming.catch(() => undefined);
  await web?.stop().catch((error: unknown) => logProblem(`web: ${wordsOf(error)}`));
}
