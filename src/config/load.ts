import { dirname, resolve } from "node:path";
import { readNow } from "../hands/index.ts";
import { textOfFile } from "../model/index.ts";
import { checkReferences } from "./check.ts";
import { type Complaint, complaintsOf } from "./complaint.ts";
import { readDocument } from "./document.ts";
import { type ConfigData, configSchema, type KnownDevice } from "./schema.ts";
import { checkSettings } from "./settings.ts";

/** A configuration that holds: read once, frozen, handed down. */
export interface Config extends ConfigData {
  /** The file it was read from. */
  readonly file: string;
  /** Relative paths in it begin here. */
  readonly folder: string;
  readonly warnings: readonly Complaint[];
}

/** More complaints are counted: nobody mends them all at once. */
const MOST_SHOWN = 100;

/** The file cannot be used. `message` has one line per complaint, 100 at most: `gleaner.yaml:12:5: …`. */
export class ConfigError extends Error {
  readonly complaints: readonly Complaint[];
  constructor(file: string, complaints: readonly Complaint[]) {
    const shown = complaints.slice(0, MOST_SHOWN).map((complaint) => complaintLine(file, complaint));
    const more = complaints.length - shown.length;
    super([...shown, ...(more > 0 ? [`${file}: and ${more} more like these`] : [])].join("\n"));
    this.name = "ConfigError";
    this.complaints = complaints;
  }
}

/** `gleaner.yaml:12:5: relays.boiler.power: expected a power, found 1200; write for example 1200 W` */
export function complaintLine(file: string, { line, column, path, message }: Complaint): string {
  return `${file}:${line}:${column}: ${path}: ${message}`;
}

const LARGEST_BYTES = 256 * 1024;
/** Why there is no configuration to be read, by the word of the system or of whoever reads. */
const WORDS = {
  ENOENT: "there is no such file",
  NOT_ORDINARY: "is no ordinary file: name the file that holds the configuration",
  TOO_LARGE: "larger than 256 kB; a configuration is never so long",
};

function isKnown(code: string): code is keyof typeof WORDS {
  return Object.hasOwn(WORDS, code);
}

function unreadable(file: string, message: string): ConfigError {
  return new ConfigError(file, [{ line: 1, column: 1, path: "the file", message }]);
}

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) freeze(part);
  }
  return value;
}

/**
 * Reads a configuration text.
 * @param file its path: for messages, and because relative paths begin in its folder
 * @throws ConfigError with every complaint and its line and column
 */
export function parseConfig(text: string, file: string, types: readonly KnownDevice[]): Config {
  return configParser(types)(text, file);
}

/** The same for many texts: what the device types take is laid out once. */
export function configParser(types: readonly KnownDevice[]): (text: string, file: string) => Config {
  const schema = configSchema(types);
  return (text, file) => parsedBy(schema, text, file, types);
}

function parsedBy(
  schema: ReturnType<typeof configSchema>,
  text: string,
  file: string,
  types: readonly KnownDevice[],
): Config {
  if (Buffer.byteLength(text) > LARGEST_BYTES) throw unreadable(file, WORDS.TOO_LARGE);
  const read = readDocument(text);
  if (!read.ok) throw new ConfigError(file, sorted([...read.complaints]));
  const { data, locate, isPlain } = read;
  const parsed = schema.safeParse(data);
  if (!parsed.success) throw new ConfigError(file, sorted(complaintsOf(parsed.error.issues, schema, data, locate)));

  const folder = dirname(resolve(file));
  const complaints = sorted([
    ...checkReferences(parsed.data, types, locate, folder),
    ...checkSettings(parsed.data, locate, isPlain),
  ]);
  const errors = complaints.filter((complaint) => !complaint.warning);
  if (errors.length > 0) throw new ConfigError(file, errors);
  return freeze({ ...parsed.data, file, folder, warnings: complaints });
}

function sorted(complaints: Complaint[]): Complaint[] {
  return complaints.sort((a, b) => a.line - b.line || a.column - b.column);
}

/** Reads a configuration file. @throws ConfigError, also when the file cannot be read */
export function loadConfig(file: string, types: readonly KnownDevice[]): Config {
  let bytes: Uint8Array;
  try {
    bytes = readNow(file, LARGEST_BYTES);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw unreadable(file, isKnown(code) ? WORDS[code] : `cannot be read (${code})`);
  }
  const read = textOfFile(bytes);
  if (!read.ok) throw unreadable(file, read.flaw);
  return parseConfig(read.text, file, types);
}
