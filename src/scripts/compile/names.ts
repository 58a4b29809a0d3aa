/** What a script may import from "gleaner"; the same words are there without an import. */
export const IMPORTABLE = ["on", "off", "keep", "minutes", "hours", "seconds"] as const;

/** What a script is given by name. */
export const INPUTS: readonly string[] = [
  "data",
  "channel",
  "battery",
  "solar",
  "house",
  "grid",
  "relay",
  "relays",
  "now",
  "timer",
  "settings",
  ...IMPORTABLE,
];

/** PvMonit's and PHP's names, which are there without an import. */
export const GLOBALS: readonly string[] = [
  "relayUpToday",
  "relayUpDownToday",
  "relayLastUp",
  "relayLastUpAuto",
  "relayLastDown",
  "timeUpMin",
  "timeUpMax",
  "MpptAbsOrFlo",
  "MpptFlo",
  "timerStart",
  "timerOn",
  "thisId",
  "thisEtat",
  "thisMod",
  "relayEtat",
  "relayMod",
  "date",
  "time",
];
