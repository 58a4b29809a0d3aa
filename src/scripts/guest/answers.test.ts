import assert from "node:assert/strict";
import { test } from "node:test";
import { assertSaid, bench, type Case, decide, decideEach, failedWith } from "../testing/decide.ts";

test("on, off and keep with their reasons, cleaned and cut", async () => {
  await assertSaid([
    ['return on("sun")', "on sun"],
    ['return off("night")', "off night"],
    ['return keep("between")', "keep between"],
    ["return on(5)", "on 5"],
    ["return { mod: 1, log: 0.5 }", "off 0.5"],
    ['return on("a\\u0000b\\n\\u001b[31mc\\u202e")', "on a b [31mc"],
    ['return on("x".repeat(1e5))', `on ${"x".repeat(499)}…`],
  ]);
});

test("nonsense is refused, with what to say instead", async () => {
  const bodies = [
    "",
    "return 1",
    "return true",
    'return "on"',
    "return null",
    "return on",
    "return NaN",
    "return []",
    "return {}",
    "return { mod: 3 }",
    "return { mod: '2' }",
    "return { mod: NaN }",
    "return { mod: 0 }",
    "return { mod: 2, log: {} }",
    "return { mod: 2, log: true }",
    "return { get mod() { return 2 } }",
    "return { mod: 2, log: NaN }",
    "return Symbol()",
    "return 10n",
    "return { then() {} }",
    "return Object.create(on('x'))",
    "return () => on('x')",
    "return Object.assign(() => 1, { mod: 2, log: 'x' })",
    "return new Proxy({}, { getOwnPropertyDescriptor() { return { value: { mod: 2 }, configurable: true } } })",
  ];
  const refused = failedWith('script returned nonsense: say on("why"), off("why") or keep("why")');
  for (const [body, said] of await decideEach(bodies)) assert.equal(said, refused, body);
});

test("a reason is needed", async () => {
  const reasons = ["on()", "off(null)", "keep({})", "on(NaN)", "on(Infinity)", "on(true)", "on(Symbol())"];
  for (const [body, said] of await decideEach(reasons.map((answer) => `return ${answer}`))) {
    assert.match(said, /line \d+: a reason in words is needed: on\(\\"why\\"\), off\(\\"why\\"\) or keep/, body);
  }
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
