import { type I2c, PinTrouble, type ReasonCode, told } from "../../model/index.ts";

/** Where a bus is that a person names. */

/** @param bus its number, its path, or its adapter's name @throws ToldError where no adapter is called so */
export function busPath(i2c: I2c, bus: number | string): string {
  if (typeof bus === "number") return `/dev/i2c-${bus}`;
  if (bus.startsWith("/")) return bus;
  const found = i2c.buses().find(({ name }) => name === bus);
  if (!found) throw told("i2c_none", { path: bus });
  return found.path;
}

/** `0x20` */
export function sayAddress(address: number): string {
  return `0x${address.toString(16).padStart(2, "0")}`;
}

const MEANT: Readonly<Record<string, ReasonCode>> = {
  ENOENT: "i2c_none",
  EACCES: "i2c_forbidden",
  EPERM: "i2c_forbidden",
  EBUSY: "i2c_kernel_has_it",
  ENXIO: "i2c_no_answer",
  EREMOTEIO: "i2c_no_answer",
  ENODEV: "i2c_no_answer",
  ETIMEDOUT: "i2c_held",
  EOPNOTSUPP: "i2c_cannot",
  ENOTSUP: "i2c_cannot",
  NO_LIBRARY: "pins_no_library",
};

/** What a bus's refusal means. @returns an error that says what to do */
export function explainedBus(error: unknown, path: string, address: number): Error {
  if (!(error instanceof PinTrouble)) return error instanceof Error ? error : new Error(String(error));
  const at = { path, address: sayAddress(address) };
  const code = MEANT[error.code];
  if (code !== undefined) return told(code, at, { cause: error });
  return told("i2c_disturbed", { ...at, problem: error.code }, { cause: error });
}
