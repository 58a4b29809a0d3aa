import { z } from "zod";
import { addressFlaw, addressOption, BusOption } from "../../pins/i2c/options.ts";
import { Named } from "../kit/names.ts";
import { CHIPS, type ChipName, lineOf } from "./chips.ts";

const KINDS: readonly ChipName[] = ["pcf8574", "pcf8574a", "pcf8575", "mcp23008", "mcp23017"];

const Line = z.union([z.int().min(0).max(15), z.string().max(8)]).meta({
  description: "The line: its number from 0, or its name on the chip, such as P3, P17, GPB0",
  expected: "a line",
  example: "3",
});

const Input = z.strictObject({
  line: Line,
  active_low: z.boolean().default(true).describe("Whether a low line is 1, as with a switch to ground"),
  pull: z.boolean().default(true).describe("The resistor to the supply within an MCP; a PCF always has one"),
});

const Bare = z.strictObject({
  chip: z
    .preprocess((written) => (typeof written === "string" ? written.toLowerCase() : written), z.enum(KINDS))
    .describe("Which chip it is, as is printed on it"),
  bus: BusOption,
  address: addressOption("Its address; without it the first one that such a chip can have", "0x20").optional(),
  outputs: z
    .record(Named, Line)
    .default({})
    .meta({ description: "Lines that are switched, by name: relays find them as `device.name`", example: "{ r1: 0 }" }),
  active_low: z
    .boolean()
    .default(true)
    .describe("Whether a low line switches on, as on most boards of relays; a PCF drives nothing else"),
  inputs: z
    .record(Named, Input)
    .default({})
    .meta({ description: "Lines that are read as 1 and 0, by name", example: "{ door: { line: 4 } }" }),
});

/** Lines with what names them in the configuration. */
function* linesOf({ outputs, inputs }: z.output<typeof Bare>): Generator<[path: string[], line: string | number]> {
  for (const [name, line] of Object.entries(outputs)) yield [["outputs", name], line];
  for (const [name, { line }] of Object.entries(inputs)) yield [["inputs", name, "line"], line];
}

export const Options = Bare.superRefine((options, issues) => {
  const chip = CHIPS[options.chip];
  const { names, addresses } = chip;
  const complain = (message: string, path: string[]): void => issues.addIssue({ code: "custom", message, path });
  const flaw = options.address !== undefined && addressFlaw(`a ${options.chip}`, options.address, [addresses]);
  if (flaw) issues.addIssue({ code: "custom", message: flaw, path: ["address"], params: { whole: true } });
  const taken = new Set<number>();
  for (const [path, written] of linesOf(options)) {
    const line = lineOf(chip, written);
    if (line === undefined) {
      complain(`a ${options.chip} has the lines 0 to ${names.length - 1}, or ${names[0]} to ${names.at(-1)}`, path);
    } else if (taken.has(line)) {
      complain(`the line ${names[line]} is named twice: give one of the two another line`, path);
    } else taken.add(line);
  }
  if ([...linesOf(options)].length === 0)
    complain("expected `outputs`, `inputs` or both: without a line there is nothing to do", []);
});

export type ExpanderOptions = z.output<typeof Options>;
