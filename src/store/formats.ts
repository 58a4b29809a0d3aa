import { CSV_HEADER, csvRow, instantOfWords, jsonRow, type Reading, type Unit } from "../model/index.ts";

/**
 * The forms in which readings leave and come: CSV (`time,channel,value`), JSON lines
 * (`{"channel":"pv","at":1795168800000,"value":1500}`) and InfluxDB's line protocol (`pv value=1500 1795168800000000000`).
 */
export const FORMATS = ["csv", "jsonl", "influx"] as const;
export type Format = (typeof FORMATS)[number];

/** A line that was to be read and is none; the message says what was expected. */
export class BadLine extends Error {
  override readonly name = "BadLine";
}

function influxName(words: string): string {
  return words.replace(/[\\, =]/g, "\\$&");
}

function influxLine({ channel, at, value }: Reading): string {
  const shown = typeof value === "number" ? String(value) : `"${value.replace(/["\\]/g, "\\$&")}"`;
  return `${influxName(channel)} value=${shown} ${BigInt(at) * 1_000_000n}`;
}

/** One line, without its end. Line breaks inside a state become spaces in CSV and line protocol. */
export function writeLine(format: Format, reading: Reading, unit: Unit | undefined): string {
  if (format === "csv") return csvRow(reading);
  return format === "jsonl" ? jsonRow(reading, unit) : influxLine(reading).replace(/[\r\n]+/g, " ");
}

/** A reading as it was read, with its unit where the line says it. */
export interface ReadLine extends Reading {
  readonly unit?: Unit;
}

function instantOf(words: string, line: string, zone: string): number {
  const at = instantOfWords(words, zone);
  if (at !== undefined) return at;
  throw new BadLine(`"${words}" is no time, as 2026-11-20T10:00:00Z is, in: ${shorten(line)}`);
}

function shorten(line: string): string {
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

/** Fields of a CSV line; whether each was quoted. */
function csvFields(line: string): { readonly words: string; readonly quoted: boolean }[] {
  const fields: { words: string; quoted: boolean }[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",]*))(?:,|$)/gy;
  for (let at = 0; at <= line.length; at = pattern.lastIndex) {
    const match = pattern.exec(line);
    if (!match) throw new BadLine(`a quote is missing in: ${shorten(line)}`);
    const [all, quoted, plain = ""] = match;
    fields.push(
      quoted === undefined ? { words: plain, quoted: false } : { words: quoted.replaceAll('""', '"'), quoted: true },
    );
    if (!all.endsWith(",")) break;
  }
  return fields;
}

function parseCsv(line: string, zone: string): ReadLine {
  const [time, channel, value, ...more] = csvFields(line);
  if (!time || !channel?.words || !value || more.length > 0) {
    throw new BadLine(`three fields (${CSV_HEADER}) expected in: ${shorten(line)}`);
  }
  const number = Number(value.words);
  const isNumber = !value.quoted && value.words.trim() !== "" && Number.isFinite(number);
  return { at: instantOf(time.words, line, zone), channel: channel.words, value: isNumber ? number : value.words };
}

function parseJson(line: string, zone: string): ReadLine {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    throw new BadLine(`no JSON: ${shorten(line)}`);
  }
  const { channel, at, value, unit } = Object(parsed) as Record<string, unknown>;
  const instant = typeof at === "string" ? instantOf(at, line, zone) : at;
  if (
    typeof channel !== "string" ||
    typeof instant !== "number" ||
    (typeof value !== "number" && typeof value !== "string")
  ) {
    throw new BadLine(`"channel", "at" and "value" expected in: ${shorten(line)}`);
  }
  return { channel, at: instant, value, ...((typeof unit === "string" || unit === null) && { unit }) };
}

/** One field with its instant in nanoseconds. */
const INFLUX =
  /^((?:\\.|[^\\, ])+)((?:,(?:\\.|[^\\, =])+=(?:\\.|[^\\, =])+)*) ((?:\\.|[^\\= ,])+)=("(?:\\.|[^"\\])*"|[^ ,]+) (-?\d+)$/;
const TAG_VALUES = /=((?:\\.|[^\\,])+)/g;

/**
 * What tells series apart must tell channels apart: the measurement, the values of its tags, and the field, unless it is
 * called `value`.
 */
function influxChannel(measurement: string, tags: string, field: string): string {
  const values = [...tags.matchAll(TAG_VALUES)].map(([, value = ""]) => value);
  return [measurement, ...values, ...(field === "value" ? [] : [field])].map(unescaped).join(".");
}

function unescaped(words: string): string {
  return words.replace(/\\(.)/g, "$1");
}

function parseInflux(line: string): ReadLine {
  const [, measurement = "", tags = "", field = "", shown = "", time = ""] = INFLUX.exec(line) ?? [];
  if (measurement === "") throw new BadLine(`"name value=12.5 1795168800000000000" expected: ${shorten(line)}`);
  const channel = influxChannel(measurement, tags, field);
  const at = Number(BigInt(time) / 1_000_000n);
  if (shown.startsWith('"')) return { channel, at, value: unescaped(shown.slice(1, -1)) };
  const number = Number(shown.replace(/[iu]$/, ""));
  return { channel, at, value: Number.isFinite(number) ? number : shown };
}

/**
 * The reading of a line; `null` for an empty line, a comment or a header.
 * @param zone of times that name none
 * @throws BadLine
 */
export function parseLine(format: Format, line: string, zone = "UTC"): ReadLine | null {
  const words = line.trim();
  if (words === "" || words.startsWith("#") || (format === "csv" && words.startsWith(CSV_HEADER))) return null;
  if (format === "csv") return parseCsv(words, zone);
  return format === "jsonl" ? parseJson(words, zone) : parseInflux(words);
}
