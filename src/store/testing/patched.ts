import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A mistake to be put into a copy of the store: in which file, what is replaced by what. */
export interface Mistake {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Copies the store's sources and puts mistakes in: what finds nothing wrong with them proves nothing.
 * @param folder takes the copy
 * @returns the copy of `src/store`
 */
export function patchedStore(folder: string, ...mistakes: readonly Mistake[]): string {
  const sources = fileURLToPath(new URL("../../", import.meta.url));
  for (const room of ["store", "model"]) cpSync(join(sources, room), join(folder, "src", room), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  for (const { file, from, to } of mistakes) {
    const path = join(folder, "src", "store", file);
    const parts = readFileSync(path, "utf8").split(from);
    assert.equal(parts.length, 2, `${file} has "${from}" ${parts.length - 1} times: the mistake must be put in anew`);
    writeFileSync(path, parts.join(to));
  }
  return join(folder, "src", "store");
}
