import assert from "node:assert/strict";
import { test } from "node:test";
import { reason, say } from "../../model/index.ts";
import { assertSaid, bench, type Case, decide, decideEach, failedWith } from "../testing/decide.ts";
import { relay, world } from "../testing/world.ts";

test("on, off and keep with their reasons, cleaned and cut", async () => {
  await assertSaid([
    ['return on("sun")', "on sun"],
    ['return off("night")', "off night"],
    ['return keep("between")', "keep between"],
    ["return on(5)", "on 5"],
    ["return { mod: 1, log: 0.5 }", "off 0.5"],
    ['return on("a\\u0000b\\n\\u001b[31mc\\u202e")', "on a b [31mc"],
    ['return on("x".repeat(1e5))', `on ${"x".repeat(499)}…`],
    ['return on("x" + "😀".repeat(400))', `on x${"😀".repeat(249)}…`],
    ['return on("👨‍👩‍👧".repeat(99))', `on ${"👨‍👩‍👧".repeat(62)}…`],
  ]);
});

test("what is no answer is said, with what was returned and its line", async () => {
  const lineOf = 2;
  const nothing = (line = lineOf): string => `script_failed answer_nothing {"line":${line}}`;
  const wrong = (what: string): string => `script_failed answer_wrong ${JSON.stringify({ line: lineOf, what })}`;
  const mod = (what: string): string => `script_failed answer_mod ${JSON.stringify({ line: lineOf, what })}`;
  const log = (what: string): string => `script_failed answer_log ${JSON.stringify({ line: lineOf, what })}`;
  const cases: readonly (readonly [body: string, said: string])[] = [
    ["", nothing(3)],
    ["return", nothing()],
    ["return undefined", nothing()],
    ["if (1 < 0) return on('x')", nothing(3)],
    ["return 1", wrong("1")],
    ["return true", wrong("true")],
    ['return "on"', wrong('"on"')],
    ['return "x".repeat(41)', wrong(`"${"x".repeat(39)}…"`)],
    ['return "x".repeat(40)', wrong(`"${"x".repeat(40)}"`)],
    ["return null", wrong("null")],
    ["return on", wrong("a function, () => …")],
    ["return NaN", wrong("NaN")],
    ["return []", wrong("[ … ]")],
    ["return {}", wrong("{ }")],
    ["return { mode: 2 }", wrong("{ mode }")],
    ["return { a: 1, b: 2, c: 3 }", wrong("{ a, b, c }")],
    [`return { ${"x".repeat(21)}: 1, b: 2, c: 3, d: 4 }`, wrong(`{ ${"x".repeat(20)}, b, c, … }`)],
    ["return { mod: 3 }", mod("3")],
    ["return { mod: '2' }", mod('"2"')],
    ["return { mod: NaN }", mod("NaN")],
    ["return { mod: 0 }", mod("0")],
    ["return { mod: 2, log: {} }", log("{ }")],
    ["return { mod: 2, log: true }", log("true")],
    ["return { get mod() { return 2 } }", wrong("{ mod }")],
    ["return { mod: 2, log: NaN }", log("NaN")],
    ["return Symbol()", wrong("Symbol()")],
    ["return 10n", wrong("10n")],
    ["return { then() {} }", wrong("{ then }")],
    ["return Object.create(on('x'))", wrong("{ }")],
    ["return () => on('x')", wrong("a function, () => …")],
    ["return Object.assign(() => 1, { mod: 2, log: 'x' })", wrong("a function, () => …")],
    [
      "return new Proxy({}, { getOwnPropertyDescriptor() { return { value: { mod: 2 }, configurable: true } } })",
      log("{ mod }"),
    ],
  ];
  for (const [body, said] of cases) assert.equal(await decide(body), said, body);
});

