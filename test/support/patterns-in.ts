import { nodesOf, type Source, treeOf } from "./sources.ts";

export interface Found {
  readonly path: string;
  readonly pattern: RegExp;
}

/** The regular expressions that a source holds. @throws Error for one that is put together while the program runs */
export function patternsIn(source: Source): Found[] {
  const found: Found[] = [];
  for (const node of nodesOf(treeOf(source))) {
    const isCall = node.type === "NewExpression" || node.type === "CallExpression";
    if (isCall && node.callee.type === "Identifier" && node.callee.name === "RegExp") {
      throw new Error(`${source.path}: a regular expression must stand in the source, so that its bound can be tested`);
    }
    if (node.type !== "Literal" || !("regex" in node) || !node.regex) continue;
    found.push({ path: source.path, pattern: new RegExp(node.regex.pattern, node.regex.flags) });
  }
  return found;
}
