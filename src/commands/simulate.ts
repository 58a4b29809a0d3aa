import { join } from "node:path";
import { Command } from "commander";
import { type Config, loadConfig } from "../config/index.ts";
import { ROOT } from "./package.ts";
import { allDeviceTypes } from "./run/device-types.ts";
import { startHouse } from "./run/real-house.ts";
import { missingPast, simulateHistory } from "./run/simulated-past.ts";
import { endAtOnce, runUntilStopped } from "./run/until-stopped.ts";

const SIMULATED = join(ROOT, "examples", "simulated", "gleaner.yaml");
const MOST_DAYS = 3_660;

/** @throws Error that says what can be written */
function daysOf(words: string): number {
  const days = Number(words);
  if (Number.isInteger(days) && days >= 1 && days <= MOST_DAYS) return days;
  throw new Error(`--days takes a whole number from 1 to ${MOST_DAYS}`);
}

/** The share that is done, on one line that changes. */
class ShareLine {
  #shown = false;

  show(share: number): void {
    this.#shown = true;
    process.stdout.write(`\rThe simulated house lives through the last days: ${Math.round(share * 100)} %`);
  }

  /** Makes room for other words. */
  end(): void {
    if (this.#shown) process.stdout.write("\n");
    this.#shown = false;
  }
}

/** Lets the simulated house first live through the days that it missed, 30 at the first start. */
async function catchUp(config: Config, days: number, stop: AbortSignal): Promise<void> {
  const past = await missingPast(config, days);
  if (!past) return;
  const line = new ShareLine();
  stop.addEventListener("abort", () => line.end());
  const onProgress = (share: number): void => {
    if (!stop.aborted) line.show(share);
  };
  await simulateHistory(config, past, { stop, onProgress }).finally(() => line.end());
}

export const verb = new Command("simulate")
  .description("run a simulated off-grid house with 30 days of history")
  .option("-c, --config <file>", "another house with a device of type model-house", SIMULATED)
  .option("--days <number>", "days of history at the first start", "30")
  .action(async (options: { config: string; days: string }) => {
    const days = daysOf(options.days);
    const config = loadConfig(options.config, allDeviceTypes);
    await runUntilStopped(config.site.name, async (stop) => {
      await catchUp(config, days, stop);
      return await startHouse(config, { stop, onFatal: endAtOnce });
    });
  });
