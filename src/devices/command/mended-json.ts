import type { Steps } from "../kit/reader.ts";

/**
 * JSON of programs that write what JSON has no words for, in place of a value: `NaN`, `Infinity`, Python's `None` and `True`,
 * `.5`, nothing at all. Each of these is put in quotes, so that it is judged by itself and the values around it count.
 */

const SCALAR = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
/** A longer word is no value; it is left as it is, and so the whole is no JSON. */
const LONGEST_WORD = 64;
/** Tokens and characters in one step. */
const STEP_TOKENS = 512;
const STEP_CHARACTERS = 4_096;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Kinds of characters: 0 a part of a word. */
const BLANK = 1;
const SIGN = 2;
const KINDS = new Uint8Array(128);
for (const blank of " \t\r\n") KINDS[blank.charCodeAt(0)] = BLANK;
for (const sign of "{}[],:") KINDS[sign.charCodeAt(0)] = SIGN;

function kindAt(words: string, at: number): number {
  const code = words.charCodeAt(at);
  return code < 128 ? (KINDS[code] ?? 0) : 0;
}

/** Where the string that begins there ends, behind its quote. */
function* endOfString(words: string, from: number): Steps<number> {
  for (let at = from + 1; at < words.length; at++) {
    const code = words.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at + 1;
    if ((at - from) % STEP_CHARACTERS === 0) yield;
  }
  return words.length;
}

/** Where the word that begins there ends; soon, if it is too long. */
function endOfWord(words: string, from: number): number {
  let at = from + 1;
  const last = Math.min(words.length, from + LONGEST_WORD + 1);
  while (at < last && kindAt(words, at) === 0 && words.charCodeAt(at) !== QUOTE) at += 1;
  return at;
}

/** Where in the text one is, token by token. */
class Place {
  readonly #within: string[] = [];
  #before = "";

  /** Whether a value is due. */
  get wantsValue(): boolean {
    const inList = this.#within.at(-1) === "[" && (this.#before === "[" || this.#before === ",");
    return this.#before === ":" || inList;
  }

  /** Whether a field has no value before this token. */
  isEmptyBefore(token: string): boolean {
    return this.#before === ":" && (token === "," || token === "}");
  }

  /** Whether all that was opened is closed. */
  get isOver(): boolean {
    return this.#before !== "" && this.#within.length === 0;
  }

  pass(token: string): void {
    if (token === "{" || token === "[") this.#within.push(token);
    else if (token === "}" || token === "]") this.#within.pop();
    this.#before = token;
  }
}

/** A token that is no blank as it is written there. */
function written(token: string, place: Place): string {
  if (place.isEmptyBefore(token)) return `""${token}`;
  const isWord = kindAt(token, 0) === 0 && token.charCodeAt(0) !== QUOTE;
  const isOdd = isWord && place.wantsValue && token.length <= LONGEST_WORD && !SCALAR.test(token);
  return isOdd ? JSON.stringify(token) : token;
}

/**
 * The text with quotes around what is no JSON in place of a value, in one pass; what else is wrong with it stays.
 * `undefined` when it goes on behind its end: lines of JSON are read one by one.
 */
export function* mended(words: string): Steps<string | undefined> {
  const parts: string[] = [];
  const place = new Place();
  for (let at = 0; at < words.length; ) {
    const kind = kindAt(words, at);
    const isString = words.charCodeAt(at) === QUOTE;
    const end = kind > 0 ? at + 1 : isString ? yield* endOfString(words, at) : endOfWord(words, at);
    const token = words.slice(at, end);
    at = end;
    if (kind !== BLANK && place.isOver) return undefined;
    parts.push(kind === BLANK ? token : written(token, place));
    if (kind !== BLANK) place.pass(token);
    if (parts.length % STEP_TOKENS === 0) yield;
  }
  return parts.join("");
}
