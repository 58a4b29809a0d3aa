import { StringDecoder } from "node:string_decoder";

/** Longest line that is taken, in characters. */
export const LONGEST_LINE = 8 * 1024;

/** Cuts a stream of bytes into lines. A line that is too long is dropped whole, and counted. */
export class Lines {
  readonly #decoder = new StringDecoder("utf8");
  readonly #onLine: (line: string) => void;
  #rest = "";
  #skipping = false;
  /** Lines that were too long. */
  cut = 0;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(chunk: Buffer): void {
    const words = this.#decoder.write(chunk);
    let from = 0;
    for (let end = words.indexOf("\n"); end >= 0; end = words.indexOf("\n", from)) {
      this.#take(words.slice(from, end));
      from = end + 1;
      if (!this.#skipping) this.#onLine(this.#rest);
      this.#rest = "";
      this.#skipping = false;
    }
    this.#take(words.slice(from));
  }

  /** The stream has ended: what stands without a line end counts as a line. */
  end(): void {
    this.#take(this.#decoder.end());
    if (this.#rest !== "" && !this.#skipping) this.#onLine(this.#rest);
    this.#rest = "";
    this.#skipping = false;
  }

  #take(piece: string): void {
    if (this.#skipping) return;
    if (this.#rest.length + piece.length <= LONGEST_LINE) {
      this.#rest += piece;
      return;
    }
    this.#rest = "";
    this.#skipping = true;
    this.cut += 1;
  }
}
