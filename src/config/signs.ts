import { CST, Lexer } from "yaml";

/** What a YAML text's words and signs alone tell, before anything is made of them. */

/** Groups and lists in brackets within each other. */
const DEEPEST = 64;
/** Tags: the reader's time grows with their square, and nobody needs one. */
const MOST_TAGS = 100;
/** Words, signs and blanks. */
const MOST_TOKENS = 250_000;
/** These tokens of the lexer stand for no characters. */
const WITHOUT_LENGTH = new Set([CST.DOCUMENT, CST.FLOW_END, CST.SCALAR]);

export const TOO_MANY = "more words and signs than a configuration ever has";
export const TOO_DEEP = "nested too deeply: a configuration needs a few levels";
export const MARKS =
  "anchors and aliases (& and *) are not used here: write the value out, or put quotes round a text that begins so";
export const TAGS =
  "tags such as !secret and !include are not used here: write the value out; a secret goes to a program by env, as NAME_file: PATH";

/** Something wrong with a text. */
export interface Flaw {
  readonly offset: number;
  readonly message: string;
  /** Where in the configuration, where that is known. */
  readonly path?: readonly PropertyKey[];
}

const CLOSES: Readonly<Record<string, string>> = { "{": "}", "[": "]" };

function neverClosed(offset: number, sign: string): Flaw {
  return { offset, message: `this ${sign} is never closed: write the ${CLOSES[sign] ?? sign} that belongs to it` };
}

interface Bracket {
  readonly sign: string;
  readonly offset: number;
}

/** Reads the signs one after the other, and remembers which brackets are open. */
class Signs {
  readonly #open: Bracket[] = [];
  #tags = 0;
  #tokens = 0;

  /** @returns what is wrong with a token, as far as the signs before it tell */
  take(type: string | null, token: string, offset: number): Flaw | undefined {
    this.#tokens += 1;
    if (this.#tokens > MOST_TOKENS) return { offset, message: TOO_MANY };
    switch (type) {
      case "flow-map-start":
      case "flow-seq-start":
        this.#open.push({ sign: token, offset });
        return this.#open.length > DEEPEST ? { offset, message: TOO_DEEP } : undefined;
      case "flow-map-end":
      case "flow-seq-end":
        return this.#close(token, offset);
      case "flow-error-end":
        return this.end();
      case "anchor":
      case "alias":
        return { offset, message: MARKS };
      case "tag":
        this.#tags += 1;
        return this.#tags > MOST_TAGS ? { offset, message: TAGS } : undefined;
      case "double-quoted-scalar":
      case "single-quoted-scalar":
        return token.length > 1 && token.endsWith(token.charAt(0)) ? undefined : neverClosed(offset, token.charAt(0));
      default:
        return undefined;
    }
  }

  #close(token: string, offset: number): Flaw | undefined {
    const open = this.#open.pop();
    if (!open) return { offset, message: `this ${token} closes nothing: remove it, or put the text in quotes` };
    return CLOSES[open.sign] === token ? undefined : neverClosed(open.offset, open.sign);
  }

  /** Where the text, or what may stand in brackets, is over. */
  end(): Flaw | undefined {
    const open = this.#open.at(-1);
    return open && neverClosed(open.offset, open.sign);
  }
}

/** The first thing that is wrong with the signs of a text; also what would keep its reader busy for long. */
export function flawOfSigns(text: string): Flaw | undefined {
  const signs = new Signs();
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    const flaw = signs.take(CST.tokenType(token), token, offset);
    if (flaw) return flaw;
    if (!WITHOUT_LENGTH.has(token)) offset += token.length;
  }
  return signs.end();
}
