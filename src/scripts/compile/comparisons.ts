import type { AnyNode, Program, Token } from "acorn";
import { around, type Edit, FIRST } from "./edits.ts";
import { literalOf, memberName, type Origin, type Origins } from "./origins.ts";
import { type Deep, deepNodesOf, placeOf } from "./tree.ts";
import { isRegex, keysOf, type Literal, wordsIn, wordsOf } from "./word-lists.ts";

/** A value of a channel that is compared with words. */
export interface Comparison {
  readonly line: number;
  readonly column: number;
  /** Its channel, where the text tells. */
  readonly value: Extract<Origin, { of: "value" }> | undefined;
  readonly words: readonly (string | number | boolean)[];
  /** The word is looked for within what the channel says. */
  readonly within?: boolean;
}

/** What the sandbox's own words are called in a script. */
export interface Tools {
  readonly tools: string;
  /** A function: `==`. */
  readonly loose: string;
}

/** A script that was read. */
interface Readable {
  readonly text: string;
  readonly tree: Program;
  /** In order. */
  readonly tokens: readonly Token[];
}

type Binary = Extract<AnyNode, { type: "BinaryExpression" }>;

const EQUALITY = new Set(["==", "===", "!=", "!=="]);
/** What looks for a word in a list or a text … */
const FINDS = new Set(["includes", "indexOf", "lastIndexOf", "startsWith", "endsWith"]);
/** … in a list only … */
const LOOKS_UP = new Set(["has", "get"]);
/** … with a pattern that goes before it, or behind it … */
const TRIES = new Set(["test", "exec"]);
const MATCHES = new Set(["match", "matchAll", "search"]);
/** … and what takes a part of a word. */
const CUTS = new Set(["charAt", "at", "slice", "substring", "substr"]);
const ORDER = new Set(["<", "<=", ">", ">="]);
const SUMS = new Set(["+", "-", "*", "/", "%"]);

/** What the sandbox is told of a channel: its name, and whether an alias of that name comes first. */
function argumentsOf(value: Comparison["value"]): string {
  return value ? `,${JSON.stringify(value.channel)},${value.alias ? 1 : 0}` : "";
}

/** Finds where a script compares values with words, and has the sandbox do it: it knows which words there are. */
export class Comparisons {
  readonly found: Comparison[] = [];
  readonly edits: Edit[] = [];
  readonly #origins: Origins;
  readonly #text: string;
  readonly #tokens: readonly Token[];
  readonly #tools: Tools;
  readonly #lists = new Map<string, readonly Literal[]>();
  /** What a `for` asks each time round: it counts, and would only be slower. */
  readonly #rounds = new Set<AnyNode>();
  readonly #tables = new Map<string, readonly Literal[]>();
  readonly #patterns = new Map<string, AnyNode>();
  /** Patterns that do not mind capitals any more. */
  readonly #loosened = new Set<AnyNode>();

  constructor({ text, tree, tokens }: Readable, origins: Origins, tools: Tools) {
    this.#origins = origins;
    this.#text = text;
    this.#tokens = tokens;
    this.#tools = tools;
    const all = [...deepNodesOf(tree)];
    for (const { node } of all) {
      this.#learnList(node);
      if (node.type === "ForStatement" && node.test) this.#rounds.add(node.test);
    }
    for (const deep of all) this.#look(deep);
  }

