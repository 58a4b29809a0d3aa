import assert from "node:assert/strict";
import { test } from "node:test";
import { again } from "../../model/testing/again.ts";
import { Threads } from "../testing/threads.ts";
import { NOON, relay, Wishes, world, ZONE } from "../testing/world.ts";
import { WorkerScripts } from "./worker-scripts.ts";

/** Bodies of scripts that loop, eat memory, lie or try to get out. Each must end as a failure within a second. */
const HOSTILE: readonly string[] = [
  // loops that QuickJS can interrupt
  "while (true) {}",
  "for (;;) { try { for (;;); } catch {} finally { continue } }",
  "const f = () => f(); try { f() } catch {} while (1) try { f() } catch {}",
  "/(a+)+$/.test('a'.repeat(60) + 'b'); while (1);",
  "/^(([a-z])+.)+[A-Z]([a-z])+$/.test('a'.repeat(5e4)); while (1);",
  "[1].map(function g() { while (1); })",
  "({ get mod() { while (1); } }).mod",
  "on({ toString() { while (1); } } + '')",
  "return new Proxy({}, { getOwnPropertyDescriptor() { while (1); } })",
  "return { mod: 2, log: 'x', toJSON() { while (1); } }, (() => { while (1); })()",
  "throw { get message() { while (1); } }",
  "throw new Proxy(new Error('x'), { get() { while (1); } })",
  "for (const x of { [Symbol.iterator]() { return { next() { return { done: false } } } } });",
  "[...(function* () { while (1) yield 1; })()]",
  "new Array(1e6).fill(0).sort(() => { while (1); })",
  "JSON.parse('[' + '1,'.repeat(1e6) + '1]', () => { while (1); })",
  "String({ [Symbol.toPrimitive]() { while (1); } })",
  "const o = {}; o[{ toString() { while (1); } }] = 1",
  "class A { static { while (1); } }",
  "'x'.replace(/x/g, () => { while (1); })",
  "let n = 1n; while (true) n = n * n + 1n",
  // native loops that no interrupt reaches
  "new Array(2 ** 31).join('abc')",
  "Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)",
  "Array.prototype.lastIndexOf.call({ length: 2 ** 53 - 1 }, 1)",
  "Array.prototype.includes.call({ length: 2 ** 53 - 1 }, 1)",
  // memory and stack
  "const a = []; while (1) a.push(new Array(1e4).fill(a.length))",
  "let s = 'x'; while (1) s += s",
  "try { let s = 'x'; while (1) s += s } catch {} throw new Error('x')",
  "new Uint8Array(1e9)",
  "new ArrayBuffer(2 ** 40)",
  "'x'.repeat(2 ** 30)",
  "'x'.padEnd(2 ** 29)",
  "2n ** 100000000n",
  "const m = new Map(); for (let i = 0; ; i++) m.set(i, 'x'.repeat(1000) + i)",
  "const f = () => [f()]; f()",
  "const a = []; a[0] = a; const g = (x) => g([x, ...a]); g(a)",
  "let o = {}; for (let i = 0; i < 1e6; i++) o = { o }; JSON.stringify(o)",
  "let r = 'a?'; for (let i = 0; i < 12; i++) r = '(' + r + '){25}'; new RegExp(r).test('a'.repeat(30)); while (1);",
  "new RegExp('(?:'.repeat(2e4) + ')'.repeat(2e4))",
  // nonsense and lies
  "return { then(f) { f({ mod: 2 }) } }",
  "return NaN",
  "return 'on'",
  "return { mod: 2, log: { toString() { return 'x' } } }",
  "return [2, 'x']",
  "throw null",
  "throw { toString() { throw 1 }, get message() { throw 2 }, get stack() { throw 3 } }",
  "throw Object.assign(new Error('x'.repeat(1e6)), { stack: 'script:99\\n'.repeat(1e5) })",
  "throw new Error('out of memory')",
  "const e = new Error('stack overflow'); e.name = 'InternalError'; throw e",
  "for (let i = 0; i < 1e5; i++) try { relays['n' + i] } catch {} return on('x')",
  "for (let i = 0; i < 1e3; i++) timer('t' + i).start(1); return on('x')",
  "return data['x'.repeat(1e6)]",
  "return on.call.apply(on, [{ mod: 2 }, {}])",
  // ways out
  "return (() => {}).constructor('return process')().exit()",
  "Object.prototype.mod = 2; return {}",
  "Array.prototype.toJSON = () => 'x'; return on('x')",
  "JSON.stringify = () => '{\"mod\":2}'; return on('x')",
  "globalThis.process.kill(1)",
  "Object.defineProperty(globalThis, 'JSON', { value: null }); return on('x')",
  "on.__proto__.__proto__.then = 1; return on('x')",
];

const GOOD = `export default ({ data, on }) => on(\`fine \${data.SOC}\`)`;
const GROUP = 12;
const MOST_DELAY_MS = 100;

/** Each of the group runs once beside a good script. */
async function endAll(group: readonly string[]): Promise<void> {
  const scripts = group.map((body, index) => ({
    relay: `bad${index}`,
    number: index + 2,
    source: `export default ({ data, relays, timer, on }) => {\n${body}\n}`,
  }));
  using threads = new Threads();
  const host = new WorkerScripts({
    scripts: [{ relay: "good", number: 1, source: GOOD }, ...scripts],
    time_zone: ZONE,
    memory: undefined,
    now: { at: NOON, mono: 1_000_000 },
    bootId: "boot",
  });
  const wishes = new Wishes(host);
  try {
    await host.ready;
    const relays = [relay("good", 1), ...scripts.map(({ relay: id, number }) => relay(id, number))];
    host.run(["good"], world({ relays }));
    await wishes.until(() => wishes.of("good").length === 1);
    for (const [index, body] of group.entries()) {
      const id = `bad${index}`;
      assert.notEqual(host.status(id).state, "broken", JSON.stringify([body, host.status(id)]));
      // what is promised is promised of one hostile script at a time
      await threads.untilWarm(2, group.length + 1);
      const began = performance.now();
      const good = wishes.next("good", 5_000).then(() => performance.now() - began);
      const bad = wishes.next(id, 5_000).then((wish) => ({ wish, after: performance.now() - began }));
      host.run([id, "good"], world({ relays, mono: 1_000_000 + index }));
      const { wish, after } = await bad;
      assert.equal(wish.want, "nothing", body);
      assert.ok(wish.want === "nothing" && wish.why === "script_failed", body);
      assert.ok(after < 1_000, `${body} took ${after} ms`);
      assert.ok((await good) < MOST_DELAY_MS, `${body} held the others up for ${await good} ms`);
      assert.equal(host.status(id).state, "failing", body);
    }
    assert.equal(host.status("good").state, "ok");
  } finally {
    await host.stop();
  }
}

for (let from = 0; from < HOSTILE.length; from += GROUP) {
  const group = HOSTILE.slice(from, from + GROUP);
  test(`hostile scripts ${from + 1} to ${from + group.length} end within 1 s and hold up nobody`, () =>
    again(() => endAll(group)));
}
