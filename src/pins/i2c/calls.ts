import { closeSync, openSync, readSync, writeSync } from "node:fs";
import type { I2cStep } from "../../model/ports/i2c.ts";
// not by the model's index: a thread of few calls starts with few files
import { PinTrouble } from "../../model/ports/pins.ts";
import { addressOf, ioctl } from "../libc.ts";
import { systemWord } from "../system-word.ts";
import {
  type Abilities,
  abilitiesIn,
  bytesIn,
  type Command,
  functionsBuffer,
  REQUEST,
  readingByte,
  readingRegisters,
  smbusData,
  smbusRequest,
  writing,
} from "./layout.ts";

/** Calls that wait for a bus: made in a thread of their own, never in the house's. */

const asleep = new Int32Array(new SharedArrayBuffer(4));

function pause(us: number): void {
  Atomics.wait(asleep, 0, 0, us / 1_000);
}

/** A call of the file system, with its refusal as ours. */
function asked<Result>(doing: string, call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    throw new PinTrouble(systemWord(error), doing);
  }
}

/** An open bus. */
export class OpenBus {
  readonly #fd: number;
  readonly #abilities: Abilities;

  /** @throws PinTrouble */
  constructor(path: string) {
    this.#fd = asked(`open ${path}`, () => openSync(path, "r+"));
    try {
      const functions = functionsBuffer();
      ioctl(this.#fd, REQUEST.functions, functions);
      this.#abilities = abilitiesIn(functions);
    } catch (error) {
      closeSync(this.#fd);
      throw error;
    }
  }

  /** See `I2cChip.run`. @throws PinTrouble */
  run(address: number, steps: readonly I2cStep[]): number[][] {
    ioctl(this.#fd, REQUEST.slave, address);
    return steps.flatMap((step) => {
      const read = this.#do(step);
      return read ? [read] : [];
    });
  }

  close(): void {
    closeSync(this.#fd);
  }

  #do(step: I2cStep): number[] | undefined {
    if (step.do === "pause") pause(step.us);
    else if (step.do === "write") this.#write(step.bytes);
    else if (step.do === "read") return this.#read(step.count);
    else return this.#smbus(readingRegisters(step.from, step.count, this.#abilities), step.count);
    return undefined;
  }

  #write(bytes: readonly number[]): void {
    if (!this.#abilities.plain) this.#smbus(writing(bytes, this.#abilities), 0);
    else if (asked("write", () => writeSync(this.#fd, Buffer.from(bytes))) !== bytes.length) short("write");
  }

  #read(count: number): number[] {
    if (!this.#abilities.plain) return this.#smbus(count === 1 ? readingByte : undefined, count);
    const bytes = Buffer.alloc(count);
    if (asked("read", () => readSync(this.#fd, bytes, 0, count, null)) !== count) short("read");
    return [...bytes];
  }

  #smbus(command: Command | undefined, count: number): number[] {
    if (!command) throw new PinTrouble("EOPNOTSUPP", "this adapter");
    const data = smbusData(command);
    ioctl(this.#fd, REQUEST.smbus, smbusRequest(command, addressOf(data)));
    const read = bytesIn(data, command);
    if (read.length !== count) short("read");
    return read;
  }
}

function short(doing: string): never {
  throw new PinTrouble("EIO", `${doing}: too few bytes`);
}
