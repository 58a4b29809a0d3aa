import { z } from "zod";
import type { Claim } from "../../model/index.ts";
import { sayAddress } from "./choose.ts";

/** A bus by its number, as `i2cdetect -l` writes it too. */
const NUMBERED = /^(?:i2c-)?(\d{1,4})$/;

/** The bus on which a chip is. */
export const BusOption = z
  .union([z.int().min(0).max(9_999), z.string().min(1).max(128)])
  .transform((written) => {
    const [, number] = NUMBERED.exec(String(written)) ?? [];
    return number === undefined ? written : Number(number);
  })
  .default(1)
  .meta({
    description: "The I²C bus by its number, path, or the name of its adapter; on a Raspberry Pi's header it is 1",
    expected: "a bus",
    example: "1",
  });

/** Addresses from one to another. */
export type AddressRange = readonly [first: number, last: number];

const IN_QUOTES = /^0x[0-9a-f]{1,2}$/i;

/** A chip's address; in quotes as good as without. */
export const addressOption = (description: string, example: string) =>
  z
    .union([z.int(), z.string().max(16)])
    .transform((written, issues) => {
      const address = typeof written === "number" || IN_QUOTES.test(written) ? Number(written) : Number.NaN;
      if (Number.isInteger(address)) return address;
      issues.addIssue({
        code: "custom",
        message: `expected an address, such as ${example}, in base 16 with 0x before it`,
      });
      return z.NEVER;
    })
    .meta({ description, expected: "an address from 0x03 to 0x77", example });

/** No expander's address lies below; 27 without 0x does. What lies above may have been written with it. */
const LEAST_OF_EXPANDERS = 0x20;

/** What is meant by an address that a chip cannot have, where there is only one that may be. */
function meant(address: number, isPossible: (address: number) => boolean): string {
  const asBase16 = Number.parseInt(String(address), 16);
  if (address < LEAST_OF_EXPANDERS && isPossible(asBase16))
    return `: in base 16 it needs 0x before it, write ${sayAddress(asBase16)}`;
  const half = address >> 1;
  if (!isPossible(half)) return "";
  return `: some papers count the bit for reading as part of it, write ${sayAddress(half)}`;
}

/** What is wrong with an address that none of a chip's ranges has. @param chip `a pcf8574` @returns `undefined`: it is possible */
export function addressFlaw(chip: string, address: number, ranges: readonly AddressRange[]): string | undefined {
  const isPossible = (one: number): boolean => ranges.some(([first, last]) => one >= first && one <= last);
  if (isPossible(address)) return undefined;
  const said = ranges.map(([first, last]) => `from ${sayAddress(first)} to ${sayAddress(last)}`).join(" or ");
  return `${chip} has an address ${said}, and not ${address} (${sayAddress(address)})${meant(address, isPossible)}`;
}

/** No other device may use this address. */
export function claimAddress(bus: number | string, address: number): Claim {
  const path = typeof bus === "number" ? `/dev/i2c-${bus}` : bus;
  return { option: "address", thing: `the address ${sayAddress(address)} of ${path}` };
}
