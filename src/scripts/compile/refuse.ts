import type { Node, Program } from "acorn";

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

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

function childrenOf(node: Node): Node[] {
  return Object.values(node)
    .flatMap((value: unknown) => value)
    .filter(isNode);
}

/** The first thing in the script that the sandbox has no use for; `undefined` when all is well. */
export function refusal(tree: Program): Refusal | undefined {
  const waiting: Node[] = [tree];
  let first: { node: Node; words: string } | undefined;
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const words = wordsAgainst(node);
    if (words && (!first || node.start < first.node.start)) first = { node, words };
    for (const child of childrenOf(node)) waiting.push(child);
  }
  if (!first) return undefined;
  const { line = 1, column = 0 } = first.node.loc?.start ?? {};
  return { line, column: column + 1, words: first.words };
}
