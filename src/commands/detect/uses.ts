import { realpathSync } from "node:fs";
import { type Claimed, claimedBy, loadConfig } from "../../config/index.ts";
import { wordsOf } from "../../model/index.ts";
import { configFile, NoConfig } from "../config-file.ts";
import { allDeviceTypes } from "../run/device-types.ts";
import type { ButtonsFound, ChipFound, ConfigurationFound } from "./findings.ts";

/** Which part of a configured house has which port, line and address. */

const A_PATH = "the path ";
const A_LINE = "the line ";
const AN_INPUT = "the input device ";
const AN_ADDRESS = "the address ";
const OF_A_CHIP = " of ";

export interface Uses {
  readonly found: ConfigurationFound;
  /** The part that has the port with this path of its own, such as `/dev/ttyUSB0`. */
  ofPort(tty: string): string | null;
  ofLine(chip: ChipFound, line: ChipFound["lines"][number]): string | null;
  /** @param address `0x20` */
  ofAddress(bus: string, address: string): string | null;
  ofButtons(buttons: ButtonsFound): string | null;
  /** Names of devices that are taken. */
  readonly names: readonly string[];
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** `the line 23 of pinctrl-bcm2711`; without a chip it is that of the header, or the only one. */
function isLine(thing: string, chip: ChipFound, { line, name }: ChipFound["lines"][number], isOnly: boolean): boolean {
  if (!thing.startsWith(A_LINE)) return false;
  const [words = "", wanted] = thing.slice(A_LINE.length).split(OF_A_CHIP);
  if (words !== String(line) && words !== name) return false;
  return wanted === undefined ? chip.header || isOnly : [chip.label, chip.name, chip.path].includes(wanted);
}

function usesIn(found: ConfigurationFound, claims: readonly Claimed[], names: readonly string[], chips: number): Uses {
  const paths = new Map(
    claims
      .filter(({ thing }) => thing.startsWith(A_PATH))
      .map(({ part, thing }) => [real(thing.slice(A_PATH.length)), part]),
  );
  const deviceWith = (wanted: string): string | null => claims.find(({ thing }) => thing === wanted)?.part ?? null;
  return {
    found,
    names,
    ofPort: (tty) => paths.get(real(tty)) ?? null,
    ofAddress: (bus, address) => deviceWith(`${AN_ADDRESS}${address}${OF_A_CHIP}${bus}`),
    ofButtons: ({ path, name }) => deviceWith(`${AN_INPUT}${path}`) ?? deviceWith(`${AN_INPUT}${name}`),
    ofLine: (chip, line) => claims.find(({ thing }) => isLine(thing, chip, line, chips === 1))?.part ?? null,
  };
}

/**
 * Never throws: a configuration with mistakes hides no port.
 * @param given the file; absent: the one in its usual place, if there is one
 * @param chips how many GPIO chips there are
 */
export function usesOf(given: string | undefined, chips: number): Uses {
  let file: string | null = null;
  try {
    file = configFile(given);
    const config = loadConfig(file, allDeviceTypes);
    return usesIn({ file, problem: null }, claimedBy(config, allDeviceTypes), Object.keys(config.devices), chips);
  } catch (error) {
    const problem = error instanceof NoConfig ? null : (wordsOf(error).split("\n")[0] ?? "");
    return usesIn({ file, problem }, [], [], chips);
  }
}
