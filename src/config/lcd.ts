import { z } from "zod";
import { addressOption, BusOption } from "../pins/i2c/options.ts";
import { duration } from "./measures.ts";
import { night } from "./night.ts";

/** A display of characters on I²C. */
export const LcdOptions = z
  .strictObject({
    bus: BusOption,
    address: addressOption("Its address: 0x27, or 0x3F with a PCF8574A", "0x27").default(0x27),
    size: z.enum(["16x2", "20x4"]).default("16x2").describe("Its columns and rows"),
    show: z
      .array(z.string().min(1).max(128))
      .max(40)
      .default(["battery.soc", "battery.power", "solar.power", "house.power"])
      .meta({
        description: "The channels that it shows, one a row; what is too old is shown as ?",
        expected: "a list of at most 40 channels",
        example: "[battery.soc, solar.power]",
      }),
    relays: z
      .boolean()
      .default(true)
      .describe("Whether the relays follow; * stands for one that a person set, ! for a fault"),
    turn: duration("Each page is shown for so long", "5 s", { least_ms: 1_000, most_ms: 3_600_000 }).default(5_000),
    night: night("When its light is off: `sun`, from sunset to sunrise, or from one time to another").optional(),
  })
  .meta({
    description: "A display of characters (HD44780) with a PCF8574 on its back; `lcd: {}` is enough for the usual one",
  });

export type LcdConfig = z.output<typeof LcdOptions>;
