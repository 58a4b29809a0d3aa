import { resolve } from "node:path";
import type { DeviceContext } from "../../../model/index.ts";
import type { S0Options } from "../options.ts";
import { FileSource } from "./file.ts";
import { InputSource } from "./input.ts";
import { LineSource } from "./line.ts";
import type { PulseSource } from "./source.ts";
import { WireSource } from "./wire.ts";

/** The source that the options name. */
export function sourceOf(options: S0Options, context: DeviceContext): PulseSource {
  const contact = { least_pulse_ms: options.least_pulse, least_pause_ms: options.least_pause };
  const { file, input, key, port, wire, rts, dtr, chip, line, pull, active_low } = options;
  if (file !== undefined) return new FileSource(resolve(context.folder, file), contact, context);
  if (input !== undefined) return new InputSource({ ...contact, input, key }, context);
  if (port !== undefined) {
    return new WireSource({ ...contact, port: resolve(context.folder, port), wire, feeds: { rts, dtr } }, context);
  }
  if (line === undefined) throw new Error("the options name no source");
  return new LineSource({ ...contact, chip, line, pull, active_low }, context);
}
