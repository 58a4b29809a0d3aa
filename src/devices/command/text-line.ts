import { type Reason, readNumber, reason, truthOf, unitMeant } from "../../model/index.ts";
import { LONGEST_LINE } from "../kit/lines.ts";
import type { Steps } from "../kit/reader.ts";
import { beginsAsNumber, readMeasure, readValue } from "../kit/values.ts";
import type { Collector } from "./collector.ts";
import { looksJson, parseJson, takeWithin } from "./json-values.ts";
import { withoutChecksum } from "./teleinfo.ts";

/** A line `temperature 21.5 °C`, `temperature=21.5`, `temperature: 21.5`, `door open`. */

/** A line that is longer has no number with a unit after its name. */
const LONGEST_NUMBER_AND_UNIT = 256;
const LONGEST_NAME = 64;
const LONGEST_UNIT = 64;
/** Of a table so many are looked at. */
const MOST_COLUMNS = 64;
/** What no name holds: marks of other forms, such as those of line protocol, and what does not show. */
const NO_NAME = /[,;"'`<>{}|\\\p{Cc}\p{Cf}]/u;
/** What no state holds: there is more in the line than a name and a word. */
const MORE_THAN_A_STATE = /[=]|(?:^|\s)[+-]?[.,]?\d/;

const STATE_ONLY = reason("refused_state");

/** Cuts a line at the end of its name; `undefined` when it does not begin with one, or nothing parts it from the rest. */
function cutName(line: string): { readonly name: string; readonly rest: string } | undefined {
  const end = line.search(/[\s=:]/);
  if (end <= 0) return undefined;
  const rest = line.slice(end).trimStart();
  return { name: line.slice(0, end), rest: /^[=:]/.test(rest) ? rest.slice(1).trimStart() : rest };
}

/**
 * The same where a topic of a broker holds a `:`, as in `plug/status/switch:0 {"apower": 61}`: it ends at the first blank.
 * A number with its unit is none, nor is what stands before JSON with a blank after its colon.
 */
function cutTopic(line: string): { readonly name: string; readonly rest: string } | undefined {
  const end = line.search(/\s/);
  const name = line.slice(0, Math.max(0, end));
  const rest = line.slice(name.length).trimStart();
  const colon = name.indexOf(":");
  if (colon <= 0 || colon === name.length - 1 || name.includes("=")) return undefined;
  const hasPath = name.lastIndexOf("/", colon) > 0 && (rest.length > LONGEST_UNIT || unitMeant(rest) === undefined);
  return hasPath || looksJson(rest) ? { name, rest } : undefined;
}

/** The same where blanks stand in the name, and one behind its end: `Total active energy: 12 Wh`. */
function cutLongName(line: string): { readonly name: string; readonly rest: string } | undefined {
  const end = line.search(/[=:]/);
  const name = line.slice(0, Math.max(0, end)).trim();
  if (end < 0 || name.length > LONGEST_NAME || NO_NAME.test(name) || !/\s/.test(line[end + 1] ?? "")) return undefined;
  return { name, rest: line.slice(end + 1).trim() };
}

/** Cuts `21.5 °C` in two; `undefined` when that is no number and a word. A second number may be a time, or the value. */
function cutUnit(words: string): { readonly number: string; readonly unit: string } | undefined {
  if (words.length > LONGEST_NUMBER_AND_UNIT) return undefined;
  const end = words.search(/\s/);
  const number = words.slice(0, Math.max(0, end));
  const unit = words.slice(number.length).trimStart();
  if (
    end < 0 ||
    /\s/.test(unit) ||
    beginsAsNumber(unit) ||
    truthOf(unit) !== undefined ||
    typeof readValue(number) !== "number"
  )
    return undefined;
  return { number, unit };
}

/** Why words that begin like a number are none, where a person can mend it. */
function hintOn(words: string): Reason | undefined {
  if (words.length > LONGEST_NUMBER_AND_UNIT) return undefined;
  const [number = ""] = /^[+-]?\d(?:[\d.,'’\s]*\d)?/.exec(words) ?? [];
  const unit = words.slice(number.length).trimStart();
  if (readNumber(number) !== undefined) {
    return unit !== "" && unitMeant(unit) !== undefined ? reason("refused_glued") : undefined;
  }
  const isWritten = ([".", ","] as const).some(
    (decimal) => readNumber(number, { decimal, blanks: true, marks: true }) !== undefined,
  );
  return isWritten ? reason("refused_groups") : undefined;
}

/**
 * Takes what a line of a long name says: a number, and where the name's own end shows that it goes on (`power supply: yes`), a
 * state. A topic of a broker ends at its first blank.
 * @returns whether it was one, taken or refused
 */
function takeLong(into: Collector, line: string, short: string): boolean {
  const { name, rest = "" } = cutLongName(line) ?? {};
  if (name === undefined) return false;
  const { number, unit } = cutUnit(rest) ?? { number: rest };
  const value = readValue(number);
  const isLonger = name !== short && !short.includes("/");
  if (typeof value === "number") into.add(name, number, unit);
  else if (!isLonger) return false;
  else if (typeof value === "string" && MORE_THAN_A_STATE.test(value)) into.refuse(line, hintOn(rest) ?? STATE_ONLY);
  else if (value === undefined && readValue(readMeasure(rest)?.value) === undefined) into.refuse(line, hintOn(rest));
  else into.add(name, rest);
  return true;
}

function takeRest(into: Collector, line: string, name: string, rest: string): void {
  const { number, unit } = cutUnit(rest) ?? {};
  const value = readValue(rest);
  if (number !== undefined) into.add(name, number, unit);
  else if (takeLong(into, line, name)) return;
  else if (typeof value === "string" && MORE_THAN_A_STATE.test(value)) into.refuse(line, STATE_ONLY);
  else if (value === undefined && readValue(readMeasure(rest)?.value) === undefined) into.refuse(line, hintOn(rest));
  else into.add(name, rest);
}

/** Takes a line that is neither empty nor a comment. `home/power {"now": 5}`, as brokers' clients print it, has a value of JSON. */
export function* takeLine(into: Collector, printed: string): Steps {
  const line = withoutChecksum(printed);
  if (line === undefined) into.refuse(printed, reason("refused_checksum"));
  else if (!/^\p{L}/u.test(line)) into.refuse(line, hintOnName(line));
  else yield* takeNamed(into, line);
}

function hintOnName(line: string): Reason {
  const isNumber = line.length <= LONGEST_NUMBER_AND_UNIT && typeof readValue(line) === "number";
  return isNumber ? reason("refused_nameless", { example: `power ${line}` }) : reason("refused_name");
}

function* takeNamed(into: Collector, line: string): Steps {
  const cut = cutTopic(line) ?? cutName(line);
  if (cut === undefined || NO_NAME.test(cut.name)) {
    into.refuse(line);
    return;
  }
  const { name, rest } = cut;
  const json = looksJson(rest) ? yield* parseJson(rest) : undefined;
  if (json) yield* takeWithin(into, name, json.value);
  else takeRest(into, line, name, rest);
}

/** Whether a line names the columns of a table whose first row is the next line: its words are names, and no states. */
export function isTableHead(line: string, next: string): boolean {
  if (line.length > LONGEST_LINE || next.length > LONGEST_LINE) return false;
  const [names, numbers] = [line, next].map((words) => words.trim().split(/\s+/, MOST_COLUMNS));
  if (!names || !numbers || names.length < 2 || names.length !== numbers.length) return false;
  return numbers.every((word) => beginsAsNumber(word)) && names.every((word) => /^\p{L}/u.test(word));
}
