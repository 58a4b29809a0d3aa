import { claimLine } from "../../pins/options.ts";
import { deviceType } from "../kit/device-type.ts";
import { S0Device } from "./device.ts";
import { Options } from "./options.ts";

/** Meters with an S0 output, on a pin (DIN 43864, EN 62053-31). */
export const s0 = deviceType({
  type: "s0",
  title: "A meter by the pulses of its S0 output, on a pin",
  options: Options,
  quantities: [
    { name: "energy", unit: "Wh" },
    { name: "power", unit: "W" },
  ],
  outputs: [],
  stale_after_ms: 30_000,
  claims: ({ chip, line }) => [claimLine("line", chip, line)],
  open: (options, context) => new S0Device(options, context),
  sample: {
    options: { line: 24, pulses_per_kwh: 1_000, register: "12345.6 kWh" },
    says: { pins: { chip: "pinctrl-bcm2711", low: [] } },
    readings: [{ quantity: "energy", value: 12_345_600, unit: "Wh" }],
  },
});
