import { z } from "zod";
import { Chip, line } from "../pins/options.ts";
import { duration } from "./measures.ts";
import { night } from "./night.ts";

/** Keys of a board. */
export const BOARD = 8;
/** A key without a relay. */
const NONE = "none";
const HOW = "its BCM number or name, `pin 37` of the header, or `wiringPi 25`";

const brightness = (description: string, example: string) =>
  z.int().min(0).max(7).meta({ description, expected: "a whole number from 0 to 7", example });

/** Boards of digits, LEDs and keys. The lines are PvMonit's where they are left out. */
export const PanelOptions = z
  .strictObject({
    chip: Chip,
    data: line(`The line DIO of all boards: ${HOW}`).prefault(19),
    clock: line(`The line CLK of all boards: ${HOW}`).prefault(13),
    strobes: z
      .array(line("The line STB of a board"))
      .min(1)
      .max(4)
      .prefault([26])
      .meta({ description: "The line STB of each board", expected: "a list of one to four lines", example: "[26, 6]" }),
    relays: z
      .array(z.string().max(64))
      .max(4 * BOARD)
      .optional()
      .meta({
        description: `The relay of each key, from the left, or \`${NONE}\`; left out, each relay has the key of its number`,
        expected: "a list of at most 32 relays",
        example: "[boiler, pump, none, fan]",
      }),
    delay: duration("What a key stepped to is done so long after the last press", "2 s", {
      least_ms: 500,
      most_ms: 30_000,
    }).default(2_000),
    brightness: brightness("How bright it is", "7").default(7),
    night: night("When it is dimmed: `sun`, from sunset to sunrise, or from one time to another").optional(),
    night_brightness: brightness("How bright it is then", "1").default(1),
  })
  .meta({
    description:
      "Boards TM1638 with eight digits, LEDs and keys; `panel: {}` is enough for one that is wired as PvMonit has it",
  });

export type PanelConfig = z.output<typeof PanelOptions>;

/** The relay of each key, `undefined` for none, as it is written. */
export function keysOf({ relays }: PanelConfig): (string | undefined)[] | undefined {
  return relays?.map((relay) => (relay === NONE ? undefined : relay));
}
