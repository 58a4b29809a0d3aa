import { HOUR, MINUTE } from "../../model/index.ts";

/** A disk that has not answered for so long is dead until the machine starts anew. */
export const STORE_DEAD_MS = 5 * MINUTE;
/** Only a disk that was well for so long in this run: one that hangs again soon is not mended by another start. */
export const STORE_WELL_MS = HOUR;

/** Whether the store lives: one that says no, as a full or a read-only disk has it do, does; one that is asked nothing as well. */
export class StoreWatch {
  /** Since when it has been well. */
  #since_mono: number;
  #wasDead = false;

  constructor(mono: number) {
    this.#since_mono = mono;
  }

  /**
   * @param hangs_ms how long it owes an answer; 0: it does not
   * @returns whether another start of the machine is worth while
   */
  isDead(mono: number, hangs_ms: number): boolean {
    if (hangs_ms < STORE_DEAD_MS) {
      if (this.#wasDead) this.#since_mono = mono;
      this.#wasDead = false;
      return false;
    }
    this.#wasDead = true;
    return mono - hangs_ms - this.#since_mono >= STORE_WELL_MS;
  }
}
