import { COMPLAINTS } from "./complaints.ts";
import type { Said } from "./language.ts";
import { SCRIPT_ERRORS } from "./script-errors.ts";
import { DEVICE_SENTENCES } from "./sentences/devices.ts";
import { GUARD_SENTENCES } from "./sentences/guard.ts";
import { HOUSE_SENTENCES } from "./sentences/house.ts";
import { PEOPLE_SENTENCES } from "./sentences/people.ts";
import { SCRIPT_SENTENCES } from "./sentences/scripts.ts";

/**
 * The sentences. `{name}` is replaced by a value; `{name|duration}` says milliseconds as `6:12` or `2 h 05`,
 * `{name|span}` the same with milliseconds below a second, `{name|power}` says watts, `{name|number}` a number in the reader's way, `{name|measure}` one with its unit as it came, `{name|switch}` the state `on` or `off`,
 * `{name|relay}`, `{name|channel}`, `{name|device}` what people call the thing of this id, or of several with commas between,
 * `{name|line}` a line in front (`Line 3: `; nothing for 0). Of `[reading|readings]` the first is said where `count` is one.
 */
export const SENTENCES = {
  text: { fr: "{text}", de: "{text}", en: "{text}" },

  repeated: {
    fr: "Encore {count|number} fois",
    de: "Noch {count|number} Mal",
    en: "{count|number} more [time|times]",
  },

  ...HOUSE_SENTENCES,
  ...PEOPLE_SENTENCES,
  ...GUARD_SENTENCES,
  ...SCRIPT_SENTENCES,
  ...SCRIPT_ERRORS,
  ...DEVICE_SENTENCES,
  ...COMPLAINTS,
} as const satisfies Record<string, Said>;
