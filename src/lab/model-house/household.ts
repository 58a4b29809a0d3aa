import { DAY, HOUR, MINUTE } from "../../model/index.ts";
import { hash, wave } from "./noise.ts";

/** What the people of the house use that hangs on no relay: a day's rhythm, drawn by lot for each day. */

const STREAM = { fridge: 20, kettle: 21, cook: 22, wash: 23, evening: 24, standby: 25, draw: 26 } as const;

/** One use a day, somewhere in a window. */
interface Habit {
  readonly stream: number;
  readonly slot: number;
  /** Window of its start, local time of day, ms. */
  readonly from: number;
  readonly to: number;
  /** Its length, ms. */
  readonly short: number;
  readonly long: number;
  /** Part of the days on which it happens. */
  readonly often: number;
}

const KETTLE: readonly Habit[] = [
  {
    stream: STREAM.kettle,
    slot: 0,
    from: 6.5 * HOUR,
    to: 8.5 * HOUR,
    short: 2 * MINUTE,
    long: 4 * MINUTE,
    often: 0.95,
  },
  { stream: STREAM.kettle, slot: 1, from: 13 * HOUR, to: 14.5 * HOUR, short: 2 * MINUTE, long: 3 * MINUTE, often: 0.7 },
  { stream: STREAM.kettle, slot: 2, from: 16 * HOUR, to: 18 * HOUR, short: 2 * MINUTE, long: 4 * MINUTE, often: 0.8 },
];
const HOB: Habit = {
  stream: STREAM.cook,
  slot: 0,
  from: 11.8 * HOUR,
  to: 12.5 * HOUR,
  short: 8 * MINUTE,
  long: 18 * MINUTE,
  often: 0.6,
};
const WASH: Habit = {
  stream: STREAM.wash,
  slot: 0,
  from: 10.5 * HOUR,
  to: 13.5 * HOUR,
  short: 65 * MINUTE,
  long: 75 * MINUTE,
  often: 0.3,
};
/** Water drawn from the tank: shower, dishes, showers in the evening. */
const DRAWS: readonly (Habit & { readonly litres_per_min: number })[] = [
  {
    stream: STREAM.draw,
    slot: 0,
    from: 6.7 * HOUR,
    to: 8 * HOUR,
    short: 5 * MINUTE,
    long: 8 * MINUTE,
    often: 0.9,
    litres_per_min: 4,
  },
  {
    stream: STREAM.draw,
    slot: 1,
    from: 13 * HOUR,
    to: 14 * HOUR,
    short: 2 * MINUTE,
    long: 4 * MINUTE,
    often: 0.8,
    litres_per_min: 4,
  },
  {
    stream: STREAM.draw,
    slot: 2,
    from: 19.5 * HOUR,
    to: 22 * HOUR,
    short: 8 * MINUTE,
    long: 14 * MINUTE,
    often: 0.9,
    litres_per_min: 4,
  },
];

/** How long a habit has been going on at this local instant, ms; `null` when it is not. */
function since(seed: number, habit: Habit, local: number): number | null {
  const day = Math.floor(local / DAY);
  const lot = (n: number): number => hash(seed, habit.stream, (day * 8 + habit.slot) * 4 + n);
  if (lot(0) >= habit.often) return null;
  const start = habit.from + (habit.to - habit.from) * lot(1);
  const length = habit.short + (habit.long - habit.short) * lot(2);
  const gone = local - day * DAY - start;
  return gone >= 0 && gone < length ? gone : null;
}

/** A compressor that runs for about a third of each 40 minutes, longer in a warm house. */
function fridge(seed: number, local: number, outdoor_c: number): number {
  const period = 40 * MINUTE;
  const cycle = Math.floor(local / period);
  const duty = 0.28 + 0.1 * hash(seed, STREAM.fridge, cycle) + 0.006 * Math.max(0, outdoor_c - 15);
  return (local - cycle * period) / period < duty ? 75 : 0;
}

/**
 * Power of everything that hangs on no relay, W.
 * @param local local wall-clock time as if it were UTC, ms
 * @param elevation of the sun, degrees: lights burn when it is dark and people are up
 */
export function householdPower(seed: number, local: number, elevation: number, outdoor_c: number): number {
  const hour = (local % DAY) / HOUR;
  let power_w = 42 + 12 * wave(seed, STREAM.standby, local / (11 * MINUTE)) + fridge(seed, local, outdoor_c);
  if (KETTLE.some((habit) => since(seed, habit, local) !== null)) power_w += 1900;
  if (since(seed, HOB, local) !== null) power_w += 1300;
  const washing = since(seed, WASH, local);
  if (washing !== null) power_w += washing < 18 * MINUTE ? 1850 : 140;
  const up = hour >= 6.5 && hour < 22.8;
  if (up && elevation < -1) power_w += 45 + 50 * wave(seed, STREAM.evening, local / (35 * MINUTE));
  if (hour >= 18.5 && hour < 22.5) power_w += 85;
  return power_w;
}

/** Hot water drawn from the tank, litres per hour. */
export function waterDrawn(seed: number, local: number): number {
  let litres = 0;
  for (const draw of DRAWS) if (since(seed, draw, local) !== null) litres += draw.litres_per_min * 60;
  return litres;
}
