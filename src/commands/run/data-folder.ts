import { resolve } from "node:path";
import type { Config } from "../../config/index.ts";

/** Where the configuration's data lies. */
export function dataFolder(config: Config): string {
  return resolve(config.folder, config.data.path);
}
