import { z } from "zod";
import type { Claim } from "../../model/index.ts";
import { sayAddress } from "./choose.ts";

/** The bus on which a chip is. */
export const BusOption = z
  .union([z.int().min(0).max(9_999), z.string().min(1).max(128)])
  .default(1)
  .meta({
    description: "The I²C bus by its number, path, or the name of its adapter; on a Raspberry Pi's header it is 1",
    expected: "a bus",
    example: "1",
  });

/** A chip's address. */
export const addressOption = (description: string, example: string) =>
  z.int().min(0x03).max(0x77).meta({ description, expected: "an address from 0x03 to 0x77", example });

/** No other device may use this address. */
export function claimAddress(bus: number | string, address: number): Claim {
  const path = typeof bus === "number" ? `/dev/i2c-${bus}` : bus;
  return { option: "address", thing: `the address ${sayAddress(address)} of ${path}` };
}
