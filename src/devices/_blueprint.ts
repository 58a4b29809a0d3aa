/**
 * A device type to copy: a thermometer that the kernel shows as a file, such as
 * /sys/class/thermal/thermal_zone0/temp, which holds thousandths of a degree.
 * docs/add-a-device.md goes through it, and through devices that are switched, speak by themselves or do more.
 */
import { resolve } from "node:path";
import { z } from "zod";
import { wordsOf } from "../model/index.ts";
import { path } from "./kit/options.ts";
import { polled } from "./kit/polled.ts";

const LONGEST_BYTES = 64;

export const blueprint = polled({
  // the word after `type:` in the configuration
  type: "thermometer",
  // a sentence for the reference page
  title: "A thermometer that the kernel shows as a file",
  // Strict: an unknown key is a spelling mistake that somebody should hear of. Each key says what it is for.
  options: z.strictObject({ path: path("File with thousandths of a degree", "/sys/class/thermal/thermal_zone0/temp") }),
  // What changes slowly need not be asked often. The values are stale after three times that.
  every_ms: 5_000,
  // what it reports, in Gleaner's units
  units: { temperature: "°C" },
  async read(options, { folder, files }) {
    const file = resolve(folder, options.path);
    const content = await files.read(file, LONGEST_BYTES).catch((error: unknown) => {
      // Nothing is put: the last value grows stale, and relays that depend on it go to their safe state.
      throw new Error(`no temperature: ${wordsOf(error)}; check "path", and that the sensor's driver is loaded`);
    });
    const words = Buffer.from(content).toString("latin1");
    // Strict: a value that is not surely a number never leaves. Half a line is no temperature.
    if (!/^-?\d{1,6}\n?$/.test(words)) throw new Error(`${file} holds no temperature: check "path"`);
    return { temperature: Number(words) / 1_000 };
  },
  // The contract of all device types is tried on it: what it is told to read, what is there, what is read then.
  sample: {
    options: { path: "./temp" },
    says: { files: { temp: "48312\n" } },
    readings: [{ quantity: "temperature", value: 48.312, unit: "°C" }],
  },
});
