import { relative } from "node:path";
import { Command } from "commander";
import { complaintLine, loadConfig } from "../config/index.ts";
import { allDeviceTypes } from "./run/device-types.ts";
import { EXIT } from "./terminal/exit.ts";
import { counted, log, logProblem } from "./terminal/log.ts";

function check(file: string): void {
  const config = loadConfig(file, allDeviceTypes);
  const shown = relative(process.cwd(), file) || file;
  for (const warning of config.warnings) logProblem(complaintLine(shown, warning));
  const count = (things: object, one: string): string => counted(Object.keys(things).length, one);
  const warnings = config.warnings.length;
  const but = warnings === 0 ? "" : `, but for what stands above`;
  log(`${shown} is sound${but}: ${count(config.devices, "device")}, ${count(config.relays, "relay")}.`);
  if (warnings > 0) process.exitCode = EXIT.config;
}

export const verb = new Command("check-config")
  .description("say what is wrong in a configuration, without running it")
  .argument("<file>")
  .action(check);
