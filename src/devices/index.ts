import { command } from "./command/index.ts";
import { expander } from "./expander/index.ts";
import { file } from "./file/index.ts";
import { gpio } from "./gpio/index.ts";
import type { DeviceType } from "./kit/device-type.ts";
import { s0 } from "./s0/index.ts";
import { vedirect } from "./vedirect/index.ts";

/** Every device type there is, in the order of the reference page. A new one is added here; nothing is found by magic. */
export const deviceTypes: readonly DeviceType[] = [vedirect, command, file, gpio, expander, s0];
