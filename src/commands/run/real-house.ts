import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ModeFile } from "../../companions/mode-file.ts";
import { type Config, complaintLine } from "../../config/index.ts";
import { machineClockFacts } from "../../house/clock/facts.ts";
import { SystemClock } from "../../house/clock/system-clock.ts";
import { type House, runHouse, type Unsaved } from "../../house.ts";
import { type Clock, type HouseState, type ModeCommand, savedMemoryOf, wordsOf } from "../../model/index.ts";
import { WorkerScripts, writeEditorTypes } from "../../scripts/index.ts";
import { type DiskStore, type FolderLock, openStore } from "../../store/index.ts";
import { type Reply, startWeb } from "../../web/index.ts";
import { log, logProblem } from "../terminal/log.ts";
import { channelRules, dataFolder, guardRules, openDevices, relayOutputs, scriptSetups, sunOf } from "./assemble.ts";
import { channelSetup } from "./channels.ts";
import { pastOf, retentionRules } from "./past.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const MANIFEST = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };

/** The web's thread; the compiled package holds `.js` files, the checkout `.ts` files. */
const WEB_THREAD = new URL(`web-thread.${import.meta.url.endsWith(".ts") ? "ts" : "js"}`, import.meta.url);
/** The built pages. */
const PAGES = join(ROOT, "ui", "dist");
/** How long an answer to a person waits for the relay to follow. */
const FOLLOW_LIMIT_MS = 1_000;

/** A house that is up. */
export interface Running {
  readonly url: string;
  /** Resolves when all is stopped, with what could not be stored: nothing, unless the disk failed. */
  stop(): Promise<Unsaved>;
}

export interface RunOptions {
  readonly config: Config;
  /** Taken before anything else is touched; given back at the stop. */
  readonly lock: FolderLock;
  /** The disk cannot be trusted any more: the process must end (70) and be started anew. */
  readonly onFatal: (error: Error) => void;
}

function scriptsFor(config: Config, store: DiskStore, clock: Clock, onChange: (relay: string) => void): WorkerScripts {
  const scripts = scriptSetups(config);
  for (const folder of new Set(scripts.map(({ file }) => dirname(file ?? "")))) {
    // beside Gleaner's own examples the package finds itself
    if (!folder.startsWith(`${ROOT}/`) && writeEditorTypes(folder))
      log(`Types for editors written to ${folder}/node_modules`);
  }
  const saved = savedMemoryOf(store.memory());
  const host = new WorkerScripts({
    scripts,
    time_zone: config.site.time_zone,
    memory: saved.scripts,
    now: clock.now(),
    bootId: clock.bootId,
    onChange,
  });
  // relays without their scripts stay in their safe state; the page and people's acts go on
  host.ready.catch((error: unknown) => logProblem(`Scripts cannot run: ${wordsOf(error)}`));
  return host;
}

function modeFileFor(config: Config, house: () => House): ModeFile | undefined {
  const files = config.mode_file;
  if (!files) return undefined;
  const relays = new Map<number, string>();
  for (const [id, { number }] of Object.entries(config.relays)) if (number !== undefined) relays.set(number, id);
  return new ModeFile({
    modes: resolve(config.folder, files.modes),
    states: resolve(config.folder, files.states),
    relays,
    onCommand: (command) => house().command(command),
    onNote: (why) => house().note("mode_file", why),
  });
}

async function follow(house: House): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, FOLLOW_LIMIT_MS);
  });
  // what is answered is on the disk, and the relay has followed, unless either takes too long
  await Promise.race([Promise.all([house.onDisk(FOLLOW_LIMIT_MS), house.settled()]), limit]);
  clearTimeout(timer);
}

/** Builds the parts of a real house, hands them to each other and starts them. */
export async function run({ config, lock, onFatal }: RunOptions): Promise<Running> {
  for (const warning of config.warnings) logProblem(complaintLine(config.file, warning));
  const clock = new SystemClock();
  const folder = dataFolder(config);
  const store = await openStore({ folder, lock });
  const devices = openDevices(config, clock);
  const outputs = relayOutputs(config, devices);
  const scripts = scriptsFor(config, store, clock, (relay) => house?.scriptChanged(relay));

  let house: House | undefined;
  const theHouse = (): House => {
    if (!house) throw new Error("the house is not up yet");
    return house;
  };
  const modeFile = modeFileFor(config, theHouse);

  async function onCommand(command: ModeCommand): Promise<Reply> {
    if (!house) {
      return { ok: false, error: "starting", message: "Gleaner is starting", hint: "try again in a second" };
    }
    if (!house.command(command)) {
      return { ok: false, error: "busy", message: "Too many acts wait already", hint: "try again in a second" };
    }
    await follow(house);
    const state = house.state();
    web.publish(state);
    return { ok: true, from_mono: state.now.mono };
  }

  const web = await startWeb({
    host: config.web.host,
    port: config.web.port,
    dataFolder: folder,
    pages: PAGES,
    entry: WEB_THREAD,
    version: MANIFEST.version,
    site: config.site,
    channels: channelSetup(config),
    configFile: config.file,
    onCommand,
  });
  web.onFailure = (message) => logProblem(`web: ${message}`);

  house = runHouse({
    clock,
    rules: guardRules(config),
    channels: channelRules(config),
    devices,
    outputs,
    scripts,
    store,
    commit_every_ms: config.data.commit_every,
    past: pastOf(folder),
    clock_facts: machineClockFacts(),
    clock_wait_ms: config.clock.wait,
    disk: () => store.health(),
    retention: retentionRules(config, store),
    sun: sunOf(config),
    publish: (state: HouseState) => {
      // the first cycle runs before the house is up: the mode file is written once it is watched
      if (house) modeFile?.write(state.relays);
      web.publish(state);
    },
    onFatal,
  });
  // the file still says what the last run wrote: an override that ended meanwhile is no wish of another program
  modeFile?.start(house.adopted);
  modeFile?.write(house.state().relays);

  return {
    url: web.url,
    async stop() {
      modeFile?.stop();
      // pages that listen do not hold up the relays, nor the other way round
      const quiet = web.stop().catch((error: unknown) => logProblem(`web: ${wordsOf(error)}`));
      try {
        const unsaved = await theHouse().stop();
        await quiet;
        return unsaved;
      } finally {
        await store.close();
      }
    },
  };
}
