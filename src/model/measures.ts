import { inOwnUnit } from "./units.ts";

/** A number with its unit, in Gleaner's own unit; `""`: in whatever unit it is compared with. */
export interface Measure {
  readonly value: number;
  readonly unit: string;
}

/** Longer words are no measure. */
const LONGEST = 64;
const NUMBER = /^[+-]?\d+(?:\.\d+)?/;

interface Written {
  readonly number: number;
  readonly unit: string;
}

function written(words: string): Written | undefined {
  const text = words.trim().replace(/^−/, "-");
  const [digits] = (text.length <= LONGEST && NUMBER.exec(text)) || [];
  if (digits === undefined) return undefined;
  const unit = text.slice(digits.length).trim();
  return /^[^\d\s.+-]*$/.test(unit) ? { number: Number(digits), unit } : undefined;
}

function inOwn({ number, unit }: Written): Measure {
  return unit === "" ? { value: number, unit } : inOwnUnit(number, unit);
}

/** Reads `85 °C`, `2.5 kW`, `100`; `undefined` when it does not read so. */
export function parseMeasure(words: string): Measure | undefined {
  const found = written(words);
  return found && inOwn(found);
}

/** Reads a difference: 9 °F of it are 5 °C. */
export function parseDifference(words: string): Measure | undefined {
  const found = written(words);
  if (!found) return undefined;
  const [one, none] = [inOwn(found), inOwn({ ...found, number: 0 })];
  return { value: Number((one.value - none.value).toPrecision(12)), unit: one.unit };
}

/** From one value to another, both included. */
export interface MeasureRange {
  readonly least: number;
  readonly most: number;
  readonly unit: string;
}

/** Reads `-40 °C to 60 °C` and `0 to 100 %`; `undefined` when it does not read so, or is empty. */
export function parseRange(words: string): MeasureRange | undefined {
  const [from = "", to, ...more] = words.length <= 2 * LONGEST ? words.split(" to ") : [];
  const [low, high] = [written(from), to === undefined ? undefined : written(to)];
  if (!low || !high || more.length > 0) return undefined;
  const [least, most] = [inOwn(low.unit === "" ? { ...low, unit: high.unit } : low), inOwn(high)];
  if (least.unit !== most.unit || least.value >= most.value) return undefined;
  return { least: least.value, most: most.value, unit: most.unit };
}
