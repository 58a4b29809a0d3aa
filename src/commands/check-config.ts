import { existsSync } from "node:fs";
import { relative } from "node:path";
import { Command } from "commander";
import { type Config, complaintLine, loadConfig, sayMeasure } from "../config/index.ts";
import { checkScripts } from "../scripts/index.ts";
import { allDeviceTypes } from "./run/device-types.ts";
import { relaysThatRest } from "./run/guard-rules.ts";
import { scriptNames } from "./run/script-names.ts";
import { scriptSetups } from "./run/scripts.ts";
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

const shownPath = (file: string): string => relative(process.cwd(), file) || file;

/** What is wrong in the scripts, a line each. Of a script that several relays share the same is said once for each. */
async function scriptComplaints(config: Config): Promise<string[]> {
  const scripts = scriptSetups(config).filter(({ file }) => file !== undefined && existsSync(file));
  const complaints = await checkScripts(scripts, scriptNames(config));
  return complaints.map(({ file, relay, line, column, message }) =>
    complaintLine(shownPath(file), { line, column, path: `relays.${relay}`, message }),
  );
}

async function check(file: string): Promise<void> {
  const config = loadConfig(file, allDeviceTypes);
  const shown = shownPath(file);
  const complaints = await scriptComplaints(config);
  for (const line of [...config.warnings.map((warning) => complaintLine(shown, warning)), ...complaints])
    logProblem(line);
  for (const line of assumptions(config)) log(line);
  const count = (things: object, one: string): string => counted(Object.keys(things).length, one);
  const warnings = config.warnings.length + complaints.length;
  const but = warnings === 0 ? "" : `, but for what stands above`;
  log(`${shown} is sound${but}: ${count(config.devices, "device")}, ${count(config.relays, "relay")}.`);
  if (warnings > 0) process.exitCode = EXIT.config;
}

export const verb = new Command("check-config")
  .description("say what is wrong in a configuration and its scripts, without running them")
  .argument("<file>")
  .action(check);
