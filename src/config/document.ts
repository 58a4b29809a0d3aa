import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  type Pair,
  parseDocument,
  type Scalar,
  visit,
  type YAMLMap,
} from "yaml";
import { type Complaint, complaintAt, type Locate, withPoint } from "./complaint.ts";
import { type Flaw, flawOfSigns, MARKS, TOO_DEEP } from "./signs.ts";
import { yamlWords } from "./yaml-words.ts";

/** YAML as far as a configuration uses it, read in a time that grows with its length alone. */

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
function doublesIn(map: YAMLMap, keys: Keys, lines: LineCounter): Flaw[] {
  const pairs = keys.of(map);
  if (pairs.size === map.items.length) return [];
  return map.items.flatMap((pair): Flaw[] => {
    const name = nameOf(pair);
    const first = name === undefined ? undefined : pairs.get(name);
    if (!first || first === pair) return [];
    const { line } = lines.linePos(offsetOf(first.key) ?? 0);
    const message = `"${name}" stands twice here, first in line ${line}: keep one, with all that belongs to it`;
    return [{ offset: offsetOf(pair.key) ?? 0, message }];
  });
}

const DIGITS = /^[+-]?\d{1,15}$/;
const DIGITS_AND_UNIT = /^\d{1,15}(?:\s?[%°\p{L}]\S{0,7})?$/u;

/** The plain text of a key or value. */
function plain(node: unknown): string | undefined {
  return isScalar(node) && node.type === "PLAIN" ? node.source : undefined;
}

/** `{ latitude: 44,93 }`: the comma ends the value, and the rest is a key without one. */
function cutNumbersIn(map: YAMLMap, above: readonly string[]): Flaw[] {
  return map.items.flatMap((pair, index): Flaw[] => {
    const before = map.items[index - 1];
    const [whole = "", rest = ""] = [plain(before?.value), plain(pair.key)];
    if (!before || pair.value || !DIGITS.test(whole) || !DIGITS_AND_UNIT.test(rest)) return [];
    const message = `a comma ends the value here: ${withPoint(whole, rest)}`;
    return [{ offset: offsetOf(before.value) ?? 0, message, path: [...above, nameOf(before) ?? ""] }];
  });
}

/** What a key is written of; a rest of a text mostly holds something else. */
const KEY_LIKE = /^[a-z_]{1,64}$/;

/** `{ formula: sum(solar.roof, solar.barn) }`: the same of a text, of which more than a bare word is cut off. */
function cutTextsIn(map: YAMLMap, above: readonly string[]): Flaw[] {
  return map.items.flatMap((before, index): Flaw[] => {
    const begin = plain(before.value);
    if (begin === undefined || DIGITS.test(begin)) return [];
    const rests: string[] = [];
    for (const pair of map.items.slice(index + 1)) {
      const rest = pair.value ? undefined : plain(pair.key);
      if (rest === undefined) break;
      rests.push(rest);
    }
    const end = rests.findLastIndex((rest) => !KEY_LIKE.test(rest));
    if (end < 0) return [];
    const whole = [begin, ...rests.slice(0, end + 1)].join(", ");
    const message = `a comma ends the value here: put quotes round all of it, ${JSON.stringify(whole)}`;
    return [{ offset: offsetOf(before.value) ?? 0, message, path: [...above, nameOf(before) ?? ""] }];
  });
}

function cutAtCommasIn(map: YAMLMap, above: readonly string[]): Flaw[] {
  return [...cutNumbersIn(map, above), ...cutTextsIn(map, above)];
}

/** A whole number as a German or French plate writes thousands; in YAML it is 1 to 999. */
const THOUSANDS = /^[1-9]\d{0,2}\.000$/;

/** `pulses_per_kwh: 1.000` would count a thousand times too much. */
function thousandsIn(scalar: Scalar, path: readonly string[]): Flaw[] {
  const written = plain(scalar) ?? "";
  if (!THOUSANDS.test(written)) return [];
  const message = `a point parts no thousands here, ${written} is ${Number(written)}: write ${written.replace(".", "")} or ${Number(written)}`;
  return [{ offset: offsetOf(scalar) ?? 0, message, path }];
}

/** What is wrong with the groups and numbers of a document that reads as YAML. */
function flawsOfMaps(document: Document, keys: Keys, lines: LineCounter): Flaw[] {
  const flaws: Flaw[] = [];
  const above = (ancestors: readonly unknown[]): string[] =>
    ancestors.flatMap((one) => (isPair(one) ? [nameOf(one) ?? ""] : []));
  visit(document, {
    Map: (_key, map, ancestors) => {
      flaws.push(...doublesIn(map, keys, lines), ...(map.flow ? cutAtCommasIn(map, above(ancestors)) : []));
    },
    Scalar: (key, scalar, ancestors) => {
      if (key !== "key") flaws.push(...thousandsIn(scalar, above(ancestors)));
    },
  });
  return flaws;
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
  const complaints = flaws.map(({ offset, message, path = ["YAML"] }): Complaint => {
    const { line, col } = lines.linePos(offset);
    return complaintAt({ line: Math.max(1, line), column: Math.max(1, col) }, path, message);
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
  const flaw = flawOfSigns(text);
  if (flaw) return refused(linesOf(text), [flaw]);
  const lines = new LineCounter();
  try {
    // its own look for keys that stand twice compares each with each
    const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: false, logLevel: "error" } as const;
    const document = parseDocument(text, options);
    // a tag that nobody resolves would leave its words behind as if they were meant
    const broken = [...document.errors, ...document.warnings].map(({ pos, code, message }) => ({
      offset: pos[0],
      message: yamlWords(code, message),
    }));
    const keys = new Keys();
    const flaws = broken.length > 0 ? broken : flawsOfMaps(document, keys, lines);
    if (flaws.length > 0) return refused(lines, flaws);
    const data: unknown = document.toJS({ maxAliasCount: 0 }) ?? {};
    const isPlain = (path: readonly PropertyKey[]): boolean => isPlainAt(document, keys, path);
    return { ok: true, data, locate: locator(document, lines, keys), isPlain };
  } catch (error) {
    return refused(lines, [{ offset: 0, message: error instanceof RangeError ? TOO_DEEP : MARKS }]);
  }
}
