import { createHash } from "node:crypto";
import { stripTypeScriptTypes } from "node:module";
import { type ImportDeclaration, type Node, type Program, parse, type Token } from "acorn";
import { type Reason, reason, type Telling } from "../../model/index.ts";
import { answerEdits, deciderOf } from "./answers.ts";
import { flawOf } from "./as-it-runs.ts";
import { Comparisons } from "./comparisons.ts";
import { type Edit, edited } from "./edits.ts";
import { MAX_SOURCE_BYTES } from "./limits.ts";
import { IMPORTABLE } from "./names.ts";
import { Origins } from "./origins.ts";
import { phpAt } from "./php.ts";
import { quietly } from "./quietly.ts";
import { namesIn, refusal } from "./refuse.ts";
import { type Rejected, rejected } from "./rejected.ts";

/** Types that `gleaner.d.ts` exports: imports of them vanish, even without the word `type`. */
const TYPES = new Set(
  "Script Inputs Answer PvMonitAnswer Result Why Channel Relay Relays Now Timer Mode Value Values Numbers Settings".split(
    " ",
  ),
);

/** A script made ready for the sandbox. */
export interface Compiled {
  readonly ok: true;
  /** One function expression: `(exports of "gleaner", tools of the sandbox) => the default export`. Lines are those of the source. */
  readonly code: string;
  /** First 12 hex digits of the source's SHA-256. */
  readonly version: string;
  /** Whether line numbers in error messages are those of the source. */
  readonly lines: boolean;
}

/** First 12 hex digits of the source's SHA-256: how a version of a script is named. */
export function versionOf(source: string): string {
  return createHash("sha256").update(source).digest("hex").slice(0, 12);
}

/** A place in the source, lines and columns from 1. */
function at(line: number, column: number, what: Telling): Rejected {
  return rejected(reason("script_at", { line: String(line), column: String(column), what }));
}

/** A script that was read: plain JavaScript, in the lines of the source unless `lines` is false. */
export interface Parsed {
  readonly ok: true;
  readonly text: string;
  readonly tree: Program;
  readonly tokens: readonly Token[];
  readonly lines: boolean;
}

const OUTSIDE = reason("script_return_outside", {
  begin: "export default ({ battery, on, off }) => {",
  end: "};",
});
const PHP = reason("script_php", {
  tag: "<?php",
  begin: "export default ({ data }) => {",
  end: "};",
  answer: "return { mod, log }",
});
const NO_DEFAULT = reason("script_no_default", {
  begin: "export default ({ battery, on, off }) => …",
  answer: 'return on("why") or off("why")',
});

function parseText(text: string, lines: boolean): Parsed | Rejected {
  try {
    const tokens: Token[] = [];
    const tree = parse(text, { ecmaVersion: "latest", sourceType: "module", locations: true, onToken: tokens });
    return { ok: true, text, tree, tokens, lines };
  } catch (error) {
    if (error instanceof RangeError) return rejected(reason("script_too_deep"));
    if (!(error instanceof SyntaxError)) throw error;
    const place = error as SyntaxError & { loc?: { line: number; column: number } };
    const words = plainer(error.message.replace(/ \(\d+:\d+\)$/, ""));
    return place.loc && lines ? at(place.loc.line, place.loc.column + 1, words) : rejected(words);
  }
}

/** What the two parsers say most often. */
const SAID: ReadonlyMap<string, Reason> = new Map([
  ["'return' outside of function", OUTSIDE],
  ["Return statement is not allowed here", OUTSIDE],
  ["Unexpected token", reason("script_unexpected")],
  ["Unterminated string constant", reason("script_unterminated")],
]);

function plainer(words: string): Telling {
  return SAID.get(words) ?? reason("script_syntax", { detail: words });
}

/** The compiler's stack begins with `:line`, some lines of the source, and a caret below the column. */
function placeOf(error: Error, source: string): Rejected {
  const [head = "", ...rest] = (error.stack ?? "").split("\n", 12);
  const line = /:(\d+)$/.exec(head)?.[1];
  const column = (rest.find((text) => /^ *\^+ *$/.test(text)) ?? "").indexOf("^") + 1;
  const words = plainer(error.message);
  if (!line || column <= 0) return rejected(words);
  return at(Number(line), column, phpAt(source, Number(line), column) ?? words);
}

function strip(source: string): Parsed | Rejected {
  const code = (error: unknown): unknown => (error as { code?: unknown }).code;
  try {
    return parseText(
      quietly(() => stripTypeScriptTypes(source, { mode: "strip" })),
      true,
    );
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (code(error) === "ERR_INVALID_TYPESCRIPT_SYNTAX") return placeOf(error, source);
    if (code(error) !== "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX") {
      return rejected(reason("script_compiler_broke"));
    }
  }
  try {
    return parseText(
      quietly(() => stripTypeScriptTypes(source, { mode: "transform" })),
      false,
    );
  } catch (error) {
    return error instanceof Error ? placeOf(error, source) : rejected(reason("script_not_compiled"));
  }
}

/** What the sandbox calls its own two words: lengthened until the script has no such name. */
function unused(names: ReadonlySet<string>, name: string): string {
  let free = name;
  while (names.has(free)) free += "_";
  return free;
}

