import assert from "node:assert/strict";
import fc from "fast-check";
import { CSV_HEADER } from "../../model/index.ts";
import type { Format } from "../formats.ts";
import { taken } from "./taken.ts";

/** What a text says when each of its lines is read from its words. */
export function plainly(format: Format, text: string): Map<string, unknown[]> {
  return taken(format, text, { scans: false }).loader.all;
}

const field = fc.constantFrom(
  "pv",
  "",
  "a b",
  "0",
  "-1.5",
  "12.50",
  "1e3",
  "1795168800000",
  '"on"',
  "-",
  ".5",
  "1.",
  "7".repeat(20),
);
const time = fc.constantFrom(
  "1795168800000",
  "1795168800",
  "2026-05-01T10:00:00.250Z",
  "2026-05-01T10:00:00Z",
  "2026-02-30T10:00:00Z",
  "2026-05-01T24:00:00Z",
  "2026-05-01T10:00:00.2Z",
  "2026-05-01",
  "x",
);
const csv = fc.tuple(time, field, field).map(([at, channel, value]) => `${at},${channel},${value}`);
const jsonEnd = fc.constantFrom("}", ',"unit":"W"}', ',"unit":null}', ',"x":1}', "} ");
const jsonl = fc
  .tuple(field, field, time, jsonEnd)
  .map(([channel, value, at, end]) => `{"channel":"${channel}","at":${at},"value":${value}${end}`);
const tags = fc.constantFrom("", "", ",room=cellar", ",room=a\\ b,x=1", ",=", ",room");
const influx = fc
  .tuple(
    field,
    tags,
    fc.constantFrom("value", "temp", "a=b"),
    field,
    fc.constantFrom("", "i"),
    time,
    fc.constantFrom("000000", "", "123456"),
  )
  .map(([channel, tag, name, value, type, at, ns]) => `${channel}${tag} ${name}=${value}${type} ${at}${ns}`);
const some = (line: fc.Arbitrary<string>): fc.Arbitrary<string[]> => fc.array(line, { maxLength: 60, size: "max" });

const LINES: Readonly<Record<Format, fc.Arbitrary<string[]>>> = {
  csv: some(csv),
  jsonl: some(jsonl),
  influx: some(influx),
};

/** @throws AssertionError when lines mean something else read from their bytes than from their words */
export function assertSameBothWays(format: Format, numRuns: number): void {
  fc.assert(
    fc.property(LINES[format], (text) => {
      const first = format === "csv" ? [CSV_HEADER] : [];
      const whole = [...first, ...text].map((line) => `${line}\n`).join("");
      assert.deepEqual(taken(format, whole).loader.all, plainly(format, whole));
    }),
    { numRuns },
  );
}
