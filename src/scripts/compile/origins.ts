import type { AnyNode, Expression, Pattern, PrivateIdentifier, Program, SpreadElement, Super } from "acorn";
import { deciderOf } from "./answers.ts";
import { nodesOf } from "./tree.ts";

/** What an expression stands for, of all that a script is given. Known from the text alone, or not at all. */
export type Origin =
  /** All inputs in one. */
  | { readonly of: "inputs" }
  /** One input by its name: `data`, `settings`, `relay` … */
  | { readonly of: "input"; readonly name: string }
  /** The value of a channel. `alias`: an alias comes before a channel of that name; `otherwise`: there is a default. */
  | { readonly of: "value"; readonly channel: string; readonly alias: boolean }
  /** What `channel("…")` gives. */
  | { readonly of: "channel"; readonly channel: string }
  | { readonly of: "setting"; readonly name: string }
  | { readonly of: "relay"; readonly relay: string }
  | { readonly of: "timer"; readonly timer: string }
  /** An hour of `now` that may be unknown. */
  | { readonly of: "sun"; readonly name: string };

/** Hours of `now` that are null where nobody knows them. */
const SUN: ReadonlySet<string> = new Set(["sunrise", "sunset"]);

/** Inputs whose members are values of channels, with what goes before the name. */
const PREFIXES: ReadonlyMap<string, string> = new Map([
  ["data", ""],
  ["battery", "battery."],
  ["solar", "solar."],
  ["house", "house."],
  ["grid", "grid."],
]);
/** What leaves a word the word that it is. */
const SAME_WORD: ReadonlySet<string> = new Set(["toLowerCase", "toUpperCase", "trim", "toString", "valueOf"]);

type Any = Expression | SpreadElement | PrivateIdentifier | Super | Pattern | AnyNode | null | undefined;

