import type { AnyNode, Program, Token } from "acorn";
import { around, type Edit } from "./edits.ts";
import { literalOf, memberName, type Origin, type Origins } from "./origins.ts";
import { type Deep, deepNodesOf, placeOf } from "./tree.ts";

/** A value of a channel that is compared with words. */
export interface Comparison {
  readonly line: number;
  readonly column: number;
  /** Its channel, where the text tells. */
  readonly value: Extract<Origin, { of: "value" }> | undefined;
  readonly words: readonly (string | number | boolean)[];
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
type Literal = string | number | boolean;

const EQUALITY = new Set(["==", "===", "!=", "!=="]);
/** What looks for a word. */
const FINDS = new Set(["includes", "indexOf", "startsWith", "endsWith"]);
const ORDER = new Set(["<", "<=", ">", ">="]);
const SUMS = new Set(["+", "-", "*", "/", "%"]);

/** What the sandbox is told of a channel: its name, and whether an alias of that name comes first. */
function argumentsOf(value: Comparison["value"]): string {
  return value ? `,${JSON.stringify(value.channel)},${value.alias ? 1 : 0}` : "";
}

function wordsOf(elements: readonly (AnyNode | null)[]): Literal[] {
  return elements.flatMap((element) => literalOf(element) ?? []);
}

/** The words by which something is looked up in `{ off: 1, "bulk": 2 }`. */
function keysOf({ properties }: Extract<AnyNode, { type: "ObjectExpression" }>): string[] {
  return properties.flatMap((property) => {
    return property.type === "Property" ? (memberName(property.key, property.computed) ?? []) : [];
  });
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
    if (node.init?.type === "ArrayExpression") this.#lists.set(node.id.name, wordsOf(node.init.elements));
    if (node.init?.type === "ObjectExpression") this.#tables.set(node.id.name, keysOf(node.init));
  }

  #look({ node, depth }: Deep): void {
    switch (node.type) {
      case "BinaryExpression":
        if (EQUALITY.has(node.operator)) this.#equality(node, depth);
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
        this.#includes(node, depth);
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

  /** `["float", "absorption"].includes(data.CS)` */
  #includes(node: Extract<AnyNode, { type: "CallExpression" }>, depth: number): void {
    const { callee, arguments: given } = node;
    if (callee.type !== "MemberExpression" || !given[0] || given[0].type === "SpreadElement") return;
    const name = memberName(callee.property, callee.computed) ?? "";
    if (!FINDS.has(name)) return;
    const words = this.#listOf(callee.object);
    if (words) this.#pick(given[0], depth + 0.5, words);
    else this.#part(callee.object, depth + 0.5, literalOf(given[0]));
  }

  /** `data.CS.includes("Float")` */
  #part(node: AnyNode, depth: number, word: Literal | undefined): void {
    if (typeof word !== "string" || !this.#value(node)) return;
    this.edits.push(
      ...around(node.start, node.end, depth, `${this.#tools.tools}.spelt((`, `),${JSON.stringify(word)})`),
    );
  }

  /** `({ float: 100, bulk: 800 })[data.CS]` */
  #lookUp({ object, property, computed }: Extract<AnyNode, { type: "MemberExpression" }>, depth: number): void {
    if (!computed || !this.#value(property)) return;
    const named = object.type === "Identifier" && this.#origins.isConstant(object.name);
    const keys = named ? this.#tables.get(object.name) : object.type === "ObjectExpression" && keysOf(object);
    if (keys) this.#pick(property, depth + 0.5, keys);
  }

  #listOf(node: AnyNode): readonly Literal[] | undefined {
    if (node.type === "ArrayExpression") return wordsOf(node.elements);
    return node.type === "Identifier" && this.#origins.isConstant(node.name) ? this.#lists.get(node.name) : undefined;
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
