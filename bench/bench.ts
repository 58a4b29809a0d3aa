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
  /** What `--json` prints instead of figures and bounds, where a form was agreed upon. */
  readonly json?: unknown;
  /** What the project promises, and whether these figures keep it. */
  readonly bounds: readonly Bound[];
  /** For people. */
  readonly lines: readonly string[];
}

export interface Bound {
  readonly promise: string;
  readonly kept: boolean;
}

/** With so many digits as a person wants to read. */
export function round(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 10) / 10;
}
