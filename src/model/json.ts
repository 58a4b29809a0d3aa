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
