import { dirname, resolve } from "node:path";
import type { Config } from "../../config/index.ts";
import { type Clock, type Hands, type ScriptNames, type Store, savedMemoryOf, wordsOf } from "../../model/index.ts";
import { type HostOptions, type ScriptSetup, WorkerScripts, writeEditorTypes } from "../../scripts/index.ts";
import { ROOT } from "../package.ts";
import { log, logProblem } from "../terminal/log.ts";
import { scriptNames } from "./script-names.ts";

/** The scripts of the relays. */
export function scriptSetups(config: Config): ScriptSetup[] {
  return Object.entries(config.relays).flatMap(([relay, { number, script, settings }]) =>
    script === undefined ? [] : [{ relay, number: number ?? null, file: resolve(config.folder, script), settings }],
  );
}

/** What any host of the scripts is given, in a thread or in process. */
export function hostOptions(config: Config, store: Store, clock: Clock): HostOptions {
  return {
    scripts: scriptSetups(config),
    time_zone: config.site.time_zone,
    names: scriptNames(config),
    memory: savedMemoryOf(store.memory()).scripts,
    now: clock.now(),
    bootId: clock.bootId,
  };
}

/** Puts the types for editors beside the scripts. */
async function helpEditors(scripts: readonly ScriptSetup[], names: ScriptNames, { files }: Hands): Promise<void> {
  const folders = Map.groupBy(scripts, ({ file }) => dirname(file ?? ""));
  for (const [folder, those] of folders) {
    // beside Gleaner's own examples the package finds itself
    if (folder.startsWith(`${ROOT}/`)) continue;
    const settings = those.map((script) => script.settings);
    if (await writeEditorTypes(folder, files, { names, settings }))
      log(`Types for editors written to ${folder}/node_modules`);
  }
}

interface Around {
  readonly store: Store;
  readonly clock: Clock;
  readonly hands: Hands;
}

/** Begins to run the scripts in threads. @param onChange a script was changed, and wants to run */
export function startScripts(
  config: Config,
  { store, clock, hands }: Around,
  onChange: (relay: string) => void,
): WorkerScripts {
  const options = hostOptions(config, store, clock);
  void helpEditors(options.scripts, scriptNames(config), hands);
  const host = new WorkerScripts({ ...options, hands, onChange });
  // relays without their scripts stay in their safe state; the page and people's acts go on
  host.ready.catch((error: unknown) => logProblem(`Scripts cannot run: ${wordsOf(error)}`));
  return host;
}
