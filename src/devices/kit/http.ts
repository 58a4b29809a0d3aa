import type { z } from "zod";
import {
  inOwnUnit,
  isMeasurable,
  jsonOf,
  LONGEST_JSON,
  told,
  truthOf,
  type Unit,
  type Value,
  wordsOf,
} from "../../model/index.ts";
import type { DeviceType } from "./device-type.ts";
import { type Polled, polled } from "./polled.ts";
import { readValue } from "./values.ts";

/** A longer answer is none: devices say what they have in a few hundred bytes, and reading it must be one short step. */
export const LARGEST_ANSWER = LONGEST_JSON;

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nobody answers there",
  EHOSTUNREACH: "there is no way to it",
  ENETUNREACH: "there is no way to it",
  ENOTFOUND: "no host is called so",
  EAI_AGAIN: "the name of the host cannot be looked up now",
};

/** What went wrong on the way, in words. `fetch` hides it in the cause. */
export function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "";
  return WORDS[code] ?? wordsOf(cause);
}

/** The body as text. @throws Error when it is too long */
async function bodyOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > LARGEST_ANSWER) throw told("http_too_long", { kilobytes: String(LARGEST_ANSWER / 1024) });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * Asks for JSON. The answer is bounded in size, by `signal` in time, and comes from this host: redirections are refused.
 * @throws Error saying what to do
 */
export async function getJson(url: string, signal: AbortSignal): Promise<unknown> {
  const { origin, pathname } = new URL(url);
  let status: number;
  let words: string;
  try {
    const response = await fetch(url, { signal, redirect: "error", headers: { accept: "application/json" } });
    status = response.status;
    words = await bodyOf(response);
  } catch (error) {
    signal.throwIfAborted();
    throw told("http_no_answer", { origin, cause: causeOf(error) });
  }
  if (status !== 200) throw told("http_status", { origin, path: pathname, status: String(status) });
  try {
    return jsonOf(words);
  } catch (error) {
    throw told("http_unreadable", { origin, path: pathname, problem: wordsOf(error) });
  }
}

/** A part of a JSON value: `aenergy.total`, `meters.0.power`; `undefined` when there is none. */
export function partOf(json: unknown, path: string): unknown {
  let part = json;
  for (const key of path.split(".")) {
    if (typeof part !== "object" || part === null || !Object.hasOwn(part, key)) return undefined;
    part = Reflect.get(part, key);
  }
  return part;
}

/** Where a value stands in the answer, and the unit in which the device says it; `""`: also true and false, as 1 and 0; `null`: a state. */
export type Place = readonly [path: string, unit: Unit];

function finite(value: number): number | undefined {
  return isMeasurable(value) ? value : undefined;
}

/** The value at a place in Gleaner's unit; `undefined` when none stands there. */
function valueAt(json: unknown, [path, unit]: Place): Value | null | undefined {
  const said = partOf(json, path);
  const value = (unit === "" ? truthOf(said) : undefined) ?? readValue(said);
  if (value === null) return null;
  if (typeof value === "number") return unit === null ? undefined : finite(inOwnUnit(value, unit).value);
  return unit === null ? value : undefined;
}

/** A device type that answers one question over HTTP with JSON. */
export interface PolledJson<Schema extends z.ZodObject> extends Omit<Polled<Schema, string>, "units" | "read"> {
  url(options: z.output<Schema>): string;
  /** By the quantity's name. */
  readonly values: Readonly<Record<string, Place>>;
}

/** Makes a device type of a URL and the places of the values in its answer. */
export function polledJson<Schema extends z.ZodObject>({
  url,
  values,
  ...rest
}: PolledJson<Schema>): DeviceType<Schema> {
  const places = Object.entries(values);
  return polled({
    ...rest,
    units: Object.fromEntries(places.map(([name, [, unit]]) => [name, unit && inOwnUnit(0, unit).unit])),
    async read(options, { signal, remark }) {
      const where = url(options);
      const json = await getJson(where, signal);
      const found = places.map(([name, place]) => [name, valueAt(json, place)] as const);
      const missing = places.filter((_place, index) => found[index]?.[1] === undefined).map(([, [path]]) => path);
      const without = told("no_value_at", { where, places: missing.join(", ") });
      if (missing.length === places.length) throw without;
      if (missing.length > 0) remark(without.why);
      return Object.fromEntries(found);
    },
  });
}
