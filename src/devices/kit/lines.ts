import { StringDecoder } from "node:string_decoder";

/** Longest line that is taken, in characters. */
export const LONGEST_LINE = 8 * 1024;

/** Cuts a stream of bytes into lines. A line that is too long is dropped whole, and counted. */
export class Lines {
  readonly #decoder = new StringDecoder("utf8");
  #rest = "";
  #skipping = false;
  /** Lines that were too long. */
  cut = 0;

  /** The lines that these bytes complete, each cut off when it is asked for. All of them, before those of the next bytes. */
  *of(chunk: Uint8Array): Generator<string, void> {
    const words = this.#decoder.write(chunk);
    let from = 0;
    for (let end = words.indexOf("\n"); end >= 0; end = words.indexOf("\n", from)) {
      const line = this.#with(words.slice(from, end));
      from = end + 1;
      this.#begin();
      if (line !== undefined) yield line;
    }
    this.#rest = this.#with(words.slice(from)) ?? "";
  }

  /** The stream has ended: what stands without a line end counts as a line. */
  *end(): Generator<string, void> {
    const line = this.#with(this.#decoder.end());
    this.#begin();
    if (line !== undefined && line !== "") yield line;
  }

  #begin(): void {
    this.#rest = "";
    this.#skipping = false;
  }

  /** The line under way with one more piece; `undefined` when it is too long. */
  #with(piece: string): string | undefined {
    if (this.#skipping) return undefined;
    if (this.#rest.length + piece.length <= LONGEST_LINE) return this.#rest + piece;
    this.#skipping = true;
    this.cut += 1;
    return undefined;
  }
}
