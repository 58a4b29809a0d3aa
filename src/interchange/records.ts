import type { Delimiter } from "./delimiters.ts";
import { endOf } from "./fields.ts";
import { shorten } from "./line.ts";

/** Puts together lines of CSV that a quoted field goes over. */

/** A line, or several that were put together. */
export interface Line {
  readonly words: string;
  /** Its number, and that of its last line. */
  readonly line: number;
  readonly last: number;
  /** Bytes of the text up to its end. */
  readonly behind: number;
  /** Why it is none. */
  readonly flaw?: string;
}

/**
 * A field whose closing quote is not there costs its own line only: those behind it are then lines by themselves. They are
 * looked at once more, and nothing else waits: the work grows with the length of the text alone.
 */
export class Records {
  readonly #delimiter: Delimiter | undefined;
  readonly #most: number;
  /** Lines from that on in which a quote opened. */
  #waiting: Line[] = [];
  #length = 0;

  /**
   * @param delimiter absent: quotes mean nothing, and each line is one
   * @param most characters that are put together
   */
  constructor(delimiter: Delimiter | undefined, most: number) {
    this.#delimiter = delimiter;
    this.#most = most;
  }

  /** A quote is open. */
  get waits(): boolean {
    return this.#waiting.length > 0;
  }

  /** Takes the next line. @returns those that are whole now */
  add(next: Line): Line[] {
    if (this.#delimiter === undefined) return [next];
    const end = endOf(next.words, this.#delimiter, this.waits);
    if (!this.waits) {
      if (end !== "open") return [next];
      this.#keep(next);
      return [];
    }
    const isTooLong = this.#length + next.words.length >= this.#most;
    if (end === "broken" || isTooLong) return [...this.giveUp(), ...this.add(next)];
    this.#keep(next);
    return end === "open" ? [] : [this.#together()];
  }

  /** Nothing closes the quote that is open. @returns the line in which it opened, with what is wrong, and those behind */
  giveUp(): Line[] {
    const [first, ...others] = this.#take();
    if (first === undefined) return [];
    const flaw = `a quote is missing at the end of a field that begins in: ${shorten(first.words)}`;
    return [{ ...first, flaw }, ...others];
  }

  #keep(line: Line): void {
    this.#waiting.push(line);
    this.#length += line.words.length + 1;
  }

  #take(): Line[] {
    const taken = this.#waiting;
    this.#waiting = [];
    this.#length = 0;
    return taken;
  }

  /** Line breaks in a name or a state are blanks, as in what is exported. */
  #together(): Line {
    const lines = this.#take();
    const { line = 0 } = lines[0] ?? {};
    const { last = line, behind = 0 } = lines.at(-1) ?? {};
    return { words: lines.map(({ words }) => words).join(" "), line, last, behind };
  }
}

/** Lines of a text's beginning, those put together that a quoted field goes over. */
export function recordsOf(head: readonly string[], delimiter: Delimiter, most: number): string[] {
  const records = new Records(delimiter, most);
  const whole = head.flatMap((words, i) => records.add({ words, line: i + 1, last: i + 1, behind: 0 }));
  return [...whole, ...records.giveUp()].map(({ words }) => words);
}
