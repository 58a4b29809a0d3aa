/**
 * JSON of programs that write what JSON has no words for, in place of a value: `NaN`, `Infinity`, Python's `None` and `True`,
 * `.5`, nothing at all. Each of these is put in quotes, so that it is judged by itself and the values around it count.
 */

const SCALAR = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
/** A longer word is no value; it is left as it is, and so the whole is no JSON. */
const LONGEST_WORD = 64;
const BLANKS = " \t\r\n";
const STRUCTURE = "{}[],:";
const ENDS_WORD = `${BLANKS}${STRUCTURE}"`;

/** Where the string that begins there ends, behind its quote. */
function endOfString(words: string, from: number): number {
  for (let at = from + 1; at < words.length; at++) {
    if (words[at] === "\\") at += 1;
    else if (words[at] === '"') return at + 1;
  }
  return words.length;
}

function endOfWord(words: string, from: number): number {
  let at = from;
  while (at < words.length && !ENDS_WORD.includes(words[at] ?? "")) at += 1;
  return at;
}

/** The text cut into blanks, signs, strings and words, one by one. */
function* tokensOf(words: string): Generator<string, void> {
  for (let at = 0; at < words.length; ) {
    const sign = words[at] ?? "";
    const from = at;
    if (sign === '"') at = endOfString(words, at);
    else at = ENDS_WORD.includes(sign) ? at + 1 : endOfWord(words, at);
    yield words.slice(from, at);
  }
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

  pass(token: string): void {
    if (token === "{" || token === "[") this.#within.push(token);
    else if (token === "}" || token === "]") this.#within.pop();
    this.#before = token;
  }
}

function inQuotes(token: string): string {
  const isOdd =
    !BLANKS.includes(token) && !token.startsWith('"') && token.length <= LONGEST_WORD && !SCALAR.test(token);
  return isOdd ? JSON.stringify(token) : token;
}

/** The text with quotes around what is no JSON in place of a value. In one pass; what else is wrong with it stays. */
export function mended(words: string): string {
  const parts: string[] = [];
  const place = new Place();
  for (const token of tokensOf(words)) {
    if (place.isEmptyBefore(token)) parts.push('""');
    parts.push(place.wantsValue && !STRUCTURE.includes(token) ? inQuotes(token) : token);
    if (!BLANKS.includes(token)) place.pass(token);
  }
  return parts.join("");
}
