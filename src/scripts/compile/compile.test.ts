import assert from "node:assert/strict";
import { test } from "node:test";
import { say } from "../../model/index.ts";
import { compile, versionOf } from "./compile.ts";
import { Compiler } from "./compiler.ts";
import { MAX_SOURCE_BYTES } from "./limits.ts";

function problem(source: string): string {
  const result = compile(source);
  assert.equal(result.ok, false, `should be rejected: ${source}`);
  return result.ok ? "" : result.problem;
}

function code(source: string): string {
  const result = compile(source);
  assert.ok(result.ok, result.ok ? "" : result.problem);
  return result.code;
}

/** Runs compiled code here, with words that tell what they were called with. */
function run(source: string): unknown {
  const words = { on: (why: string) => `on ${why}`, minutes: (n: number) => n * 60_000 };
  const factory = new Function(`return ${code(source)}`)() as (
    gleaner: unknown,
    tools: unknown,
  ) => (inputs: unknown) => unknown;
  const tools = { at: (_line: number, answer: unknown) => answer, order: (_: string, a: number, b: number) => a < b };
  return factory(words, tools)({ x: 1 });
}

test("every way to write a default export", () => {
  for (const source of [
    "export default () => 7",
    "export default (() => 7)",
    "export default (() => 7) satisfies () => number;",
    "export /* the\n script */ default\n() => 7",
    "export default function () { return 7 }",
    "export default function decide() { return 7 }",
    "const f = () => 7\nexport default f",
    "const seven: number = 7; export default (): number => seven as number;",
    "enum A { seven = 7 }\nexport default () => A.seven",
    "\uFEFFexport default () => 7",
    "#!/usr/bin/env gleaner\nexport default () => 7",
  ]) {
    assert.equal(run(source), 7, source);
  }
});

test("a default export without a semicolon does not run into the next line", () => {
  assert.equal(run("export default () => 7\n;[1].map(String)"), 7);
  assert.equal(run("export default function () { return 7 }\n(1)"), 7);
});

test("imports from gleaner", () => {
  assert.equal(run('import { on } from "gleaner"; export default () => on("a")'), "on a");
  assert.equal(
    run(`import { on as ein, minutes } from "gleaner"; export default () => ein(\`\${minutes(1)}\`)`),
    "on 60000",
  );
  assert.equal(run('import * as g from "gleaner"; export default () => g.on("b")'), "on b");
  assert.equal(run('import type { Script } from "gleaner"; export default () => 7'), 7);
  assert.equal(run('import { Script, on } from "gleaner"; export default (() => on("c")) satisfies Script'), "on c");
  assert.equal(run('export default () => on("d")\nimport { on } from "gleaner"'), "on d");
});

test("names of the sandbox itself give way to the script's", () => {
  assert.equal(
    run("const $gleaner = 3, $default = 4, $tools = 0; export default () => $gleaner + $default + $tools"),
    7,
  );
});

test("lines stay where they are", () => {
  const lines = code('import {\n  on,\n} from "gleaner";\n\nexport default () => {\n  throw 1; // here\n};').split(
    "\n",
  );
  assert.match(lines[5] ?? "", /here/);
});

test("errors name line and column", () => {
  assert.match(problem("export default () => {\n  const = 1;\n}"), /^line 2, column 9: /);
  assert.match(problem("const x: number = 1;\nconst y: = 3;\nexport default () => 1"), /^line 2, column 10: /);
  assert.match(
    problem('import fs from "node:fs";\nexport default () => 1'),
    /^line 1, column 1: "node:fs" cannot be imported/,
  );
  assert.match(
    problem('\nimport { of } from "gleaner"; export default () => 1'),
    /^line 2, column 1: .*does not export of/,
  );
  assert.match(problem('import g from "gleaner"; export default () => 1'), /no default export/);
  assert.match(problem("export default () => {\n return import('fs') }"), /^line 2, column 9: import\(…\)/);
  assert.match(problem("export default () => import.meta.url"), /^line 1, column 22: import\.meta/);
  assert.match(problem("export default async () => 1"), /^line 1, column 16: .*async/);
  assert.match(problem("await 1; export default () => 1"), /^line 1, column 1: .*await/);
  assert.match(problem("for await (const x of []) {} export default () => 1"), /async and await/);
  assert.match(problem("export const a = 1; export default () => 1"), /exports one thing/);
  assert.match(problem('export * from "gleaner"; export default () => 1'), /exports one thing/);
  assert.match(problem("const a = 1;"), /no export default/);
  assert.match(problem(""), /no export default/);
});

