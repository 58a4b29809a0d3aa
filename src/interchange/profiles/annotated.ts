import { unitMeant } from "../../model/index.ts";
import { type Field, fieldsOf } from "../fields.ts";
import type { ReaderOptions } from "../layout.ts";
import { BadLine, type Said, type Sayings, shorten } from "../line.ts";
import { saidIn } from "../table.ts";
import { TimedReader } from "../timed-reader.ts";
import { Times } from "../times.ts";

/**
 * InfluxDB's annotated CSV: tables one after the other, each with lines that begin with `#` (of which `#datatype` says
 * which columns are words), and a header. A channel is called by the measurement, the tags, and the field.
 */

/** Columns of the answer itself, which tell no series apart. */
const NO_TAGS: ReadonlySet<string> = new Set(["", "result", "table", "_start", "_stop", "_time", "_value", "_field"]);
const DELIMITER = ",";
const DATATYPE = "#datatype";
const DEFAULT = "#default";
const STRINGS = "string";
const TRUTHS = "boolean";
const WHOLE = "value";

interface Table {
  readonly names: readonly string[];
  readonly time: number;
  readonly value: number;
  readonly field: number;
  /** Columns of the measurement and the tags. */
  readonly tags: readonly number[];
}

function tableOf(names: readonly string[]): Table | undefined {
  const [time, value, field] = ["_time", "_value", "_field"].map((name) => names.indexOf(name));
  if (time === undefined || time < 0 || value === undefined || value < 0) return undefined;
  const measurement = names.indexOf("_measurement");
  const tags = names.flatMap((name, i) => (NO_TAGS.has(name) || i === measurement ? [] : [i]));
  return { names, time, value, field: field ?? -1, tags: measurement < 0 ? tags : [measurement, ...tags] };
}

const wordsOf = (fields: readonly Field[]): string[] => fields.map(({ words }) => words);

export class AnnotatedReader extends TimedReader {
  readonly #options: ReaderOptions;
  #types: readonly string[] = [];
  #defaults: readonly string[] = [];
  #table: Table | undefined;
  /** The next line that is no annotation is a header. */
  #begins = true;

  constructor(options: ReaderOptions) {
    super(new Times({ zone: options.zone, form: options.time }), DELIMITER);
    this.#options = options;
  }

  /** Annotations and headers before the rows say what these mean. */
  override get resumable(): boolean {
    return false;
  }

  read(line: string): Sayings {
    const fields = fieldsOf(line, DELIMITER);
    const words = wordsOf(fields);
    if (line.startsWith("#")) {
      this.#begins = true;
      if (words[0] === DATATYPE) this.#types = words;
      else if (words[0] === DEFAULT) this.#defaults = words;
      return [];
    }
    if (this.#begins || (words.includes("_time") && words.includes("_value"))) {
      this.#table = tableOf(words);
      this.#begins = false;
      if (this.#table === undefined) throw new BadLine(`_time and _value expected in: ${shorten(line)}`);
      return [];
    }
    if (this.#table === undefined)
      throw new BadLine(`a header with _time and _value expected before: ${shorten(line)}`);
    return [this.#reading(this.#table, fields, line)];
  }

  #reading(table: Table, fields: readonly Field[], line: string): Said {
    const words = (at: number): string => fields[at]?.words || (this.#defaults[at] ?? "");
    const field = words(table.field);
    const names = table.tags.map(words).filter((name) => name !== "");
    const channel = [...names, ...(field === "" || field === WHOLE ? [] : [field])].join(".") || this.#options.channel;
    const value = fields[table.value];
    if (channel === undefined || value === undefined)
      throw new BadLine(`a value and its series expected in: ${shorten(line)}`);
    const at = this.times.read(words(table.time), channel);
    const isText = this.#types[table.value] === STRINGS;
    const isTruth = this.#types[table.value] === TRUTHS;
    const said = saidIn({ words: value.words, quoted: value.quoted || isText }, ".");
    const isMeasured = (field === WHOLE || field === "") && table.names.includes("entity_id");
    const unit = isMeasured ? unitMeant(names[0] ?? "") : undefined;
    const known = unit !== undefined && typeof said.value === "number" ? { unit, keeps_unit: true } : {};
    return {
      channel,
      at,
      ...said,
      ...(isText && { surely_state: true }),
      ...(isTruth && { is_truth: true }),
      ...known,
    };
  }
}
