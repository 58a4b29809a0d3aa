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

/** What is there without an import: those words, PvMonit's and PHP's. */
export const GLOBALS: readonly string[] = [
  ...IMPORTABLE,
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

/** Of those the ones whose first argument is a relay, and those whose members are relays. */
export const OF_RELAYS: readonly string[] = [
  "relayUpToday",
  "relayUpDownToday",
  "relayLastUp",
  "relayLastUpAuto",
  "relayLastDown",
  "timeUpMin",
  "timeUpMax",
];
export const BY_RELAY: readonly string[] = ["relayEtat", "relayMod"];

/** The members of what a script is given, by what gives them. */
export const MEMBERS = {
  relay:
    "id name number mode modeNumber on onFor offFor onToday startsToday lastOn lastOff lastAutoOn cycledToday".split(
      " ",
    ),
  now: "year month day hour minute second weekday date time ms sunrise sunset isDay".split(" "),
  timer: "start stop running over left".split(" "),
  channel: "name value unit at age fresh known orElse".split(" "),
} as const satisfies Record<string, readonly string[]>;

/** JavaScript's own names, as far as a script has them. */
export const LANGUAGE: ReadonlySet<string> = new Set(
  (
    "Object Array String Number Boolean Symbol BigInt Math JSON Reflect Proxy Map Set WeakMap WeakSet RegExp Iterator " +
    "Error EvalError RangeError ReferenceError SyntaxError TypeError URIError AggregateError InternalError " +
    "ArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array " +
    "Float16Array Float32Array Float64Array BigInt64Array BigUint64Array " +
    "parseInt parseFloat isNaN isFinite NaN Infinity undefined arguments " +
    "encodeURI encodeURIComponent decodeURI decodeURIComponent escape unescape"
  ).split(" "),
);

/** What JavaScript has elsewhere, and a script has not. */
export const NOT_HERE: ReadonlySet<string> = new Set(
  (
    "Date Promise WeakRef FinalizationRegistry SharedArrayBuffer Atomics eval Function globalThis console setTimeout " +
    "setInterval fetch require process window self global"
  ).split(" "),
);
