import { type Field, fieldsOf } from "../fields.ts";
import type { ReaderOptions } from "../layout.ts";
import { BadLine, type Sayings, shorten } from "../line.ts";
import { saidIn } from "../table.ts";
import { TimedReader } from "../timed-reader.ts";
import { Times } from "../times.ts";

/** volkszaehler's CSV: comments that name a channel, then its rows of ms, value and how many tuples it was made of. */
export class VolkszaehlerReader extends TimedReader {
  readonly #options: ReaderOptions;
  #uuid = "";
  #title = "";

  constructor(options: ReaderOptions) {
    super(new Times({ zone: options.zone, form: options.time ?? "ms" }));
    this.#options = options;
  }

  /** The comments before the rows say whose they are. */
  override get resumable(): boolean {
    return false;
  }

  read(line: string): Sayings {
    if (line.startsWith("#")) {
      this.#note(line);
      return [];
    }
    const [time, value] = fieldsOf(line, line.includes(";") ? ";" : ",");
    const channel = this.#title || this.#uuid || (this.#options.channel ?? "");
    if (time === undefined || value === undefined || channel === "") {
      throw new BadLine(`a time and a value expected, and "# title:" or --channel before, in: ${shorten(line)}`);
    }
    const { unit } = this.#options;
    const at = this.times.read(time.words, channel);
    return [{ channel, at, ...saidIn(value, this.#options.decimal ?? "."), ...(unit !== undefined && { unit }) }];
  }

  #note(line: string): void {
    const [name, words]: (Field | undefined)[] = fieldsOf(line.slice(1), ";");
    const said = name?.words.replace(":", "").trim().toLowerCase();
    if (said === "uuid") {
      this.#uuid = words?.words ?? "";
      this.#title = "";
    } else if (said === "title") this.#title = words?.words ?? "";
  }
}
