import type { Format } from "../formats.ts";
import { linesOf } from "../import.ts";
import { Intake } from "../intake.ts";
import { readingOf, type TextOptions } from "../reader.ts";
import { MemoryLoader } from "./memory-loader.ts";

/** What came of a text. */
export interface Taken {
  readonly loader: MemoryLoader;
  readonly intake: Intake;
  /** Of each channel, values by instant in ISO 8601. */
  readonly values: Readonly<Record<string, Readonly<Record<string, number | string>>>>;
}

/**
 * Takes a text as an import does.
 * @param pieces how its bytes arrive; absent: at once
 */
export function taken(
  format: Format,
  text: string | Buffer,
  options: Partial<TextOptions> & { readonly scans?: boolean } = {},
  loader = new MemoryLoader(),
): Taken {
  const bytes = Buffer.from(text);
  const reading = readingOf(format, linesOf(bytes, true), { zone: "UTC", ...options });
  const intake = new Intake(format, { ...reading, scans: reading.scans && options.scans !== false }, loader);
  intake.take(bytes);
  intake.end();
  intake.settle();
  const values = Object.fromEntries(
    [...loader.all].map(([name, all]) => [
      name,
      Object.fromEntries(all.map(([at, value]) => [new Date(at).toISOString().replace(".000Z", "Z"), value])),
    ]),
  );
  return { loader, intake, values };
}