  /** `const WORDS = ["float", "bulk"]`, `const POWER = { float: 100, bulk: 800 }` */
  #learnList(node: AnyNode): void {
    if (node.type !== "VariableDeclarator" || node.id.type !== "Identifier") return;
    const words = node.init ? wordsIn(node.init) : undefined;
    if (words) this.#lists.set(node.id.name, words);
    if (node.init?.type === "ObjectExpression") this.#tables.set(node.id.name, keysOf(node.init));
    if (isRegex(node.init)) this.#patterns.set(node.id.name, node.init);
  }

  #look({ node, depth }: Deep): void {
    switch (node.type) {
      case "BinaryExpression":
        if (EQUALITY.has(node.operator)) this.#equality(node, depth);
        else if (node.operator === "in") this.#keyOf(node.left, node.right, depth);
        else if (ORDER.has(node.operator)) this.#order(node, depth);
        if (ORDER.has(node.operator) || SUMS.has(node.operator)) {
          this.#sun(node.left, depth + 0.5);
          this.#sun(node.right, depth + 0.5);
        }
        break;
      case "SwitchStatement":
        this.#pick(node.discriminant, depth + 0.5, wordsOf(node.cases.map(({ test }) => test ?? null)));
        break;
      case "CallExpression":
        this.#calls(node, depth);
        break;
      case "MemberExpression":
        this.#lookUp(node, depth);
        break;
      case "IfStatement":
      case "ConditionalExpression":
      case "WhileStatement":
      case "DoWhileStatement":
        this.#truth(node.test, depth + 0.5);
        break;
      case "UnaryExpression":
        if (node.operator === "!") this.#truth(node.argument, depth + 0.5);
        break;
    }
  }

  /** The value that a part stands for; a channel itself stands for its own. */
  #value(node: AnyNode): Comparison["value"] {
    const origin = this.#origins.of(node);
    if (origin?.of === "channel") return { of: "value", channel: origin.channel, alias: false };
    return origin?.of === "value" ? origin : undefined;
  }

  #note(node: AnyNode, value: Comparison["value"], words: readonly Literal[]): void {
    this.found.push({ ...placeOf(node), value, words });
  }

  #equality(node: Binary, depth: number): void {
    const [left, right] = [literalOf(node.left), literalOf(node.right)];
    if (left !== undefined && right !== undefined) return;
    const value = this.#value(left === undefined ? node.left : node.right) ?? this.#value(node.right);
    const word = left ?? right;
    if (typeof word === "string" && this.#isPart(left === undefined ? node.left : node.right)) {
      this.#call(node, depth, `${node.operator.startsWith("!") ? "!" : ""}${this.#tools.tools}.likeWord(`, "");
      return;
    }
    if (word === undefined ? !value : !value && typeof word === "number") return;
    if (word !== undefined) this.#note(node, value, [word]);
    const not = node.operator.startsWith("!") ? "!" : "";
    const loose = node.operator.length === 2 ? this.#tools.loose : 0;
    this.#call(node, depth, `${not}${this.#tools.tools}.same(${loose},`, argumentsOf(value));
  }

  /** `data.CS > 3`, and `limit > 3`: where one side is no value at all, it never holds. */
  #order(node: Binary, depth: number): void {
    const value = this.#value(node.left) ?? this.#value(node.right);
    // what must stay to be refused
    const isOldComment = this.#text.slice(node.left.end, node.right.end).includes("<!--");
    if (!value && (isOldComment || this.#rounds.has(node))) return;
    this.#call(node, depth, `${this.#tools.tools}.order(${JSON.stringify(node.operator)},`, argumentsOf(value));
  }

  /** `now.sunset - 2`: an hour that nobody knows would count as 0. */
  #sun(node: AnyNode, depth: number): void {
    const origin = this.#origins.of(node);
    if (origin?.of !== "sun") return;
    this.edits.push(
      ...around(node.start, node.end, depth, `${this.#tools.tools}.sun((`, `),${JSON.stringify(origin.name)})`),
    );
  }

  /** Makes a call of `a op b`. */
  #call(node: Binary, depth: number, before: string, more: string): void {
    const operator = this.#tokenBetween(node.left.end, node.right.start, node.operator);
    if (!operator) return;
    this.edits.push(...around(node.start, node.end, depth, before, `${more})`), {
      start: operator.start,
      end: operator.end,
      text: ",",
      order: 0,
    });
  }

  #tokenBetween(from: number, to: number, word: string): Token | undefined {
    let [low, high] = [0, this.#tokens.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#tokens[middle]?.start ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    for (let at = low; at < this.#tokens.length; at++) {
      const token = this.#tokens[at];
      if (!token || token.start >= to) return undefined;
      if (this.#text.slice(token.start, token.end) === word) return token;
    }
    return undefined;
  }

  #calls({ callee, arguments: given }: Extract<AnyNode, { type: "CallExpression" }>, depth: number): void {
    const [first, second] = given;
    if (callee.type !== "MemberExpression" || !first || first.type === "SpreadElement") return;
    const { object } = callee;
    const name = memberName(callee.property, callee.computed) ?? "";
    if (object.type === "Identifier" && object.name === "Object" && second) {
      if (name === "is") this.#eitherOf(first, second, depth);
      if (name === "hasOwn") this.#keyOf(second, first, depth);
    } else if (name === "localeCompare") this.#eitherOf(object, first, depth);
    else if (TRIES.has(name)) this.#loosen(object, first);
    else if (MATCHES.has(name)) this.#loosen(first, object);
    else if (FINDS.has(name) || LOOKS_UP.has(name)) this.#finds(object, first, depth, FINDS.has(name));
  }

  /** `["float", "absorption"].includes(data.CS)`, `new Map([["float", 1]]).get(data.CS)` */
  #finds(object: AnyNode, sought: AnyNode, depth: number, inText: boolean): void {
    const word = literalOf(sought);
    const words = word === undefined ? this.#listOf(object) : undefined;
    if (words) this.#pick(sought, depth + 0.5, words);
    else if (inText && literalOf(object) === undefined) this.#part(object, depth + 0.5, word);
  }

  /** `Object.is(data.CS, "Float")` */
  #eitherOf(one: AnyNode, other: AnyNode, depth: number): void {
    const [left, right] = [literalOf(one), literalOf(other)];
    if (left === undefined && right !== undefined) this.#pick(one, depth + 0.5, [right]);
    else if (left !== undefined && right === undefined) this.#pick(other, depth + 0.5, [left]);
  }

  /** `/Float/.test(data.CS)`: capitals do not count there either. */
  #loosen(pattern: AnyNode, value: AnyNode): void {
    const named = pattern.type === "Identifier" && this.#origins.isConstant(pattern.name);
    const regex = named ? this.#patterns.get(pattern.name) : pattern;
    if (!isRegex(regex) || regex.regex.flags.includes("i") || this.#loosened.has(regex) || !this.#value(value)) return;
    this.#loosened.add(regex);
    this.edits.push({ start: regex.end, end: regex.end, text: "i", order: FIRST });
  }

  /** `data.CS[0]`, `data.CS.slice(0, 3)` */
  #isPart(node: AnyNode): boolean {
    if (node.type === "MemberExpression") {
      return node.computed && typeof literalOf(node.property) === "number" && this.#value(node.object) !== undefined;
    }
    if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return false;
    const { object, property, computed } = node.callee;
    return CUTS.has(memberName(property, computed) ?? "") && this.#value(object) !== undefined;
  }

  /** `data.CS.includes("Float")` */
  #part(node: AnyNode, depth: number, word: Literal | undefined): void {
    if (typeof word !== "string" || node.type === "Super") return;
    const value = this.#value(node);
    if (value) this.found.push({ ...placeOf(node), value, words: [word], within: true });
    const after = `),${JSON.stringify(word)}${argumentsOf(value)})`;
    this.edits.push(...around(node.start, node.end, depth, `${this.#tools.tools}.spelt((`, after));
  }

  /** `data.CS in { float: 100 }` */
  #keyOf(key: AnyNode, object: AnyNode, depth: number): void {
    if (!this.#value(key)) return;
    const keys = this.#keysIn(object);
    if (keys) this.#pick(key, depth + 0.5, keys);
  }

  #keysIn(object: AnyNode): readonly Literal[] | undefined {
    if (object.type === "ObjectExpression") return keysOf(object);
    return object.type === "Identifier" && this.#origins.isConstant(object.name)
      ? this.#tables.get(object.name)
      : undefined;
  }

  /** `({ float: 100, bulk: 800 })[data.CS]` */
  #lookUp({ object, property, computed }: Extract<AnyNode, { type: "MemberExpression" }>, depth: number): void {
    if (computed) this.#keyOf(property, object, depth);
  }

  #listOf(node: AnyNode): readonly Literal[] | undefined {
    const words = wordsIn(node);
    if (words || node.type !== "Identifier" || !this.#origins.isConstant(node.name)) return words;
    return this.#lists.get(node.name);
  }

  /** The word of a list that a value is, for what compares by itself. */
  #pick(node: AnyNode, depth: number, words: readonly Literal[]): void {
    if (words.length === 0 || !words.some((word) => typeof word !== "number")) return;
    const value = this.#value(node);
    this.#note(node, value, words);
    const after = `),${JSON.stringify(words)}${argumentsOf(value)})`;
    this.edits.push(...around(node.start, node.end, depth, `${this.#tools.tools}.pick((`, after));
  }

  /** A value that is asked whether it is true: a word always is, whatever it says. */
  #truth(node: AnyNode, depth: number): void {
    if (node.type === "LogicalExpression") {
      this.#truth(node.left, depth + 0.5);
      this.#truth(node.right, depth + 0.5);
      return;
    }
    const value = this.#value(node);
    if (!value) return;
    this.edits.push(...around(node.start, node.end, depth, `${this.#tools.tools}.truth((`, `)${argumentsOf(value)})`));
  }
}
