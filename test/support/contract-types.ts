import type { z } from "zod";
import { blueprint } from "../../src/devices/_blueprint.ts";
import { socket } from "../../src/devices/_socket.ts";
import { deviceTypes } from "../../src/devices/index.ts";
import { modelHouse } from "../../src/lab/model-house/index.ts";
import type { DeviceType } from "../../src/model/index.ts";

/** Every device type there is, and those that are there to be copied. */
export const contractTypes: readonly DeviceType<z.ZodObject>[] = [...deviceTypes, modelHouse, blueprint, socket];
