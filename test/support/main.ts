import { createRequire } from "node:module";

interface Prepare {
  readonly buildHouse: (node: string) => string;
}

const { buildHouse }: Prepare = createRequire(import.meta.url)("../../tools/prepare.cjs");

/** The program as its users run it, made anew if its sources have changed. */
export const MAIN = buildHouse(process.execPath);
