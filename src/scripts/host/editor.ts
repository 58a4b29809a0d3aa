import { readFileSync } from "node:fs";
import type { Files } from "../../model/index.ts";
import { type FolderNames, houseTypes } from "./house-types.ts";

const MANIFEST = `${JSON.stringify(
  { name: "gleaner", version: "0.0.0", private: true, type: "module", main: "./index.js", types: "./index.d.ts" },
  null,
  2,
)}\n`;

const WORDS = `// For editors, and for tests of one's own scripts. Gleaner itself runs scripts in a sandbox and does not read this file.
export const on = (log) => ({ mod: 2, log });
export const off = (log) => ({ mod: 1, log });
export const keep = (log) => ({ mod: "keep", log });
export const seconds = (n) => n * 1_000;
export const minutes = (n) => n * 60_000;
export const hours = (n) => n * 3_600_000;
`;

/** The types of Gleaner's own package; `undefined` when it is not whole. */
function types(): string | undefined {
  try {
    return readFileSync(new URL("../../../gleaner.d.ts", import.meta.url), "utf8");
  } catch {
    return undefined;
  }
}

/**
 * Puts the types of the package "gleaner" beside a user's scripts (`<folder>/node_modules/gleaner`), so that editors
 * find them. Writes only what is missing or different, never throws: scripts run all the same.
 * @param house what its scripts may name; absent: they may name anything
 * @returns whether something was written
 */
export async function writeEditorTypes(
  folder: string,
  hands: Pick<Files, "lay">,
  house?: FolderNames,
): Promise<boolean> {
  const general = types();
  if (general === undefined) return false;
  const declarations = house ? houseTypes(general, house) : general;
  const files = { "package.json": MANIFEST, "index.d.ts": declarations, "index.js": WORDS };
  return await hands.lay(folder, ["node_modules", "gleaner"], files).catch(() => false);
}