/** `const { on, off: aus } = gleaner;` for one import, or what is wrong with it. */
function importLine(node: ImportDeclaration, gleaner: string): string | Rejected {
  const refuse = (what: Reason): Rejected => at(node.loc?.start.line ?? 1, (node.loc?.start.column ?? 0) + 1, what);
  if (node.source.value !== "gleaner") {
    return refuse(reason("script_import_foreign", { module: String(node.source.value) }));
  }
  let line = "";
  for (const specifier of node.specifiers) {
    if (specifier.type === "ImportNamespaceSpecifier") {
      line += `const ${specifier.local.name}=${gleaner};`;
    } else if (specifier.type === "ImportDefaultSpecifier") {
      const example = `import { ${specifier.local.name} } from "gleaner"`;
      return refuse(reason("script_import_default", { example }));
    } else {
      const { imported } = specifier;
      const name = imported.type === "Identifier" ? imported.name : String(imported.value);
      if (TYPES.has(name)) continue;
      if (!(IMPORTABLE as readonly string[]).includes(name)) {
        return refuse(reason("script_import_unknown", { name, known: IMPORTABLE.join(", ") }));
      }
      line += `const ${specifier.local.name}=${gleaner}.${name};`;
    }
  }
  return line;
}

const blank = (text: string): string => text.replace(/[^\n\r]/g, " ");

/** With blanks and comments between the two words, each of which can be read in one way only: there is nothing to go back to. */
const EXPORT_DEFAULT = /^export(?:\s|\/\*(?:[^*]|\*(?!\/))*\*\/|\/\/.*[\n\r\u2028\u2029])*default/;

/** Turns `export default …` into an assignment to `slot`, without moving anything to another line. */
function exportEdits(
  text: string,
  node: Node & { declaration: Node & { id?: { name: string } | null } },
  slot: string,
): Edit[] {
  const { declaration } = node;
  const words = EXPORT_DEFAULT.exec(text.slice(node.start, node.end))?.[0] ?? "";
  const head = { start: node.start, end: node.start + words.length };
  const named = /^(Function|Class)Declaration$/.test(declaration.type) && declaration.id;
  if (named) {
    return [
      { ...head, text: ";" },
      { start: node.end, end: node.end, text: `;${slot}=${named.name};` },
    ];
  }
  const end = declaration.type.endsWith("Declaration") ? ";" : "";
  return [
    { ...head, text: `;${slot}=` },
    { start: node.end, end: node.end, text: end },
  ];
}

function rewrite(parsed: Parsed): string | Rejected {
  const { text, tree } = parsed;
  const names = namesIn(tree);
  const gleaner = unused(names, "$gleaner");
  const tools = unused(names, "$tools");
  const loose = unused(names, "$loose");
  const slot = unused(names, "$default");
  const edits: Edit[] = [];
  let imports = "";
  let exported = 0;
  for (const node of tree.body) {
    if (node.type === "ImportDeclaration") {
      const line = importLine(node, gleaner);
      if (typeof line !== "string") return line;
      imports += line;
      edits.push({ start: node.start, end: node.end, text: `;${blank(text.slice(node.start, node.end))}` });
    } else if (node.type === "ExportDefaultDeclaration") {
      exported++;
      edits.push(...exportEdits(text, node as unknown as Parameters<typeof exportEdits>[1], slot));
    }
  }
  if (exported === 0) return rejected(NO_DEFAULT);
  const decider = deciderOf(tree);
  if (decider?.generator) return at(decider.loc?.start.line ?? 1, 1, reason("script_generator"));
  const comparisons = new Comparisons(parsed, new Origins(tree), { tools, loose });
  const body = edited(text, [...edits, ...answerEdits(tree, tools), ...comparisons.edits]);
  return `(function(${gleaner},${tools}){"use strict";const ${loose}=(a,b)=>a==b;let ${slot};${imports}${body}\n;return ${slot}})`;
}

/** Reads a script. Never throws for a bad one. */
export function readScript(source: string): Parsed | Rejected {
  const bytes = Buffer.byteLength(source);
  if (bytes > MAX_SOURCE_BYTES) {
    return rejected(reason("script_too_large", { bytes: String(bytes), most: String(MAX_SOURCE_BYTES) }));
  }
  const clean = source.replace(/^\uFEFF/, "").replace(/^#!/, "//");
  if (/^\s{0,100}<\?/.test(clean)) return at(1, 1, PHP);
  const plain = parseText(clean, true);
  return plain.ok ? plain : strip(clean);
}

/**
 * Makes a script ready for the sandbox: TypeScript or JavaScript, at most 64 kB, one `export default`,
 * imports from "gleaner" only, nothing asynchronous. Never throws for a bad script.
 *
 * A hostile TypeScript source can break Node's type stripper for the whole thread for good: where scripts of
 * unknown quality are compiled, call this in a thread that may be thrown away (`compiler.ts`).
 */
export function compile(source: string): Compiled | Rejected {
  const parsed = readScript(source);
  if (!parsed.ok) return parsed;
  const refused = refusal(parsed.tree);
  if (refused) return parsed.lines ? at(refused.line, refused.column, refused.what) : rejected(refused.what);
  const code = rewrite(parsed);
  if (typeof code !== "string") return code;
  const flaw = flawOf(code);
  if (flaw) {
    const { line, what } = flaw;
    return rejected(parsed.lines && line !== undefined ? reason("script_at_line", { line: String(line), what }) : what);
  }
  return { ok: true, code, version: versionOf(source), lines: parsed.lines };
}