/** The value of a text or number that stands there as such. */
export function literalOf(node: Any): string | number | boolean | undefined {
  if (node?.type === "TemplateLiteral" && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined;
  if (node?.type !== "Literal") return undefined;
  const { value } = node;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : undefined;
}

/** The name of a member that is written out. */
export function memberName(key: Any, computed: boolean): string | undefined {
  if (!computed && key?.type === "Identifier") return key.name;
  const literal = literalOf(key);
  return literal === undefined ? undefined : String(literal);
}

/** A name that stands for something that a script is given. */
export interface Taken {
  readonly node: AnyNode;
  readonly origin: Origin;
}

/** Where a name comes from: the expression, and the members of it that lead there. */
interface Source {
  /** Where the name is declared. */
  readonly node?: AnyNode;
  readonly from: AnyNode | "inputs";
  readonly path: readonly string[];
}

/** What a member of something stands for. */
export function memberOf(origin: Origin, name: string): Origin | undefined {
  switch (origin.of) {
    case "inputs":
      return { of: "input", name };
    case "input": {
      const prefix = PREFIXES.get(origin.name);
      if (prefix !== undefined) return { of: "value", channel: prefix + name, alias: origin.name === "data" };
      if (origin.name === "settings") return { of: "setting", name };
      if (origin.name === "now" && SUN.has(name)) return { of: "sun", name };
      return origin.name === "relays" ? { of: "relay", relay: name } : undefined;
    }
    case "channel":
      return name === "value" ? { of: "value", channel: origin.channel, alias: false } : undefined;
    default:
      return undefined;
  }
}

/** What the names of a script stand for. A name that is declared twice, or given another value, is not followed. */
export class Origins {
  readonly #sources = new Map<string, Source>();
  readonly #declared = new Map<string, number>();
  readonly #busy = new Set<string>();

  constructor(tree: Program) {
    const decider = deciderOf(tree);
    const [first] = decider?.params ?? [];
    for (const node of nodesOf(tree)) this.#declareAll(node, first);
  }

  /** Names that are declared anywhere. */
  get declared(): Pick<ReadonlySet<string>, "has"> {
    return this.#declared;
  }

  /** What names of the script were given at once, as in `const { CS } = data`. */
  *taken(): Generator<Taken> {
    for (const [name, { node, path }] of this.#sources) {
      const origin = path.length > 0 ? this.#named(name) : undefined;
      if (node && origin) yield { node, origin };
    }
  }

  /** Whether a name has one value. */
  isConstant(name: string): boolean {
    return this.#declared.get(name) === 1;
  }

  /** @returns `undefined` when nobody can tell */
  of(node: Any): Origin | undefined {
    switch (node?.type) {
      case "Identifier":
        return this.#named(node.name);
      case "ChainExpression":
      case "ParenthesizedExpression":
        return this.of(node.expression);
      case "MemberExpression": {
        const origin = this.of(node.object);
        const name = memberName(node.property, node.computed);
        return origin && name !== undefined ? memberOf(origin, name) : undefined;
      }
      case "CallExpression":
        return this.#called(node.callee, node.arguments[0]);
      case "LogicalExpression":
        return node.operator === "&&" ? undefined : this.#value(node.left);
      default:
        return undefined;
    }
  }

  #value(node: Any): Origin | undefined {
    const origin = this.of(node);
    return origin?.of === "value" || origin?.of === "setting" ? origin : undefined;
  }

  #called(callee: Any, argument: Any): Origin | undefined {
    if (callee?.type === "MemberExpression") {
      const name = memberName(callee.property, callee.computed) ?? "";
      if (SAME_WORD.has(name)) return this.#value(callee.object);
      const origin = this.of(callee.object);
      if (origin?.of === "channel" && name === "orElse") return { of: "value", channel: origin.channel, alias: false };
    }
    if (callee?.type === "Identifier" && callee.name === "String" && !this.#declared.has("String")) {
      return this.#value(argument);
    }
    const called = this.of(callee);
    const name = literalOf(argument);
    if (called?.of !== "input" || typeof name !== "string") return undefined;
    if (called.name === "channel") return { of: "channel", channel: name };
    return called.name === "timer" ? { of: "timer", timer: name } : undefined;
  }

  #named(name: string): Origin | undefined {
    const source = this.#sources.get(name);
    if (!source || !this.isConstant(name) || this.#busy.has(name)) return undefined;
    this.#busy.add(name);
    let origin = source.from === "inputs" ? ({ of: "inputs" } as const) : this.of(source.from);
    this.#busy.delete(name);
    for (const member of source.path) origin = origin && memberOf(origin, member);
    return origin;
  }

  #declareAll(node: AnyNode, inputs: Pattern | undefined): void {
    switch (node.type) {
      case "VariableDeclarator":
        this.#declare(node.id, node.init ? { from: node.init, path: [] } : undefined);
        break;
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        for (const param of node.params)
          this.#declare(param, param === inputs ? { from: "inputs", path: [] } : undefined);
        if ("id" in node && node.id) this.#declare(node.id, undefined);
        break;
      case "ClassDeclaration":
      case "ClassExpression":
        if (node.id) this.#declare(node.id, undefined);
        break;
      case "CatchClause":
        if (node.param) this.#declare(node.param, undefined);
        break;
      case "ImportSpecifier":
      case "ImportNamespaceSpecifier":
        this.#declare(node.local, undefined);
        break;
      case "AssignmentExpression":
        this.#declare(node.left, undefined);
        break;
      case "UpdateExpression":
        this.#declare(node.argument, undefined);
        break;
      case "ForInStatement":
      case "ForOfStatement":
        // its names are given a value each time round
        this.#declare(node.left.type === "VariableDeclaration" ? node.left.declarations[0]?.id : node.left, undefined);
        break;
    }
  }

  #declare(pattern: Any, source: Source | undefined): void {
    switch (pattern?.type) {
      case "Identifier":
        this.#declared.set(pattern.name, (this.#declared.get(pattern.name) ?? 0) + 1);
        if (source) this.#sources.set(pattern.name, { ...source, node: pattern });
        break;
      case "AssignmentPattern":
        this.#declare(pattern.left, source);
        break;
      case "RestElement":
        this.#declare(pattern.argument, undefined);
        break;
      case "ArrayPattern":
        for (const element of pattern.elements) this.#declare(element, undefined);
        break;
      case "ObjectPattern":
        for (const property of pattern.properties) {
          if (property.type === "RestElement") this.#declare(property.argument, undefined);
          else {
            const name = memberName(property.key, property.computed);
            const inner =
              source && name !== undefined ? { from: source.from, path: [...source.path, name] } : undefined;
            this.#declare(property.value, inner);
          }
        }
        break;
    }
  }
}
