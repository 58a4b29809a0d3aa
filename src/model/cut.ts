/** What is looked at beyond the cut, to know whether a character goes on there. */
const BEYOND = 64;

/**
 * Words of `most` UTF-16 units at most; longer ones end in "…", and no character is cut in two, joined emoji included.
 * Half characters of the words themselves become U+FFFD.
 */
export function cutWords(words: string, most: number): string {
  if (words.length <= most) return words.toWellFormed();
  const near = words.slice(0, most + BEYOND);
  const characters = new Intl.Segmenter("en", { granularity: "grapheme" }).segment(near);
  // one that is longer than all that may be said is cut all the same
  const end = characters.containing(most - 1)?.index || most - 1;
  return `${words.slice(0, end)}…`.toWellFormed();
}
