/**
 * I²C buses, and the chips on them. A call may take long: a chip may hold its bus, and a driver waits for it for a second and
 * more. So nothing here is answered at once, and nobody waits for a bus but whoever asked.
 */

/** One message to a chip, or one from it. */
export type I2cStep =
  /** Its bytes one after the other: 1 to 256. */
  | { readonly do: "write"; readonly bytes: readonly number[] }
  /** So many bytes as the chip gives them, without a register: 1 to 32. */
  | { readonly do: "read"; readonly count: number }
  /** So many registers from one on, in one go: 1 to 32. */
  | { readonly do: "registers"; readonly from: number; readonly count: number }
  /** Nothing for so long, µs: the chip is busy. */
  | { readonly do: "pause"; readonly us: number };

/** A bus. */
export interface I2cBus {
  /** `/dev/i2c-1` */
  readonly path: string;
  /** What its adapter is called, such as `bcm2835 (i2c@7e804000)`; may be empty. */
  readonly name: string;
}

/** A chip at its address, until it is closed. */
export interface I2cChip {
  /**
   * Does the steps in their order; of this process nobody else's come between. What was asked for and has not begun when its
   * time is over is not done any more; what has begun may still be done.
   * @returns what was read, one for each step that reads
   * @throws PinTrouble ENXIO, EREMOTEIO: no chip answers; EIO; EAGAIN; ETIMEDOUT: the bus is held, or does not answer in time;
   * EBUSY: the kernel's own driver has the chip; ENOENT, EACCES; EOPNOTSUPP: the adapter cannot do such a step
   */
  run(steps: readonly I2cStep[]): Promise<readonly (readonly number[])[]>;
  /** Lets go of it. What was not begun is not done. Resolves once nothing of it is under way, within a second. */
  close(): Promise<void>;
}

/** The buses of this machine. */
export interface I2c {
  /** In the order of their numbers. */
  buses(): I2cBus[];
  /** @param path of its bus @param address 0x03 to 0x77; nothing is opened before the first steps @throws RangeError */
  chip(path: string, address: number): I2cChip;
}
