/**
 * Writes the reference in docs/write-a-script.md from the doc comments of gleaner.d.ts.
 * `--check`: writes nothing, ends with 1 when the reference is stale.
 */
import { readFileSync, writeFileSync } from "node:fs";

const TYPES = new URL("../gleaner.d.ts", import.meta.url);
const PAGE = new URL("../docs/write-a-script.md", import.meta.url);
const BEGIN = "<!-- reference: made by tools/script-reference.ts from gleaner.d.ts, do not edit -->";
const END = "<!-- end of reference -->";

interface Item {
  readonly words: string;
  readonly code: string;
  /** Declared inside an interface or the global block. */
  readonly inner: boolean;
}

function wordsOf(comment: string): string {
  return comment
    .replace(/^\/\*\*|\*\/$/g, "")
    .replace(/\n\s*\*/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** Every declaration that has a doc comment directly before it, and every closing brace of a block. */
function items(source: string): Item[] {
  const found: Item[] = [];
  for (const [, comment = "", indent = "", code = ""] of source.matchAll(
    /(?:(\/\*\*(?:[^*]|\*(?!\/))*\*\/)\n)?^( *)((?:export |declare |readonly |function |const |\w+[(<])[^\n]*)$/gm,
  )) {
    if (code.includes("[name")) continue;
    found.push({ words: wordsOf(comment), code: code.replace(/;$/, ""), inner: indent !== "" });
  }
  return found;
}

const inCell = (text: string): string => text.replace(/\|/g, "\\|");

/** The table rows of one block. */
function row({ code, words }: Item): string {
  const plain = code.replace(/^(?:export )?(?:readonly |function |const )/, "");
  return `| \`${inCell(plain)}\` | ${inCell(words)} |`;
}

/** The reference as Markdown. */
export function reference(source: string): string {
  const lines: string[] = [];
  let table = false;
  const head = (title: string, words: string): void => {
    lines.push("", `### ${title}`, "");
    if (words) lines.push(words, "");
    table = false;
  };
  const add = (item: Item): void => {
    if (!table) lines.push("| | |", "| --- | --- |");
    table = true;
    lines.push(row(item));
  };
  let functions = false;
  for (const item of items(source)) {
    const block = /^export interface (\w+)/.exec(item.code)?.[1];
    const type = /^export type (\w+) = (.*)/.exec(item.code);
    if (block) {
      head(`\`${block}\``, item.words);
    } else if (type) {
      head(`\`${type[1]}\``, item.words || `\`${type[2]}\``);
    } else if (item.code.startsWith("declare global")) {
      head("PvMonit's names", "They are there without an import.");
    } else {
      if (item.code.startsWith("export function") && !functions) {
        functions = true;
        head('Importable from "gleaner"', "The same words are also there without an import.");
      }
      add(item);
    }
  }
  return `${lines.join("\n").trim()}\n`;
}

/** The page with a fresh reference. @throws Error when the markers are missing */
export function renew(page: string, source: string): string {
  const from = page.indexOf(BEGIN);
  const to = page.indexOf(END);
  if (from < 0 || to < from)
    throw new Error(`docs/write-a-script.md has lost its markers: put back ${BEGIN} and ${END}`);
  return `${page.slice(0, from)}${BEGIN}\n\n${reference(source)}\n${page.slice(to)}`;
}

if (import.meta.main) {
  const page = readFileSync(PAGE, "utf8");
  const fresh = renew(page, readFileSync(TYPES, "utf8"));
  if (fresh === page) {
    console.log("docs/write-a-script.md is up to date");
  } else if (process.argv.includes("--check")) {
    console.error("the reference in docs/write-a-script.md is stale: run node tools/script-reference.ts");
    process.exitCode = 1;
  } else {
    writeFileSync(PAGE, fresh);
    console.log("docs/write-a-script.md written");
  }
}
