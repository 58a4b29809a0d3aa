import type { ArrowFunctionExpression, FunctionExpression, Node, Program } from "acorn";
import { around, type Edit } from "./edits.ts";
import { deepNodesOf } from "./tree.ts";

const FUNCTION = /Function/;

function isFunction(node: Node | null | undefined): node is ArrowFunctionExpression | FunctionExpression {
  return node != null && FUNCTION.test(node.type);
}

function named(tree: Program, name: string): Node | undefined {
  for (const node of tree.body) {
    if (node.type === "FunctionDeclaration" && node.id.name === name) return node;
    if (node.type !== "VariableDeclaration") continue;
    for (const { id, init } of node.declarations) {
      if (id.type === "Identifier" && id.name === name && init) return init;
    }
  }
  return undefined;
}

/** The function that a script exports, where it can be seen. */
export function deciderOf(tree: Program): ArrowFunctionExpression | FunctionExpression | undefined {
  const exported = tree.body.find((node) => node.type === "ExportDefaultDeclaration")?.declaration;
  const found: Node | undefined = exported?.type === "Identifier" ? named(tree, exported.name) : exported;
  return isFunction(found) ? found : undefined;
}

/** Has a script note the line of each answer as it gives it: `return on("x")` becomes `return at(3,(on("x")))`. */
export function answerEdits(tree: Program, tools: string): Edit[] {
  const decider = deciderOf(tree);
  if (!decider) return [];
  const at = (node: Node): string => `${tools}.at(${node.loc?.start.line ?? 0}`;
  const { body } = decider;
  if (body.type !== "BlockStatement") return around(body.start, body.end, 0, `${at(body)},(`, "))");
  const edits: Edit[] = [
    // where none of its ways returns anything
    { start: body.end - 1, end: body.end - 1, text: `;${tools}.at(${body.loc?.end.line ?? 0});`, order: 0 },
  ];
  for (const { node, depth } of deepNodesOf(body, (inner) => !FUNCTION.test(inner.type))) {
    if (node.type !== "ReturnStatement") continue;
    const { argument } = node;
    if (argument) edits.push(...around(argument.start, argument.end, depth, `${at(node)},(`, "))"));
    else edits.push({ start: node.start + 6, end: node.start + 6, text: ` ${at(node)})`, order: 0 });
  }
  return edits;
}
