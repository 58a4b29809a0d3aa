/** Texts in a picture: how wide they are, and how they are written as XML. */

/**
 * Advance widths of Inter Regular, the fonts' own numbers, from U+0020 to U+007E in thousandths of the font size.
 * A picture is laid out before anything draws its letters.
 */
const WIDTHS: readonly number[] = [
  281, 288, 466, 633, 642, 982, 644, 300, 365, 365, 501, 662, 288, 460, 288, 360, 631, 407, 610, 618, 646, 593, 620,
  566, 619, 620, 288, 302, 662, 662, 662, 511, 966, 690, 654, 730, 722, 601, 590, 746, 743, 269, 571, 672, 565, 903,
  753, 765, 639, 765, 644, 642, 646, 744, 690, 985, 682, 679, 629, 365, 360, 365, 471, 456, 323, 562, 612, 571, 612,
  583, 370, 613, 591, 242, 242, 549, 242, 876, 591, 600, 612, 612, 376, 528, 327, 591, 562, 818, 546, 562, 552, 426,
  333, 426, 662,
];
const OTHERS: Readonly<Record<string, number>> = {
  "\u00a0": 281,
  "\u202f": 182,
  "−": 662,
  "–": 500,
  "·": 288,
  "…": 864,
  "’": 261,
  "°": 456,
  ß: 616,
};
/** Greek, Cyrillic … are about so wide; Chinese, Japanese, Korean and pictures a whole square. */
const USUAL = 700;
const SQUARE = 1_000;
const BOLDER = 1.04;

function widthOf(character: string): number {
  const own = WIDTHS[(character.codePointAt(0) ?? 0) - 0x20] ?? OTHERS[character];
  if (own !== undefined) return own;
  const code = character.normalize("NFD").codePointAt(0) ?? 0;
  return WIDTHS[code - 0x20] ?? (code >= 0x2e80 ? SQUARE : USUAL);
}

/** How wide a text stands in Inter, px, never less than it is drawn. */
export function textWidth(text: string, size_px: number, bold = false): number {
  let thousandths = 0;
  for (const character of text) thousandths += widthOf(character);
  return ((thousandths * size_px) / 1_000) * (bold ? BOLDER : 1);
}

/** The text, shortened by an ellipsis where it would be wider than `width_px`; `""` where not even that fits. */
export function fitted(text: string, width_px: number, size_px: number, bold = false): string {
  if (textWidth(text, size_px, bold) <= width_px) return text;
  const characters = [...text];
  while (characters.length > 0) {
    characters.pop();
    const shorter = `${characters.join("").trimEnd()}…`;
    if (textWidth(shorter, size_px, bold) <= width_px) return characters.length > 0 ? shorter : "";
  }
  return "";
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
/** What XML 1.0 cannot hold, however it is escaped: control characters, halves of pairs, non-characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
const IMPOSSIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** The text as content or attribute of XML; what XML cannot hold becomes U+FFFD. */
export function xml(text: string): string {
  return text
    .toWellFormed()
    .replace(IMPOSSIBLE, "\ufffd")
    .replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
}

/** A length or place in a picture, to a hundredth of a pixel. */
export function px(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** The same to a tenth: fine enough for the many points of a curve. */
export function coarsePx(value: number): string {
  return String(Math.round(value * 10) / 10);
}
