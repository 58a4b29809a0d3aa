/** Characters at most of a JSON text from outside: so long a one is read in a few milliseconds on a small board. */
export const LONGEST_JSON = 64 * 1024;
/** Lists and objects within each other at most. */
const DEEPEST_JSON = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/** Whether lists and objects lie deeper within each other than is allowed, counted outside of strings. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (inString) {
      if (char === BACKSLASH) i += 1;
      else if (char === QUOTE) inString = false;
    } else if (char === QUOTE) inString = true;
    else if (OPENING.has(char)) {
      depth += 1;
      if (depth > DEEPEST_JSON) return true;
    } else if (CLOSING.has(char)) depth -= 1;
  }
  return false;
}

/**
 * The value of a JSON text from outside. Its length and its depth are looked at before it is parsed.
 * @throws Error that says what is wrong, beginning with "it"
 */
export function jsonOf(text: string): unknown {
  if (text.length > LONGEST_JSON) throw new Error(`it is longer than ${LONGEST_JSON / 1024} kB`);
  if (isTooDeep(text)) throw new Error(`it holds lists and objects more than ${DEEPEST_JSON} deep`);
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("it is no complete JSON");
  }
}

const COLON = 0x3a;
const BLANKS = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** Where a string of a JSON text ends, behind its quote. @param from of its first quote */
function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at + 1;
}

function isBeforeColon(text: string, from: number): boolean {
  let at = from;
  while (BLANKS.has(text.charCodeAt(at))) at += 1;
  return text.charCodeAt(at) === COLON;
}

/**
 * A name that an object of a JSON text has twice: parsed, only its last value would count, without a word.
 * @param text sound JSON
 */
export function nameTwice(text: string): string | undefined {
  const open: Set<string>[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (OPENING.has(char)) open.push(new Set());
    else if (CLOSING.has(char)) open.pop();
    if (char !== QUOTE) continue;
    const end = endOfString(text, at);
    if (isBeforeColon(text, end)) {
      const name = String(JSON.parse(text.slice(at, end)));
      const names = open.at(-1);
      if (names?.has(name)) return name;
      names?.add(name);
    }
    at = end - 1;
  }
  return undefined;
}
