import { type Config, complaintLine } from "../../config/index.ts";
import { ProcessHands } from "../../hands/index.ts";
import { machineClockFacts } from "../../house/clock/facts.ts";
import { SystemClock } from "../../house/clock/system-clock.ts";
import { type House, runHouse, type Undone } from "../../house.ts";
import { reason, wordsOf } from "../../model/index.ts";
import { openness, openStoreOrWait, type SetAside } from "../../store/index.ts";
import { logProblem, logReason } from "../terminal/log.ts";
import { channelRules } from "./channel-rules.ts";
import { companionsOf } from "./companions.ts";
import { dataFolder } from "./data-folder.ts";
import { endDevices, openDevices, relayOutputs } from "./devices.ts";
import { guardRules } from "./guard-rules.ts";
import { LoopWatch } from "./loop-watch.ts";
import { pastOf, retentionRules } from "./past.ts";
import { startScripts } from "./scripts.ts";
import { sunOf } from "./sun.ts";
import { built } from "./undo.ts";
import { openWeb } from "./web.ts";

/** From the word to stop on: what has not come to its end by then is left. */
const STOP_WITHIN_MS = 4_600;
/** And so long after it this process is ended from outside, whatever hangs in it. */
const ENDED_WITHIN_MS = 4_900;

/** A house that is up. */
export interface Running {
  readonly url: string;
  /** Resolves within five seconds. */
  stop(): Promise<Stopped>;
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

/** How a house came to its end. */
export interface Stopped extends Undone {
  /** What went wrong on the way. */
  readonly trouble: unknown;
  /** All came to its end in time: nothing that hangs is left in this process. */
  readonly whole: boolean;
}

/** Ends what `undo` holds, but waits no longer than is promised. */
async function stopInTime(undo: AsyncDisposableStack, undone: () => Undone | undefined): Promise<Stopped> {
  const { promise: late, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(resolve, STOP_WITHIN_MS, false);
  let trouble: unknown;
  const end = undo.disposeAsync().catch((error: unknown) => {
    trouble = error;
  });
  const whole = await Promise.race([end.then(() => true), late]);
  clearTimeout(timer);
  return { ...(undone() ?? { readings: 0, decisions: 0, relays: [] }), trouble, whole };
}

/**
 * Builds the parts of a real house, hands them to each other and starts them. A start that fails, or is given up, leaves
 * nothing begun.
 * @throws FolderInUse, StoreError, Error saying what to do; the reason of `stop`
 */
export function startHouse(config: Config, { stop, onFatal }: Start): Promise<Running> {
  return built(async (undo) => {
    let house: House | undefined;
    let undone: Undone | undefined;
    for (const warning of config.warnings) logProblem(complaintLine(config.file, warning));
    const clock = new SystemClock();
    const folder = dataFolder(config);

    // first, so that it stays small, and last to end: all others use it
    const loop = new LoopWatch();
    undo.defer(() => loop.stop());
    const hands = new ProcessHands({
      took: (program, ms) => loop.took(() => reason("late_by_program", { program }), ms),
      outputs: Object.keys(config.relays).length,
      onRestart: (why) => logProblem(`The process that writes files and starts programs is started anew: ${why}`),
    });
    undo.defer(() => hands.stop());

    const store = await openStoreOrWait({ folder, set_damaged_aside: true });
    undo.defer(() => store.close());
    if (store.set_aside) sayDamaged(store.set_aside);
    const open = openness(folder);
    if (open !== undefined) logProblem(open);
    stop.throwIfAborted();

    const devices = openDevices(config, clock, hands);
    undo.defer(() => endDevices(devices));
    const outputs = relayOutputs(config, devices);

    const scripts = startScripts(config, { store, clock, hands }, (relay) => house?.scriptChanged(relay));
    undo.defer(() => scripts.stop());

    const web = await openWeb(config, hands, () => house);
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
      companions: companionsOf(config, hands),
      troubles: () => [...(hands.problem ? [hands.problem] : []), ...loop.troubles],
      took: (what, ms) => loop.took(what, ms),
      publish: (state) => web.publish(state),
      onFatal,
    });
    undo.defer(async () => {
      undone = await running.stop();
    });
    // pages that listen do not hold up the relays, nor the other way round
    undo.defer(() => {
      void endWeb();
    });
    house = running;
    if (store.set_aside) running.note("house", reason("data_set_aside", { folder: store.set_aside.folder }));

    return {
      url: web.url,
      stop: () => {
        hands.seeItEnd(ENDED_WITHIN_MS);
        return stopInTime(undo, () => undone);
      },
    };
  });
}
