import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { channelRules } from "../../../src/commands/run/channel-rules.ts";
import { allDeviceTypes } from "../../../src/commands/run/device-types.ts";
import { openDevices } from "../../../src/commands/run/devices.ts";
import { guardRules } from "../../../src/commands/run/guard-rules.ts";
import { type Config, ConfigError, parseConfig } from "../../../src/config/index.ts";
import { HandsHere } from "../../../src/hands/testing/here.ts";
import { SystemClock } from "../../../src/house/clock/system-clock.ts";
import { laBorie } from "../../../test/support/houses.ts";
import { demand, type MakeEntry, type Outcome } from "../entry.ts";
import { demandUnit, demandWords, kindOf, shown } from "../rules.ts";

/** The text of the configuration. */

const EXAMPLES = join(import.meta.dirname, "../../../examples");
const FILE = "/nonexistent/gleaner.yaml";
const LONGEST_COMPLAINT = 2_000;
/** Nothing is opened: nobody needs them. */
const HANDS = new HandsHere();
const NAME = /^[a-z][a-z0-9_]{0,40}$/;

/** Every number in it but `Infinity`, which stands for "for ever", is one that can be reckoned with. */
function demandNumbers(value: unknown, path: string): void {
  if (typeof value === "number")
    demand(!Number.isNaN(value) && value !== Number.NEGATIVE_INFINITY, () => `${path}: ${value}`);
  else if (typeof value === "object" && value !== null) {
    for (const [key, part] of Object.entries(value)) demandNumbers(part, `${path}.${key}`);
  }
}

/** What the house is made of: a configuration that was taken must serve for it. */
function judgeConfig(config: Config): void {
  demandNumbers(config, "config");
  for (const id of [...Object.keys(config.devices), ...Object.keys(config.relays)]) {
    demand(NAME.test(id), () => `the name ${shown(id)} was taken`);
  }
  for (const { unit } of Object.values(config.channels)) if (unit !== undefined) demandUnit(unit);
  const rules = guardRules(config);
  demand(rules.relays.length === Object.keys(config.relays).length, () => "a relay has no rule");
  channelRules(config);
  openDevices(config, new SystemClock(), HANDS);
}

function judgeError({ complaints }: ConfigError, lines: number): void {
  demand(complaints.length > 0, () => "it was refused without a complaint");
  for (const { line, column, message } of complaints) {
    demand(line >= 1 && line <= lines + 1 && column >= 1, () => `a complaint at ${line}:${column} of ${lines} lines`);
    demandWords(message, LONGEST_COMPLAINT);
  }
}

function judge(result: Config | ConfigError, text: string): Outcome {
  if (result instanceof ConfigError) {
    judgeError(result, text.split("\n").length);
    const words = result.complaints.map(({ message }) => message).slice(0, 3);
    return { kind: kindOf(words.map((message) => kindOf(message).slice(0, 25)).join(" ")), taken: result.message };
  }
  judgeConfig(result);
  const parts = [result.devices, result.channels, result.relays].map((part) => Math.min(4, Object.keys(part).length));
  const types = [...new Set(Object.values(result.devices).map(({ type }) => type))].sort();
  return { kind: `taken ${parts.join(" ")} ${types.join(" ")}`, taken: JSON.stringify(result) };
}

function examples(): string[] {
  return readdirSync(EXAMPLES, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [readFileSync(join(EXAMPLES, entry.name, "gleaner.yaml"), "utf8")] : [],
  );
}

const LITTLE = `data: { path: ./data, commit_every: 1 s, keep: 2 y }
devices: { roof: { type: vedirect, port: ./roof }, plug: { type: file, path: ./a }, m: { type: command, source: { run: [./m], every: 5 s }, env: { A_file: ./s } } }
channels: { solar.power: roof.panel_power, a.b: { formula: solar.power * 2 - max(1, 3), alias: AB, unit: W } }
relays: { boiler: { output: plug, power: 1.2 kW, needs: [AB], settings: { x: 1 }, guard: { min_on: 1 min, without_data: keep 5 min } } }
guard: { power_budget: 3 kW, between_starts: 0 s, default_rest: 0 s, interlocks: [] }
`;

export const make: MakeEntry = () => ({
  seeds: [...examples(), laBorie("./roof", "./monitor", 0), LITTLE, "data: ./data\n", "{data: a}"].map((text) =>
    Buffer.from(text),
  ),
  words: [
    ..."site: data: clock: web: devices: channels: relays: guard: mode_file: name: latitude: time_zone: language:".split(
      " ",
    ),
    ..."type: vedirect file command model_house port: path: source: run: listen: every: on: off: read: timeout:".split(
      " ",
    ),
    ..."env: units: format: from: formula: alias: unit: stale_after: keep: output: power: script: settings:".split(" "),
    ..."needs: number: min_on: max_on: max_starts_per_day: without_data: interlocks: dead_time: between_starts:".split(
      " ",
    ),
    ...["for ever", "10 min", "1 h 30", "0 s", "1e9 d", "2 y", "1.2 kW", "-1 W", "sum(", "max(", "abs(", " + ", " / "],
    ...[
      "\n",
      "\n  ",
      "\n    ",
      "- ",
      ": ",
      ", ",
      "{ ",
      " }",
      "[",
      "]",
      "&a ",
      "*a",
      "<<: *a",
      "!!binary ",
      "? ",
      "|\n",
      ">-\n",
    ],
    ...["---\n", "...\n", "%YAML 1.1\n", "# ", "\t", "~", "yes", "0o17", "Europe/Paris", "relay.boiler"],
  ],
  longest: 270_000,
  most_ms: 500,
  take: (input) => {
    const text = input.toString("utf8");
    let result: Config | ConfigError;
    try {
      result = parseConfig(text, FILE, allDeviceTypes);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      result = error;
    }
    return () => judge(result, text);
  },
});
