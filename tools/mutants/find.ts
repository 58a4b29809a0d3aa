import { existsSync, globSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { ROOMS, TEST_FILE, UNMUTATED } from "./rooms.ts";

export const ROOT = dirname(dirname(import.meta.dirname));

/** What is to be mutated, and which tests must notice. Paths are relative to the checkout. */
export interface Target {
  readonly files: readonly string[];
  readonly tests: readonly string[];
  /** Only mutants that begin in these lines of the one file. */
  readonly lines?: { readonly from: number; readonly to: number };
}

function below(place: string): string[] {
  if (!existsSync(join(ROOT, place))) throw new Error(`there is no ${place}: give a folder or a file of this checkout`);
  if (statSync(join(ROOT, place)).isFile()) return [place];
  return globSync("**/*.{ts,js}", { cwd: join(ROOT, place) })
    .map((file) => join(place, file))
    .sort();
}

/** The room that a path belongs to: the narrowest that is configured, else its folder. */
function roomOf(path: string): string {
  const configured = Object.entries(ROOMS).filter(
    ([name, { files = [] }]) => path === name || path.startsWith(`${name}/`) || files.includes(path),
  );
  const [longest] = configured.map(([name]) => name).sort((a, b) => b.length - a.length);
  return longest ?? (statSync(join(ROOT, path)).isFile() ? dirname(path) : path);
}

/** @param words `src/control`, `src/control/limits.ts` or `src/control/limits.ts:20-30` @throws Error when it names nothing */
export function find(words: string): Target {
  const [, place = "", from, to = from] = /^(.*?)(?::(\d+)(?:-(\d+))?)?$/.exec(words) ?? [];
  const path = relative(ROOT, join(ROOT, place));
  const given = below(path);
  const room = roomOf(path);
  const { files = [], tests = [] } = ROOMS[room] ?? {};
  const wanted = path === room ? [...given, ...files] : given;
  return {
    files: wanted.filter((file) => !UNMUTATED.test(file)),
    tests: [...new Set([room, ...tests].flatMap(below))].filter((file) => TEST_FILE.test(file)),
    ...(from !== undefined && { lines: { from: Number(from), to: Number(to) } }),
  };
}
