import type { Bench, Result } from "../bench.ts";
import { round } from "../figures.ts";
import type { Bound } from "../judge.ts";
import type { Attack } from "./attack.ts";
import { ATTACKS } from "./attacks/index.ts";
import { HungFolder } from "./hung-folder.ts";
import { boundsOf, figuresOf, worstOf } from "./judge.ts";
import { type Trial, type TrialOptions, tryAttacks } from "./trial.ts";

/** What is done to a house from outside, one after the other and then all at once, and whether Off is still possible. */

const RELAYS = 8;
const SECONDS = 10;
/** Names attacks by a part of their names, so that only these are made: `HOSTILE_ONLY=pipes,hangs`. */
const ONLY = "HOSTILE_ONLY";

export interface Hostilities {
  readonly quiet: Trial;
  readonly trials: readonly Trial[];
  readonly bounds: readonly Bound[];
  /** What could not be done on this machine, and why. */
  readonly left_out: readonly string[];
}

/** Makes attacks on a house, each on a new one. @param together whether they are made all at once at the end */
export async function attack(
  wanted: readonly Attack[],
  together: boolean,
  options: TrialOptions,
  say: (line: string) => void,
): Promise<Hostilities> {
  const why = wanted.some(({ hangs }) => hangs) ? await HungFolder.why() : undefined;
  const attacks = wanted.filter(({ hangs }) => !hangs || why === undefined);
  const left_out = wanted.filter((one) => !attacks.includes(one)).map(({ name }) => `${name}: ${why}`);
  for (const words of left_out) say(`left out: ${words}`);
  const quiet = await tryAttacks("quiet", [], options);
  const trials: Trial[] = [];
  const rounds = attacks.map((one): [string, Attack[]] => [one.name, [one]]);
  if (together) rounds.push(["all at once", attacks]);
  for (const line of table([quiet], quiet)) say(line);
  for (const [name, made] of rounds) {
    const trial = await tryAttacks(name, made, options);
    say(rowOf(trial, quiet));
    trials.push(trial);
  }
  return { quiet, trials, bounds: worstOf([quiet, ...trials], quiet), left_out };
}

const COLUMNS = ["attack", "Off p50", "p99", "jitter", "stop", "left on", "memory", "/health", "loop"];
const WIDTHS = [38, 8, 8, 8, 8, 8, 8, 8, 8];

function row(cells: readonly string[]): string {
  return cells
    .map((cell, index) => (index === 0 ? cell.padEnd(WIDTHS[0] ?? 0) : cell.padStart(WIDTHS[index] ?? 0)))
    .join("");
}

function rowOf(trial: Trial, quiet: Trial): string {
  const { off_p50_ms, off_p99_ms, jitter_ms } = figuresOf(trial, quiet);
  const ms = (value: number): string => String(Math.round(value));
  const verdict = boundsOf(trial, quiet).every(({ kept }) => kept) ? "" : "  NOT KEPT";
  const { name, stop_ms, left_on, stuck, highest_mb, named_ms, plain, ended } = trial;
  const cells = [
    name,
    ms(off_p50_ms),
    ms(off_p99_ms),
    ms(jitter_ms),
    ms(stop_ms),
    String(left_on.length),
    ms(highest_mb),
  ];
  const late = stuck.length > 0 ? `  (not on again before the stop: ${stuck.join(" ")})` : "";
  const end = ended === "exit 0" ? "" : `  (${ended ?? "it had to be killed"})`;
  return row([...cells, named_ms === null ? "-" : ms(named_ms), plain.value.toFixed(1)]) + verdict + late + end;
}

function table(trials: readonly Trial[], quiet: Trial): string[] {
  return [row(COLUMNS), ...trials.map((trial) => rowOf(trial, quiet))];
}

function chosen(): { readonly attacks: readonly Attack[]; readonly together: boolean } {
  const parts = process.env[ONLY]?.split(",");
  if (parts === undefined) return { attacks: ATTACKS, together: true };
  return { attacks: ATTACKS.filter(({ name }) => parts.some((part) => name.includes(part))), together: false };
}

export const hostile: Bench = {
  about: `a house under attack, one after the other, then all at once (size: seconds of each, ${SECONDS}; ${ONLY} names some)`,
  async run(size, say): Promise<Result> {
    const { attacks, together } = chosen();
    const options = { relays: RELAYS, for_ms: (size ?? SECONDS) * 1_000 };
    const { quiet, trials, bounds, left_out } = await attack(attacks, together, options, say);
    const figures = trials.map((trial) => figuresOf(trial, quiet));
    return {
      figures: {
        off_p99_ms: round(Math.max(...figures.map(({ off_p99_ms }) => off_p99_ms))),
        jitter_ms: round(Math.max(...figures.map(({ jitter_ms }) => jitter_ms))),
        stop_ms: round(Math.max(...trials.map(({ stop_ms }) => stop_ms))),
        highest_mb: round(Math.max(...trials.map(({ highest_mb }) => highest_mb))),
        left_on: trials.reduce((sum, { left_on }) => sum + left_on.length, 0),
      },
      bounds,
      lines: [...table([quiet, ...trials], quiet), ...left_out.map((words) => `left out: ${words}`)],
    };
  },
};
