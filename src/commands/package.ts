import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The folder of the package. */
export const ROOT = join(import.meta.dirname, "..", "..");

const manifest: { readonly version: string } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

/** The version of this Gleaner. */
export const VERSION = manifest.version;
