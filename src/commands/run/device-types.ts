import { deviceTypes } from "../../devices/index.ts";
import { modelHouse } from "../../lab/model-house/index.ts";

/** Every device type of this Gleaner. */
export const allDeviceTypes = [...deviceTypes, modelHouse];

/** The type of that name; `undefined` when there is none. */
export function deviceType(name: unknown): (typeof allDeviceTypes)[number] | undefined {
  return allDeviceTypes.find(({ type }) => type === name);
}
