import { ASKED_COMPLAINTS } from "./complaints/asked.ts";
import { DISK_COMPLAINTS } from "./complaints/disk.ts";
import { FILE_COMPLAINTS } from "./complaints/files.ts";
import { I2C_COMPLAINTS } from "./complaints/i2c.ts";
import { MODE_FILE_COMPLAINTS } from "./complaints/mode-file.ts";
import { PIN_COMPLAINTS } from "./complaints/pins.ts";
import { PROGRAM_COMPLAINTS } from "./complaints/programs.ts";
import { SERIAL_COMPLAINTS } from "./complaints/serial.ts";
import { VEDIRECT_COMPLAINTS } from "./complaints/vedirect.ts";
import { WATCHDOG_COMPLAINTS } from "./complaints/watchdog.ts";
import type { Said } from "./language.ts";
import { SCRIPT_COMPLAINTS } from "./script-complaints.ts";

/**
 * What devices complain of, as the sentences of `sentences.ts` are said. The English ones go to the log and to `/health`.
 * What a program or the system itself says stands in them as it is.
 */
export const COMPLAINTS = {
  ...FILE_COMPLAINTS,
  ...SERIAL_COMPLAINTS,
  ...VEDIRECT_COMPLAINTS,
  ...MODE_FILE_COMPLAINTS,
  ...I2C_COMPLAINTS,
  ...PIN_COMPLAINTS,
  ...WATCHDOG_COMPLAINTS,
  ...PROGRAM_COMPLAINTS,
  ...ASKED_COMPLAINTS,
  ...DISK_COMPLAINTS,
  ...SCRIPT_COMPLAINTS,
} as const satisfies Record<string, Said>;
