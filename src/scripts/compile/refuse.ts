import type { Node, Program } from "acorn";
import { type Reason, reason } from "../../model/index.ts";
import { nodesOf, placeOf } from "./tree.ts";

/** What a script must not contain, and where; lines and columns from 1. */
export interface Refusal {
  readonly line: number;
  readonly column: number;
  readonly what: Reason;
}

const ONLY_DEFAULT = reason("script_one_export", { example: "export default (…) => …" });
const AT_ONCE = reason("script_at_once");

const REFUSED: Readonly<Record<string, Reason>> = {
  ExportNamedDeclaration: ONLY_DEFAULT,
  ExportAllDeclaration: ONLY_DEFAULT,
  ImportExpression: reason("script_no_import_call", { example: 'import { on, off } from "gleaner"' }),
  MetaProperty: reason("script_not_available", { word: "import.meta" }),
  AwaitExpression: AT_ONCE,
  DebuggerStatement: reason("script_not_available", { word: "debugger" }),
};

const CHAINED = reason("script_chained", { wrong: "a < b < c", right: "a < b && b < c" });
const NEGATED = reason("script_chained", { wrong: "!a < c", right: "!(a < c)" });
const OR_ALONE = reason("script_always", { wrong: "a == b || c", right: "a == b || a == c" });
const COMMA = reason("script_always", { wrong: "a > 90,5", right: "a > 90.5" });
const EMPTY_IF = reason("script_empty_if", { wrong: "if (…);" });
const ORDER = new Set<unknown>(["<", "<=", ">", ">="]);
const EQUAL = new Set<unknown>(["==", "===", "!=", "!=="]);

interface Some extends Node {
  readonly value?: unknown;
  readonly right?: Some;
  readonly expressions?: readonly Some[];
  readonly consequent?: unknown;
  readonly alternate?: unknown;
  readonly async?: unknown;
  readonly await?: unknown;
  readonly meta?: { readonly name?: unknown };
  readonly operator?: unknown;
  readonly left?: Some;
}

const isComparison = ({ type, operator }: Partial<Some> = {}): boolean =>
  type === "BinaryExpression" && (ORDER.has(operator) || EQUAL.has(operator));

/** A number or a word by itself, which counts as true. */
const isTrueAlone = ({ type, value }: Partial<Some> = {}): boolean =>
  type === "Literal" && (typeof value === "number" || typeof value === "string") && Boolean(value);

/** A number behind a comma, which is the condition instead of what stands before. */
const isNumberAlone = ({ type, value }: Partial<Some> = {}): boolean => type === "Literal" && typeof value === "number";

const isEmpty = (statement: unknown): boolean =>
  typeof statement === "object" && statement !== null && "type" in statement && statement.type === "EmptyStatement";

/** What is wrong with a condition that does not mean what it seems to say. */
function mistaken({ type, operator, left, right, expressions, consequent, alternate }: Some): Reason | undefined {
  if (type === "BinaryExpression" && ORDER.has(operator)) {
    if (ORDER.has(left?.operator)) return CHAINED;
    return left?.type === "UnaryExpression" && left.operator === "!" ? NEGATED : undefined;
  }
  if (type === "LogicalExpression" && operator === "||" && isComparison(left) && isTrueAlone(right)) return OR_ALONE;
  if (type === "SequenceExpression" && isComparison(expressions?.[0]) && isNumberAlone(expressions?.at(-1)))
    return COMMA;
  return type === "IfStatement" && isEmpty(consequent) && !alternate ? EMPTY_IF : undefined;
}

function reasonAgainst(node: Some): Reason | undefined {
  const mistake = mistaken(node);
  if (mistake) return mistake;
  if (node.async === true || node.await === true) return AT_ONCE;
  if (node.type === "MetaProperty" && node.meta?.name === "new") return undefined;
  return REFUSED[node.type];
}

/** Every name in a script, as it is meant: `\u0024a` is `$a`. */
export function namesIn(tree: Program): Set<string> {
  const names = new Set<string>();
  for (const node of nodesOf(tree)) {
    if ("name" in node && typeof node.name === "string") names.add(node.name);
  }
  return names;
}

/** The first thing in the script that the sandbox has no use for; `undefined` when all is well. */
export function refusal(tree: Program): Refusal | undefined {
  let first: { node: Node; what: Reason } | undefined;
  for (const node of nodesOf(tree)) {
    const what = reasonAgainst(node);
    if (what && (!first || node.start < first.node.start)) first = { node, what };
  }
  if (!first) return undefined;
  return { ...placeOf(first.node), what: first.what };
}
