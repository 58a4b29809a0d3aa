import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Config } from "../../config/index.ts";
import { ModelState, saveWhole } from "../../lab/model-house/index.ts";
import { FURTHEST_INSTANT } from "../../model/index.ts";
import { dataFolder } from "./data-folder.ts";
import { missingPast, type Past, savedModel } from "./simulated-past.ts";

/** What of the simulated past is still to be lived through, in a file: a start goes on where the last one was stopped. */

const instant = z.number().min(0).max(FURTHEST_INSTANT);
const Pasts = z
  .array(z.strictObject({ from: instant, to: instant, model: ModelState.optional(), memory: z.unknown().optional() }))
  .max(100);

function fileOf(config: Config): string {
  return join(dataFolder(config), "past.json");
}

/** The pasts that are left, the oldest first. A file that does not read is as good as none. */
export async function readPasts(config: Config): Promise<Past[]> {
  try {
    return Pasts.parse(JSON.parse(await readFile(fileOf(config), "utf8")));
  } catch {
    return [];
  }
}

/** @throws Error of the disk */
export async function savePasts(config: Config, pasts: readonly Past[]): Promise<void> {
  await saveWhole(fileOf(config), JSON.stringify(pasts.filter(({ from, to }) => from < to)));
}

/**
 * Notes the time that the house missed, beside what was left of earlier ones.
 * @returns whether there is anything to live through
 * @throws Error of the disk
 */
export async function noteMissing(config: Config, days: number): Promise<boolean> {
  const pasts = await readPasts(config);
  const missing = await missingPast(config, days, pasts.at(-1)?.to);
  if (!missing) return pasts.length > 0;
  const model = await savedModel(config);
  await savePasts(config, [...pasts.slice(-10), { ...missing, model }]);
  return true;
}
