import type { Now, Shown, Telling } from "../../../model/index.ts";

/** What came since it was asked last. */
export interface Pulsed {
  /** When each pulse began, ms, monotonic, oldest first. */
  readonly begun: readonly number[];
  /** Pulses that can only have been there: their number is known, or its upper bound. */
  readonly estimated: number;
  /** An instant may be wrong by so much, ms; absent: it is exact. */
  readonly grain_ms?: number;
  /** The time to the first of them tells no power. */
  readonly broken?: boolean;
}

export const NOTHING: Pulsed = { begun: [], estimated: 0 };

/** What a source tells by itself. */
export interface SourceEvents {
  /** It is there from now on. @param counts_all it has kept what came while Gleaner, or it, was away */
  begun(counts_all: boolean): void;
  /** It is not there; told each time that it is looked for. */
  lost(why: Telling): void;
}

/** Where pulses come from. */
export interface PulseSource {
  readonly counters: Readonly<Record<string, number>>;
  /** What it says of itself. */
  readonly facts: Readonly<Record<string, string>>;
  /** Looks for it, and again for as long as it is not there. @param last what is remembered of the run before */
  start(events: SourceEvents, last: Shown | undefined): void;
  /** What came until now. @throws ToldError: it is gone, which it finds out by itself where it can */
  take(now: Now): Pulsed;
  /** Where it stands after what was taken; absent: it has no place. */
  readonly place?: string | undefined;
  /** More is there than could be taken yet: what was counted so far is old. */
  readonly isBehind?: boolean;
  /** What a person should look at. */
  remark?(): Telling | null;
  stop(): void;
}
