import { stringify } from "yaml";
import type { Findings, SerialFound, Speaker } from "./findings.ts";

/** A piece of a configuration for what was found and is not in one yet. */

const NAMES: Readonly<Record<NonNullable<Speaker["kind"]>, string>> = {
  mppt: "charger",
  monitor: "monitor",
  shunt: "monitor",
  inverter: "inverter",
  other: "victron",
};

interface Named {
  readonly name: string;
  readonly port: SerialFound;
  readonly speaker: Speaker;
}

/** Devices that Gleaner reads, each by a name that nobody has. */
function named(serial: readonly SerialFound[], taken: readonly string[]): Named[] {
  const names = new Set(taken);
  const found: Named[] = [];
  for (const port of serial) {
    const { speaker } = port;
    if (speaker?.protocol !== "vedirect" || port.used_by !== null) continue;
    const base = NAMES[speaker.kind ?? "other"];
    let name = base;
    for (let number = 2; names.has(name); number += 1) name = `${base}_${number}`;
    names.add(name);
    found.push({ name, port, speaker });
  }
  return found;
}

const words = (text: string): string => stringify(text, { lineWidth: 0 }).trimEnd();

function deviceLines({ name, port, speaker }: Named): string[] {
  const serial = speaker.serial === null ? "" : `, serial number ${speaker.serial}`;
  return [`  # ${speaker.title}${serial}`, `  ${name}:`, "    type: vedirect", `    port: ${words(port.path)}`];
}

/** What such a device is to a house; a house has one battery. */
function channelLines(found: readonly Named[]): string[] {
  const monitor = found.find(({ name }) => name === NAMES.monitor)?.name;
  const battery = monitor
    ? [
        `  battery.soc: ${monitor}.state_of_charge`,
        `  battery.power: ${monitor}.power`,
        `  battery.voltage: ${monitor}.voltage`,
      ]
    : [];
  const chargers = found.filter(({ speaker }) => speaker.kind === "mppt").map(({ name }) => name);
  const [first] = chargers;
  if (first === undefined) return battery;
  const each = chargers.map((name) => `solar.${name}`);
  const solar =
    chargers.length === 1
      ? [`  solar.power: ${first}.panel_power`]
      : [
          ...chargers.map((name) => `  solar.${name}: ${name}.panel_power`),
          `  solar.power: { formula: "sum(${each.join(", ")})" }`,
        ];
  return [...solar, `  charger.state: ${first}.state`, ...battery];
}

/** To be put once they are wired: which pins nobody can see. */
const WIRED = [
  "  # once they are wired (docs/wiring.md): relays, a meter with an S0 output",
  "  # board: { type: gpio, active_low: true, outputs: { r1: 23, r2: 24 } }",
  "  # meter: { type: s0, line: 25, pulses_per_kwh: 1000 }",
];

/**
 * @param taken names of devices that the configuration has
 * @param whole there is no configuration yet: it is to be one by itself
 * @returns `null` where there is nothing to be put
 */
export function pieceOf(
  { serial, gpio }: Pick<Findings, "serial" | "gpio">,
  taken: readonly string[],
  whole: boolean,
): string | null {
  const found = named(serial, taken);
  if (found.length === 0) return null;
  const isWired = gpio.some(({ lines }) => lines.some(({ used_by }) => used_by !== null));
  const wired = !isWired && gpio.some(({ header }) => header) ? WIRED : [];
  // a house has a place for its data, and channels of its own
  const [head, channels] = whole ? [["data: ./data"], channelLines(found)] : [[], []];
  const lines = [...head, "devices:", ...found.flatMap(deviceLines), ...wired];
  if (channels.length > 0) lines.push("channels:", ...channels);
  return `${lines.join("\n")}\n`;
}
