import { nearest, type Reason, reason } from "../../model/index.ts";
import { GLOBALS, INPUTS } from "./names.ts";

/** What somebody most likely meant by a name that there is not. */

/** Names that a sentence lists at most. */
const MOST_LISTED = 8;

/** The known names, the one that was most likely meant first; `–` when there is none. */
export function listed(word: string, known: readonly string[]): string {
  if (known.length === 0) return "–";
  const near = nearest(word, known);
  const ordered = near === undefined ? known : [near, ...known.filter((one) => one !== near)];
  return ordered.slice(0, MOST_LISTED).join(", ") + (ordered.length > MOST_LISTED ? " …" : "");
}

/** A name that a script uses and that nothing stands for; `undefined` for one of those that are there. @param at its line, 0 when unknown */
export function nameReason(asked: string, at: number): Reason | undefined {
  if (GLOBALS.includes(asked)) return undefined;
  const plain = asked.replace(/^\$/, "");
  if (INPUTS.includes(plain)) {
    return asked === plain
      ? reason("name_not_taken", { line: at, name: plain })
      : reason("name_unknown", { line: at, name: asked, known: plain });
  }
  const near = GLOBALS.includes(plain) ? plain : nearest(plain, [...GLOBALS, ...INPUTS]);
  if (near === undefined) return reason("name_nowhere", { line: at, name: asked });
  return reason("name_unknown", { line: at, name: asked, known: near });
}
