import { z } from "zod";
import type { Claim } from "../model/index.ts";
import { type LineFlaw, type LineName, lineNameOf, lineNumber, sayLine } from "./choose.ts";

const FLAWS: Readonly<Record<LineFlaw, string>> = {
  power: "this pin of the header is power or ground, no line: take another",
  no_pin: "the header has the pins 1 to 40",
  no_wiring_pi: "on a header of 40 pins wiringPi has the numbers 0 to 16 and 21 to 31",
  unread:
    "expected a line: its BCM number such as 23, its name such as GPIO23, `pin 16` of the header, or `wiringPi 4`",
};

/** A line of a GPIO chip. */
export function line(description: string) {
  return z
    .union([z.number(), z.string().max(64)])
    .transform((written, issues): LineName => {
      const read = lineNameOf(written);
      if ("by" in read) return read;
      issues.addIssue({ code: "custom", message: FLAWS[read.flaw] });
      return z.NEVER;
    })
    .meta({ description, expected: "a line", example: "23" });
}

/** The chip on which lines are. */
export const Chip = z.string().min(1).max(64).optional().meta({
  description: "The GPIO chip by its label, name or path; without it that of a Raspberry Pi's header, or the only one",
  expected: "a chip",
  example: "pinctrl-bcm2711",
});

/** How lines with contacts are read. */
export const Contact = {
  pull: z
    .enum(["up", "down", "none", "as_is"])
    .default("up")
    .describe("The resistor within the chip; as_is: whatever it was before"),
  active_low: z.boolean().default(true).describe("Whether a low line is 1, as with a switch to ground"),
  debounce_ms: z
    .number()
    .min(0)
    .max(1_000)
    .default(20)
    .meta({ description: "What is shorter is no change, ms", example: "20" }),
};

/** No other device may use this line. */
export function claimLine(option: string, chip: string | undefined, name: LineName): Claim {
  const number = lineNumber(name) ?? sayLine(name);
  return { option, thing: `the line ${number}${chip === undefined ? "" : ` of ${chip}`}` };
}
