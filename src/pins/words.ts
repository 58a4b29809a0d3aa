import { type PinChip, type Pins, PinTrouble, type ReasonCode, reason, told } from "../model/index.ts";

/** What the kernel's refusals mean, in words that say what to do. */

const MEANT: Readonly<Record<string, ReasonCode>> = {
  EACCES: "pins_forbidden",
  EPERM: "pins_forbidden",
  ENOENT: "pins_gone",
  ENODEV: "pins_gone",
  ENXIO: "pins_gone",
  OLD_KERNEL: "pins_old_kernel",
  NO_LIBRARY: "pins_no_library",
};

/** @param chip what the chip is called, where that is known @returns an error that says what to do */
export function explained(error: unknown, path: string, chip = path): Error {
  if (!(error instanceof PinTrouble)) return error instanceof Error ? error : new Error(String(error));
  const code = MEANT[error.code];
  if (code !== undefined) return told(code, { path, chip }, { cause: error });
  return told("pins_said", { chip, problem: error.code }, { cause: error });
}

/** Why lines were not given: names who holds one of them. */
export function whyNotTaken(error: unknown, pins: Pins, chip: PinChip, offsets: readonly number[]): Error {
  if (!(error instanceof PinTrouble)) return explained(error, chip.path, chip.label);
  if (error.code === "EBUSY") {
    const held = heldLine(pins, chip, offsets);
    const holder = held?.consumer ? held.consumer : reason("pins_held_by_somebody");
    return told("pins_busy", { chip: chip.label, line: String(held?.offset ?? offsets[0]), holder }, { cause: error });
  }
  if (error.code === "EINVAL" || error.code === "ENOTSUP" || error.code === "EOPNOTSUPP") {
    return told("pins_cannot", { chip: chip.label, line: offsets.join(", ") }, { cause: error });
  }
  return explained(error, chip.path, chip.label);
}

function heldLine(pins: Pins, chip: PinChip, offsets: readonly number[]) {
  try {
    return pins.lines(chip).find(({ offset, used }) => used && offsets.includes(offset));
  } catch {
    // it says no more than that somebody holds one
    return undefined;
  }
}
