import { readdirSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { dirname, join } from "node:path";
import { type AnyNode, parse } from "acorn";

/** The sources of the checkout, for tests that look at them. */

export const ROOT = dirname(dirname(import.meta.dirname));

export interface Source {
  /** Relative to the checkout, with `/`. */
  readonly path: string;
  readonly text: string;
}

export const isTest = (path: string): boolean => /\.test\.ts$|(^|\/)testing\/|(^|\/)testing(-[^/]*)?\.ts$/.test(path);

/** The script of a Svelte page; other files as they are. */
function scriptOf(path: string, text: string): string {
  if (!path.endsWith(".svelte")) return text;
  return [...text.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)].map(([, script = ""]) => script).join("\n");
}

const read = new Map<string, readonly Source[]>();

/** Every source below a folder of the checkout; read once by each process. */
export function sourcesBelow(folder: string): readonly Source[] {
  const sources = read.get(folder) ?? sourcesIn(folder);
  read.set(folder, sources);
  return sources;
}

function sourcesIn(folder: string): Source[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === "node_modules" || entry.name === "dist" ? [] : sourcesIn(path);
    if (!/\.(ts|svelte)$/.test(entry.name) || entry.name.endsWith(".d.ts")) return [];
    return [{ path, text: scriptOf(path, readFileSync(join(ROOT, path), "utf8")) }];
  });
}

const trees = new WeakMap<Source, AnyNode>();

/**
 * The syntax tree of what is left when the types are gone; made once of each source.
 * @throws Error naming the file that cannot be read
 */
export function treeOf(source: Source): AnyNode {
  const tree = trees.get(source) ?? parsed(source);
  trees.set(source, tree);
  return tree;
}

function parsed({ path, text }: Source): AnyNode {
  try {
    const code = stripTypeScriptTypes(text.replace(/^#!.*/, ""));
    return parse(code, { ecmaVersion: "latest", sourceType: "module" });
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : error}`);
  }
}

export function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** A node and all that are in it, in the order of the source. */
export function nodesOf(node: AnyNode): AnyNode[] {
  const found: AnyNode[] = [];
  const gather = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) gather(one);
    else if (isNode(value)) {
      found.push(value);
      for (const child of Object.values(value)) gather(child);
    }
  };
  gather(node);
  return found;
}
