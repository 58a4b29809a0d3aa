import { claimAddress } from "../../pins/i2c/options.ts";
import { deviceType } from "../kit/device-type.ts";
import { CHIPS } from "./chips.ts";
import { ExpanderDevice } from "./device.ts";
import { Options } from "./options.ts";

/** Boards of relays and contacts on chips that give lines by I²C. */
export const expander = deviceType({
  type: "expander",
  title: "Lines on a chip by I²C (PCF8574, PCF8575, MCP23008, MCP23017): boards of relays, switches and contacts",
  options: Options,
  quantities: null,
  outputs: [],
  stale_after_ms: 30_000,
  shape: ({ outputs, inputs }) => ({
    outputs: Object.keys(outputs),
    quantities: Object.keys(inputs).map((name) => ({ name, unit: "" })),
  }),
  claims: ({ chip, bus, address }) => [claimAddress(bus, address ?? CHIPS[chip].addresses[0])],
  open: (options, context) => new ExpanderDevice(options, context),
  sample: {
    options: { chip: "pcf8574", outputs: { r1: 0, r2: "P1" }, inputs: { door: { line: 4 } } },
    says: { i2c: { 32: { latch: 1, low: 0x10 } } },
    readings: [{ quantity: "door", value: 1, unit: "" }],
  },
});
