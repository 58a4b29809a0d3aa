/** What is wrong with the lines that could not be read: each reason once, with its count and where it stands. */

/** Where what follows is the line itself. */
const THE_LINE = / (?:in|before|JSON|kept): |: (?=[{["])/;
const QUOTED = /"[^"]*"/g;
const DIGITS = /\d+(?:[.,]\d+)*/g;
/** A line that is shown is so long at most, and a reason a few of them. */
const LONGEST_LOOKED_AT = 1_024;

/** A reason without what differs from line to line: the words that were read, and numbers. */
function kindOf(message: string): string {
  const [reason = ""] = message.slice(0, LONGEST_LOOKED_AT).split(THE_LINE, 1);
  return reason.replace(QUOTED, '""').replace(DIGITS, "0");
}

interface Reason {
  /** As its first line has it, with that line's number. */
  readonly first: string;
  count: number;
  readonly lines: number[];
}

export class Reasons {
  readonly #most: number;
  readonly #reasons = new Map<string, Reason>();
  /** Lines of which no reason is among those that are told. */
  further = 0;

  /** @param most reasons that are told, and lines that are named of each */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * @param flaws what is wrong with a line
   * @param line its number
   * @param last of those that were put together
   */
  add(flaws: readonly string[], line: number, last = line): void {
    const where = last > line ? `lines ${line} to ${last}` : `line ${line}`;
    const kinds = new Map<string, string>();
    for (const flaw of flaws) if (!kinds.has(kindOf(flaw))) kinds.set(kindOf(flaw), flaw);
    const told = [...kinds].filter(([kind, flaw]) => this.#add(kind, `${where}: ${flaw}`, line));
    if (told.length === 0) this.further++;
  }

  /** @returns whether it is among those that are told */
  #add(kind: string, first: string, line: number): boolean {
    const known = this.#reasons.get(kind);
    if (known === undefined && this.#reasons.size >= this.#most) return false;
    const reason = known ?? { first, count: 0, lines: [] };
    if (known === undefined) this.#reasons.set(kind, reason);
    reason.count++;
    if (reason.lines.length < this.#most) reason.lines.push(line);
    return true;
  }

  /** Each reason, as its first line shows it, and how many lines have it. */
  told(): string[] {
    return [...this.#reasons.values()].map(({ first, count, lines }) => {
      if (count === 1) return first;
      const more = count > lines.length ? ", …" : "";
      return `${first} (${count} such lines: ${lines.join(", ")}${more})`;
    });
  }
}
