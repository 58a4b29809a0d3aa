import { jsonRow } from "../model/index.ts";
import { BadLine, instantOf, type LineForm, type ReadLine, shorten } from "./line.ts";

function parse(line: string, zone: string): ReadLine {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    throw new BadLine(`no JSON: ${shorten(line)}`);
  }
  const { channel, at, value, unit }: Partial<Record<string, unknown>> = Object(parsed);
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

/** `{"channel":"pv","at":1795168800000,"value":1500}` */
export const jsonl: LineForm = { write: jsonRow, parse };
