import { resolve } from "node:path";
import { HostedModeFile } from "../../companions/hosted-mode-file.ts";
import type { Config } from "../../config/index.ts";
import type { Companion, Hands } from "../../model/index.ts";

/** Who watches the house and may act on it, as far as the configuration has them. */
export function companionsOf(config: Config, hands: Hands): Companion[] {
  return [modeFile(config, hands)].filter((companion) => companion !== undefined);
}

function modeFile(config: Config, hands: Hands): Companion | undefined {
  const files = config.mode_file;
  if (!files) return undefined;
  const relays = new Map<number, string>();
  for (const [id, { number }] of Object.entries(config.relays)) if (number !== undefined) relays.set(number, id);
  const paths = { modes: resolve(config.folder, files.modes), states: resolve(config.folder, files.states) };
  return new HostedModeFile({ ...paths, relays }, hands);
}
