import { z } from "zod";
import { deviceType } from "../device.ts";
import { VedirectDevice } from "./device.ts";
import { LOST_AFTER_MS } from "./freshness.ts";
import { QUANTITIES } from "./labels.ts";

/** Victron's solar chargers, battery monitors and inverters on their VE.Direct port. */
export const vedirect = deviceType({
  type: "vedirect",
  title:
    "Victron solar charger, battery monitor or inverter on a VE.Direct cable; can switch its load output or relay.",
  options: z.strictObject({
    port: z
      .string()
      .min(1)
      .max(4096)
      .describe("The serial port, best by its link in /dev/serial/by-id, which stays the same after a restart."),
    take_relay: z
      .boolean()
      .default(false)
      .describe('Sets the device\'s relay to mode "remote" when it is in another one and Gleaner is to switch it.'),
    load_on_stop: z
      .enum(["auto", "off", "keep"])
      .default("auto")
      .describe(
        "What becomes of a load output that Gleaner switched when Gleaner stops: the device's own rule, off, or as it is.",
      ),
  }),
  quantities: QUANTITIES,
  outputs: ["load", "relay"],
  stale_after_ms: LOST_AFTER_MS,
  open: (options, context) => new VedirectDevice(options, context),
});
