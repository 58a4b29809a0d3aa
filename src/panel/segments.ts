/** What seven segments can show: bit 0 top, 1 and 2 right, 3 bottom, 4 and 5 left, from below, 6 middle, 7 the dot. */

/** The bars and the dot of a digit, by their bits. */
export const TOP = 0x01;
export const BOTTOM = 0x08;
export const MIDDLE = 0x40;
export const DOT = 0x80;

/** Letters without a glyph (K, M, V, W, X …) cannot be told apart from others: words are chosen without them. */
const GLYPHS: Readonly<Record<string, number>> = {
  " ": 0x00,
  "-": MIDDLE,
  _: BOTTOM,
  "0": 0x3f,
  "1": 0x06,
  "2": 0x5b,
  "3": 0x4f,
  "4": 0x66,
  "5": 0x6d,
  "6": 0x7d,
  "7": 0x07,
  "8": 0x7f,
  "9": 0x6f,
  A: 0x77,
  b: 0x7c,
  C: 0x39,
  d: 0x5e,
  E: 0x79,
  F: 0x71,
  h: 0x74,
  H: 0x76,
  I: 0x30,
  L: 0x38,
  n: 0x54,
  o: 0x5c,
  O: 0x3f,
  P: 0x73,
  r: 0x50,
  S: 0x6d,
  t: 0x78,
  U: 0x3e,
};

/** The characters that have a glyph. */
export const SHOWN: ReadonlySet<string> = new Set(Object.keys(GLYPHS));

/**
 * A text as segments, one byte a digit, filled up with blanks.
 * @throws RangeError for a character that has no glyph, or a text that is too long
 */
export function segmentsOf(text: string, digits: number): number[] {
  if (text.length > digits) throw new RangeError(`"${text}" is longer than ${digits} digits`);
  return Array.from(text.padEnd(digits), (character) => {
    const glyph = Object.hasOwn(GLYPHS, character) ? GLYPHS[character] : undefined;
    if (glyph === undefined) throw new RangeError(`seven segments cannot show "${character}"`);
    return glyph;
  });
}