test("a return outside of the function, PHP and a generator are told what to do", () => {
  assert.match(
    problem("if (battery.soc > 90) return on('x')"),
    /^line 1, column 23: return stands outside of the function: write export default/,
  );
  for (const source of ["<?php\nreturn 1;", "\n  <?php $mod = 1;", "<? $x"]) {
    assert.match(problem(source), /^line 1, column 1: this is PHP: take <\?php and the dollar signs away/);
  }
  assert.match(
    problem("\nexport default function* () {}"),
    /^line 2, column 1: the script answers with return: take the \* away/,
  );
  assert.match(problem("\n\nfunction* f() {}\nexport default f"), /^line 3/);
});

test("what is left of PHP in a script that was moved is told, with what to write", () => {
  const script = (line: string): string =>
    `export default ({ data }) => {\n  let log = "and";\n${line}\n  return { mod: 1, log };\n};`;
  for (const [line, said] of [
    ["  if (data.SOC > 95 and data.P > 0) log = 1;", /^line 3, column 21: "and" is PHP: write &&$/],
    ["  if (data.SOC > 95 or data.P > 0) log = 1;", /"or" is PHP: write \|\|$/],
    [
      '  if (data.SOC > 95) {\n    log = "a";\n  } elseif (data.P > 0) {\n    log = "b";\n  }',
      /^line 5, .*"elseif" is PHP: write else if$/,
    ],
    ["  return['mod'] = 2;", /^line 3, .*"return\[…\]" is PHP: write return \{ mod: 2, log \}$/],
    ['  log = "a" . "b";', /^line 3, column 15: "\." is PHP: write \+$/],
  ] as const)
    assert.match(problem(script(line)), said, line);
  // no PHP
  assert.doesNotMatch(problem(script('  log = "salt and" "pepper";')), /PHP/);
});

test("two comparisons in a row, as other languages have them, are told what to do", () => {
  for (const chain of ["10 < x < 20", "10 <= x <= 20", "(x > 20) >= 10"]) {
    assert.match(problem(`export default (x) => ${chain}`), /^line 1, column 23: .*write a < b && b < c$/, chain);
  }
  assert.ok(compile("export default (x) => 10 < x && x < 20 === true").ok);
});

test("what is too large is refused with a sentence", () => {
  assert.match(problem(`// ${"x".repeat(MAX_SOURCE_BYTES)}`), /at most 65536/);
});

test("what is checked is what runs: the comments that only scripts know are refused", () => {
  const words = /<!--, --> begin comments/;
  // a module's parser sees a comment from /* on; QuickJS one from <!-- on, and then code that nobody has checked
  const hidden = "let b = 1;\nexport default () => a<!--b/*\n}); import('x'); (function () {\n// */\nconst a = 1";
  assert.match(problem(hidden), words);
  assert.match(problem("export default () => {\n  let a = 1, b = 2;\n  return a<!--b;\n}"), /^line 3: <!--, -->/);
  assert.match(problem("export default () => 7 /*\n*/ --> 3"), /line 2|begin comments/);
  assert.equal(run('export default () => "<!--".length + `-->`.length'), 7);
  assert.equal(run("// <!-- no\nexport default () => 7 // -->"), 7);
  assert.equal(run("let b = 1; export default () => (3 < ! --b ? 1 : 7)"), 7);
});

test("names of the sandbox are found unused in one look, however they are written", () => {
  assert.equal(run("const \\u0024default = 4, \\u{24}gleaner = 3; export default () => $default + $gleaner"), 7);
  const began = performance.now();
  assert.equal(run(`const $default${"_".repeat(60_000)} = 7; export default () => 7`), 7);
  const taken_names = Array.from({ length: 320 }, (_, length) => `$default${"_".repeat(length)} = ${length}`);
  assert.equal(run(`const ${taken_names.join(", ")}; export default () => $default_ + $default__`), 3);
  const taken = performance.now() - began;
  assert.ok(taken < 1_000, `${taken} ms`);
});

