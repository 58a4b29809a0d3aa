import type { Register, Registers, Shown } from "../index.ts";

/** Registers that a test remembers, from one device to the next. */
export class MemoryRegisters implements Registers {
  readonly shown = new Map<string, Shown>();

  open(device: string, quantity: string): Register {
    const name = `${device}.${quantity}`;
    return {
      last: async () => this.shown.get(name),
      keep: (shown) => void this.shown.set(name, shown),
      close: () => undefined,
    };
  }
}
