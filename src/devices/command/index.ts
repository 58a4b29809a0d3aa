import { deviceType } from "../kit/device-type.ts";
import { statesOf } from "./collector.ts";
import { CommandDevice } from "./device.ts";
import { Options } from "./options.ts";

/** Any program as a source of readings, as a switch, or as both. */
export const command = deviceType({
  type: "command",
  title: "Any program that prints readings, or that switches something on and off",
  options: Options,
  quantities: null,
  outputs: [""],
  stale_after_ms: 30_000,
  // a program that runs rarely is not silent between two runs
  shape: ({ source, on }) => ({
    outputs: on ? [""] : [],
    ...(source && { states: statesOf(source.units) }),
    stale_after_ms: Math.max(30_000, source?.run ? 3 * source.every : 0),
  }),
  open: (options, context) => new CommandDevice(options, context),
  sample: {
    options: { source: { run: ["./read.sh", "roof"] }, on: ["./switch.sh", "1"], off: ["./switch.sh", "0"] },
    says: {
      files: { "read.sh": '#!/bin/sh\necho "temperature 21.5 °C"\n', "switch.sh": "#!/bin/sh\nexit 0\n" },
    },
    readings: [{ quantity: "temperature", value: 21.5, unit: "°C" }],
  },
});
