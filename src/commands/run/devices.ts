import type { Config } from "../../config/index.ts";
import type { Actuator, Clock, Device, Hands } from "../../model/index.ts";
import { systemPins } from "../../pins/index.ts";
import { deviceType } from "./device-types.ts";
import { registersOf } from "./registers.ts";

/** Builds the devices; none of them opens anything yet. */
export function openDevices(config: Config, clock: Clock, hands: Hands): Map<string, Device> {
  const devices = new Map<string, Device>();
  const registers = registersOf(config);
  for (const [id, options] of Object.entries(config.devices)) {
    const type = deviceType(options.type);
    if (!type) throw new Error(`no device type is called "${options.type}"`);
    const { type: _type, ...own } = options;
    // the configuration's schema has parsed these options with the type's own schema
    devices.set(
      id,
      type.open(own, {
        id,
        folder: config.folder,
        clock,
        hands,
        pins: systemPins,
        registers,
        safe: safeOf(config, id),
      }),
    );
  }
  return devices;
}

/** Outputs of a device to what their relays are when nobody decides. */
function safeOf({ relays }: Config, device: string): Map<string, boolean> {
  const own = Object.values(relays).filter(({ output }) => output === device || output.startsWith(`${device}.`));
  return new Map(own.map(({ output, guard }) => [output.slice(device.length + 1), guard.without_data.do === "on"]));
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

/** Ends the devices, started or not, however each of them ends. */
export async function endDevices(devices: ReadonlyMap<string, Device>): Promise<void> {
  await Promise.allSettled([...devices.values()].map((device) => device.stop()));
}
