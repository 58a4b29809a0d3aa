/** Judges what a troubled house has kept, from what its programs printed and when, and what was done to it. */

/** An instant: µs of the machine's monotonic clock. */
type Micros = number;

/** Readings printed in this time may be missing; the words say why. */
export interface Excuse {
  readonly from: Micros;
  readonly to: Micros;
  readonly why: string;
}

export interface Kept {
  /** As it was recorded, UTC ms. */
  readonly at: number;
  readonly value: Micros;
}

export interface ReadingsVerdict {
  readonly printed: number;
  readonly kept: number;
  readonly excused: number;
  /** Missing without an excuse. */
  readonly lost: readonly Micros[];
  readonly doubled: readonly Micros[];
  /** Kept, but never printed. */
  readonly invented: readonly Micros[];
  /** Kept in another order than they were printed in. */
  readonly disordered: number;
}

/**
 * @param printed in the order of printing
 * @param kept in the order of their recorded instants
 */
export function judgeReadings(
  printed: readonly Micros[],
  kept: readonly Kept[],
  excuses: readonly Excuse[],
): ReadingsVerdict {
  const known = new Set(printed);
  const seen = new Set<Micros>();
  const doubled: Micros[] = [];
  const invented: Micros[] = [];
  let disordered = 0;
  let before: Kept | undefined;
  for (const reading of kept) {
    const { at, value } = reading;
    if (seen.has(value)) doubled.push(value);
    seen.add(value);
    if (!known.has(value)) invented.push(value);
    if (before && (value <= before.value || at <= before.at)) disordered++;
    before = reading;
  }
  const missing = printed.filter((value) => !seen.has(value));
  const lost = missing.filter((value) => !excuses.some(({ from, to }) => value >= from && value <= to));
  return {
    printed: printed.length,
    kept: kept.length,
    excused: missing.length - lost.length,
    ...{ lost, doubled, invented, disordered },
  };
}

/** How a run of the house ended. */
export interface RunEnd {
  /** `killed`: its last order may be written and not carried out. `killed_unstored`: what it decided may not be written. */
  readonly how: "stopped" | "killed" | "killed_unstored";
}

/** Only the changes of a row of states, from off on. */
function changes(states: readonly boolean[]): boolean[] {
  return states.filter((on, i) => on !== (states[i - 1] ?? false));
}

/**
 * Whether the journal and an output tell the same of one run of the house.
 * @param journal states that the journal says the relay was switched to, oldest first
 * @param output states that its output was ordered to take
 * @returns what does not fit; `undefined`: all does
 */
export function judgeSwitching(
  journal: readonly boolean[],
  output: readonly boolean[],
  { how }: RunEnd,
): string | undefined {
  const [said, seen] = [changes(journal), changes(output)];
  // changes from off on go in turn: on, off, on …; so only their numbers can differ
  const ahead = said.length - seen.length;
  const words = `${said.length} switchings in the journal, ${seen.length} at the output (${how})`;
  if (how === "stopped") return ahead === 0 ? undefined : words;
  // the reason is on the disk before the coil, so the journal may be one ahead; a disk that does not answer is not waited for
  if (how === "killed") return Math.abs(ahead) <= 1 ? undefined : words;
  return ahead <= 1 ? undefined : words;
}
