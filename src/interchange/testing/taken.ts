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

function byInstant(all: readonly (readonly [at: number, value: number | string])[]): Taken["values"][string] {
  return Object.fromEntries(all.map(([at, value]) => [new Date(at).toISOString().replace(".000Z", "Z"), value]));
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
  return {
    loader,
    intake,
    // only where it is asked for: of many lines it takes longer than reading them
    get values() {
      return Object.fromEntries([...loader.all].map(([name, all]) => [name, byInstant(all)]));
    },
  };
}
