import { dirname, resolve } from "node:path";
import { type Document, isCollection, isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";
import { readNow } from "../hands/index.ts";
import { checkReferences } from "./check.ts";
import { type Complaint, complaintAt, complaintsOf, type Locate } from "./complaint.ts";
import { type ConfigData, configSchema, type KnownDevice } from "./schema.ts";

/** A configuration that holds: read once, frozen, handed down. */
export interface Config extends ConfigData {
  /** The file it was read from. */
  readonly file: string;
  /** Relative paths in it begin here. */
  readonly folder: string;
  readonly warnings: readonly Complaint[];
}

/** The file cannot be used. `message` has one line per complaint: `gleaner.yaml:12:5: …`. */
export class ConfigError extends Error {
  readonly complaints: readonly Complaint[];
  constructor(file: string, complaints: readonly Complaint[]) {
    super(complaints.map((complaint) => complaintLine(file, complaint)).join("\n"));
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
  TAG: "tags such as !secret and !include are not used here: write the value out; a secret goes to a program by env, as NAME_file: PATH",
  TOO_LARGE: "larger than 256 kB; a configuration is never so long",
};

function isKnown(code: string): code is keyof typeof WORDS {
  return Object.hasOwn(WORDS, code);
}

function unreadable(file: string, message: string): ConfigError {
  return new ConfigError(file, [{ line: 1, column: 1, path: "the file", message }]);
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

/** The key and the value that a part of a path names. */
function enter(node: unknown, part: PropertyKey): { key: unknown; value: unknown } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
    return pair && { key: pair.key, value: pair.value };
  }
  const value = isCollection(node) ? node.get(part, true) : undefined;
  return value === undefined ? undefined : { key: value, value };
}

/** Finds keys and values of the document by path; a path that does not exist gives its nearest ancestor. */
function locator(document: Document, lines: LineCounter): Locate {
  return (path, wantsKey = false) => {
    let found: { key: unknown; value: unknown } = { key: document.contents, value: document.contents };
    let complete = true;
    for (const part of path) {
      const next = enter(found.value, part);
      // `solar.power: roof.panel_power` stands for `{ from: roof.panel_power }`: the value is the place
      complete = next !== undefined || isScalar(found.value);
      if (!next) break;
      found = next;
    }
    const offset = complete && !wantsKey ? (offsetOf(found.value) ?? offsetOf(found.key)) : offsetOf(found.key);
    const { line, col } = lines.linePos(offset ?? 0);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
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
  if (Buffer.byteLength(text) > LARGEST_BYTES) throw unreadable(file, WORDS.TOO_LARGE);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const broken = document.errors.map((error): Complaint => {
    const { line, col } = lines.linePos(error.pos[0]);
    return complaintAt({ line, column: col }, ["YAML"], error.message);
  });
  // a tag that nobody resolves would leave its words behind as if they were meant
  for (const { code, message, pos } of document.warnings) {
    const { line, col } = lines.linePos(pos[0]);
    const words = code === "TAG_RESOLVE_FAILED" ? WORDS.TAG : message;
    broken.push(complaintAt({ line, column: col }, ["YAML"], words));
  }
  if (broken.length > 0) throw new ConfigError(file, broken);

  let data: unknown;
  try {
    data = document.toJS({ maxAliasCount: 0 }) ?? {};
  } catch {
    const message = "anchors and aliases (& and *) are not used here: write the value out";
    throw new ConfigError(file, [{ line: 1, column: 1, path: "YAML", message }]);
  }
  const schema = configSchema(types);
  const locate = locator(document, lines);
  const parsed = schema.safeParse(data);
  if (!parsed.success) throw new ConfigError(file, sorted(complaintsOf(parsed.error.issues, schema, data, locate)));

  const folder = dirname(resolve(file));
  const complaints = sorted(checkReferences(parsed.data, types, locate, folder));
  const errors = complaints.filter((complaint) => !complaint.warning);
  if (errors.length > 0) throw new ConfigError(file, errors);
  return freeze({ ...parsed.data, file, folder, warnings: complaints });
}

function sorted(complaints: Complaint[]): Complaint[] {
  return complaints.sort((a, b) => a.line - b.line || a.column - b.column);
}

/** Reads a configuration file. @throws ConfigError, also when the file cannot be read */
export function loadConfig(file: string, types: readonly KnownDevice[]): Config {
  let text: string;
  try {
    text = readNow(file, LARGEST_BYTES).toString("utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw unreadable(file, isKnown(code) ? WORDS[code] : `cannot be read (${code})`);
  }
  return parseConfig(text, file, types);
}
