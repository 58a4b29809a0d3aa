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
const ORDER = new Set<unknown>(["<", "<=", ">", ">="]);

interface Some extends Node {
  readonly async?: unknown;
  readonly await?: unknown;
  readonly meta?: { readonly name?: unknown };
  readonly operator?: unknown;
  readonly left?: Some;
}

function reasonAgainst(node: Some): Reason | undefined {
  if (node.type === "BinaryExpression" && ORDER.has(node.operator) && ORDER.has(node.left?.operator)) return CHAINED;
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
