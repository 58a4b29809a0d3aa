import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

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

function textOf(path: string | URL): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** One level at a time: Node's recursive form never returns for a folder below /proc. */
function makeFolder(path: string): void {
  if (!existsSync(path)) mkdirSync(path);
}

/**
 * Puts the types of the package "gleaner" beside a user's scripts (`<folder>/node_modules/gleaner`), so that editors
 * find them. Writes only what is missing or different, never throws.
 * @returns whether something was written
 */
export function writeEditorTypes(folder: string): boolean {
  const types = textOf(new URL("../../../gleaner.d.ts", import.meta.url));
  if (types === undefined) return false;
  const modules = join(folder, "node_modules");
  const home = join(modules, "gleaner");
  const files = { "package.json": MANIFEST, "index.d.ts": types, "index.js": WORDS };
  let wrote = false;
  try {
    for (const [name, text] of Object.entries(files)) {
      const path = join(home, name);
      if (textOf(path) === text) continue;
      makeFolder(modules);
      makeFolder(home);
      writeFileSync(path, text);
      wrote = true;
    }
  } catch {
    // A folder that cannot be written to: scripts run all the same.
  }
  return wrote;
}
