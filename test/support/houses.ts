/** Configurations and scripts that several tests share. */

/** The issue's own example: its text, with the paths and the port as given. */
export function laBorie(roof: string, monitor: string, port: number): string {
  return `site: { name: La Borie, latitude: 44.93, longitude: 0.72, time_zone: Europe/Paris, language: fr }
data: ./data
web: { host: 127.0.0.1, port: ${port} }

devices:
  roof:        { type: vedirect, port: ${roof} }
  monitor:     { type: vedirect, port: ${monitor} }
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
}

/** The example without the limits, and the commits, that a test would have to wait for. */
export function quick(config: string): string {
  const limits = config.replace(/guard: \{ min_on: .*\}/, "guard: { without_data: off }");
  const data = limits.replace(/^data: (\S+)$/m, "data: { path: $1, commit_every: 1 s }");
  return `${data}\nguard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }\n`;
}

/** A script whose body decides with everything that a script is given. */
export function script(body: string): string {
  return `import type { Script } from "gleaner";

const script: Script = ({ data, channel, relay, relays, settings, on, off, keep }) => {
  void [data, channel, relay, relays, settings, keep];
  ${body}
};
export default script;
`;
}

/** A device whose readings are what stands in a file, as `power 400 W` lines: for tests that set values by hand. */
export const VALUES = "values: { type: command, source: { run: [cat, ./values.txt], every: 100 ms } }";
