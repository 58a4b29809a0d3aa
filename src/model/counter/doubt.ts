/** The last change of a register: by how much, and the instant of the reading that showed it, UTC ms. */
export interface LastChange {
  readonly size: number;
  readonly at: number;
}

/** What a register is believed to show, so that the rule can go back there. */
export interface Mark {
  readonly level: number;
  /** When it was seen to show so last, UTC ms. */
  readonly at: number;
  /** Asked for only when it matters, as it may have to be looked for. */
  readonly change: () => LastChange;
  /** All that it rose so far. */
  readonly total: number;
}

interface Change {
  /** As it was before. */
  readonly before: Mark;
  /** The instant of the changed reading, and what it showed. */
  readonly at: number;
  readonly value: number;
  /** So many readings came before it. */
  readonly reading: number;
}

/** It fell: was that real, or will it come back? */
export interface Fall extends Change {
  readonly kind: "fall";
  readonly as: "reset" | "rollover" | "restart";
  /** The lowest that it showed since. */
  low: number;
}

/** It rose much faster than before: was that real, or will it fall back? */
export interface Leap extends Change {
  readonly kind: "leap";
  /** So steep that it does not count before it has stayed. */
  readonly steep: boolean;
  /** It more than doubled the register, and counts only if what follows is as fast: `asked` until the next change. */
  doubling: "no" | "asked" | "refused";
  /** The fall that it takes back if it stays: then it rose from what was shown before that. */
  readonly back: Fall | undefined;
}

export type Doubt = Fall | Leap;
