const MARK = " · ";

/**
 * As much of a name as there is room for: a long one ends in "…", and what is said of it behind the last " · " stays whole.
 * @param widthOf how wide words are drawn, in the unit of `room`
 */
export function fitted(words: string, room: number, widthOf: (words: string) => number): string {
  if (widthOf(words) <= room) return words;
  const cut = words.lastIndexOf(MARK);
  const [name, said] = cut < 0 ? [words, ""] : [words.slice(0, cut), words.slice(cut)];
  const letters = [...name];
  const shown = (count: number): string => `${letters.slice(0, count).join("").trimEnd()}…${said}`;
  let count = letters.length - 1;
  while (count > 1 && widthOf(shown(count)) > room) count -= 1;
  return shown(Math.max(1, count));
}
