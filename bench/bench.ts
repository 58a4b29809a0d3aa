import type { Bound } from "./judge.ts";

/** One measurement: what `npm run bench -- NAME` runs. */
export interface Bench {
  /** A line for the list of names. */
  readonly about: string;
  /** @param size how many edges, seconds … the bench's own unit; absent: its usual one */
  run(size: number | undefined, say: (line: string) => void): Promise<Result>;
}

export interface Result {
  /** Figures by name; the unit is the end of the name. */
  readonly figures: Readonly<Record<string, number>>;
  /** What `--json` prints instead of the figures, where a form was agreed upon. */
  readonly json?: Readonly<Record<string, unknown>>;
  /** What the project promises, and whether these figures keep it. */
  readonly bounds: readonly Bound[];
  /** For people. */
  readonly lines: readonly string[];
}
