import { HIDDEN_MARKS } from "../model/ports/hands.ts";

/**
 * What a program says, without the secrets that it was handed. Hidden is every piece of four characters in a row, a run of
 * blanks or line ends as one: so nothing is shown of a secret that was cut, repeated or broken over lines. What is written as
 * in JSON or for a shell (`\"`, `\n`, `\u00e9`) counts as what it stands for.
 */

/** So many characters of a secret in a row are shown to nobody. */
const PIECE = 4;
/** A power of two. */
const HASHES = 65_536;
/** A number that a program gives as a value may hold so many of them, or half of a short secret: 8123 W is no news of it. */
const LONGEST_IN_NUMBER = 8;
/** No number that is a value is longer. */
const LONGEST_NUMBER = 32;
/** No name that stands before a value is longer. */
const LONGEST_NAME = 300;

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const OF_NUMBERS = /^[\d.eE+-]+$/;
const HEX = /^[0-9a-fA-F]{4}$/;
const BLANK = 32;
const BACKSLASH = 92;
const ESCAPES: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** Words as their reader takes them: character by character, with the place of each in what is written. */
interface View {
  readonly characters: string;
  /** Where each begins, and at last where the words end. */
  readonly places: Uint32Array;
}

function isBlank(code: number): boolean {
  if (code <= BLANK) return code === BLANK || (code >= 9 && code <= 13);
  return code > 127 && /\s/.test(String.fromCharCode(code));
}

/** A character and how long it is written. */
interface Written {
  readonly code: number;
  readonly length: number;
}

/** What a backslash there stands for. */
type Escaping = (words: string, at: number) => Written;

/** The next character itself, as for a shell; a backslash at the end is one. */
const shellEscape: Escaping = (words, at) => {
  const isLast = at + 1 >= words.length;
  return { code: words.charCodeAt(isLast ? at : at + 1), length: isLast ? 1 : 2 };
};

const jsonEscape: Escaping = (words, at) => {
  const next = words[at + 1] ?? "";
  const hex = next === "u" ? words.slice(at + 2, at + 6) : "";
  if (HEX.test(hex)) return { code: Number.parseInt(hex, 16), length: 6 };
  const sign = ESCAPES[next];
  return sign === undefined ? shellEscape(words, at) : { code: sign.charCodeAt(0), length: 2 };
};

/** @param escaping absent: a backslash is one */
function viewOf(words: string, escaping?: Escaping): View {
  const codes = new Uint16Array(words.length);
  const places = new Uint32Array(words.length + 1);
  let count = 0;
  for (let at = 0; at < words.length; ) {
    const plain = words.charCodeAt(at);
    const { code, length } = escaping && plain === BACKSLASH ? escaping(words, at) : { code: plain, length: 1 };
    const blank = isBlank(code);
    if (!(blank && count > 0 && codes[count - 1] === BLANK)) {
      codes[count] = blank ? BLANK : code;
      places[count] = at;
      count += 1;
    }
    at += length;
  }
  places[count] = words.length;
  return { characters: Buffer.from(codes.buffer, 0, 2 * count).toString("utf16le"), places };
}

