import type { Format } from "../../../src/devices/command/options.ts";
import { MOST_VALUES, type Parsed, parseLine, parseOutput, unitsOf } from "../../../src/devices/command/output.ts";
import { Lines, LONGEST_LINE } from "../../../src/devices/kit/lines.ts";
import type { Steps } from "../../../src/devices/kit/reader.ts";
import { atOnce } from "../../../src/devices/kit/testing/at-once.ts";
import { inEnglish } from "../../../src/model/index.ts";
import { demand, LONGEST_STEP_MS, type MakeEntry, type Outcome } from "../entry.ts";
import { demandUnit, demandValue, pieces, shown } from "../rules.ts";

/** What programs print, run by run and line by line. */

const FORMATS: readonly Format[] = ["auto", "json", "text", "pvmonit"];
const UNITS = unitsOf({ temperature: "°F", power: "kW", TEMP: "°C" });
const LONGEST_STATE = 64;
const LONGEST_REMARK = 200;
const NAME = /^[a-z][a-z0-9_]{0,63}$/;

interface Read {
  readonly whole: Parsed;
  readonly lines: readonly Parsed[];
  readonly cut: number;
}

/** The form of this input: one of them, by its bytes. */
function formOf(input: Buffer): Format {
  return FORMATS[(input.length + (input.at(-1) ?? 0)) % FORMATS.length] ?? "auto";
}

/** As a program is listened to. */
function* readLines(chunks: Iterable<Buffer>, format: Format): Steps<Pick<Read, "lines" | "cut">> {
  const read: Parsed[] = [];
  const lines = new Lines();
  function* take(some: Iterable<string>): Steps {
    for (const line of some) {
      read.push(yield* parseLine(line, format, UNITS));
      yield;
    }
  }
  for (const chunk of chunks) yield* take(lines.of(chunk));
  yield* take(lines.end());
  return { lines: read, cut: lines.cut };
}

/** As the house reads it: what was printed as a whole, and line by line. */
function* read(input: Buffer): Steps<Read> {
  const format = formOf(input);
  const whole = yield* parseOutput(input.toString("utf8"), format, UNITS);
  return { whole, ...(yield* readLines([input], format)) };
}

function judgeParsed({ readings, refused, dropped, repeated, first_refused }: Parsed): void {
  demand(readings.length <= MOST_VALUES, () => `${readings.length} values were taken`);
  for (const { quantity, value, unit } of readings) {
    demand(NAME.test(quantity), () => `the quantity ${shown(quantity)} was taken`);
    demandUnit(unit);
    if (value !== null) demandValue(typeof value === "number" ? value + 0 : value, LONGEST_STATE);
  }
  const names = new Set(readings.map(({ quantity }) => quantity));
  demand(names.size === readings.length, () => "a quantity was taken twice");
  demand(
    [refused, dropped, repeated].every((count) => count >= 0),
    () => `${refused}, ${dropped}, ${repeated} counted`,
  );
  const remark = inEnglish(first_refused ?? "");
  demand(remark.length <= LONGEST_REMARK, () => `a remark of ${remark.length} characters`);
  demand(refused > 0 === (first_refused !== null), () => "what was refused is not told");
}

function judge({ whole, lines, cut }: Read, input: Buffer): Outcome {
  for (const parsed of [whole, ...lines]) judgeParsed(parsed);
  demand(cut <= input.length / LONGEST_LINE, () => `${cut} lines were too long`);
  const inPieces = JSON.stringify(atOnce(readLines(pieces(input), formOf(input))));
  demand(inPieces === JSON.stringify({ lines, cut }), () => "in pieces it says something else");
  const counts = [whole.readings.length, whole.refused, whole.dropped, lines.length, cut].map((n) => Math.min(3, n));
  const values = [...new Set(whole.readings.map(({ value, unit }) => `${typeof value} ${unit?.length}`))].sort();
  return { kind: `${counts.join(" ")} ${values.slice(0, 4).join(" ")}`, taken: JSON.stringify([whole, lines]) };
}

export const make: MakeEntry = () => ({
  seeds: [
    "temperature 21.5 °C\nhumidity 48 %\npower 1.2 kW\n",
    "temperature=21.5\npower: -300 W\n# a comment\nstate float\nunknown ---\n",
    '{"temperature": 21.5, "power": {"value": 3, "unit": "kW"}, "state": "on", "x": null, "y": true}',
    '[{"name": "t", "value": "21.5", "unit": "K"}, {"quantity": "Panel power", "value": 1e3}]\n',
    '{"value": "21.5", "units": "°C", "desc": "outside", "id": "TEMP"}\n{"value": 1}\n',
    '{"a":1}\n{"b":2}\n{"panelPower":3,"Énergie (Wh)":4}\r\n',
    '\ufeff{\n "a": [1],\n "b": {"c": {"d": 1}}\n}\n',
  ].map((text) => Buffer.from(text)),
  words: [
    ..."temperature power state value name quantity id unit units desc W kW Wh kWh V mV A mA °C K °F % Hz h min".split(
      " ",
    ),
    ...[
      " ",
      "\n",
      "\r\n",
      "=",
      ": ",
      "#",
      '{"',
      '":',
      ",",
      "}",
      "[",
      "]",
      '"',
      "null",
      "true",
      "NaN",
      "---",
      "unavailable",
    ],
    ...['{"value":', '"unit":"', "\ufeff", "\\u0000", "\\ud800", "e5", "0x", "+", "-", "."],
  ],
  longest: 70_000,
  most_ms: LONGEST_STEP_MS,
  *take(input) {
    const all = yield* read(input);
    return () => judge(all, input);
  },
});
