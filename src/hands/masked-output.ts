import { StringDecoder } from "node:string_decoder";
import type { Mask } from "./mask.ts";

/** A line of more characters is handed on in parts. */
const LONGEST_LINE = 16 * 1024;
/** Of what was handed on, and of a part of a line, so much is needed to see what goes on after it. */
const OVERLAP = 64;

/** What a program prints, line by line, without the secrets that it was handed. */
export class MaskedOutput {
  readonly #mask: Mask;
  readonly #decoder = new StringDecoder("utf8");
  /** The last of what was handed on, as it was printed. */
  #before = "";
  /** A line that has not ended yet. */
  #rest = "";

  constructor(mask: Mask) {
    this.#mask = mask;
  }

  /** @returns what can be handed on by now; nobody waits for a line that has not ended */
  take(bytes: Buffer): Buffer {
    const words = this.#decoder.write(bytes);
    const end = words.lastIndexOf("\n") + 1;
    const lines = end > 0 ? this.#rest + words.slice(0, end) : "";
    const rest = end > 0 ? words.slice(end) : this.#rest + words;
    const ready = rest.length > LONGEST_LINE ? rest.length - OVERLAP : 0;
    this.#rest = rest.slice(ready);
    return this.#hand(lines + rest.slice(0, ready));
  }

  /** Nothing comes any more. */
  end(): Buffer {
    const rest = this.#rest + this.#decoder.end();
    this.#rest = "";
    return this.#hand(rest);
  }

  #hand(words: string): Buffer {
    if (words === "") return Buffer.alloc(0);
    const all = this.#before + words;
    const shown = this.#mask.output(all + this.#rest, this.#before.length, all.length);
    this.#before = all.slice(-LONGEST_LINE).replace(/\s+/g, blankOf).slice(-OVERLAP);
    return Buffer.from(shown);
  }
}

/** A run of blanks in one character. */
function blankOf(run: string): string {
  return run.includes("\n") ? "\n" : " ";
}
