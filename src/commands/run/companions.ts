import { resolve } from "node:path";
import { ModeFile } from "../../companions/mode-file.ts";
import type { Config } from "../../config/index.ts";
import type { Companion } from "../../model/index.ts";

/** Who watches the house and may act on it, as far as the configuration has them. */
export function companionsOf(config: Config): Companion[] {
  return [modeFile(config)].filter((companion) => companion !== undefined);
}

function modeFile(config: Config): Companion | undefined {
  const files = config.mode_file;
  if (!files) return undefined;
  const relays = new Map<number, string>();
  for (const [id, { number }] of Object.entries(config.relays)) if (number !== undefined) relays.set(number, id);
  return new ModeFile({
    modes: resolve(config.folder, files.modes),
    states: resolve(config.folder, files.states),
    relays,
  });
}
