import type { Bench } from "../bench.ts";
import { median, round } from "../figures.ts";
import { atMost, type Bound } from "../judge.ts";
import { type Troubled, trouble } from "./run.ts";

/** A random run of combined trouble, judged by what its programs printed and its outputs saw. */

const SECONDS = 720;
/** Where no other is given in TROUBLE_SEED: another one each time would make a failure hard to see again. */
const SEED = 7;

function total(troubled: Troubled, count: (verdict: Troubled["readings"][string]) => number): number {
  return Object.values(troubled.readings).reduce((sum, verdict) => sum + count(verdict), 0);
}

/** What must not be. */
export function boundsOf(troubled: Troubled): Bound[] {
  const lost = total(troubled, (verdict) => verdict.lost.length);
  return [
    atMost("readings lost beyond what was counted", Math.max(0, lost - troubled.counted), "", 0),
    atMost(
      "readings doubled",
      total(troubled, ({ doubled }) => doubled.length),
      "",
      0,
    ),
    atMost(
      "readings never printed",
      total(troubled, ({ invented }) => invented.length),
      "",
      0,
    ),
    atMost(
      "readings out of order",
      total(troubled, ({ disordered }) => disordered),
      "",
      0,
    ),
    atMost("other things that are not as they should be", troubled.wrong.length, "", 0),
  ];
}

/** What happened, for people. */
export function linesOf(troubled: Troubled): string[] {
  const { seed, tally, mounted, counted, switchings, recoveries_ms, wrong, readings } = troubled;
  const acts = Object.entries(tally).map(([act, times]) => `${act} ${times}`);
  const slowest = recoveries_ms.length > 0 ? Math.max(...recoveries_ms) : 0;
  return [
    `Seed ${seed}: ${acts.join(", ")}${mounted ? "" : "; nobody may mount here, so a full disk was one whose writes fail"}`,
    ...Object.entries(readings).map(([name, { printed, kept, excused, lost }]) => {
      const first = lost.length > 0 ? `, the first at ${lost[0]} µs` : "";
      return `${name}: ${printed} printed, ${kept} kept, ${excused} excused by a kill or a stop, ${lost.length} lost${first}`;
    }),
    `Counted as not kept: ${counted}; switchings in the journal: ${switchings}`,
    `The disk's trouble was over ${round(median(recoveries_ms) / 1_000)} s after its end, ${round(slowest / 1_000)} s at most`,
    ...wrong,
  ];
}

export const troubleBench: Bench = {
  about: "a house in combined trouble, and what it lost of it (size: seconds, 720; TROUBLE_SEED=7)",
  async run(size, say) {
    const seed = Number(process.env.TROUBLE_SEED ?? SEED);
    say(`seed ${seed}`);
    const troubled = await trouble(size ?? SECONDS, seed, say);
    const printed = total(troubled, (verdict) => verdict.printed);
    const lost = total(troubled, (verdict) => verdict.lost.length);
    const { counted, switchings } = troubled;
    return {
      figures: { seed, printed, lost, counted, switchings },
      bounds: boundsOf(troubled),
      lines: linesOf(troubled),
    };
  },
};
