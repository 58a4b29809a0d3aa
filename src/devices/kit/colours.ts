const ESCAPE = "\u001b";
/** The rest of what sets a colour or ends one, and of the two that `grep` and `tput` add. */
const COLOUR = /^(?:\[[\d;:]{0,32}[mK]|\(B)/;

/** Words without the colours of a terminal. What else is hidden in them stays. */
export function plain(words: string): string {
  if (!words.includes(ESCAPE)) return words;
  const [first = "", ...rest] = words.split(ESCAPE);
  return first + rest.map((piece) => (COLOUR.test(piece) ? piece.replace(COLOUR, "") : ESCAPE + piece)).join("");
}
