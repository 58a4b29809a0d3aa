import type { z } from "zod";
import type * as model from "../../model/index.ts";

/** A device type whose options are described by a zod schema. */
export type DeviceType<Schema extends z.ZodObject = z.ZodObject> = model.DeviceType<Schema, z.output<Schema>>;

/** Keeps the schema's type while the list of device types forgets it. */
export function deviceType<Schema extends z.ZodObject>(type: DeviceType<Schema>): DeviceType<Schema> {
  return type;
}
