const LONGEST_LINE = 500;

/** What a process says on stderr, line by line, up to a bound; what is beyond it is counted. */
export class LastWords {
  readonly #say: (line: string) => void;
  #left: number;
  #line = "";
  #unsaid = 0;

  /** @param most characters that are handed on; longer lines are cut */
  constructor(say: (line: string) => void, most: number) {
    this.#say = say;
    this.#left = most;
  }

  take(words: string): void {
    const taken = words.slice(0, this.#left);
    this.#left -= taken.length;
    this.#unsaid += words.length - taken.length;
    const lines = (this.#line + taken).split("\n");
    this.#line = (lines.pop() ?? "").slice(0, LONGEST_LINE);
    for (const line of lines) this.#tell(line);
  }

  /** Nothing comes any more. */
  end(): void {
    this.#tell(this.#line);
    this.#line = "";
    if (this.#unsaid > 0) this.#say(`(${this.#unsaid} characters more)`);
    this.#unsaid = 0;
  }

  #tell(line: string): void {
    if (line.trim() !== "") this.#say(line.slice(0, LONGEST_LINE));
  }
}
