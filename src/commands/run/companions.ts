import { resolve } from "node:path";
import { ModeFile } from "../../companions/mode-file.ts";
import type { Config } from "../../config/index.ts";
import type { House } from "../../house.ts";

/** Begins to watch and to write the mode file, if the configuration has one. */
export function openModeFile(config: Config, house: House): ModeFile | undefined {
  const files = config.mode_file;
  if (!files) return undefined;
  const relays = new Map<number, string>();
  for (const [id, { number }] of Object.entries(config.relays)) if (number !== undefined) relays.set(number, id);
  const modeFile = new ModeFile({
    modes: resolve(config.folder, files.modes),
    states: resolve(config.folder, files.states),
    relays,
    onCommand: (command) => house.command(command),
    onNote: (why) => house.note("mode_file", why),
  });
  // the file still says what the last run wrote: an override that ended meanwhile is no wish of another program
  modeFile.start(house.adopted);
  modeFile.write(house.state().relays);
  return modeFile;
}
