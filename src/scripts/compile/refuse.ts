import type { Node, Program } from "acorn";
import { nodesOf, placeOf } from "./tree.ts";

/** What a script must not contain, and where; lines and columns from 1. */
export interface Refusal {
  readonly line: number;
  readonly column: number;
  readonly words: string;
}

const ONLY_DEFAULT = "a script exports one thing: export default (…) => …";
const AT_ONCE = "a script answers at once: async and await are not available";

const REFUSED: Readonly<Record<string, string>> = {
  ExportNamedDeclaration: ONLY_DEFAULT,
  ExportAllDeclaration: ONLY_DEFAULT,
  ImportExpression: 'import(…) is not available: write import { on, off } from "gleaner" at the top',
  MetaProperty: "import.meta is not available in a script",
  AwaitExpression: AT_ONCE,
  DebuggerStatement: "debugger is not available in a script",
};

function wordsAgainst(
  node: Node & { async?: unknown; await?: unknown; meta?: { name?: unknown } },
): string | undefined {
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
  let first: { node: Node; words: string } | undefined;
  for (const node of nodesOf(tree)) {
    const words = wordsAgainst(node);
    if (words && (!first || node.start < first.node.start)) first = { node, words };
  }
  if (!first) return undefined;
  return { ...placeOf(first.node), words: first.words };
}
