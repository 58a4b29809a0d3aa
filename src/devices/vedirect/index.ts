import { z } from "zod";
import { deviceType } from "../kit/device-type.ts";
import { claimPath, serialPort } from "../kit/options.ts";
import { LOST_AFTER_MS, VedirectDevice } from "./device.ts";
import { QUANTITIES } from "./labels.ts";

/** Victron's solar chargers, battery monitors and inverters on their VE.Direct port. */
export const vedirect = deviceType({
  type: "vedirect",
  title:
    "Victron solar charger, battery monitor or inverter on a VE.Direct cable; can switch its load output or relay.",
  options: z.strictObject({
    port: serialPort("/dev/serial/by-id/usb-VictronEnergy_BV_VE_Direct_cable_VE1A2B3C-if00-port0"),
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
  claims: ({ port }, folder) => [claimPath("port", port, folder)],
  open: (options, context) => new VedirectDevice(options, context),
  sample: {
    options: { port: "./roof" },
    says: {
      serial: { roof: "\r\nPID\t0xA053\r\nV\t12800\r\nI\t1500\r\nVPV\t34600\r\nPPV\t21\r\nCS\t3\r\nChecksum\t\x14" },
    },
    readings: [
      { quantity: "voltage", value: 12.8, unit: "V" },
      { quantity: "panel_power", value: 21, unit: "W" },
      { quantity: "state", value: "bulk", unit: null },
    ],
  },
});
