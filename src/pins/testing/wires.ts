import { type I2c, type I2cBus, type I2cChip, type I2cStep, PinTrouble } from "../../model/index.ts";

/** A bus that a test makes up, at the level of the port. What the kernel does is tried in `*.kernel.test.ts`. */

/** A chip as the wire sees it. */
export interface WireChip {
  /** Bytes after its address; the chip takes them one by one. */
  write(bytes: readonly number[]): void;
  /** So many bytes. */
  read(count: number): number[];
  /** Nothing happens for so long, µs. */
  pause?(us: number): void;
}

/**
 * What goes wrong with a step. It does what is left of the step itself, if anything.
 * @throws PinTrouble
 */
export type Fault = (chip: WireChip, step: I2cStep, doIt: () => number[] | undefined) => number[] | undefined;

/** Buses with chips at their addresses. */
export class Wires implements I2c {
  /** Chips by address, the same on each bus. */
  readonly chips = new Map<number, WireChip>();
  /** The buses that are there. */
  names: readonly string[] = ["bcm2835 (i2c@7e804000)"];
  /** The kernel's word for each call, as where its node may not be opened. */
  refuses: string | undefined;
  /** Each step goes through it. */
  fault: Fault | undefined;
  /** Each call waits for this: a bus that somebody holds. */
  held: Promise<void> | undefined;
  /** Chips that are open. */
  open = 0;
  #last: Promise<unknown> = Promise.resolve();

  buses(): I2cBus[] {
    return this.names.map((name, index) => ({ path: `/dev/i2c-${index + 1}`, name }));
  }

  chip(path: string, address: number): I2cChip {
    this.open += 1;
    let closed = false;
    return {
      run: (steps) => {
        const next = this.#last.then(async () => {
          await this.held;
          if (closed) throw new PinTrouble("ECANCELED", path);
          return this.#run(path, address, steps);
        });
        this.#last = next.catch(() => undefined);
        return next;
      },
      close: async () => {
        if (!closed) this.open -= 1;
        closed = true;
      },
    };
  }

  #run(path: string, address: number, steps: readonly I2cStep[]): number[][] {
    if (this.refuses !== undefined) throw new PinTrouble(this.refuses, path);
    if (!this.buses().some((bus) => bus.path === path)) throw new PinTrouble("ENOENT", `open ${path}`);
    return steps.flatMap((step) => {
      const chip = this.chips.get(address);
      if (!chip) throw new PinTrouble("EREMOTEIO", path);
      const doIt = () => stepOn(chip, step);
      const read = this.fault ? this.fault(chip, step, doIt) : doIt();
      return read ? [read] : [];
    });
  }
}

function stepOn(chip: WireChip, step: I2cStep): number[] | undefined {
  if (step.do === "read") return chip.read(step.count);
  if (step.do === "pause") chip.pause?.(step.us);
  else if (step.do === "write") chip.write(step.bytes);
  else {
    chip.write([step.from]);
    return chip.read(step.count);
  }
  return undefined;
}
