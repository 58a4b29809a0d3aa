import { resolve } from "node:path";
import type { Config } from "../../config/index.ts";
import { shapeOf } from "../../config/index.ts";
import { deviceTypes } from "../../devices/index.ts";
import { sunTimes } from "../../forecast/sun.ts";
import type { ChannelRules } from "../../house/channels.ts";
import { modelHouse } from "../../lab/model-house/index.ts";
import {
  type Actuator,
  type Clock,
  civil,
  type Device,
  type DeviceContext,
  type GuardRules,
  parseFormula,
} from "../../model/index.ts";
import type { ScriptSetup } from "../../scripts/index.ts";

/** From the configuration to the parts of a house: what `main` hands from one room to another. */

/** Every device type of this Gleaner. */
export const allDeviceTypes = [...deviceTypes, modelHouse];

/** The guard's rules. */
export function guardRules(config: Config): GuardRules {
  const { guard, relays, site } = config;
  return {
    time_zone: site.time_zone,
    stagger_ms: guard.between_starts,
    power_budget_w: guard.power_budget,
    interlocks: guard.interlocks.map((group) => ({
      name: group.relays.join(" "),
      relays: group.relays,
      dead_time_ms: group.dead_time,
    })),
    relays: Object.entries(relays).map(([id, relay]) => ({
      id,
      number: relay.number ?? null,
      power_w: relay.power,
      needs: relay.needs,
      has_script: relay.script !== undefined,
      limits: {
        min_on_ms: relay.guard.min_on,
        min_off_ms: relay.guard.min_off,
        max_on_ms: relay.guard.max_on,
        max_on_per_day_ms: relay.guard.max_on_per_day,
        max_starts_per_hour: relay.guard.max_starts_per_hour,
        max_starts_per_day: relay.guard.max_starts_per_day,
        without_data: relay.guard.without_data,
        forced_on_needs_data: relay.guard.forced_on_needs_data,
        feedback_within_ms: relay.guard.feedback_within,
      },
    })),
  };
}

/** Names, formulas and ages of the channels. */
export function channelRules(config: Config): ChannelRules {
  const types = new Map(allDeviceTypes.map((type) => [type.type, type]));
  const staleAfter = (device: string, quantity: string): number => {
    const options = config.devices[device];
    const type = options && types.get(String(options.type));
    if (!options || !type) return 10_000;
    const shape = shapeOf(type, options);
    return shape.quantities?.find(({ name }) => name === quantity)?.stale_after_ms ?? shape.stale_after_ms;
  };
  const channels = Object.entries(config.channels);
  return {
    staleAfter,
    named: channels.flatMap(([name, { from, alias, stale_after }]) => {
      if (from === undefined) return [];
      const [device = "", ...quantity] = from.split(".");
      return [{ name, from, alias, stale_after_ms: stale_after ?? staleAfter(device, quantity.join(".")) }];
    }),
    derived: channels.flatMap(([name, { formula, alias, unit }]) =>
      formula === undefined ? [] : [{ name, alias, unit, formula: parseFormula(formula) }],
    ),
  };
}

/** Builds the devices; none of them opens anything yet. */
export function openDevices(config: Config, clock: Clock): Map<string, Device> {
  const devices = new Map<string, Device>();
  for (const [id, options] of Object.entries(config.devices)) {
    const type = allDeviceTypes.find((known) => known.type === options.type);
    if (!type) throw new Error(`no device type is called "${options.type}"`);
    const { type: _type, ...own } = options;
    // the configuration's schema has parsed these options with the type's own schema
    const open = type.open.bind(type) as (options: Record<string, unknown>, context: DeviceContext) => Device;
    devices.set(id, open(own, { id, folder: config.folder, now: () => clock.now() }));
  }
  return devices;
}

/** The output of each relay. @throws Error when a device does not have the output after all */
export function relayOutputs(config: Config, devices: ReadonlyMap<string, Device>): Map<string, Actuator> {
  const outputs = new Map<string, Actuator>();
  for (const [id, { output }] of Object.entries(config.relays)) {
    const [device = "", port = ""] = output.split(".");
    const actuator = devices.get(device)?.outputs.get(port);
    if (!actuator) throw new Error(`relays.${id}.output: ${output} cannot be switched`);
    outputs.set(id, actuator);
  }
  return outputs;
}

/** The scripts of the relays. */
export function scriptSetups(config: Config): ScriptSetup[] {
  return Object.entries(config.relays).flatMap(([relay, { number, script, settings }]) =>
    script === undefined ? [] : [{ relay, number: number ?? null, file: resolve(config.folder, script), settings }],
  );
}

/** Sunrise and sunset of the civil day, computed once a day; unknown without a place. */
export function sunOf(config: Config): (at: number) => { sunrise: number | null; sunset: number | null } {
  const { latitude, longitude, time_zone } = config.site;
  let day = "";
  let times: { sunrise: number | null; sunset: number | null } = { sunrise: null, sunset: null };
  return (at) => {
    const today = civil(at, time_zone).date;
    if (today === day || latitude === undefined || longitude === undefined) return times;
    day = today;
    times = sunTimes(at, latitude, longitude, time_zone);
    return times;
  };
}

/** Where the configuration's data lies. */
export function dataFolder(config: Config): string {
  return resolve(config.folder, config.data.path);
}
