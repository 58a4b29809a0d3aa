import type { Unit } from "../reading.ts";

/** How far a text was read into the history. */
export interface ImportMark {
  /** What the file is known by. */
  readonly file: string;
  /** Bytes and lines of its (unpacked) text from which all readings are in the database. */
  readonly bytes: number;
  readonly lines: number;
  /** Lines that could not be read until then. */
  readonly refused: number;
}

/** Readings that were not new. */
export interface Met {
  /** They are there already, as they are given. */
  readonly same: number;
  /** Another value is there of the same channel and instant, and stays. */
  readonly other: number;
}

/** Where the readings of one channel go. */
export interface Basket {
  /**
   * Takes a reading; in any order, and of one instant the first one counts.
   * @param at UTC ms, whole
   * @param state when given, the number is not looked at
   */
  add(at: number, number: number, state?: string): void;
}

/** Takes many readings from elsewhere into the history. What is there already stays as it is. */
export interface Loader {
  /** The unit of a channel that the history has; `null` of states, `undefined`: it has no such channel. */
  unit(channel: string): Unit | undefined;
  /**
   * The basket of a channel, the same one each time.
   * @param channel a name that may be kept (`flawOfForeignName`)
   * @param unit of a channel that is not known yet
   */
  basket(channel: string, unit: Unit): Basket;
  /**
   * Stores what lies in the baskets now; readings that are added meanwhile are for the next time. One at a time.
   * @param mark notes with the last of them how far a file was read
   * @throws StoreError; what was stored until then is there
   */
  store(mark?: ImportMark): Promise<void>;
  /** What was met until now by what was stored. */
  readonly met: Met;
  /** The first and the last instant of what was stored until now, UTC ms; `undefined`: nothing was. */
  readonly reach: { readonly first: number; readonly last: number } | undefined;
}
