import { type Contacts, type Key, type KeyChange, PinTrouble, type Wire, type Wires } from "../../model/index.ts";

/** Input devices and serial ports that a test makes up, at the level of the port. */
export class OtherContacts {
  /** Name to path. */
  readonly names = new Map<string, string>();
  /** Why a path cannot be opened, or read any more. */
  readonly refusals = new Map<string, string>();
  /** Wires of the only port: how often each changed, and how it stands. */
  readonly counts: Record<Wire, number> = { cts: 0, dsr: 0, dcd: 0 };
  readonly levels: Record<Wire, boolean> = { cts: false, dsr: false, dcd: false };
  /** What fed the port's contact. */
  fed: Parameters<Contacts["wires"]>[1] | undefined;
  isDown = false;
  #changes: KeyChange[] = [];

  /** Presses or releases the key. @param mono ms */
  press(down: boolean, mono: number): void {
    this.isDown = down;
    this.#changes.push({ mono, down });
  }

  /** The kernel drops what waits; the key stands so. */
  drop(down: boolean, mono: number): void {
    this.isDown = down;
    this.#changes = [{ mono, down, after_loss: true }];
  }

  /** A wire changes. */
  turn(wire: Wire, times = 1): void {
    this.counts[wire] = (this.counts[wire] + times) % 2 ** 32;
    if (times % 2 === 1) this.levels[wire] = !this.levels[wire];
  }

  key(path: string): Key {
    this.#present(path);
    this.#changes = [];
    return {
      isDown: () => this.isDown,
      changes: () => {
        this.#present(path);
        const found = this.#changes;
        this.#changes = [];
        return found;
      },
      close: () => undefined,
    };
  }

  async wires(path: string, feeds: Parameters<Contacts["wires"]>[1]): Promise<Wires> {
    this.#present(path);
    this.fed = feeds;
    return {
      changes: (wire) => {
        this.#present(path);
        return this.counts[wire];
      },
      isOn: async (wire) => this.levels[wire],
      close: () => undefined,
    };
  }

  #present(path: string): void {
    const refusal = this.refusals.get(path);
    if (refusal !== undefined) throw new PinTrouble(refusal, path);
  }
}
