import { Command } from "commander";
import { loadConfig } from "../config/index.ts";
import { configFile } from "./config-file.ts";
import { allDeviceTypes } from "./run/device-types.ts";
import { startHouse } from "./run/real-house.ts";
import { endAtOnce, runUntilStopped } from "./run/until-stopped.ts";

export const verb = new Command("run")
  .description("run a house")
  .option("-c, --config <file>", "its configuration (default: ./gleaner.yaml, then /etc/gleaner.yaml)")
  .action(async (options: { config?: string }) => {
    const config = loadConfig(configFile(options.config), allDeviceTypes);
    await runUntilStopped(config, (stop) => startHouse(config, { stop, onFatal: endAtOnce }));
  });
