import assert from "node:assert/strict";
import { resolve } from "node:path";
import { z } from "zod";
import { type Config, ConfigError, configParser, type KnownDevice } from "../index.ts";

/** Device types that are only configured. */
export const TYPES: readonly KnownDevice[] = [
  {
    type: "vedirect",
    title: "Victron VE.Direct",
    options: z.strictObject({
      port: z.string().meta({ expected: "a serial port", example: "/dev/serial/by-id/usb-x" }),
    }),
    quantities: [
      { name: "panel_power", unit: "W" },
      { name: "state_of_charge", unit: "%" },
      { name: "power", unit: "W" },
      { name: "state", unit: null },
    ],
    outputs: ["load", "relay"],
    stale_after_ms: 10_000,
    claims: ({ port }, folder) => [{ option: "port", thing: `the path ${resolve(folder, String(port))}` }],
  },
  {
    type: "file",
    title: "A file",
    options: z.strictObject({ path: z.string() }),
    quantities: [],
    outputs: [""],
    stale_after_ms: 10_000,
    claims: ({ path }, folder) => [{ option: "path", thing: `the path ${resolve(folder, String(path))}` }],
  },
  {
    type: "program",
    title: "A program, which decides what it reports",
    options: z.strictObject({ run: z.string(), switches: z.boolean().default(false) }),
    quantities: null,
    outputs: [],
    stale_after_ms: 10_000,
    shape: ({ switches }) => ({ outputs: switches === true ? [""] : [] }),
  },
];

/** The documented house. */
export const HOUSE = `site: { name: La Borie, latitude: 44.93, longitude: 0.72, time_zone: Europe/Paris, language: fr }
data: ./data
web: { host: 127.0.0.1, port: 8000 }

devices:
  roof:        { type: vedirect, port: /dev/serial/by-id/usb-VictronEnergy_roof }
  monitor:     { type: vedirect, port: /dev/serial/by-id/usb-VictronEnergy_bmv }
  boiler_plug: { type: file, path: ./boiler.state }

channels:                      # names for people and scripts; what is not named stays device.quantity
  solar.power:   roof.panel_power
  battery.soc:   { from: monitor.state_of_charge, alias: SOC, stale_after: 30 s }
  battery.power: { from: monitor.power, alias: P }
  charger.state: { from: roof.state, alias: CS }
  house.power:   { formula: solar.power - battery.power, alias: CONSO }

relays:
  boiler:
    number: 1
    output: boiler_plug
    power: 1200 W
    script: ./boiler.ts
    guard: { min_on: 10 min, min_off: 5 min, max_starts_per_day: 12, without_data: off }

mode_file: { modes: ./modes.json, states: ./states.json }
`;

const parse = configParser(TYPES);

/** @throws ConfigError */
export function read(text: string): Config {
  return parse(text, "gleaner.yaml");
}

/** The house with one line replaced. */
export function changed(line: string | RegExp, by: string): string {
  const text = HOUSE.replace(line, by);
  assert.notEqual(text, HOUSE, "the test's line is not in the house");
  return text;
}

/** All that is said against a configuration, a line each; "" when it holds. */
export function complaint(text: string): string {
  try {
    read(text);
  } catch (error) {
    assert(error instanceof ConfigError);
    return error.message;
  }
  return "";
}
