import { z } from "zod";
import { FURTHEST_INSTANT } from "../../model/index.ts";

const Store = z.strictObject({ temperature_c: z.number().min(-60).max(110), calls: z.boolean() });

/** How a model house stands: plain data that survives JSON. */
export const ModelState = z.strictObject({
  version: z.literal(1),
  /** The instant it has reached, UTC ms. */
  at: z.number().min(0).max(FURTHEST_INSTANT),
  /** Charge of the battery, 0 to 1 of its capacity. */
  charge: z.number().min(0).max(1),
  charger: z.strictObject({
    stage: z.enum(["off", "bulk", "absorption", "float"]),
    absorbed_ms: z.number().min(0),
    low_ms: z.number().min(0),
  }),
  /** The inverter feeds the house; it switches off when the battery is empty. */
  inverter: z.boolean(),
  tank: Store,
  freezer: Store,
  /** Relay loads by name. */
  on: z.record(z.string().max(64), z.boolean()),
});

export type ModelState = z.output<typeof ModelState>;
