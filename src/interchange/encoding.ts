import { BadLine, shorten } from "./line.ts";

/** The characters of a text's bytes: UTF-8, UTF-16 with and without its mark, and Windows-1252. */

const [LOW_FIRST, HIGH_FIRST] = ["utf-16le", "utf-16be"] as const;
type Wide = typeof LOW_FIRST | typeof HIGH_FIRST;
/** What is looked at. */
const LOOKED_AT = 1_024;
const MARK = "\uFEFF";
const LOST = "\uFFFD";

/** Which kind of UTF-16 bytes are, by their mark, or as every other one is nought in Western texts. */
export function wideOf(bytes: Uint8Array): Wide | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return LOW_FIRST;
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return HIGH_FIRST;
  const noughts: [even: number, odd: number] = [0, 0];
  const looked = Math.min(bytes.length, LOOKED_AT) & ~1;
  for (let i = 0; i < looked; i++) if (bytes[i] === 0) noughts[i % 2 === 0 ? 0 : 1]++;
  const many = looked / 4;
  if (looked < 4) return undefined;
  if (noughts[1] > many && noughts[0] === 0) return LOW_FIRST;
  return noughts[0] > many && noughts[1] === 0 ? HIGH_FIRST : undefined;
}

/** The same text as UTF-8 where it is UTF-16; whatever else it is, as it is. */
export async function* asUtf8(text: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let begins = true;
  for await (const bytes of text) {
    if (begins) {
      const wide = wideOf(bytes);
      decoder = wide && new TextDecoder(wide);
      begins = false;
    }
    yield decoder ? Buffer.from(decoder.decode(bytes, { stream: true })) : bytes;
  }
  if (decoder) yield Buffer.from(decoder.decode());
}

const NOUGHT = "\0";

/** What is wrong with a line that has bytes of 0, which no text in one of the encodings has. */
export function noughtsIn(line: string): string | undefined {
  if (!line.includes(NOUGHT)) return undefined;
  const seen = shorten(line.replaceAll(NOUGHT, ""));
  return `bytes of 0 between its letters, as of UTF-32, or damage: save the file as UTF-8: ${seen}`;
}

/** Makes words of lines. What is no UTF-8 is Windows-1252, unless the lines before were UTF-8. */
export class LineText {
  readonly #strict = new TextDecoder("utf-8", { fatal: true });
  readonly #western = new TextDecoder("windows-1252");
  /** A line was UTF-8, and would not be read so as Windows-1252. */
  #isUtf8 = false;
  /** Lines that were read as Windows-1252. */
  western = 0;

  /** @throws BadLine when characters of the line are lost */
  of(bytes: Uint8Array): string {
    const line = this.#decoded(bytes);
    return line.startsWith(MARK) ? line.slice(1) : line;
  }

  #decoded(bytes: Uint8Array): string {
    let line: string;
    try {
      line = this.#strict.decode(bytes);
    } catch {
      const western = this.#western.decode(bytes);
      if (this.#isUtf8)
        throw new BadLine(`not UTF-8, as the lines before: save the file as UTF-8: ${shorten(western)}`);
      this.western++;
      return western;
    }
    if (line.length !== bytes.length) {
      if (line.includes(LOST)) throw new BadLine(`characters of it are lost: save the file as UTF-8: ${shorten(line)}`);
      this.#isUtf8 ||= this.western === 0;
    }
    return line;
  }

  notes(): string[] {
    return this.western > 0 ? [`The text is not UTF-8: it was taken as Windows-1252`] : [];
  }
}