test("the version is that of the text", () => {
  assert.match(versionOf("a"), /^[0-9a-f]{12}$/);
  assert.notEqual(versionOf("a"), versionOf("b"));
});

test("a source that breaks the type stripper does not harm the next one", async () => {
  const compiler = new Compiler();
  try {
    const bad = await compiler.compile(`const x: number = ${"(".repeat(30_000)}1`);
    assert.match(bad.ok ? "" : bad.problem, /too deeply|compiler broke/);
    assert.deepEqual(await compiler.compile("return 1;"), compile("return 1;"), "why it is refused comes whole");
    const good = await compiler.compile("const seven: number = 7; export default (): number => seven");
    assert.equal(good.ok, true);
  } finally {
    await compiler.stop();
  }
});

test("type stripping is silent about being new, other warnings pass", async () => {
  const heard: string[] = [];
  const listen = (warning: Error): void => void heard.push(warning.message);
  process.on("warning", listen);
  try {
    code("const seven: number = 7; export default (): number => seven");
    process.emitWarning("something else");
    await new Promise(setImmediate);
    assert.deepEqual(heard, ["something else"]);
  } finally {
    process.off("warning", listen);
  }
});

test("conditions that hold whatever is measured are told what to do", () => {
  const at = (condition: string): string => problem(`export default (x, on) => { if (${condition}) return on("y"); }`);
  for (const always of ["x == 50 || 60", 'x === "Bulk" || "Float"', "x > 90 || 5 || x"])
    assert.match(at(always), /^line 1, column 33: .*is always true: write a == b \|\| a == c$/, always);
  assert.match(at("x > 90,5"), /^line 1, column 33: a > 90,5 is always true: write a > 90\.5$/);
  assert.match(at("x > 90,0"), /write a > 90\.5$/);
  assert.match(at("!x > 60"), /^line 1, column 33: !a < c compares a yes or no with c: write !\(a < c\)$/);
  assert.match(
    problem('export default (x, on) => { if (x > 60); return on("y"); }'),
    /^line 1, column 29: if \(…\); does nothing: take the semicolon away$/,
  );
});

test("conditions that mean what they say are none of these", () => {
  for (const sound of ["x > 90 || x < 5", "(x || 5) > 3", "!(x > 60)", "!x", "x > 90.5", "x == 1 || !x", "x > 3 || ''"])
    assert.ok(compile(`export default (x, on) => { if (${sound}) return on("y"); }`).ok, sound);
  assert.ok(compile("export default (x) => { if (x); else return 1; for (let i = 0, j = 1; i < 3; i++, j++); }").ok);
});

test("why a script is refused is said in every language", () => {
  const SOURCES = [
    "return 1;",
    "<?php $a = 1;",
    "export const a = 1;",
    "export default async () => 1;",
    'import x from "gleaner"; export default () => x;',
    'import { nothing } from "gleaner"; export default () => nothing;',
    "const a = 1;",
    "export default () => { const a = ; }",
    "export default () => { return 'open; }",
    "export default () => 1; <!-- old",
    "export default () => { const a; return a; }",
    "export default (): number => { let x: ; return 1 }",
    "export default () => { break; }",
    "export default (x) => x == 1 || 2;",
    "export default (x) => { if (x); }",
    "x".repeat(MAX_SOURCE_BYTES + 1),
  ];
  for (const source of SOURCES) {
    const result = compile(source);
    assert.ok(!result.ok && result.why, source.slice(0, 40));
    assert.equal(say(result.why, "en"), result.problem);
    for (const language of ["fr", "de"] as const) {
      assert.notEqual(say(result.why, language).replace(/^.*\d+\s*: /, ""), result.problem.replace(/^.*\d: /, ""));
      // what the parser says stands in brackets
      assert.doesNotMatch(
        say(result.why, language).replace(/ \(.*\)$/s, ""),
        /\b(?:script exports|Unexpected|make it)\b|\?\?|\[object/,
      );
    }
  }
});