/** Whether a number there is a value: of `name 8123 W`, `name=8123`, `"name": 8123`, `"name": "8123"`. */
function isValue(words: string, from: number, to: number): boolean {
  const after = words.slice(to, to + LONGEST_NAME);
  if (!/[\s=:"]/.test(words[from - 1] ?? "") || !/^(?:[\s",}\]]|$)/.test(after)) return false;
  const quoted = words[from - 1] === '"';
  const begin = quoted ? from - 1 : from;
  const before = words.slice(Math.max(0, begin - LONGEST_NAME), begin);
  if (before.trimEnd().endsWith(":") && /^\s*[",}\]]/.test(after)) return true;
  const line = before.slice(before.lastIndexOf("\n") + 1).trim();
  const name = /[=:]$/.test(line) ? line.slice(0, -1).trimEnd() : line;
  const [unit = ""] = after.split("\n", 1);
  return !quoted && /^\p{L}/u.test(name) && !/[\s=:]/.test(name) && !/\s/.test(unit.trim());
}

function hashAt(words: string, at: number): number {
  let hash = 0;
  for (let i = at; i < at + PIECE; i++) hash = Math.imul(hash, 31) + words.charCodeAt(i);
  return hash & (HASHES - 1);
}

/** Hides secrets. */
export class Mask {
  readonly #pieces = new Set<string>();
  /** By the hash of a piece: whether it may be one. Most of what is said is none, and that is seen at once. */
  readonly #maybe = new Uint8Array(HASHES);
  /** Parts of secrets that no number may hold. */
  readonly #numbers = new Set<string>();
  readonly #mark: string;

  /** @param secrets those of less than four characters cannot be hidden: they might stand in any word */
  constructor(secrets: readonly string[]) {
    for (const secret of secrets) this.#learn(viewOf(secret).characters);
    const isFree = ([sign = ""]: string): boolean => !secrets.some((secret) => secret.includes(sign));
    this.#mark = HIDDEN_MARKS.find(isFree) ?? HIDDEN_MARKS[0] ?? "";
  }

  /** Whether there is something to hide. */
  get hides(): boolean {
    return this.#pieces.size > 0;
  }

  #learn(secret: string): void {
    for (let at = 0; at + PIECE <= secret.length; at++) {
      this.#pieces.add(secret.slice(at, at + PIECE));
      this.#maybe[hashAt(secret, at)] = 1;
    }
    const length = Math.min(LONGEST_IN_NUMBER, Math.max(PIECE, Math.ceil(secret.length / 2)));
    for (let at = 0; at + length <= secret.length; at++) {
      const part = secret.slice(at, at + length);
      if (OF_NUMBERS.test(part)) this.#numbers.add(part);
    }
  }

  /** Words for people, without any piece of a secret; line ends stay. */
  words(words: string): string {
    return this.hides ? this.#shown(words, this.#hidden(words), 0) : words;
  }

  /**
   * The same of what a program prints to be read: numbers that are values stay, unless they hold eight characters of a
   * secret in a row or half of it.
   * @param from what stands before was shown already
   * @param to what stands there and after is shown later
   */
  output(words: string, from: number, to: number): string {
    const hidden = this.#hidden(words);
    this.#showNumbers(words, hidden);
    return this.#shown(words.slice(0, to), hidden, from);
  }

  /** For each character whether it is hidden. */
  #hidden(words: string): Uint8Array {
    const hidden = new Uint8Array(words.length);
    this.#hide(viewOf(words), hidden);
    if (!words.includes("\\")) return hidden;
    for (const escaping of [shellEscape, jsonEscape]) {
      const view = viewOf(words, escaping);
      this.#hide(view, hidden);
      hideWholly(view, hidden);
    }
    return hidden;
  }

  #hide({ characters, places }: View, hidden: Uint8Array): void {
    for (let at = 0; at + PIECE <= characters.length; at++) {
      if (this.#maybe[hashAt(characters, at)] === 0 || !this.#pieces.has(characters.slice(at, at + PIECE))) continue;
      hidden.fill(1, places[at], places[at + PIECE]);
    }
  }

  #showNumbers(words: string, hidden: Uint8Array): void {
    for (let at = hidden.indexOf(1); at >= 0; ) {
      const { from, to } = numberAround(words, at);
      // what goes on beside it is more than a number
      const alone = hidden[from - 1] !== 1 && hidden[to] !== 1;
      if (alone && this.#maySay(words, from, to)) hidden.fill(0, from, to);
      at = hidden.indexOf(1, Math.max(to, at + 1));
    }
  }

  #maySay(words: string, from: number, to: number): boolean {
    if (to - from > LONGEST_NUMBER || !NUMBER.test(words.slice(from, to)) || !isValue(words, from, to)) return false;
    for (let length = PIECE; length <= LONGEST_IN_NUMBER; length++) {
      for (let at = from; at + length <= to; at++) if (this.#numbers.has(words.slice(at, at + length))) return false;
    }
    return true;
  }

  #shown(words: string, hidden: Uint8Array, from: number): string {
    let shown = "";
    let at = from;
    while (at < words.length) {
      const isHidden = hidden[at] === 1;
      let end = at + 1;
      while (end < words.length && (hidden[end] === 1) === isHidden) end += 1;
      shown += isHidden ? this.#marked(words.slice(at, end)) : words.slice(at, end);
      at = end;
    }
    return shown;
  }

  #marked(words: string): string {
    return words
      .split("\n")
      .map((line) => (line === "" ? "" : this.#mark))
      .join("\n");
  }
}

/** Of an escape nothing is left when a part of it is hidden. */
function hideWholly({ characters, places }: View, hidden: Uint8Array): void {
  for (let at = 0; at < characters.length; at++) {
    const [from, to] = [places[at] ?? 0, places[at + 1] ?? 0];
    if (to - from > 1 && hidden.subarray(from, to).includes(1)) hidden.fill(1, from, to);
  }
}

/** The signs of numbers in a row at a place; none: an empty range. */
function numberAround(words: string, at: number): { readonly from: number; readonly to: number } {
  const isOne = (place: number): boolean => OF_NUMBERS.test(words[place] ?? "");
  let [from, to] = [at, at];
  while (isOne(from - 1) && at - from <= LONGEST_NUMBER) from -= 1;
  while (isOne(to) && to - at <= LONGEST_NUMBER) to += 1;
  return { from, to };
}
