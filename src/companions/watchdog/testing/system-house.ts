import type { Reason } from "../../../model/index.ts";
import { Watchdog } from "../index.ts";

/** As the kernel test has it: a board's would take 15 s for each restart. */
export const TIMEOUT_S = 3;

/** As much of a house as the machine's own watchdog is fed by. */
export class SystemHouse {
  readonly notes: Reason[] = [];
  readonly #watchdog = new Watchdog({ path: "/dev/watchdog", timeout_s: TIMEOUT_S, least_s: 1 });

  constructor() {
    this.#watchdog.start({ command: () => false, note: (_kind, why) => this.notes.push(why) });
  }

  cycle(mono = performance.now(), ...faults: Reason[]): void {
    this.#watchdog.shown({ now: { at: Date.now(), mono }, faults });
  }

  stop(): void {
    this.#watchdog.stop();
  }
}
