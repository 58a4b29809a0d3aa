import type { AnyNode } from "acorn";
import { literalOf, memberName } from "./origins.ts";

/** The words that a script writes out in lists, sets, maps and objects, to look for a value among them. */

export type Literal = string | number | boolean;

/** The words and numbers among expressions. */
export function wordsOf(elements: readonly (AnyNode | null)[]): Literal[] {
  return elements.flatMap((element) => literalOf(element) ?? []);
}

/** The words that a list holds, a set, or a map as its keys: `new Set(["float"])`. */
export function wordsIn(node: AnyNode): Literal[] | undefined {
  if (node.type === "ArrayExpression") return wordsOf(node.elements);
  if (node.type !== "NewExpression" || node.callee.type !== "Identifier") return undefined;
  const [list] = node.arguments;
  if (list?.type !== "ArrayExpression") return undefined;
  if (node.callee.name === "Set") return wordsOf(list.elements);
  if (node.callee.name !== "Map") return undefined;
  return wordsOf(list.elements.map((pair) => (pair?.type === "ArrayExpression" ? (pair.elements[0] ?? null) : null)));
}

/** Whether a pattern stands there as such. */
export function isRegex(node: AnyNode | null | undefined): node is AnyNode & { regex: { flags: string } } {
  return node?.type === "Literal" && "regex" in node && node.regex !== undefined;
}

/** The words by which something is looked up in `{ off: 1, "bulk": 2 }`. */
export function keysOf({ properties }: Extract<AnyNode, { type: "ObjectExpression" }>): string[] {
  return properties.flatMap((property) => {
    return property.type === "Property" ? (memberName(property.key, property.computed) ?? []) : [];
  });
}
