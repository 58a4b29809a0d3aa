import assert from "node:assert/strict";
import { HIDDEN_MARKS } from "../../model/index.ts";

/** Whether a program's secrets are hidden, judged without the code that hides them. */

const PIECE = 4;
const ONLY_NUMBERS = /^[\d.eE+-]+$/;
const CONTROLS: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

export interface Judgement {
  /** Numbers that are values may hold some digits of a secret. */
  readonly numbers?: boolean;
  /** Which pieces count: not those that stand in the house's own words. */
  readonly counts?: (piece: string) => boolean;
}

/** A run of blanks is one. */
function narrow(words: string): string {
  return words.replace(/\s+/g, " ");
}

/** Gleaner's own signs, with a letter beside them, may spell what stands in some long secret. */
function withoutMarks(words: string): string {
  return HIDDEN_MARKS.reduce((left, mark) => left.replaceAll(mark, "\0"), words);
}

function pieces(words: string, length: number): string[] {
  return Array.from({ length: Math.max(0, words.length - length + 1) }, (_, at) => words.slice(at, at + length));
}

/** What must not be shown of a secret, by its length. */
function forbidden(secret: string, { numbers = false, counts = () => true }: Judgement): Map<number, Set<string>> {
  const words = narrow(secret);
  const inNumbers = numbers ? Math.min(8, Math.max(PIECE, Math.ceil(words.length / 2))) : PIECE;
  const all = pieces(words, PIECE).filter((piece) => counts(piece) && !(numbers && ONLY_NUMBERS.test(piece)));
  const found = new Map([[PIECE, new Set(all)]]);
  const long = pieces(words, inNumbers).filter((piece) => counts(piece));
  found.set(inNumbers, new Set([...(found.get(inNumbers) ?? []), ...long]));
  return found;
}

/** What JSON or a shell would make of words. */
function readings(words: string): Set<string> {
  const shell = words.replace(/\\(.)/gs, "$1");
  const json = words.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_all: string, hex?: string, sign = "") =>
    hex === undefined ? (CONTROLS[sign] ?? sign) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return new Set([words, shell, json].map(narrow));
}

/** @throws AssertionError when four characters of a secret stand in a row in the words, plain or escaped */
export function assertHides(secrets: readonly string[], words: string, judgement: Judgement = {}): void {
  const shown = readings(withoutMarks(words));
  for (const secret of secrets) {
    for (const [length, all] of forbidden(secret, judgement)) {
      for (const read of shown) {
        for (let at = 0; at + length <= read.length; at++) {
          const piece = read.slice(at, at + length);
          if (!all.has(piece)) continue;
          const around = read.slice(Math.max(0, at - 200), at + 200);
          assert.fail(`${JSON.stringify(piece)} of ${JSON.stringify(secret.slice(0, 200))} is shown: ${around}`);
        }
      }
    }
  }
}
