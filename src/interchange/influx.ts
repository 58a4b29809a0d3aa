import type { Reading } from "../model/index.ts";
import { BadLine, type LineForm, type ReadLine, shorten } from "./line.ts";

function escaped(words: string): string {
  return words.replace(/[\\, =]/g, "\\$&");
}

function unescaped(words: string): string {
  return words.replace(/\\(.)/g, "$1");
}

function write({ channel, at, value }: Reading): string {
  const shown = typeof value === "number" ? String(value) : `"${value.replace(/["\\]/g, "\\$&")}"`;
  return `${escaped(channel)} value=${shown} ${BigInt(at) * 1_000_000n}`.replace(/[\r\n]+/g, " ");
}

/** Line protocol's words for true and false, as the states that they are elsewhere. */
const STATES: ReadonlyMap<string, string> = new Map([
  ...["t", "T", "true", "True", "TRUE"].map((word) => [word, "on"] as const),
  ...["f", "F", "false", "False", "FALSE"].map((word) => [word, "off"] as const),
]);

/** One field with its instant in nanoseconds. */
const LINE =
  /^((?:\\.|[^\\, ])+)((?:,(?:\\.|[^\\, =])+=(?:\\.|[^\\, =])+)*) ((?:\\.|[^\\= ,])+)=("(?:\\.|[^"\\])*"|[^ ,]+) (-?\d+)$/;
const TAG_VALUES = /=((?:\\.|[^\\,])+)/g;

/**
 * What tells series apart must tell channels apart: the measurement, the values of its tags, and the field, unless it is
 * called `value`.
 */
function channelOf(measurement: string, tags: string, field: string): string {
  const values = [...tags.matchAll(TAG_VALUES)].map(([, value = ""]) => value);
  return [measurement, ...values, ...(field === "value" ? [] : [field])].map(unescaped).join(".");
}

function parse(line: string): ReadLine {
  const [, measurement = "", tags = "", field = "", shown = "", time = ""] = LINE.exec(line) ?? [];
  if (measurement === "") throw new BadLine(`"name value=12.5 1795168800000000000" expected: ${shorten(line)}`);
  const channel = channelOf(measurement, tags, field);
  const at = Number(BigInt(time) / 1_000_000n);
  if (shown.startsWith('"')) return { channel, at, value: unescaped(shown.slice(1, -1)) };
  const number = Number(shown.replace(/[iu]$/, ""));
  return { channel, at, value: Number.isFinite(number) ? number : (STATES.get(shown) ?? shown) };
}

/** InfluxDB's line protocol: `pv value=1500 1795168800000000000` */
export const influx: LineForm = { write, parse };