test("the line of an answer is that of its return, wherever the function stands", async () => {
  const said = async (source: string): Promise<string> => {
    const one = await bench(source);
    const words = one().said;
    await one.host.stop();
    return words;
  };
  const line = (at: number): string => `script_failed answer_wrong {"line":${at},"what":"true"}`;
  assert.equal(await said("export default () =>\n  true"), line(2));
  assert.equal(await said("const f = function () {\n\n  return true;\n};\nexport default f"), line(3));
  assert.equal(await said("export default f\nfunction f() { if (f) {\n  return (\n true) } }"), line(3));
  assert.equal(
    await said("export default () => {\n  const g = () => {\n    return 1;\n  };\n  return g() === 1 }"),
    line(5),
  );
  assert.equal(await said("const make = (x) => () => x;\nexport default make(true)"), line(0));
  assert.equal(await said("export default ({ on }) => {\n  try { return 1 } finally {\n    return true } }"), line(3));
});

test("a name that there is none of is told, with the nearest", async () => {
  const at = (code: string, name: string, known?: string): string =>
    `script_failed ${code} ${JSON.stringify({ line: 2, name, ...(known !== undefined && { known }) })}`;
  const one = await bench("export default ({ on }) =>\n  on(String(battery.soc))");
  assert.equal(one().said, at("name_not_taken", "battery"));
  await one.host.stop();
  const cases: readonly (readonly [string, string])[] = [
    ["MpptFloo(data.CS)", at("name_unknown", "MpptFloo", "MpptFlo")],
    ["$data['SOC']", at("name_unknown", "$data", "data")],
    ["thisEtta", at("name_unknown", "thisEtta", "thisEtat")],
    ["$thisEtat", at("name_unknown", "$thisEtat", "thisEtat")],
    ["batery.soc", at("name_unknown", "batery", "battery")],
    ["in_array(1, [1])", at("name_nowhere", "in_array")],
  ];
  for (const [body, said] of cases) assert.equal(await decide(body), said, body);
});

test("an answer may say why in several languages", async () => {
  const said = async (log: string): Promise<unknown> => {
    const one = await bench(`export default ({ on, off }) => ${log}`);
    const { wish } = one();
    await one.host.stop();
    return [wish.want, wish.reason.code, wish.reason.values];
  };
  assert.deepEqual(await said('on({ en: "sun", fr: "soleil", de: "Sonne" })'), [
    "on",
    "text",
    { text: "sun", en: "sun", fr: "soleil", de: "Sonne" },
  ]);
  assert.deepEqual(await said('off({ de: "Nacht\\n" })'), ["off", "text", { text: "Nacht", de: "Nacht" }]);
  assert.deepEqual(await said('({ mod: 1, log: { fr: 5, en: "" } })'), ["off", "text", { text: "5", fr: "5" }]);
  assert.deepEqual(await said('on({ en: "" })'), ["on", "why_missing", undefined]);
  const long = `${"x".repeat(499)}…`;
  assert.deepEqual(await said('on({ en: "x".repeat(1e4), fr: "x".repeat(1e4) })'), [
    "on",
    "text",
    { text: long, en: long, fr: long },
  ]);
  const refused = [
    "on({})",
    'on({ es: "sol" })',
    'on({ en: "sun", es: "sol" })',
    "on({ en: {} })",
    'on({ en: "sun", fr: {} })',
    "on({ get en() { return 1 } })",
    "on([])",
  ];
  for (const log of refused) {
    assert.match(JSON.stringify(await said(log)), /"code":"error_no_why"/, log);
  }
});

test("a relay's own mode as the answer means as it is, whatever the mode; on and off mean what they say", async () => {
  const at = (mode_number: 0 | 1 | 2 | 3) => world({ relays: [relay("boiler", 1, { mode_number })] });
  const cases: Case[] = [];
  for (const mode of [0, 1, 2, 3] as const)
    cases.push(["return { mod: thisMod, log: 'as it is' }", "keep as it is", at(mode)]);
  await assertSaid([
    ...cases,
    ["return { mod: relay.modeNumber, log: 'x' }", "keep x", at(3)],
    ["return { mod: 0, log: 'x' }", "keep x", at(0)],
    ["return { mod: 3, log: 'x' }", /answer_mod/, at(0)],
    ["return { mod: 2, log: 'x' }", "on x", at(2)],
    ["thisMod; return on('x')", "on x", at(2)],
    ["thisMod; return off('x')", "off x", at(1)],
    ["thisMod; return { mod: 1, log: 'x' }", "off x", at(2)],
    ["thisMod; return { mod: 2, log: 'x' }", "on x", at(3)],
  ]);
});

