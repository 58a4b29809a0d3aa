import { z } from "zod";
import { inUnit, parseMeasure } from "../../model/index.ts";
import { Chip, line } from "../../pins/options.ts";
import { duration, path, serialPort } from "../kit/options.ts";
import { PulsesPerKwh } from "./pulses-per-kwh.ts";

const HOUR = 3_600_000;
/** More than any meter of a house shows. */
const MOST_WH = 1e10;

/** What a meter shows, such as `12345.6 kWh`; Wh come out. */
const Energy = z
  .string()
  .max(40)
  .transform((written, issues) => {
    const measure = parseMeasure(written);
    const wh = measure && inUnit(measure.value, measure.unit, "Wh");
    if (wh !== undefined && wh >= 0 && wh <= MOST_WH) return wh;
    issues.addIssue({ code: "custom", message: "expected what the meter shows, with its unit" });
    return z.NEVER;
  });

/** Where pulses come from; one of them. */
const SOURCES = ["line", "file", "input", "port"] as const;

const Contact = z.strictObject({
  chip: Chip,
  line: line(
    "The line on which the meter's output is: BCM number, name, `pin` of the header, or `wiringPi` number",
  ).optional(),
  file: path(
    "Instead of a line: a file to which a program appends a line for each pulse, which begins with its time since 1970 in s, ms, µs or ns. What comes while Gleaner is away is counted afterwards",
    "./pulses.txt",
    "a file",
  ).optional(),
  input: z.string().min(1).max(256).optional().meta({
    description: "Instead of a line: an input device by its name or path, such as that of `dtoverlay=gpio-key`",
    expected: "an input device",
    example: "button@18",
  }),
  key: z.number().int().min(1).max(767).default(28).meta({
    description: "With `input`: the key that a pulse presses, by the kernel's number; no console sees it",
    example: "28",
  }),
  port: serialPort("/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A1-if00-port0")
    .optional()
    .describe("Instead of a line: a serial port between whose wires the meter's output hangs"),
  wire: z
    .enum(["cts", "dsr", "dcd"])
    .default("cts")
    .describe(
      "With `port`: the wire that a pulse switches on; its driver must count the changes, as those of FTDI, PL2303 and CH341 do",
    ),
  rts: z.boolean().default(true).describe("With `port`: whether RTS feeds the meter's output"),
  dtr: z.boolean().default(true).describe("With `port`: whether DTR feeds the meter's output"),
  pulses_per_kwh: PulsesPerKwh,
  register: Energy.optional().meta({
    description:
      "What the meter showed when it was wired, before the first pulse of a file: Gleaner goes on from there. Another one begins anew",
    expected: "an energy",
    example: "12345.6 kWh",
  }),
  pull: z
    .enum(["up", "down", "none", "as_is"])
    .default("up")
    .describe("The resistor within the chip; none where one of your own pulls the line up"),
  active_low: z.boolean().default(true).describe("Whether a pulse pulls the line low, as with S0- on ground"),
  least_pulse: duration(0, 1_000)
    .prefault("25 ms")
    .meta({ description: "What is shorter is noise", expected: "a duration", example: "25 ms" }),
  least_pause: duration(0, 1_000)
    .prefault("25 ms")
    .meta({ description: "What opens for less is bounce within a pulse", expected: "a duration", example: "25 ms" }),
  zero_after: duration(10_000, 24 * HOUR)
    .prefault("10 min")
    .meta({ description: "Without a pulse for so long the power is 0", expected: "a duration", example: "10 min" }),
});

export const Options = Contact.refine((written) => SOURCES.filter((name) => written[name] !== undefined).length === 1, {
  error: "expected one of `line`, `file`, `input` and `port`: where the pulses come from",
});

export type S0Options = z.output<typeof Options>;
