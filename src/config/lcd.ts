import { z } from "zod";
import { addressFlaw, addressOption, BusOption } from "../pins/i2c/options.ts";
import { Chip, Contact, line } from "../pins/options.ts";
import { duration } from "./measures.ts";
import { night } from "./night.ts";

/** Shown where nothing else is said, as far as there are such channels. */
const USUAL = ["battery.soc", "battery.power", "solar.power", "house.power"];
/** … and so many others where there is none of these. */
const OTHERS = 4;

const HOW = "its BCM number or name, `pin 16` of the header, or `wiringPi 4`";
const key = (description: string) => line(`${description}: ${HOW}`).optional();

/** Contacts, each a key. */
const Keys = z
  .strictObject({
    chip: Chip,
    next: key("The line of the key for the next page"),
    previous: key("The line of the key for the page before"),
    ok: key("The line of the key that steps a relay on its page: automatic, on, off"),
    light: key("The line of the key for the light, which then is off but for 60 s after a key"),
    ...Contact,
  })
  .refine(({ next, previous, ok, light }) => [next, previous, ok, light].some((each) => each !== undefined), {
    error: "expected a line for `next`, `previous`, `ok` or `light`: without one there is no key",
  })
  .meta({ description: "Its keys: contacts on lines, to ground unless said otherwise" });

/** Those of a PCF8574 and of a PCF8574A, one of which is on the back of such displays. */
const ADAPTERS = [
  [0x20, 0x27],
  [0x38, 0x3f],
] as const;

/** A display of characters on I²C. */
export const LcdOptions = z
  .strictObject({
    bus: BusOption,
    address: addressOption("Its address: 0x27, or 0x3F with a PCF8574A", "0x27")
      .superRefine((address, issues) => {
        const message = addressFlaw("the adapter of a display", address, ADAPTERS);
        if (message) issues.addIssue({ code: "custom", message, params: { whole: true } });
      })
      .default(0x27),
    size: z.enum(["16x2", "20x4"]).default("16x2").describe("Its columns and rows"),
    show: z.array(z.string().min(1).max(128)).max(40).optional().meta({
      description: "The channels that it shows, one a row; what is too old is shown as ?",
      expected: "a list of at most 40 channels",
      example: "[battery.soc, solar.power]",
    }),
    relays: z
      .boolean()
      .default(true)
      .describe("Whether the relays follow; * stands for one that a person set, ! for a fault"),
    turn: duration("Each page is shown for so long", "5 s", { least_ms: 1_000, most_ms: 3_600_000 }).default(5_000),
    night: night(
      "When its light is off, but for 60 s after a key: `sun`, from sunset to sunrise, or from one time to another",
    ).optional(),
    keys: Keys.optional(),
    delay: duration("What the key ok stepped to is done so long after the last press", "2 s", {
      least_ms: 500,
      most_ms: 30_000,
    }).default(2_000),
    read_only: z.boolean().default(false).describe("Whether its keys turn pages only, and step no relay"),
  })
  .meta({
    description: "A display of characters (HD44780) with a PCF8574 on its back; `lcd: {}` is enough for the usual one",
  });

export type LcdConfig = z.output<typeof LcdOptions>;

/** The keys that there are, with their lines. */
export function lcdKeys({ next, previous, ok, light }: NonNullable<LcdConfig["keys"]>) {
  const all = { next, previous, ok, light };
  const names = ["next", "previous", "ok", "light"] as const;
  return names.flatMap((name) => {
    const line = all[name];
    return line === undefined ? [] : [[name, line] as const];
  });
}

/** The channels that a display shows. @param channels the names that there are */
export function shownOn({ show }: Pick<LcdConfig, "show">, channels: readonly string[]): readonly string[] {
  if (show) return show;
  const usual = USUAL.filter((channel) => channels.includes(channel));
  return usual.length > 0 ? usual : channels.slice(0, OTHERS);
}
