import { unitMeant } from "../../model/index.ts";
import { type Field, fieldsOf } from "../fields.ts";
import type { ReaderOptions } from "../layout.ts";
import { BadLine, type Said, type Sayings, shorten } from "../line.ts";
import { saidIn } from "../table.ts";
import { TimedReader } from "../timed-reader.ts";
import { Times } from "../times.ts";

/**
 * InfluxDB's annotated CSV: tables one after the other, each with lines that begin with `#` (of which `#datatype` says
 * which columns are words), and a header. A channel is called by the measurement, the tags, and the field. In a table that
 * `pivot()` made each field has a column of its own: `#group` tells these from the tags.
 */

/** Columns of the answer itself, which tell no series apart. */
const NO_TAGS: ReadonlySet<string> = new Set(["", "result", "table", "_start", "_stop", "_time", "_value", "_field"]);
const DELIMITER = ",";
const DATATYPE = "#datatype";
const DEFAULT = "#default";
const GROUP = "#group";
/** What `#datatype` says of a time. */
const TIMES = "dateTime";
const STRINGS = "string";
const TRUTHS = "boolean";
const WHOLE = "value";

interface Table {
  readonly names: readonly string[];
  readonly time: number;
  /** Columns of values, and what each is called beside the tags where the rows do not say it. */
  readonly values: readonly { readonly at: number; readonly field?: string }[];
  readonly field: number;
  /** Columns of the measurement and the tags. */
  readonly tags: readonly number[];
}

interface Annotations {
  readonly types: readonly string[];
  readonly groups: readonly string[];
}

/** @throws BadLine that says what is missing */
function tableOf(names: readonly string[], { types, groups }: Annotations, line: string): Table {
  const [time = -1, value = -1, field = -1] = ["_time", "_value", "_field"].map((name) => names.indexOf(name));
  if (time < 0) throw new BadLine(`_time expected in: ${shorten(line)}`);
  const measurement = names.indexOf("_measurement");
  const others = names.flatMap((name, i) => (NO_TAGS.has(name) || i === measurement ? [] : [i]));
  const isField = (i: number): boolean => value < 0 && groups[i] === "false" && types[i]?.startsWith(TIMES) === false;
  const values = value < 0 ? others.filter(isField).map((at) => ({ at, field: names[at] ?? "" })) : [{ at: value }];
  if (values.length === 0) {
    throw new BadLine(
      `no column _value, and no #group and #datatype above that tell which columns are values, as a table needs that pivot() made (export it with its annotations, or say --columns): ${shorten(line)}`,
    );
  }
  const tags = others.filter((i) => !isField(i));
  return { names, time, values, field, tags: measurement < 0 ? tags : [measurement, ...tags] };
}

const wordsOf = (fields: readonly Field[]): string[] => fields.map(({ words }) => words);

export class AnnotatedReader extends TimedReader {
  readonly #options: ReaderOptions;
  #types: readonly string[] = [];
  #defaults: readonly string[] = [];
  #groups: readonly string[] = [];
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
      else if (words[0] === GROUP) this.#groups = words;
      return [];
    }
    if (this.#begins || (words.includes("_time") && words.includes("_value"))) {
      this.#table = undefined;
      this.#begins = false;
      this.#table = tableOf(words, { types: this.#types, groups: this.#groups }, line);
      return [];
    }
    const table = this.#table;
    if (table === undefined) throw new BadLine(`a header with _time and _value expected before: ${shorten(line)}`);
    // in the rows of a pivot that lack a field it is empty
    const some = table.values.filter(({ at, field }) => field === undefined || fields[at]?.words !== "");
    return some.map((value) => this.#reading(table, value, fields, line));
  }

  #reading(
    table: Table,
    { at: column, field: named }: Table["values"][number],
    fields: readonly Field[],
    line: string,
  ): Said {
    const words = (at: number): string => fields[at]?.words || (this.#defaults[at] ?? "");
    const field = named ?? words(table.field);
    const names = table.tags.map(words).filter((name) => name !== "");
    const channel = [...names, ...(field === "" || field === WHOLE ? [] : [field])].join(".") || this.#options.channel;
    const value = fields[column];
    if (channel === undefined || value === undefined)
      throw new BadLine(`a value and its series expected in: ${shorten(line)}`);
    const at = this.times.read(words(table.time), channel);
    const isText = this.#types[column] === STRINGS;
    const isTruth = this.#types[column] === TRUTHS;
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
