import { type I2c, PinTrouble } from "../../model/index.ts";
import { explainedBus } from "../../pins/i2c/choose.ts";

/** Which addresses of a bus answer. A byte is read from each; nothing is written. */

/** Those before and behind are the bus's own. */
const FIRST = 0x08;
const LAST = 0x77;
/** What adapters say where nobody is, or where a driver of the kernel has the chip. */
const NOBODY: readonly string[] = ["ENXIO", "EREMOTEIO", "ENODEV", "EIO", "EBUSY"];

/** @throws ToldError saying what to do where the bus cannot be asked at all */
export async function askBus(i2c: I2c, path: string): Promise<number[]> {
  const found: number[] = [];
  // all are kept until the end: the bus is opened once
  const chips = Array.from({ length: LAST - FIRST + 1 }, (_nothing, index) => FIRST + index).map(
    (address) => [address, i2c.chip(path, address)] as const,
  );
  try {
    for (const [address, chip] of chips) {
      try {
        await chip.run([{ do: "read", count: 1 }]);
        found.push(address);
      } catch (error) {
        if (!(error instanceof PinTrouble) || !NOBODY.includes(error.code)) throw explainedBus(error, path, address);
      }
    }
  } finally {
    await Promise.all(chips.map(([, chip]) => chip.close()));
  }
  return found;
}
