import { z } from "zod";

/** How many pulses a meter gives, as its plate says it. */

const MOST = 1_000_000;
/** What stands on a plate. A point before three digits may part thousands, as in German. */
const PLATE = /^(\d{1,7}(?:\.\d{1,6})?) ?(imp|imps|impulse|impulses|impulsions|puls|pulse|pulses)?\.? ?\/ ?kwh$/i;
const PLATE_WH = /^(\d{1,7}(?:\.\d{1,6})?) ?wh ?\/ ?(?:imp|impulse|impulsion|puls|pulse)\.?$/i;
const THOUSANDS = /^[1-9]\d{0,2}\.\d{3}$/;
/** Discs of old meters turn 37.5 or 187.5 times a kWh; a smaller number with a fraction is thousands, or Wh a pulse. */
const LEAST_WITH_FRACTION = 30;

const isPossible = (pulses: number): boolean => pulses >= 1 && pulses <= MOST;

/** @returns pulses a kWh, or what is wrong with the words */
function readWords(written: string): number | string {
  const words = written.trim();
  const [, perKwh] = PLATE.exec(words) ?? [];
  const [, whEach] = PLATE_WH.exec(words) ?? [];
  const number = perKwh ?? whEach;
  if (number === undefined)
    return "expected pulses a kWh: write what the plate says, such as 1000 imp/kWh or 0.5 Wh/imp";
  if (THOUSANDS.test(number)) {
    return `the point may part thousands: write ${number.replace(".", "")} without it, or ${Number(number)} with fewer digits`;
  }
  const pulses = perKwh === undefined ? 1_000 / Number(number) : Number(number);
  return isPossible(pulses) ? pulses : `expected 1 to ${MOST} pulses a kWh`;
}

/** @returns pulses a kWh, or what is wrong with the number */
function readNumber(pulses: number): number | string {
  if (pulses > 0 && pulses < LEAST_WITH_FRACTION && !Number.isInteger(pulses)) {
    const few = pulses < 1 ? "" : ` or \`${pulses} imp/kWh\``;
    return `so few can hardly be pulses a kWh: write \`${pulses} Wh/imp\`${few}, as the plate says, and thousands without a point`;
  }
  return isPossible(pulses) ? pulses : `expected 1 to ${MOST} pulses a kWh`;
}

/** Pulses a kWh, 1 to 1,000,000, as a number or with the plate's unit. What can be read in two ways is refused. */
export const PulsesPerKwh = z
  .union([z.number(), z.string().max(40)])
  .transform((written, issues) => {
    const read = typeof written === "number" ? readNumber(written) : readWords(written);
    if (typeof read === "number") return read;
    issues.addIssue({ code: "custom", message: `${read}; found ${written}`, params: { whole: true } });
    return z.NEVER;
  })
  .meta({
    description: "Pulses a kWh, as the meter's plate says: 1000, `1000 imp/kWh`, or `0.5 Wh/imp`",
    expected: "pulses a kWh",
    example: "1000 imp/kWh",
  });
