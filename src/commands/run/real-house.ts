import { type Config, complaintLine } from "../../config/index.ts";
import { machineClockFacts } from "../../house/clock/facts.ts";
import { SystemClock } from "../../house/clock/system-clock.ts";
import { type House, runHouse, type Unsaved } from "../../house.ts";
import { reason, wordsOf } from "../../model/index.ts";
import { openStore, type SetAside } from "../../store/index.ts";
import { logProblem, logReason } from "../terminal/log.ts";
import { channelRules } from "./channel-rules.ts";
import { companionsOf } from "./companions.ts";
import { dataFolder } from "./data-folder.ts";
import { endDevices, openDevices, relayOutputs } from "./devices.ts";
import { guardRules } from "./guard-rules.ts";
import { pastOf, retentionRules } from "./past.ts";
import { startScripts } from "./scripts.ts";
import { sunOf } from "./sun.ts";
import { built } from "./undo.ts";
import { openWeb } from "./web.ts";

/** A house that is up. */
export interface Running {
  readonly url: string;
  /** Resolves when all is stopped, with what could not be stored: nothing, unless the disk failed. */
  stop(): Promise<Unsaved>;
}

export interface Start {
  /** Aborted: the start is given up, and what it began is undone. */
  readonly stop: AbortSignal;
  /** The disk cannot be trusted any more: the process must end (70) and be started anew. */
  readonly onFatal: (error: Error) => void;
}

/** The log's words of data that could not be used. */
function sayDamaged({ folder, problem, memory }: SetAside): void {
  logProblem(problem);
  logReason(reason("data_damaged", { folder }));
  if (memory === null) logProblem("What persons had set for the relays could not be read either: look at their modes.");
}

/**
 * Builds the parts of a real house, hands them to each other and starts them. A start that fails, or is given up, leaves
 * nothing begun.
 * @throws FolderInUse, StoreError, Error saying what to do; the reason of `stop`
 */
export function startHouse(config: Config, { stop, onFatal }: Start): Promise<Running> {
  return built(async (undo) => {
    let house: House | undefined;
    let unsaved: Unsaved = { readings: 0, decisions: 0 };
    for (const warning of config.warnings) logProblem(complaintLine(config.file, warning));
    const clock = new SystemClock();
    const folder = dataFolder(config);

    const store = await openStore({ folder, set_damaged_aside: true });
    undo.defer(() => store.close());
    if (store.set_aside) sayDamaged(store.set_aside);
    stop.throwIfAborted();

    const devices = openDevices(config, clock);
    undo.defer(() => endDevices(devices));
    const outputs = relayOutputs(config, devices);

    const scripts = startScripts(config, store, clock, (relay) => house?.scriptChanged(relay));
    undo.defer(() => scripts.stop());

    const web = await openWeb(config, () => house);
    const endWeb = (): Promise<void> => web.stop().catch((error: unknown) => logProblem(`web: ${wordsOf(error)}`));
    undo.defer(endWeb);
    stop.throwIfAborted();

    const running = runHouse({
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
      companions: companionsOf(config),
      publish: (state) => web.publish(state),
      onFatal,
    });
    undo.defer(async () => {
      unsaved = await running.stop();
    });
    // pages that listen do not hold up the relays, nor the other way round
    undo.defer(() => {
      void endWeb();
    });
    house = running;
    if (store.set_aside) running.note("house", reason("data_set_aside", { folder: store.set_aside.folder }));

    return {
      url: web.url,
      stop: async () => {
        await undo.disposeAsync();
        return unsaved;
      },
    };
  });
}
