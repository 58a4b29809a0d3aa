import { reason } from "../../model/index.ts";
import { plain } from "../kit/colours.ts";
import { LONGEST_LINE } from "../kit/lines.ts";
import type { Steps } from "../kit/reader.ts";
import { Collector, type Parsed, type Units } from "./collector.ts";
import { looksJson, parseJson, takeJson } from "./json-values.ts";
import type { Format } from "./options.ts";
import { isTableHead, takeLine } from "./text-line.ts";

export { MOST_VALUES, type Parsed, type Units, unitsOf } from "./collector.ts";

/**
 * What a program prints, as readings. Understood are
 * - JSON, in lines or as a whole: `{"temperature": 21.5}`, `{"name": "temperature", "value": 21.5, "unit": "°C"}`,
 *   arrays of these, `{"temperature": {"value": 21.5, "unit": "°C"}}`, and values within each other: `{"ENERGY":
 *   {"Power": 12}}` is `energy_power`;
 * - lines: `temperature 21.5 °C`, `temperature=21.5`, `temperature: 21.5`, whose names begin with a letter; lines that begin
 *   with `#` are comments;
 * - what PvMonit's scripts give, encoded as JSON: `{"value": "21.5", "units": "°C", "desc": "…", "id": "TEMP"}` or an
 *   array of these; without `id` the quantity is called `value`.
 *
 * `on`, `true`, `Yes` are 1, their contraries 0. What is not surely understood is refused.
 */

const BYTE_ORDER_MARK = "\uFEFF";

function* takeText(into: Collector, words: string, format: Format): Steps {
  const line = plain(words).trim();
  if (line === "" || line.startsWith("#")) return;
  if (format === "text" || (format === "auto" && !looksJson(line))) {
    if (line.length <= LONGEST_LINE) yield* takeLine(into, line);
    else into.refuse(line);
    return;
  }
  const json = yield* parseJson(line);
  if (json) yield* takeJson(into, json.value, format === "pvmonit");
  else into.refuse(line);
}

/** Readings of one line of output. */
export function* parseLine(line: string, format: Format, units: Units): Steps<Parsed> {
  const into = new Collector(units, format === "pvmonit");
  yield* takeText(into, line, format);
  return into.result();
}

/** Whether lines that follow the first one stand for themselves: an object or a list that it begins, it also ends. */
function isByLines(words: string): boolean {
  const end = words.indexOf("\n");
  if (end < 0) return true;
  const first = words.slice(0, end).trimEnd();
  return first.endsWith(first.startsWith("{") ? "}" : "]");
}

function* linesOf(words: string): Generator<string, void> {
  let from = 0;
  for (let end = words.indexOf("\n"); end >= 0; end = words.indexOf("\n", from)) {
    yield words.slice(from, end);
    from = end + 1;
  }
  yield words.slice(from);
}

/** Readings of a whole output: JSON over several lines, which is whole or refused, or line by line. */
export function* parseOutput(output: string, format: Format, units: Units): Steps<Parsed> {
  const into = new Collector(units, format === "pvmonit");
  const words = plain(output.startsWith(BYTE_ORDER_MARK) ? output.slice(1) : output).trim();
  const isJson = format !== "text" && looksJson(words);
  const whole = isJson ? yield* parseJson(words) : undefined;
  if (whole) {
    yield* takeJson(into, whole.value, format === "pvmonit");
    return into.result();
  }
  if (isJson && !isByLines(words)) {
    into.refuse(words, reason("refused_json"));
    return into.result();
  }
  let head: string | undefined;
  for (const line of linesOf(words)) {
    if (head !== undefined && isTableHead(head, line)) into.refuse(head, reason("refused_table"));
    else if (head !== undefined) yield* takeText(into, head, format);
    head = line;
    yield;
  }
  if (head !== undefined) yield* takeText(into, head, format);
  return into.result();
}
