import type { Decimal } from "../cells.ts";
import type { Delimiter } from "../delimiters.ts";
import { fieldsOf } from "../fields.ts";
import { decimalOf, type ReaderOptions, tableOf, UnclearText } from "../layout.ts";
import { BadLine, type Sayings, shorten } from "../line.ts";
import { saidIn } from "../table.ts";
import { TimedReader } from "../timed-reader.ts";
import { Times } from "../times.ts";

/**
 * Home Assistant's long-term statistics, one row an hour: of a counter its register at the end of the hour (`state`, or
 * `sum`), of all else the `mean`, which holds from the beginning of the hour on.
 */

const HOUR_MS = 3_600_000;
const IDS = ["statistic_id", "entity_id", "id"];
const STARTS = ["start", "start_ts", "start_time", "date"];

export class StatisticsReader extends TimedReader {
  readonly #options: ReaderOptions;
  readonly #delimiter: Delimiter;
  readonly #decimal: Decimal | undefined;
  readonly #header: string;
  readonly #names: readonly string[];

  constructor(head: readonly string[], options: ReaderOptions) {
    const { delimiter, lines, rows } = tableOf(head);
    super(new Times({ zone: options.zone, form: options.time }), delimiter);
    this.#options = options;
    this.#delimiter = delimiter;
    this.#header = lines[0] ?? "";
    this.#names = rows[0]?.map(({ words }) => words.toLowerCase()) ?? [];
    this.#decimal =
      options.decimal ??
      decimalOf(
        rows,
        this.#names.map(() => ({ is: "value" })),
      );
    if (this.#at(IDS) < 0 || this.#at(STARTS) < 0) {
      throw new UnclearText("No statistics of Home Assistant: the columns statistic_id and start are missing");
    }
  }

  #at(names: readonly string[]): number {
    return this.#names.findIndex((name) => names.includes(name));
  }

  read(line: string): Sayings {
    if (line === this.#header) return [];
    const fields = fieldsOf(line, this.#delimiter);
    const of = (...names: readonly string[]) => fields[this.#at(names)] ?? { words: "", quoted: false };
    const channel = of(...IDS).words.replace(":", ".");
    if (channel === "") throw new BadLine(`a statistic expected in: ${shorten(line)}`);
    const start = this.times.read(of(...STARTS).words, channel);
    const unit = of("unit", "unit_of_measurement").words || this.#options.unit;
    const register = [of("state"), of("sum")].find(({ words }) => words !== "");
    const said = saidIn(register ?? of("mean"), this.#decimal);
    return [{ channel, at: register ? start + HOUR_MS : start, ...said, ...(unit !== undefined && { unit }) }];
  }
}
