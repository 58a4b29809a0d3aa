import { FORMATS, type Format } from "../../interchange/index.ts";

/** The text form of that name. @throws Error that says which there are */
export function formatOf(given: string): Format {
  const format = FORMATS.find((known) => known === given);
  if (format) return format;
  throw new Error(`There is no format "${given}": take ${FORMATS.join(", ")}`);
}
