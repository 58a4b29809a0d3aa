import { nodesOf, type Source, treeOf } from "./sources.ts";

const SQL =
  /^\s*(?:SELECT\s[\s\S]*\sFROM\s+\w+\s*(?:$|[,;)]|\b(?:WHERE|ORDER|GROUP|LIMIT|JOIN|LEFT|INNER|AS)\b)|INSERT\s+(?:OR\s+\w+\s+)?INTO\s|REPLACE\s+INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|PRAGMA\s+\w|CREATE\s+(?:UNIQUE\s+|TEMP\s+)?(?:TABLE|INDEX|VIEW|TRIGGER)\s|ALTER\s+TABLE\s|DROP\s+(?:TABLE|INDEX)\s|BEGIN\s+(?:IMMEDIATE|EXCLUSIVE)|ATTACH\s|VACUUM\b)/i;

/** The statements of SQL that stand in a source as texts, how each begins. */
export function sqlIn(source: Source): string[] {
  const found: string[] = [];
  for (const node of nodesOf(treeOf(source))) {
    const text =
      node.type === "TemplateLiteral"
        ? node.quasis.map(({ value }) => value.cooked ?? "").join("x")
        : node.type === "Literal" && typeof node.value === "string"
          ? node.value
          : "";
    if (SQL.test(text)) found.push(text.trim().slice(0, 40));
  }
  return found;
}
