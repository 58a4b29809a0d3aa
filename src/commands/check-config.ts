import { relative } from "node:path";
import { Command } from "commander";
import { type Config, complaintLine, loadConfig, sayMeasure } from "../config/index.ts";
import { allDeviceTypes } from "./run/device-types.ts";
import { relaysThatRest } from "./run/guard-rules.ts";
import { EXIT } from "./terminal/exit.ts";
import { counted, log, logProblem } from "./terminal/log.ts";

/** What is assumed where the file is silent and a relay might chatter. */
function assumptions(config: Config): string[] {
  const rest = config.guard.default_rest;
  return relaysThatRest(config).map((id) => {
    const what =
      rest === 0 ? "it may chatter" : `after each run it rests ${sayMeasure(rest)} before it starts by itself`;
    return `relays.${id}.guard: neither min_on nor min_off is set, so ${what}; min_off says otherwise, 0 s for no rest.`;
  });
}

function check(file: string): void {
  const config = loadConfig(file, allDeviceTypes);
  const shown = relative(process.cwd(), file) || file;
  for (const warning of config.warnings) logProblem(complaintLine(shown, warning));
  for (const line of assumptions(config)) log(line);
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