test("an answer without a reason is taken, and the reader told so in a language of theirs", async () => {
  const bodies = ['return on("")', 'return { mod: 2, reason: "x" }', "return { mod: 2 }", 'return on(" \u200b ")'];
  for (const [body, said] of await decideEach(bodies)) assert.equal(said, "on why_missing", body);
  const sentences = (["en", "fr", "de"] as const).map((language) => say(reason("why_missing"), language));
  assert.deepEqual(sentences, [
    "The script does not say why",
    "Le script ne dit pas pourquoi",
    "Das Skript sagt nicht, warum",
  ]);
});

test("a reason is needed", async () => {
  const reasons = ["on()", "off(null)", "keep({})", "on(NaN)", "on(Infinity)", "on(true)", "on(Symbol())"];
  for (const [body, said] of await decideEach(reasons.map((answer) => `return ${answer}`))) {
    assert.match(said, /line \d+: a reason in words is needed: on\(\\"why\\"\), off\(\\"why\\"\) or keep/, body);
  }
});

test("what was thrown is said to readers of every language, with the words themselves", async () => {
  const one = await bench("export default () => { throw new Error('no tank') }");
  one();
  const status = one.host.status("boiler");
  assert.ok(status.state === "failing" && status.why);
  assert.match(say(status.why, "fr"), /^ligne 1.*le script s’est arrêté sur une erreur \(no tank\)/);
  assert.match(say(status.why, "de"), /^Zeile 1: das Skript brach mit einem Fehler ab \(no tank\)/);
  assert.equal(say(status.why, "en"), status.problem);
  await one.host.stop();
});

test("what was thrown is told with its line, in not too many words, whatever it was", async () => {
  const cases: readonly Case[] = [
    ["throw new Error('oh')", "line 2: oh"],
    ["throw 'words'", "words"],
    ["throw undefined", "undefined"],
    ["throw Symbol('s')", "Symbol(s)"],
    ["throw new Error('tenth')", "line 10: tenth"],
    ["throw new Error('')", "line 12: the script threw something"],
    ["throw { toString() { throw 2 } }", "the script threw something"],
    ["throw { message: { toString() { throw 4 } } }", "the script threw something"],
    ["throw Object.create(null)", "the script threw something"],
    ["throw { get message() { throw 1 } }", "the script threw something that cannot be read"],
    ["throw { get stack() { throw 1 } }", "the script threw something that cannot be read"],
    ["throw new Proxy({}, { get() { throw 3 } })", "the script threw something that cannot be read"],
    ["throw { message: 'm', stack: 'script:77' }", "line 77: m"],
    ["throw { message: 'm', stack: 'x'.repeat(2000) + 'script:77' }", "m"],
    ["throw { message: 'm', stack: 'elsewhere:77' }", "m"],
    ["throw { message: 'm', stack: 5 }", "m"],
    ["throw 'x'.repeat(301)", "x".repeat(300)],
    ["throw { message: 'x'.repeat(301) }", "x".repeat(300)],
  ];
  await assertSaid(cases.map(([body, problem]) => [body, failedWith(String(problem))]));
  // QuickJS with no memory left throws null itself
  assert.equal(await decide("throw null"), failedWith("it needs more than 16 MB of memory, or throws null"));
});

test("a script whose default export is no function says what it should be", async () => {
  for (const source of ["export default 5", "export default { on: 1 }", "export default null"]) {
    const one = await bench(source);
    assert.equal(one().said, failedWith("export default must be a function: export default (…) => …"), source);
    await one.host.stop();
  }
});
