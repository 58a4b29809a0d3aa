/** The text of a file that a person wrote. */

export type FileText =
  | { readonly ok: true; readonly text: string }
  /** @property line from 1, of the first byte that is no UTF-8; absent: it is UTF-16 */
  | { readonly ok: false; readonly flaw: string; readonly line?: number };

const NEWLINE = 0x0a;
/** A text in UTF-16 has a zero byte beside almost every sign of our alphabet; UTF-8 has none. */
const ZEROS_OF_UTF16 = 0.2;

function looksLikeUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  const zeros = bytes.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);
  return zeros > ZEROS_OF_UTF16 * bytes.length;
}

/** The line, from 1, of the first byte that is no UTF-8. */
function lineOfFlaw(bytes: Uint8Array): number {
  const { length } = new TextEncoder().encode(
    new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes).split("\uFFFD", 1)[0],
  );
  return bytes.subarray(0, length).reduce((line, byte) => line + (byte === NEWLINE ? 1 : 0), 1);
}

/** Reads bytes as UTF-8, with or without its mark. The flaw says which encoding it is and what to do: "is UTF-16 …". */
export function textOfFile(bytes: Uint8Array): FileText {
  if (looksLikeUtf16(bytes))
    return { ok: false, flaw: 'is UTF-16 text, which some editors call "Unicode": save it as UTF-8' };
  try {
    return { ok: true, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    const line = lineOfFlaw(bytes);
    const flaw = `is not UTF-8 text (by line ${line} it is Latin-1 or Windows-1252): save it as UTF-8`;
    return { ok: false, flaw, line };
  }
}
