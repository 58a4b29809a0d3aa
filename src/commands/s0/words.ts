import type { Outcome } from "./reckon.ts";

/** What `gleaner s0 calibrate` says. */

const shown = (value: number): string => (value >= 100 ? value.toFixed(1) : value.toFixed(3));
const kwh = (wh: number): string => `${Number((wh / 1_000).toFixed(3))} kWh`;

export interface Told {
  readonly device: string;
  /** What the configuration has. */
  readonly configured: number;
  readonly pulses: number;
  readonly wh: number;
  /** What the meter shows now, as the person wrote it, with its unit. */
  readonly register: string;
  readonly uncounted_ms: number;
}

function wrongWay(
  { found }: Outcome & { readonly found: Exclude<Outcome["found"], "value"> },
  needs_wh: number,
): string {
  switch (found) {
    case "back":
      return "the meter went back between the two readings: it shows less at the later one. Read both off the same meter, the same register of it, in the order of their times";
    case "no_pulses":
      return "no pulse came between the two readings, and the meter went on: check the wiring, and that the meter's output is the one of this register (see gleaner detect and docs/wiring.md)";
    case "uncounted":
      return "for most of the time between the two readings nobody counted: take two readings between which Gleaner ran";
    case "too_short":
      return `the meter has gone on too little for its last digit to say anything: wait until it has gone on by ${kwh(needs_wh)}, then give the later reading`;
  }
}

/** Lines for a person. @throws Error that says why nothing comes out, and what to do */
export function wordsOf(outcome: Outcome, told: Told): string[] {
  if (outcome.found !== "value")
    throw new Error(wrongWay(outcome, outcome.found === "too_short" ? outcome.needs_wh : 0));
  const { value, least, most, usual, nearest } = outcome;
  const lines = [
    `${told.pulses} pulses for ${kwh(told.wh)}: ${shown(value)} pulses a kWh.`,
    `By the meter's last digit and a pulse at each end it lies between ${shown(least)} and ${shown(most)}.`,
  ];
  if (told.uncounted_ms > 0) {
    lines.push(`For ${Math.ceil(told.uncounted_ms / 1_000)} s of it nobody counted, so that it may be a little more.`);
  }
  lines.push(...verdict(usual, nearest, value, told.configured));
  const [best] = usual;
  // what is likely to be wrong is not offered for pasting
  if (best === undefined) return [...lines, "Take two readings again, further apart, before you write it."];
  lines.push("", `devices:`, `  ${told.device}:`, `    pulses_per_kwh: ${best}`, `    register: "${told.register}"`);
  return [...lines, "", 'Another "register" begins the count anew there: write it while the meter shows just that.'];
}

function verdict(usual: readonly number[], nearest: number, value: number, configured: number): string[] {
  const [only, ...others] = usual;
  if (only === undefined) {
    const way = value < nearest ? "Pulses may be lost: look at the device's counters of noise" : "Pulses may be bounce";
    return [`No meter has such a value; the nearest usual one is ${nearest}. ${way}, or the readings are not right.`];
  }
  if (others.length > 0) {
    return [`That may be ${usual.toSorted((a, b) => a - b).join(" or ")}: go on for longer to tell them apart.`];
  }
  return [
    only === configured
      ? `It is ${only}, as the configuration has it.`
      : `It is ${only}; the configuration has ${configured}.`,
  ];
}
