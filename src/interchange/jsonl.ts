import { jsonRow } from "../model/index.ts";
import { readCell, saidByTruth } from "./cells.ts";
import type { ReaderOptions } from "./layout.ts";
import { BadLine, type LineForm, type Said, type Sayings, shorten } from "./line.ts";
import { TimedReader } from "./timed-reader.ts";
import { Times } from "./times.ts";

/** `{"channel":"pv","at":1795168800000,"value":1500}` */
export const jsonl: LineForm = { write: jsonRow };

/** What other programs call them. */
const KEYS = {
  channel: ["channel", "name", "entity_id"],
  at: ["at", "time", "timestamp", "last_changed", "ts"],
  value: ["value", "state", "val"],
  unit: ["unit", "unit_of_measurement"],
} as const;

/** What a value of JSON says. @returns `undefined` when it may be no value */
function saidIn(value: unknown, unit: unknown): Omit<Said, "channel" | "at"> | undefined {
  if (value === null) return { value };
  if (typeof value === "number") return { value };
  if (typeof value === "boolean") return saidByTruth(value);
  if (typeof value !== "string") return undefined;
  // whose unit is said to be null is a state, whatever it seems to be
  return unit === null ? { value, surely_state: true } : readCell(value, true, undefined);
}

export class JsonReader extends TimedReader {
  readonly #options: ReaderOptions;

  constructor(options: ReaderOptions) {
    super(new Times({ zone: options.zone, form: options.time }));
    this.#options = options;
  }

  /** A line is a reading, or a list of such: each of them then stands for itself, with its own time. */
  read(line: string): Sayings {
    let parsed: unknown;
    try {
      parsed = JSON.parse(line);
    } catch {
      throw new BadLine(`no JSON: ${shorten(line)}`);
    }
    if (!Array.isArray(parsed)) return [this.#reading(parsed, line)];
    return parsed.map((each: unknown) => this.#oneOf(each));
  }

  #oneOf(parsed: unknown): Said | BadLine {
    try {
      return this.#reading(parsed, JSON.stringify(parsed));
    } catch (error) {
      if (error instanceof BadLine) return error;
      throw error;
    }
  }

  /** @param line as it is shown @throws BadLine */
  #reading(parsed: unknown, line: string): Said {
    const fields: Partial<Record<string, unknown>> = Object(parsed);
    const of = (keys: readonly string[]): unknown => fields[keys.find((key) => fields[key] !== undefined) ?? ""];
    const channel = of(KEYS.channel) ?? this.#options.channel;
    const unit = of(KEYS.unit) ?? (fields.unit === null ? null : this.#options.unit);
    const at = of(KEYS.at);
    const said = saidIn(of(KEYS.value), unit);
    if (typeof channel !== "string" || (typeof at !== "string" && typeof at !== "number") || said === undefined) {
      throw new BadLine(`"channel", "at" and "value" expected in: ${shorten(line)}`);
    }
    const known = typeof unit === "string" || unit === null ? { unit } : {};
    return { channel, at: this.times.read(String(at), channel), ...said, ...known };
  }
}
