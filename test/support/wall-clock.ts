import { writeFileSync } from "node:fs";
import { buildPreload, memoryFolder } from "../../src/store/testing/preload.ts";

/** The wall clock of a house, see `wall-clock.c`; by how much it is off can be set while the house runs. */
export class WallClock implements Disposable {
  readonly #folder = memoryFolder();
  readonly #file = `${this.#folder.path}/off`;
  readonly env: Readonly<Record<string, string>>;

  constructor() {
    this.set(0);
    const source = new URL("./wall-clock.c", import.meta.url);
    this.env = { LD_PRELOAD: buildPreload("wall-clock", this.#folder.path, source), WALL_CLOCK: this.#file };
  }

  set(off_ms: number): void {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(off_ms));
    // in one write, in place: the house has it mapped
    writeFileSync(this.#file, bytes, { flag: off_ms === 0 ? "w" : "r+" });
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }
}
