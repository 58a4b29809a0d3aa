import { z } from "zod";
import { Chip, Contact, line } from "../../pins/options.ts";
import { Named } from "../kit/names.ts";

const Input = z.strictObject({
  line: line("The line: its BCM number or name, `pin 16` of the header, or `wiringPi 4`"),
  ...Contact,
});

export const Options = z
  .strictObject({
    chip: Chip,
    outputs: z
      .record(Named, line("The line: its BCM number or name, `pin 16` of the header, or `wiringPi 4`"))
      .default({})
      .meta({
        description: "Lines that are switched, by name: relays find them as `device.name`",
        example: "{ r1: 23 }",
      }),
    active_low: z
      .boolean()
      .default(false)
      .describe("Whether a low line switches on, as on most boards of relays with optocouplers"),
    drive: z
      .enum(["push_pull", "open_drain", "open_source"])
      .default("push_pull")
      .describe("open_drain drives the line low only, open_source high only"),
    inputs: z
      .record(Named, Input)
      .default({})
      .meta({ description: "Lines that are read as 1 and 0, by name", example: "{ door: { line: 4 } }" }),
  })
  .refine(({ outputs, inputs }) => Object.keys(outputs).length + Object.keys(inputs).length > 0, {
    error: "expected `outputs`, `inputs` or both: without a line there is nothing to do",
  })
  .refine(({ outputs, inputs }) => Object.keys(outputs).length <= 64 && Object.keys(inputs).length <= 64, {
    error: "expected at most 64 lines of each kind",
  });

export type GpioOptions = z.output<typeof Options>;
