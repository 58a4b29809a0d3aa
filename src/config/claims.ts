import { realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { claimAddress } from "../pins/i2c/options.ts";
import { claimLine } from "../pins/options.ts";
import type { Checker } from "./checker.ts";
import { lcdKeys } from "./lcd.ts";
import type { ConfigData, KnownDevice } from "./schema.ts";

/** What two parts of a house cannot share: interlocks, budgets and feedback could not see what they do to each other. */

interface Use {
  readonly path: readonly PropertyKey[];
  /** Who uses it: "plug", "the mode file". */
  readonly who: string;
  readonly thing: string;
}

const OF_A_PATH = "the path ";

/** A path without links, as far as it exists. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : join(real(above), basename(path));
  }
}

function pathUse(path: readonly PropertyKey[], who: string, folder: string, words: string): Use {
  return { path, who, thing: `${OF_A_PATH}${resolve(folder, words)}` };
}

function* usesOfFiles({ config }: Checker, folder: string): Generator<Use> {
  yield pathUse(["data"], "the data folder", folder, config.data.path);
  yield pathUse(["data"], "the history", folder, join(config.data.path, "gleaner.db"));
  if (config.watchdog !== undefined) yield pathUse(["watchdog"], "the watchdog", folder, config.watchdog);
  if (!config.mode_file) return;
  yield pathUse(["mode_file", "modes"], "mode_file.modes", folder, config.mode_file.modes);
  yield pathUse(["mode_file", "states"], "mode_file.states", folder, config.mode_file.states);
}

/** What the checks of claims need to know. */
type Claiming = Pick<Checker, "config" | "types">;

function* usesOfDevices({ config, types }: Claiming, folder: string): Generator<Use> {
  for (const [id, { type, ...options }] of Object.entries(config.devices)) {
    for (const { option, thing } of types.get(String(type))?.claims?.(options, folder) ?? [])
      yield { path: ["devices", id, option], who: id, thing };
  }
}

function* usesOfPanel({ config: { panel } }: Claiming): Generator<Use> {
  if (!panel) return;
  const { chip, data, clock, strobes } = panel;
  for (const [option, line] of Object.entries({ data, clock }))
    yield { path: ["panel", option], who: `panel.${option}`, thing: claimLine(option, chip, line).thing };
  for (const [index, line] of strobes.entries())
    yield { path: ["panel", "strobes", index], who: "panel.strobes", thing: claimLine("strobes", chip, line).thing };
}

function* usesOfLcd({ config: { lcd } }: Claiming): Generator<Use> {
  if (!lcd) return;
  yield { path: ["lcd", "address"], who: "lcd", thing: claimAddress(lcd.bus, lcd.address).thing };
  const { keys } = lcd;
  for (const [option, line] of keys ? lcdKeys(keys) : [])
    yield {
      path: ["lcd", "keys", option],
      who: `lcd.keys.${option}`,
      thing: claimLine(option, keys?.chip, line).thing,
    };
}

/** Relays may share a script, so each file counts once. */
function* usesOfScripts({ config }: Checker, folder: string): Generator<Use> {
  const seen = new Set<string>();
  for (const [id, { script }] of Object.entries(config.relays)) {
    const use =
      script === undefined ? undefined : pathUse(["relays", id, "script"], `the script of ${id}`, folder, script);
    if (!use || seen.has(use.thing)) continue;
    seen.add(use.thing);
    yield use;
  }
}

const isDevice = ({ path }: Pick<Use, "path">): boolean => path[0] === "devices";

function remedyOf(use: Use, other: Use): string {
  if (use.path[1] === "address" && use.path[0] === "lcd") return "one address for each";
  if (use.path[0] === "panel" || use.path[0] === "lcd") return "one line for each";
  return isDevice(use) && isDevice(other) ? "one device for each" : "name another path";
}

function usesOfWires(claiming: Claiming, folder: string): Use[] {
  return [...usesOfDevices(claiming, folder), ...usesOfPanel(claiming), ...usesOfLcd(claiming)];
}

/** A thing that a part of a house has for itself: a port, a line, an address. */
export interface Claimed {
  /** The device, `panel` or `lcd`. */
  readonly part: string;
  /** In words that name nothing else: `the path /dev/ttyUSB0`, `the line 23`. */
  readonly thing: string;
}

/** What stands at the ends of a house's wires. */
export function claimedBy(config: ConfigData & { readonly folder: string }, types: readonly KnownDevice[]): Claimed[] {
  const known = new Map(types.map((type) => [type.type, type]));
  const uses = usesOfWires({ config, types: known }, config.folder);
  return uses.map(({ path, who, thing }) => ({ part: isDevice({ path }) ? who : String(path[0]), thing }));
}

/** Complains of two parts on one thing, however its path is written. */
export function checkClaims(checker: Checker, folder: string): void {
  const taken = new Map<string, Use>();
  for (const use of [
    ...usesOfFiles(checker, folder),
    ...usesOfWires(checker, folder),
    ...usesOfScripts(checker, folder),
  ]) {
    const { path, who, thing } = use;
    const one = thing.startsWith(OF_A_PATH) ? real(thing.slice(OF_A_PATH.length)) : thing;
    const other = taken.get(one);
    if (other) {
      checker.complain(path, `${other.who} and ${who} cannot share ${thing}: ${remedyOf(use, other)}`);
    }
    taken.set(one, use);
  }
}
