import type { AnyNode, Node } from "acorn";

/** Ways through the tree of a script. */

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** The nodes directly below one. */
export function childrenOf(node: Node): AnyNode[] {
  return Object.values(node)
    .flatMap((value: unknown) => value)
    .filter(isNode);
}

/** A node with how deep it lies below where the walk began. */
export interface Deep {
  readonly node: AnyNode;
  readonly depth: number;
}

/** Every node of a tree, in no order. @param enter whether to go below a node */
export function* deepNodesOf(tree: AnyNode, enter: (node: AnyNode) => boolean = () => true): Generator<Deep> {
  const waiting: Deep[] = [{ node: tree, depth: 0 }];
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    yield one;
    if (one.depth > 0 && !enter(one.node)) continue;
    for (const node of childrenOf(one.node)) waiting.push({ node, depth: one.depth + 1 });
  }
}

/** Every node of a tree, in no order. */
export function* nodesOf(tree: AnyNode): Generator<AnyNode> {
  for (const { node } of deepNodesOf(tree)) yield node;
}

/** The line and column of a node, from 1. */
export function placeOf(node: Node): { readonly line: number; readonly column: number } {
  const { line = 1, column = 0 } = node.loc?.start ?? {};
  return { line, column: column + 1 };
}
