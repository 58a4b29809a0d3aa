import {
  CST,
  type Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  Lexer,
  LineCounter,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
} from "yaml";
import { type Complaint, complaintAt, type Locate } from "./complaint.ts";

/** YAML as far as a configuration uses it, read in a time that grows with its length alone. */

/** Groups and lists in brackets within each other. */
const DEEPEST = 64;
/** Anchors, aliases and tags: the reader's time grows with their square, and nobody needs one. */
const MOST_MARKS = 100;
/** Words, signs and blanks. */
const MOST_TOKENS = 250_000;
/** These tokens of the lexer stand for no characters. */
const WITHOUT_LENGTH = new Set([CST.DOCUMENT, CST.FLOW_END, CST.SCALAR]);

const TOO_MANY = "more words and signs than a configuration ever has";
const TOO_DEEP = "nested too deeply: a configuration needs a few levels";
const MARKS = "anchors and aliases (& and *) are not used here: write the value out";
const TAGS =
  "tags such as !secret and !include are not used here: write the value out; a secret goes to a program by env, as NAME_file: PATH";
const TWICE = "Map keys must be unique";

/** A text as data, with the way from a path to its place; or what is wrong with it. */
export type ReadDocument =
  | {
      readonly ok: true;
      readonly data: unknown;
      readonly locate: Locate;
      /** Whether the value at a path stands there without quotes. */
      readonly isPlain: (path: readonly PropertyKey[]) => boolean;
    }
  | { readonly ok: false; readonly complaints: readonly Complaint[] };

interface Flaw {
  readonly offset: number;
  readonly message: string;
}

/** By how much a token leads inwards. */
const INWARDS: Readonly<Record<string, number>> = {
  "flow-map-start": 1,
  "flow-seq-start": 1,
  "flow-map-end": -1,
  "flow-seq-end": -1,
};
const MARK_TYPES: ReadonlySet<string | null> = new Set(["anchor", "alias", "tag"]);

/** What would keep the reader busy for long, seen by the words alone. */
function excessOf(text: string): Flaw | undefined {
  let [offset, depth, marks, tokens] = [0, 0, 0, 0];
  for (const token of new Lexer().lex(text)) {
    const type = CST.tokenType(token) ?? "";
    tokens += 1;
    depth += INWARDS[type] ?? 0;
    if (MARK_TYPES.has(type)) marks += 1;
    if (tokens > MOST_TOKENS) return { offset, message: TOO_MANY };
    if (depth > DEEPEST) return { offset, message: TOO_DEEP };
    if (marks > MOST_MARKS) return { offset, message: type === "tag" ? TAGS : MARKS };
    if (!WITHOUT_LENGTH.has(token)) offset += token.length;
  }
  return undefined;
}

type Pairs = ReadonlyMap<string, Pair>;

/** The pairs of maps by their keys; of a key that stands twice the first. Made once for each map. */
class Keys {
  readonly #known = new WeakMap<YAMLMap, Pairs>();

  of(map: YAMLMap): Pairs {
    const known = this.#known.get(map);
    if (known) return known;
    const pairs = new Map<string, Pair>();
    for (const pair of map.items) {
      const name = nameOf(pair);
      if (name !== undefined && !pairs.has(name)) pairs.set(name, pair);
    }
    this.#known.set(map, pairs);
    return pairs;
  }
}

function nameOf({ key }: Pair): string | undefined {
  return isScalar(key) ? String(key.value) : undefined;
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

/** Keys that stand a second time in their map. */
function doublesOf(document: Document, keys: Keys): Flaw[] {
  const doubles: Flaw[] = [];
  visit(document, {
    Map: (_key, map) => {
      const pairs = keys.of(map);
      if (pairs.size === map.items.length) return;
      for (const pair of map.items) {
        const name = nameOf(pair);
        if (name === undefined || pairs.get(name) === pair) continue;
        doubles.push({ offset: offsetOf(pair.key) ?? 0, message: TWICE });
      }
    },
  });
  return doubles;
}

/** The key and the value that a part of a path names. */
function enter(node: unknown, part: PropertyKey, keys: Keys): { key: unknown; value: unknown } | undefined {
  if (isMap(node)) {
    const pair = keys.of(node).get(String(part));
    return pair && { key: pair.key, value: pair.value };
  }
  const value = isCollection(node) ? node.get(part, true) : undefined;
  return value === undefined ? undefined : { key: value, value };
}

/** Finds keys and values of the document by path; a path that does not exist gives its nearest ancestor. */
function locator(document: Document, lines: LineCounter, keys: Keys): Locate {
  return (path, wantsKey = false) => {
    let found: { key: unknown; value: unknown } = { key: document.contents, value: document.contents };
    let complete = true;
    for (const part of path) {
      const next = enter(found.value, part, keys);
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

/** Whether what a path leads to is a word or number without quotes. */
function isPlainAt(document: Document, keys: Keys, path: readonly PropertyKey[]): boolean {
  let node: unknown = document.contents;
  for (const part of path) node = enter(node, part, keys)?.value;
  return isScalar(node) && node.type === "PLAIN";
}

function refused(lines: LineCounter, flaws: readonly Flaw[]): ReadDocument {
  const complaints = flaws.map(({ offset, message }): Complaint => {
    const { line, col } = lines.linePos(offset);
    return complaintAt({ line: Math.max(1, line), column: Math.max(1, col) }, ["YAML"], message);
  });
  return { ok: false, complaints };
}

/** The line starts of a text that is not parsed. */
function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines.addNewLine(at + 1);
  return lines;
}

/** Reads a text. Never throws. */
export function readDocument(text: string): ReadDocument {
  const excess = excessOf(text);
  if (excess) return refused(linesOf(text), [excess]);
  const lines = new LineCounter();
  try {
    // its own look for keys that stand twice compares each with each
    const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: false, logLevel: "error" } as const;
    const document = parseDocument(text, options);
    const broken = document.errors.map(({ pos, message }) => ({ offset: pos[0], message }));
    // a tag that nobody resolves would leave its words behind as if they were meant
    for (const { code, message, pos } of document.warnings)
      broken.push({ offset: pos[0], message: code === "TAG_RESOLVE_FAILED" ? TAGS : message });
    const keys = new Keys();
    const flaws = broken.length > 0 ? broken : doublesOf(document, keys);
    if (flaws.length > 0) return refused(lines, flaws);
    const data: unknown = document.toJS({ maxAliasCount: 0 }) ?? {};
    const isPlain = (path: readonly PropertyKey[]): boolean => isPlainAt(document, keys, path);
    return { ok: true, data, locate: locator(document, lines, keys), isPlain };
  } catch (error) {
    return refused(lines, [{ offset: 0, message: error instanceof RangeError ? TOO_DEEP : MARKS }]);
  }
}
