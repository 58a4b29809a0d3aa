import { jsonOf, reason } from "../../model/index.ts";
import type { Steps } from "../kit/reader.ts";
import { type Collector, shown } from "./collector.ts";
import { mended } from "./mended-json.ts";

/**
 * Values in JSON: flat or within each other (`{"ENERGY": {"Power": 12}}` gives `energy_power`), in lists
 * (`emeters_0_power`), or described: `{"name": "temperature", "value": 21.5, "unit": "°C"}`.
 */

/** Of a value within others: deeper ones, longer lists and longer names are none. */
const DEEPEST = 8;
const LONGEST_LIST = 16;
/** Of numbers: a battery has up to 32 cells. */
const MOST_NUMBERS = 32;
const LONGEST_PATH = 64;

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What describes one value; `desc`, `screen` and `smallScreen` are PvMonit's. */
const DESCRIPTION = new Set(["name", "quantity", "id", "value", "unit", "units", "desc", "screen", "smallScreen"]);
/** When something was measured or began; no value, and no fault either. */
const INSTANT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;

/** Whether an object is one described value, and not a record of values of which one happens to be called `value`. */
function describes(object: Json): boolean {
  if (!Object.hasOwn(object, "value")) return false;
  const { name, quantity, id } = object;
  return (name ?? quantity ?? id) !== undefined || Object.keys(object).every((key) => DESCRIPTION.has(key));
}

function nameOf({ name, quantity, id }: Json): unknown {
  return name ?? quantity ?? id;
}

/** Takes a value by its path, or all that is within it. */
export function* takeWithin(into: Collector, path: string, value: unknown, depth = 1): Steps {
  yield;
  if (typeof value === "string" && INSTANT.test(value)) return;
  if (typeof value !== "object" || value === null) into.add(path, value);
  else if (depth >= DEEPEST || path.length > LONGEST_PATH)
    into.refuse(`${path} ${shown(value)}`, reason("refused_deep"));
  else if (isObject(value)) yield* takeFields(into, path, value, depth);
  else yield* takeList(into, path, value, depth);
}

function* takeFields(into: Collector, path: string, value: Json, depth: number): Steps {
  const measured = Object.hasOwn(value, "value");
  if (measured) into.add(path, value.value, value.unit ?? value.units);
  for (const name of Object.keys(value)) {
    if (!measured || !DESCRIPTION.has(name)) yield* takeWithin(into, `${path}.${name}`, value[name], depth + 1);
  }
}

function areCells(list: readonly unknown[]): boolean {
  return list.length <= MOST_NUMBERS && list.every((element) => typeof element === "number");
}

function* takeList(into: Collector, path: string, list: unknown, depth: number): Steps {
  if (!Array.isArray(list) || (list.length > LONGEST_LIST && !areCells(list))) {
    into.refuse(`${path} ${shown(list)}`, reason("refused_list", { most: String(LONGEST_LIST) }));
    return;
  }
  for (const [index, element] of list.entries()) {
    const name = isObject(element) && describes(element) ? nameOf(element) : undefined;
    yield* takeWithin(into, `${path}.${name ?? index}`, element, depth + 1);
  }
}

const SPEAKER = ["model", "channel", "id"];

/**
 * Who says it, where several say the same fields through one program: sensors by radio, as rtl_433 hears them (its JSON has
 * `model` with `id`, `channel` or both). Each has names of its own, or two temperatures would take turns in one channel.
 */
function speakerOf(object: Json): string | undefined {
  if (typeof object.model !== "string" || (object.id ?? object.channel) === undefined) return undefined;
  const parts = SPEAKER.map((key) => object[key]);
  return parts.filter((part) => typeof part === "string" || typeof part === "number").join(".");
}

function* takeObject(into: Collector, object: Json, pvmonit: boolean): Steps {
  if (describes(object)) {
    into.add(nameOf(object) ?? "value", object.value, object.unit ?? object.units);
    return;
  }
  const speaker = pvmonit ? undefined : speakerOf(object);
  // names alone are told much sooner than pairs
  for (const name of Object.keys(object)) {
    const value = object[name];
    if (speaker !== undefined && SPEAKER.includes(name)) continue;
    if (!pvmonit) yield* takeWithin(into, speaker === undefined ? name : `${speaker}.${name}`, value);
    else if (isObject(value) && Object.hasOwn(value, "value")) into.add(name, value.value, value.unit ?? value.units);
    else into.refuse(`${name} ${shown(value)}`);
    yield;
  }
}

/** Takes a whole JSON text. @param pvmonit only described values count */
export function* takeJson(into: Collector, value: unknown, pvmonit: boolean): Steps {
  for (const element of Array.isArray(value) ? value : [value]) {
    if (isObject(element)) yield* takeObject(into, element, pvmonit);
    else if (element !== null) into.refuse(shown(element));
    yield;
  }
}

export function looksJson(words: string): boolean {
  return words.startsWith("{") || words.startsWith("[");
}

function parse(words: string): { readonly value: unknown } | undefined {
  try {
    return { value: jsonOf(words) };
  } catch {
    return undefined;
  }
}

/** The value of a JSON text, also of one that holds NaN and the like; `undefined` for what is none, or not whole. */
export function* parseJson(words: string): Steps<{ readonly value: unknown } | undefined> {
  const sound = parse(words);
  yield;
  if (sound) return sound;
  const better = yield* mended(words);
  yield;
  return better === undefined ? undefined : parse(better);
}
