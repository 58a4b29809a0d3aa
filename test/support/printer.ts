import { readFileSync, writeFileSync, writeSync } from "node:fs";

/**
 * A program that prints its secret in every way: `printer.ts PLAN DONE`. Its plan is a file of JSON; when it is through it
 * makes the file DONE.
 */

/** One thing that it prints. */
export interface Print {
  readonly stream: 1 | 2;
  readonly way: (typeof WAY_NAMES)[number];
  /** The part of the secret. */
  readonly from: number;
  readonly length: number;
  /** What stands before, so that the place of the secret is just where something is cut. */
  readonly before: number;
  /** The part stands so often in a row. */
  readonly times: number;
  /** Bytes of each write; between two of them it rests a little. */
  readonly write: number;
}

export interface Plan {
  readonly prints: readonly Print[];
  /** What it ends with; absent: it stays. */
  readonly code?: number;
}

const WAYS = {
  plain: (words: string) => words,
  lines: (words: string) => words.replace(/.{5}/gs, "$&\n"),
  blanks: (words: string) => words.replace(/\s+/g, " \r\n\t"),
  json: (words: string) => JSON.stringify({ power: 5, key: words, list: [words] }),
  json_name: (words: string) => JSON.stringify({ [words]: 5 }),
  json_unit: (words: string) => JSON.stringify({ power: { value: 5, unit: words } }),
  json_over_lines: (words: string) => JSON.stringify({ a: 1, key: words }, null, 2),
  escaped: (words: string) =>
    `{"key": "${words.replace(/./gs, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)}"}`,
  shell: (words: string) => words.replace(/[^\n]/g, "\\$&"),
  value: (words: string) => `power ${words}`,
  unit: (words: string) => `power 5 ${words}`,
  name: (words: string) => `${words} 5 W`,
  named: (words: string) => `${words}=5`,
} as const satisfies Readonly<Record<string, (words: string) => string>>;

export const WAY_NAMES = [
  "plain",
  "lines",
  "blanks",
  "json",
  "json_name",
  "json_unit",
  "json_over_lines",
  "escaped",
  "shell",
  "value",
  "unit",
  "name",
  "named",
] as const satisfies readonly (keyof typeof WAYS)[];

const REST_MS = 3;
const MOST_WRITES = 40;

async function write(stream: 1 | 2, bytes: Buffer, size: number): Promise<void> {
  const each = Math.max(size, Math.ceil(bytes.length / MOST_WRITES));
  for (let at = 0; at < bytes.length; at += each) {
    const piece = bytes.subarray(at, at + each);
    for (let written = 0; written < piece.length; ) {
      try {
        written += writeSync(stream, piece, written);
      } catch {
        // the pipe is full
        await new Promise((resolve) => setTimeout(resolve, REST_MS));
      }
    }
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
  }
}

if (import.meta.main) {
  const [planFile = "", doneFile = ""] = process.argv.slice(2);
  const { prints, code }: Plan = JSON.parse(readFileSync(planFile, "utf8"));
  const secret = process.env.KEY ?? "";
  for (const { stream, way, from, length, before, times, write: size } of prints) {
    const words = "x".repeat(before) + WAYS[way](secret.slice(from, from + length)).repeat(times);
    await write(stream, Buffer.from(`${words}\n`), size);
  }
  writeFileSync(doneFile, "");
  if (code === undefined) setInterval(() => undefined, 60_000);
  else process.exitCode = code;
}
