import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** As a house is started. */
export const FLAGS = ["--max-semi-space-size=1", "--optimize-for-size", "--no-node-snapshot"];

export type Figures = Readonly<Record<string, number>>;

/** Runs a program of the bench to its end. @returns the JSON that it prints @throws Error when it fails */
export function runProgram<T = Figures>(
  file: string,
  args: readonly (string | number)[],
  flags: readonly string[] = [],
): T {
  const child = spawnSync(process.execPath, [...flags, join(import.meta.dirname, file), ...args.map(String)], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (child.status !== 0) throw new Error(`${file} ended with ${child.status ?? child.signal}`);
  return JSON.parse(child.stdout);
}

/** Folders that are gone at the end. */
export class Folders implements Disposable {
  readonly #root = mkdtempSync(join(tmpdir(), "gleaner-bench-"));

  next(): string {
    return mkdtempSync(join(this.#root, "folder-"));
  }

  [Symbol.dispose](): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}
