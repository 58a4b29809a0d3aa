import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { type Config, loadConfig } from "../config/index.ts";
import { ModelHouseDevice } from "../lab/model-house/index.ts";
import { wordsOf } from "../model/index.ts";
import { ROOT } from "./package.ts";
import { dataFolder } from "./run/data-folder.ts";
import { allDeviceTypes } from "./run/device-types.ts";
import { GrowingPast, type Lived } from "./run/growing-past.ts";
import { noteMissing } from "./run/pasts.ts";
import { type Running, startHouse } from "./run/real-house.ts";
import { endAtOnce, runUntilStopped } from "./run/until-stopped.ts";
import { logProblem } from "./terminal/log.ts";

const SIMULATED = join(ROOT, "examples", "simulated", "gleaner.yaml");
const MOST_DAYS = 3_660;
/** The folder of a history is for its user alone. */
const PRIVATE = 0o700;

/** @throws Error that says what can be written */
function daysOf(words: string): number {
  const days = Number(words);
  if (Number.isInteger(days) && days >= 1 && days <= MOST_DAYS) return days;
  throw new Error(`--days takes a whole number from 1 to ${MOST_DAYS}`);
}

/** Whether there is a past to be lived through. A disk that takes no note of it does not hold up the house. */
async function noted(config: Config, days: number): Promise<boolean> {
  try {
    mkdirSync(dataFolder(config), { recursive: true, mode: PRIVATE });
    return await noteMissing(config, days);
  } catch (error) {
    logProblem(`The past of the simulated house is left out: ${wordsOf(error)}`);
    return false;
  }
}

/** The house goes on where its past ends: with its battery, and with what its relays ran today. */
function goOnFrom({ house, devices }: Running, { brain, model }: Lived): void {
  house.alsoRan(brain);
  if (!model) return;
  for (const device of devices.values()) if (device instanceof ModelHouseDevice) device.goOnFrom(model);
}

/** Starts the house at once; the days that it missed, 30 at the first start, grow behind it. */
async function startWithPast(config: Config, days: number, stop: AbortSignal): Promise<Running> {
  const past = (await noted(config, days)) ? new GrowingPast() : undefined;
  const running = await startHouse(config, { stop, onFatal: endAtOnce, pastShare: () => past?.share });
  if (running.failed !== undefined || stop.aborted) return running;
  past?.begin(config.file, (lived) => goOnFrom(running, lived));
  return {
    ...running,
    stop: () => {
      past?.end();
      return running.stop();
    },
  };
}

export const verb = new Command("simulate")
  .description("run a simulated off-grid house with 30 days of history")
  .option("-c, --config <file>", "another house with a device of type model-house", SIMULATED)
  .option("--days <number>", "days of history at the first start", "30")
  .action(async (options: { config: string; days: string }) => {
    const days = daysOf(options.days);
    const config = loadConfig(options.config, allDeviceTypes);
    await runUntilStopped(config, (stop) => startWithPast(config, days, stop));
  });
