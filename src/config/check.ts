import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type Formula, FormulaError, formulaChannels, inUnitOf, parseFormula } from "../model/index.ts";
import { checkLcd } from "./check-lcd.ts";
import { checkPanel } from "./check-panel.ts";
import { type Checker, isKnownChannel, MOST_GUESSES, meant, parted, typeOf } from "./checker.ts";
import { Circles } from "./circles.ts";
import { checkClaims } from "./claims.ts";
import { type Complaint, complaintAt, type Locate } from "./complaint.ts";
import { checkNames } from "./names.ts";
import type { ConfigData, KnownDevice } from "./schema.ts";

/** What no schema can see: names that must exist, be unique, or not turn in a circle. */

/** Complains of a `device.value` whose device or value does not exist. */
function checkSource(checker: Checker, path: readonly PropertyKey[], from: string): void {
  const { device, value } = parted(from);
  if (!Object.hasOwn(checker.config.devices, device)) {
    checker.complain(
      path,
      `no device is called "${device}"${meant(checker, device, Object.keys(checker.config.devices))}`,
    );
    return;
  }
  const type = typeOf(checker, device);
  const names = type?.quantities?.map((quantity) => quantity.name);
  if (names && !names.includes(value)) {
    checker.complain(path, `${device} (${type?.type}) has no value "${value}"${meant(checker, value, names)}`);
  }
}

/** Complains of limits in a unit that a device's value cannot have. */
function checkLimits(checker: Checker, name: string, from: string): void {
  const { device, value } = parted(from);
  const quantity = typeOf(checker, device)?.quantities?.find((each) => each.name === value);
  const channel = checker.config.channels[name];
  if (!quantity || !channel) return;
  const { plausible, not, at_most_per_minute } = channel;
  for (const [key, limits] of Object.entries({ plausible, not, at_most_per_minute })) {
    for (const { unit } of [limits ?? []].flat()) {
      if (quantity.unit !== null && inUnitOf({ unit }, 0, quantity.unit) !== undefined) continue;
      const other = `is in ${quantity.unit || "no unit"}, not in ${unit}`;
      checker.complain(
        ["channels", name, key],
        `${from} ${quantity.unit === null ? "is a state: it has no limits" : other}`,
      );
    }
  }
}

function channelNames(config: ConfigData): string[] {
  return Object.entries(config.channels).flatMap(([name, { alias }]) => (alias ? [name, alias] : [name]));
}

function checkChannels(checker: Checker): void {
  const aliases = new Map<string, string>();
  for (const [name, channel] of Object.entries(checker.config.channels)) {
    if (channel.from !== undefined) {
      checkSource(checker, ["channels", name, "from"], channel.from);
      checkLimits(checker, name, channel.from);
    }
    if (channel.formula !== undefined) checkFormula(checker, name, channel.formula);
    if (channel.alias === undefined) continue;
    const other = aliases.get(channel.alias);
    if (other)
      checker.complain(["channels", name, "alias"], `the alias "${channel.alias}" already belongs to ${other}`);
    aliases.set(channel.alias, name);
  }
}

function checkFormula(checker: Checker, name: string, source: string): void {
  const path = ["channels", name, "formula"];
  let formula: Formula;
  try {
    formula = parseFormula(source);
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    checker.complain(
      path,
      `the formula does not read: ${error.message} (character ${error.column + 1} of "${source}")`,
    );
    return;
  }
  for (const input of formulaChannels(formula)) {
    if (isKnownChannel(checker, input)) continue;
    checker.complain(
      path,
      `the formula names "${input}", which no channel is called${meant(checker, input, checker.channels)}`,
    );
  }
  const circle = checker.count() < MOST_GUESSES ? checker.circles.of(name) : undefined;
  if (circle) checker.complain(path, `the formula depends on itself: ${circle.join(" → ")}`);
}

function checkOutput(checker: Checker, relay: string, output: string, taken: Map<string, string>): void {
  const path = ["relays", relay, "output"];
  const { device, value: port } = parted(output);
  const type = typeOf(checker, device);
  if (!type) {
    checker.complain(
      path,
      `no device is called "${device}"${meant(checker, device, Object.keys(checker.config.devices))}`,
    );
    return;
  }
  if (!type.outputs.includes(port)) {
    const outputs = type.outputs.map((name) => (name ? `${device}.${name}` : device));
    const said = outputs.length > 0 ? `it can switch ${outputs.join(", ")}` : "it switches nothing";
    checker.complain(path, `${device} (${type.type}) has no output "${output}": ${said}`);
  }
  const other = taken.get(output);
  if (other) checker.complain(path, `${output} is already switched by ${other}: an output has one relay`);
  taken.set(output, relay);
}

function checkRelays(checker: Checker, exists: (path: string) => boolean): void {
  const outputs = new Map<string, string>();
  const numbers = new Map<number, string>();
  const { relays, guard } = checker.config;
  for (const [id, relay] of Object.entries(relays)) {
    checkOutput(checker, id, relay.output, outputs);
    if (relay.number !== undefined) {
      const other = numbers.get(relay.number);
      if (other) checker.complain(["relays", id, "number"], `${relay.number} is already the number of ${other}`);
      numbers.set(relay.number, id);
    }
    if (relay.script !== undefined && !exists(relay.script)) {
      checker.complain(
        ["relays", id, "script"],
        `there is no file ${relay.script}; create it, then it is taken at once`,
        { warning: true },
      );
    }
    relay.needs.forEach((need, index) => {
      if (!isKnownChannel(checker, need)) {
        checker.complain(
          ["relays", id, "needs", index],
          `no channel is called "${need}"${meant(checker, need, checker.channels)}`,
        );
      }
    });
    if (guard.power_budget !== undefined && relay.power > guard.power_budget) {
      checker.complain(["relays", id, "power"], "more than guard.power_budget: it would never switch on");
    }
  }
}

function checkInterlocks(checker: Checker): void {
  const ids = Object.keys(checker.config.relays);
  checker.config.guard.interlocks.forEach((group, index) => {
    group.relays.forEach((relay, place) => {
      const path = ["guard", "interlocks", index, "relays", place];
      if (!ids.includes(relay)) checker.complain(path, `no relay is called "${relay}"${meant(checker, relay, ids)}`);
      if (group.relays.indexOf(relay) !== place) checker.complain(path, `${relay} stands twice in this group`);
    });
  });
}

/** All complaints about names and references. @param folder where relative paths begin */
export function checkReferences(
  config: ConfigData,
  types: readonly KnownDevice[],
  locate: Locate,
  folder: string,
): Complaint[] {
  const complaints: Complaint[] = [];
  const channels = channelNames(config);
  const checker: Checker = {
    config,
    types: new Map(types.map((type) => [type.type, type])),
    channels,
    known: new Set(channels),
    circles: new Circles(config.channels),
    count: () => complaints.length,
    complain: (path, message, { key, ...options } = {}) => {
      complaints.push({ ...complaintAt(locate(path, key), path, message), ...options });
    },
  };
  checkClaims(checker, folder);
  checkNames(checker);
  checkChannels(checker);
  checkRelays(checker, (path) => existsSync(resolve(folder, path)));
  checkInterlocks(checker);
  checkPanel(checker);
  checkLcd(checker);
  return complaints;
}
