import type { Claim } from "../../model/index.ts";
import { claimLine } from "../../pins/options.ts";
import { deviceType } from "../kit/device-type.ts";
import { claimPath } from "../kit/options.ts";
import { S0Device } from "./device.ts";
import { Options, type S0Options } from "./options.ts";
import { sourceOf } from "./sources/index.ts";

/** No two meters on one contact; a file may be read by several. */
function claimsOf({ chip, line, input, port }: S0Options, folder: string): Claim[] {
  if (line !== undefined) return [claimLine("line", chip, line)];
  if (port !== undefined) return [claimPath("port", port, folder)];
  return input === undefined ? [] : [{ option: "input", thing: `the input device ${input}` }];
}

/** Meters with an S0 output, on a pin (DIN 43864, EN 62053-31). */
export const s0 = deviceType({
  type: "s0",
  title: "A meter by the pulses of its S0 output, on a pin, a serial port's wire, an input device or from a file",
  options: Options,
  quantities: [
    { name: "energy", unit: "Wh" },
    { name: "power", unit: "W" },
  ],
  outputs: [],
  stale_after_ms: 30_000,
  claims: claimsOf,
  open: (options, context) => new S0Device(options, sourceOf(options, context), context),
  sample: {
    options: { line: 24, pulses_per_kwh: 1_000, register: "12345.6 kWh" },
    says: { pins: { chip: "pinctrl-bcm2711", low: [] } },
    readings: [{ quantity: "energy", value: 12_345_600, unit: "Wh" }],
  },
});
