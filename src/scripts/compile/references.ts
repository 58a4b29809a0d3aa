import type { AnyNode, Identifier } from "acorn";
import { childrenOf } from "./tree.ts";

/** The children of a node that are no mere names of members, labels or exports. */
function partsOf(node: AnyNode): AnyNode[] {
  switch (node.type) {
    case "MemberExpression":
      return node.computed ? [node.object, node.property] : [node.object];
    case "Property":
    case "MethodDefinition":
    case "PropertyDefinition":
      return [...(node.computed ? [node.key] : []), ...(node.value ? [node.value] : [])];
    case "LabeledStatement":
      return [node.body];
    case "UnaryExpression":
      // `typeof x` is how one asks whether there is an x
      return node.operator === "typeof" && node.argument.type === "Identifier" ? [] : [node.argument];
    case "BreakStatement":
    case "ContinueStatement":
    case "ImportDeclaration":
    case "MetaProperty":
      return [];
    default:
      return childrenOf(node);
  }
}

/** Every name that stands for a value, in no order. */
export function* referencesOf(tree: AnyNode): Generator<Identifier> {
  const waiting: AnyNode[] = [tree];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.type === "Identifier") yield node;
    waiting.push(...partsOf(node));
  }
}
