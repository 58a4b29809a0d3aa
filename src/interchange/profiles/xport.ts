import { readNumber } from "../../model/index.ts";
import { measured } from "../columns.ts";
import { type ReaderOptions, UnclearText } from "../layout.ts";
import { BadLine, type LineReader, type Said, type Sayings, shorten } from "../line.ts";

/**
 * What `rrdtool xport --json` prints: a few lines of where it begins (the end of the first row's span), how long each row's
 * span is, and the columns' names, then a row in each line. Older ones write names without quotes, or in single ones.
 */

const INSTANT = /^"?(start|step)"?: *(\d{1,12}),?$/;
const LIST = /^"?(legend|data)"?: *\[$/;
const NAME = /^(?:"([^"]*)"|'([^']*)') *,?$/;
const ROW = /^\[(.*)\] *,?$/;
const NAMES_AT_MOST = 2_000;
/** What belongs to the form, and says nothing. */
const FRAME = /^(?:[{}\]]{1,2},?|\{? *"?(?:about|meta|end)"?:.*)$/;

/** Whether a text begins as rrdtool's. */
export function isXport(head: readonly string[]): boolean {
  const [first = ""] = head;
  return first.startsWith("{") && first.includes("RRDtool") && first.includes("xport");
}

export class XportReader implements LineReader {
  readonly resumable = false;
  readonly #options: ReaderOptions;
  readonly #numbers = { start: Number.NaN, step: Number.NaN };
  #names: string[] = [];
  #within: "legend" | "data" | undefined;
  #row = 0;

  /** @throws UnclearText when an option makes no sense for it */
  constructor(options: ReaderOptions) {
    if (options.time_is_end) throw new UnclearText("--time end: the times of rrdtool's rows are known, leave it out");
    this.#options = options;
  }

  rewind(): void {
    this.#names = [];
    this.#within = undefined;
    this.#row = 0;
  }

  notes(): readonly string[] {
    return [];
  }

  read(line: string): Sayings {
    const words = line.trim();
    if (this.#within === "data" && ROW.test(words)) return this.#reading(words);
    if (this.#within === "legend" && NAME.test(words)) this.#name(words);
    else if (words.startsWith("]")) this.#within = undefined;
    else if (LIST.test(words)) this.#within = LIST.exec(words)?.[1] === "data" ? "data" : "legend";
    else if (INSTANT.test(words)) this.#number(words);
    else if (!FRAME.test(words)) {
      throw new BadLine(
        `a line as rrdtool xport --json writes it, without --showtime and --enumds, expected in: ${shorten(line)}`,
      );
    }
    return [];
  }

  #number(words: string): void {
    const [, name, digits] = INSTANT.exec(words) ?? [];
    this.#numbers[name === "step" ? "step" : "start"] = Number(digits);
  }

  #name(words: string): void {
    if (this.#names.length >= NAMES_AT_MOST) throw new BadLine(`more than ${NAMES_AT_MOST} columns`);
    const [, twice, once = ""] = NAME.exec(words) ?? [];
    this.#names.push((twice ?? once).trim());
  }

  /** A row counts also where it cannot be read: those behind it keep their times. */
  #reading(words: string): Sayings {
    const { start, step } = this.#numbers;
    const at = (start + (this.#row++ - 1) * step) * 1_000;
    const cells = (ROW.exec(words)?.[1] ?? "").split(",").map((cell) => cell.trim());
    if (!Number.isFinite(at) || cells.length !== this.#names.length) {
      throw new BadLine(`"start", "step" and as many names as columns expected before: ${shorten(words)}`);
    }
    return cells.map((cell, i) => this.#cell(cell, at, this.#names[i] ?? ""));
  }

  #cell(cell: string, at: number, name: string): Said | BadLine {
    const { channel = "", unit: said } = this.#options;
    const titled = measured(name === "" || this.#names.length === 1 ? channel || name : name);
    const unit = titled.unit ?? said;
    if (titled.name === "") return new BadLine("a column without a name: say XPORT:NAME:LEGEND, or --channel");
    const isNone = cell === "null" || cell.toLowerCase().endsWith("nan");
    const value = isNone ? null : readNumber(cell);
    if (value === undefined) return new BadLine(`"${shorten(cell)}" is no number`);
    return { channel: titled.name, at, value, ...(unit !== undefined && { unit }) };
  }
}
