/**
 * Makes `build/` of `src/`: the same modules as JavaScript, without types, comments and tests, line for line. A house that
 * runs from there has nothing to take types off, at its first start as little as later, and keeps less text in each of its
 * threads: `house.ts FOLDER`, put in place as a whole by whoever calls.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { dirname, join, relative } from "node:path";
import { parse } from "acorn";

const SOURCES = join(import.meta.dirname, "..", "src");
/** No declarations: they are files of their own, beside the program. */
const TYPESCRIPT = /(?<!\.d)\.ts$/;
/** What two bytes are kept for, for each letter of the whole text. */
const WIDE = /[^\0-\xff]/g;

/** A node of a tree of syntax. */
type Branch = { readonly type: string; readonly start: number; readonly end: number } & Readonly<
  Record<string, unknown>
>;

/** A piece of a text and what stands there instead. */
interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function isBranch(value: unknown): value is Branch {
  return typeof value === "object" && value !== null && "type" in value && "start" in value && "end" in value;
}

/** All nodes below one, itself first. */
function* branchesOf(branch: Branch): Generator<Branch> {
  yield branch;
  for (const value of Object.values(branch)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isBranch(child)) yield* branchesOf(child);
  }
}

/** What names a file where a node imports it, or makes an address of it. */
function nameIn(branch: Branch): unknown {
  if (branch.type !== "NewExpression") return /^(Import|Export)/.test(branch.type) ? branch.source : undefined;
  const isUrl = isBranch(branch.callee) && branch.callee.name === "URL";
  return isUrl && Array.isArray(branch.arguments) && branch.arguments.length === 2 ? branch.arguments[0] : undefined;
}

/** Modules are found by their new names. */
function renamed(branch: Branch): Change[] {
  const name = nameIn(branch);
  if (!isBranch(name) || typeof name.value !== "string" || !TYPESCRIPT.test(name.value)) return [];
  return [{ start: name.start, end: name.end, text: JSON.stringify(name.value.replace(TYPESCRIPT, ".js")) }];
}

/** Letters that would make two bytes of each of the text's are written by their numbers; names may have such, too. */
function narrowed(branch: Branch, code: string): Change[] {
  const { type, start, end } = branch;
  if (!/^(Literal|TemplateElement|(Private)?Identifier)$/.test(type)) return [];
  const text = code.slice(start, end);
  if (type === "TemplateElement" && /[ \t]\n/.test(text)) throw new SyntaxError(`a line ends with a space: ${text}`);
  const narrow = text.replace(WIDE, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return narrow === text ? [] : [{ start, end, text: narrow }];
}

/** The JavaScript of a module, each statement in its old line. @throws SyntaxError */
function plain(source: string): string {
  const code = stripTypeScriptTypes(source, { mode: "strip" });
  const comments: Change[] = [];
  const onComment = (_block: boolean, _text: string, start: number, end: number): void => {
    comments.push({ start, end, text: code.slice(start, end).replace(/[^\n]+/g, "") });
  };
  const tree: unknown = parse(code, { ecmaVersion: "latest", sourceType: "module", allowHashBang: true, onComment });
  if (!isBranch(tree)) throw new SyntaxError("no tree");
  const inside = [...branchesOf(tree)].flatMap((branch) => [...renamed(branch), ...narrowed(branch, code)]);
  let [text, at] = ["", 0];
  for (const change of [...comments, ...inside].sort((a, b) => a.start - b.start)) {
    // a name that stands for itself, as in `{ name }`, is found twice
    if (change.start < at) continue;
    text += code.slice(at, change.start) + change.text;
    at = change.end;
  }
  return (text + code.slice(at)).replace(WIDE, blank).replace(/[ \t]+$/gm, "");
}

/** Where types stood there is white space, some of it wide. @throws SyntaxError of a letter: none may be left out */
function blank(letter: string): string {
  if (/\s/.test(letter)) return " ";
  throw new SyntaxError(`a letter where none was looked for: ${letter}`);
}

/** Files that are of the house itself: no tests, and nothing that only tests need. */
function isOfTheHouse(path: string): boolean {
  return !/\.test\.ts$|\.d\.ts$/.test(path) && !path.split("/").includes("testing");
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("house.ts FOLDER");
for (const entry of readdirSync(SOURCES, { recursive: true, withFileTypes: true })) {
  const path = relative(SOURCES, join(entry.parentPath, entry.name));
  if (entry.isDirectory() || !isOfTheHouse(path)) continue;
  const [from, to] = [join(SOURCES, path), join(folder, path.replace(TYPESCRIPT, ".js"))];
  mkdirSync(dirname(to), { recursive: true });
  if (TYPESCRIPT.test(path)) writeFileSync(to, plain(readFileSync(from, "utf8")));
  else copyFileSync(from, to);
}
