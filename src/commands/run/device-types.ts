import type { z } from "zod";
import { deviceTypes } from "../../devices/index.ts";
import { modelHouse } from "../../lab/model-house/index.ts";
import type { DeviceType } from "../../model/index.ts";

/** Every device type of this Gleaner. */
export const allDeviceTypes: readonly DeviceType<z.ZodObject>[] = [...deviceTypes, modelHouse];

/** The type of that name; `undefined` when there is none. */
export function deviceType(name: unknown): DeviceType<z.ZodObject> | undefined {
  return allDeviceTypes.find(({ type }) => type === name);
}
