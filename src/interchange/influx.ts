import { type Reading, readNumber, saysUnknown, unitMeant } from "../model/index.ts";
import { saidByTruth } from "./cells.ts";
import type { ReaderOptions } from "./layout.ts";
import { BadLine, type LineForm, type Said, type Sayings, shorten } from "./line.ts";
import { TimedReader } from "./timed-reader.ts";
import { Times } from "./times.ts";

function escaped(words: string): string {
  return words.replace(/[\\, =]/g, "\\$&");
}

function unescaped(words: string): string {
  return words.replace(/\\(.)/g, "$1");
}

function write({ channel, at, value }: Reading): string {
  const shown = typeof value === "number" ? String(value) : `"${value.replace(/["\\]/g, "\\$&")}"`;
  return `${escaped(channel)} value=${shown} ${BigInt(at) * 1_000_000n}`.replace(/[\r\n]+/g, " ");
}

/** InfluxDB's line protocol: `pv value=1500 1795168800000000000` */
export const influx: LineForm = { write };

/** Line protocol's words for true and false. */
const TRUTHS: ReadonlyMap<string, boolean> = new Map([
  ...["t", "T", "true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["f", "F", "false", "False", "FALSE"].map((word) => [word, false] as const),
]);

/** Cuts words at each of a sign that stands neither behind a backslash nor, where quotes count, in quotes. */
function parted(words: string, sign: string, quotes: boolean): string[] {
  const parts: string[] = [];
  let from = 0;
  let within = false;
  for (let at = 0; at < words.length; at++) {
    const here = words[at];
    if (here === "\\") at++;
    else if (quotes && here === '"') within = !within;
    else if (here === sign && !within) {
      parts.push(words.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(words.slice(from));
  return parts;
}

interface Tag {
  readonly name: string;
  readonly value: string;
}

interface Line {
  readonly measurement: string;
  readonly tags: readonly Tag[];
  readonly fields: readonly Tag[];
  readonly time: string;
}

/** Two words with `=` between. */
function pairOf(words: string): Tag | undefined {
  const [name = "", ...rest] = parted(words, "=", false);
  const value = words.slice(name.length + 1);
  return name === "" || rest.length === 0 || value === "" ? undefined : { name: unescaped(name), value };
}

function lineOf(line: string): Line | undefined {
  // quotes count in fields only
  const [series = ""] = parted(line, " ", false);
  const [fields = "", time = "", ...more] = parted(line.slice(series.length), " ", true).filter((part) => part !== "");
  const [measurement = "", ...tags] = parted(series, ",", false);
  const pairs = tags.map(pairOf);
  const values = parted(fields, ",", true).map(pairOf);
  const sound = [...pairs, ...values].every((pair) => pair !== undefined);
  if (measurement === "" || time === "" || more.length > 0 || !sound || !/^-?\d{1,20}$/.test(time)) return undefined;
  return {
    measurement: unescaped(measurement),
    tags: pairs.flatMap((pair) => (pair ? [{ name: pair.name, value: unescaped(pair.value) }] : [])),
    fields: values.flatMap((pair) => pair ?? []),
    time,
  };
}

/** What a field's value says. */
function saidIn(words: string): Omit<Said, "channel" | "at"> {
  if (words.startsWith('"')) {
    if (words.length < 2 || !words.endsWith('"'))
      return { value: null, flaw: `a quote is missing in: ${shorten(words)}` };
    const state = unescaped(words.slice(1, -1));
    if (saysUnknown(state.trim())) return { value: null };
    return { value: readNumber(state) ?? state, as_state: state, surely_state: true };
  }
  const number = readNumber(/\d[iu]$/.test(words) ? words.slice(0, -1) : words);
  if (number !== undefined) return { value: number };
  const truth = TRUTHS.get(words);
  if (truth !== undefined) return saidByTruth(truth);
  if (/^nan$/i.test(words)) return { value: null };
  return { value: null, flaw: `"${shorten(words)}" is neither a number nor true, false or "words"` };
}

const WHOLE = "value";
const ENTITY = "entity_id";

export interface InfluxOptions extends ReaderOptions {
  /** As Home Assistant writes it: the measurement is the unit, and tags name the entity. */
  readonly home_assistant?: boolean;
}

/**
 * What tells series apart must tell channels apart: the measurement, the values of its tags, and the field, unless it is
 * called `value`.
 */
export class InfluxReader extends TimedReader {
  readonly #options: InfluxOptions;

  constructor(options: InfluxOptions) {
    super(new Times({ zone: options.zone, form: options.time, usual: "ns" }));
    this.#options = options;
  }

  read(line: string): Sayings {
    // what influx_inspect writes before the lines
    if (line.startsWith("CREATE DATABASE ")) return [];
    const read = lineOf(line);
    if (read === undefined) throw new BadLine(`"name value=12.5 1795168800000000000" expected: ${shorten(line)}`);
    const { measurement, tags, fields, time } = read;
    const at = this.times.read(time, "");
    const entity = tags.find(({ name }) => name === ENTITY)?.value;
    // Home Assistant calls its measurements by their unit
    const unit = entity === undefined ? undefined : unitMeant(measurement);
    const series = this.#series(measurement, tags, entity);
    return fields.map(({ name, value }): Said => {
      const said = saidIn(value);
      const isMeasured = name === WHOLE && typeof said.value === "number";
      const itsUnit = isMeasured && unit !== undefined ? this.#unit(unit) : this.#given(isMeasured);
      return { channel: name === WHOLE ? series : `${series}.${name}`, at, ...said, ...itsUnit };
    });
  }

  #series(measurement: string, tags: readonly Tag[], entity: string | undefined): string {
    if (this.#options.home_assistant !== true || entity === undefined) {
      return [measurement, ...tags.map(({ value }) => value)].join(".");
    }
    const domain = tags.find(({ name }) => name === "domain")?.value;
    return domain === undefined ? entity : `${domain}.${entity}`;
  }

  /** A channel that is called by its unit keeps it. */
  #unit(unit: string): Partial<Said> {
    return this.#options.home_assistant === true ? { unit } : { unit, keeps_unit: true };
  }

  #given(isMeasured: boolean): Partial<Said> {
    const { unit } = this.#options;
    return isMeasured && unit !== undefined ? { unit } : {};
  }
}
