import { type Decision, type DecisionKind, MINUTE, type Now, reason } from "../model/index.ts";

/** What may come again and again without end: devices, outputs, whoever changes modes. */
const SPARED: ReadonlySet<DecisionKind> = new Set(["device", "mode", "fault", "mode_file"]);
const EVERY_MS = MINUTE;
/** So many different mistakes in the mode file are told at once; more are held back like one that comes again. */
const MOST_MISTAKES = 3;

interface Cause {
  /** When it was told last. */
  told_mono: number;
  /** Lines held back since. */
  count: number;
  last: Decision;
}

/** Who or what a line is about, and what it says of it. */
function causeOf({ kind, relay, reason: why }: Decision): string {
  return `${kind} ${relay ?? why.values?.device ?? ""} ${why.code}`;
}

/**
 * Keeps a flood out of the journal: of lines that say the same of the same relay or device one a minute is told at once. The
 * others are counted, and told as one when the minute is over. Switching and what is refused are left alone.
 */
export class Sparing {
  /** In the order in which they came last. */
  readonly #causes = new Map<string, Cause>();

  /** @returns those that are to be told now, in their order */
  take(decisions: readonly Decision[], { mono }: Now): readonly Decision[] {
    if (!decisions.some(({ kind }) => SPARED.has(kind))) return decisions;
    return decisions.filter((decision) => !SPARED.has(decision.kind) || this.#mayTell(decision, mono));
  }

  #mayTell(decision: Decision, mono: number): boolean {
    const key = this.#keyOf(decision);
    const cause = this.#causes.get(key);
    if (cause === undefined || (cause.count === 0 && mono - cause.told_mono >= EVERY_MS)) {
      this.#causes.set(key, { told_mono: mono, count: 0, last: decision });
      return true;
    }
    this.#causes.delete(key);
    this.#causes.set(key, { ...cause, count: cause.count + 1, last: decision });
    return false;
  }

  /** The cause; of the mode file, where people look for their mistake, also what is wrong. */
  #keyOf(decision: Decision): string {
    const cause = causeOf(decision);
    const problem = decision.reason.values?.problem;
    if (decision.kind !== "mode_file" || typeof problem !== "string") return cause;
    const own = `${cause} ${problem}`;
    if (this.#causes.has(own)) return own;
    const told = [...this.#causes.keys()].filter((key) => key.startsWith(`${cause} `)).length;
    return told < MOST_MISTAKES ? own : cause;
  }

  /** What was held back and is to be told now; to be called in every cycle. */
  due({ at, mono }: Now): readonly Decision[] {
    return this.#summed(at, mono, (cause) => mono - cause.told_mono >= EVERY_MS);
  }

  /** All that was held back, at the stop. */
  rest({ at, mono }: Now): readonly Decision[] {
    return this.#summed(at, mono, () => true);
  }

  #summed(at: number, mono: number, isDue: (cause: Cause) => boolean): Decision[] {
    const due = [...this.#causes].filter(([, cause]) => isDue(cause));
    return due.flatMap(([key, { count, last }]) => {
      this.#causes.delete(key);
      if (count === 0) return [];
      // the minute begins anew
      this.#causes.set(key, { told_mono: mono, count: 0, last });
      return [{ ...last, at, reason: count === 1 ? last.reason : reason("repeated", { count }, last.reason) }];
    });
  }
}
