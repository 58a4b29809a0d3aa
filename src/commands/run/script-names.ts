import type { Config } from "../../config/index.ts";
import { deviceChannel, type MaySay, type Quantity, type ScriptNames, shapeOf } from "../../model/index.ts";
import { channelAliases } from "./channels.ts";
import { deviceType } from "./device-types.ts";

function maySay({ unit, words }: Quantity): MaySay {
  if (unit !== null) return "number";
  return words?.map((word) => word.toLowerCase()) ?? "anything";
}

/** What devices may say, and those of which nobody knows all. */
function deviceValues(config: Config): { readonly values: ReadonlyMap<string, MaySay>; readonly open: string[] } {
  const values = new Map<string, MaySay>();
  const open: string[] = [];
  for (const [device, options] of Object.entries(config.devices)) {
    const type = deviceType(options.type);
    const { quantities, states = [] } = (type && shapeOf(type, options)) ?? {};
    if (!quantities) open.push(device);
    for (const name of states) values.set(deviceChannel(device, name), "words");
    for (const quantity of quantities ?? []) values.set(deviceChannel(device, quantity.name), maySay(quantity));
  }
  return { values, open };
}

/** What scripts may name in a house, before anything was read. */
export function scriptNames(config: Config): ScriptNames {
  const { values, open } = deviceValues(config);
  const channels = new Map<string, MaySay>();
  const named = new Set<string>();
  for (const [name, { from }] of Object.entries(config.channels)) {
    if (from !== undefined) named.add(from);
    channels.set(name, from === undefined ? "number" : (values.get(from) ?? "anything"));
  }
  for (const [name, says] of values) if (!named.has(name)) channels.set(name, says);
  const relays = Object.entries(config.relays).map(([id, { number = null }]) => ({ id, number }));
  return { channels, aliases: channelAliases(config), open, relays };
}
