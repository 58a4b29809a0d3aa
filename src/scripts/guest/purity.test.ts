import assert from "node:assert/strict";
import { test } from "node:test";
import { quickJs, readGuest, Sandbox } from "../sandbox/sandbox.ts";
import { worldText } from "../sandbox/world.ts";
import { bench, decide, decideEach, failedWith } from "../testing/decide.ts";
import { world } from "../testing/world.ts";

test("nothing that a run leaves behind is there in the next", async () => {
  const one = await bench(`import * as gleaner from "gleaner";
    let n = 0;
    export default (inputs) => {
      const { relay, now, settings, on } = inputs;
      const things = {
        inputs, gleaner, on, settings, relay, now, Math, Object, array: [].constructor, object: Object.prototype,
        template: ((s) => s)\`x\`,
        generator: Object.getPrototypeOf(function* () {}),
        iterator: Object.getPrototypeOf([][Symbol.iterator]()),
        characters: Object.getPrototypeOf(""[Symbol.iterator]()),
        entries: Object.getPrototypeOf(new Map().entries()),
        members: Object.getPrototypeOf(new Set().values()),
        running: Object.getPrototypeOf(Object.getPrototypeOf((function* () {})())),
        matches: Object.getPrototypeOf("".matchAll(/x/g)),
        helper: Object.getPrototypeOf([].values().map((x) => x)),
        joined: Object.getPrototypeOf(Iterator.concat()),
        wrapped: Object.getPrototypeOf(Iterator.from({ next() {} })),
        thrower: Object.getOwnPropertyDescriptor((function () { return arguments; })(), "callee").get,
        numbers: Object.getPrototypeOf(Int8Array),
        proto: Object.getOwnPropertyDescriptor(Object.prototype, "__proto__").get,
        text: Object.getOwnPropertyDescriptor(Object.prototype, "toString").get,
      };
      const said = Object.entries(things).map(([name, thing]) => {
        try { thing.n = (Object.hasOwn(thing, "n") ? thing.n : 0) + 1; return name + " " + thing.n; } catch (e) { return e.message; }
      });
      return on(++n + " " + [...new Set(said)].join(", "));
    }`);
  for (let run = 1; run <= 3; run++)
    assert.equal(one().said, "on 1 a script can read this, not change it, object is not extensible");
  await one.host.stop();
});

test("what shows values and relays cannot be written in any way", async () => {
  const body = `const said = [];
    for (const view of [data, battery, solar, house, grid, relays, relayEtat, relayMod]) {
      for (const write of [
        () => { view.n = 1; },
        () => Reflect.set(view, "n", 1),
        () => delete view.n,
        () => Object.defineProperty(view, "n", { value: 1 }),
        () => Object.setPrototypeOf(view, { n: 1 }),
        () => { view.__proto__ = { n: 1 }; },
        () => Object.preventExtensions(view),
        () => Object.freeze(view),
      ]) {
        try { write(); said.push("done: " + write); } catch (e) { said.push(e.name + ": " + e.message); }
      }
    }
    return on(said.length + " times " + [...new Set(said)].join(", "));`;
  assert.equal(await decide(body), "on 64 times TypeError: a script can read this, not change it");
});

test("there is no way from text to code, and none to the host", async () => {
  const ways = [
    'return on(String((() => {}).constructor("return 7")()))',
    'return on(String(({}).constructor.constructor("return 7")()))',
    'return on(String(Object.getPrototypeOf(function* () {}).constructor("return 7")))',
    'return on(String(on.constructor("return this")()))',
    'return on(String(eval("7")))',
    'return on(String((0, eval)("7")))',
    'return on(String(new Function("return 7")()))',
    "return on(String(globalThis.process))",
    "return on(String(globalThis.require))",
    'return on(String(relay.constructor.constructor("return process")()))',
    "return on(String(Reflect.construct(Function, ['return 7'])()))",
    'try { null.x } catch (e) { return on(String(e.constructor.constructor("return 7")())) }',
  ];
  for (const [body, said] of await decideEach(ways)) {
    assert.match(said, /^script_failed script_failed .*(not available|undefined|not a function)/, body);
  }
  const strangers = "std os bjson scriptArgs print load performance navigator Worker global self".split(" ");
  for (const [body, said] of await decideEach(strangers.map((name) => `return on(typeof ${name})`))) {
    assert.equal(said, "on undefined", body);
  }
});

test("ordinary code is not hindered by the locks", async () => {
  const body = `
    class Oven extends Error { constructor(m) { super(m); this.name = "Oven"; this.message = m + "!"; } toString() { return "oven"; } }
    const o = { toString() { return "o"; } };
    const p = {}; p.toString = () => "p"; p.valueOf = () => 3;
    const m = new Map([[1, 2]]); m.set(3, 4);
    const s = [3, 1, 2].toSorted().map((x) => x * 2).join("");
    const g = [...(function* () { yield 1; yield 2; })()];
    const { length, ...rest } = { length: 1, b: 2 };
    for (const type of [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, AggregateError]) {
      const thrown = new type(type === AggregateError ? [] : undefined);
      const before = thrown.name + thrown.message;
      if (String(thrown) !== type.name) return on(type.name + " says " + thrown);
      for (const key of ["name", "message", "toString"]) {
        thrown[key] = key;
        if (thrown[key] !== key || !Object.keys(thrown).includes(key)) return on("no " + key + " for " + type.name);
        thrown[key] = "again";
        delete thrown[key];
        if (thrown[key] === "again") return on(key + " stays at " + type.name);
      }
      if (before !== type.name) return on(type.name + " is called " + before);
    }
    const f = new Float64Array([1.5]); f[0] += 1;
    let e; try { throw new Oven("hot"); } catch (x) { e = x; }
    return on([e.name, e.message, e + "", o + "", String(p), +p, m.size, s, g, rest.b, f[0], /a(.)/.exec("ab")[1], JSON.stringify({ a: 1 }), (1234.5).toFixed(2)].join(" "));`;
  assert.equal(await decide(body), 'on Oven hot! oven o p 3 2 246 1,2 2 2.5 b {"a":1} 1234.50');
});

test("the language itself cannot be changed", async () => {
  const holders = ["Object", "Error", "EvalError", "AggregateError"].map((name) => `${name}.prototype`);
  for (const [body, said] of await decideEach(holders.map((holder) => `${holder}.toString = () => "x"`))) {
    assert.match(said, /line \d+: a script cannot change the language|not extensible|read-only/, body);
  }
  assert.match(await decide('Error.prototype.message = "x"'), /line 2: a script cannot change the language/);
});

test("even code that is not compiled from a script makes no code of text", async () => {
  const sandbox = await Sandbox.open(readGuest(), await quickJs());
  const functions = ["() => {}", "function* () {}", "async () => {}", "async function* () {}"];
  for (const [index, one] of functions.entries()) {
    const relay = `relay${index}`;
    const code = `(() => () => (${one}).constructor("return 7"))`;
    sandbox.load({ relay, version: "1", code, own: JSON.stringify({ id: relay, number: null, settings: {} }) });
    const raw = sandbox.run(relay, worldText(world(), "Europe/Paris"), '{"timers":[],"holds":[]}');
    assert.ok(raw.kind === "answer");
    assert.match(raw.text, /Function is not available: a script cannot turn text into code/, one);
  }
});

test("everything that a script can reach is frozen, and stays what it is", async () => {
  const body = `
    const seen = new Set(), open = [], waiting = [[function* () {}, "generator"], [[][Symbol.iterator](), "iterator"]];
    const names = { Object, Array, String, Number, Boolean, Symbol, BigInt, Math, JSON, Reflect, Proxy, Map, Set, WeakMap, WeakSet, RegExp,
      Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, AggregateError, InternalError, Iterator, ArrayBuffer,
      DataView, Int8Array, Uint8Array, Float64Array, BigInt64Array, parseInt, parseFloat, isNaN, escape, encodeURI, decodeURI, on, off, keep,
      minutes, hours, seconds, relayUpToday, timerOn, MpptFlo, channel, timer, settings };
    for (const name in names) waiting.push([names[name], name]);
    const closed = [data, battery, relays, relayEtat, relayMod, solar, house, grid];
    while (waiting.length) {
      const [one, path] = waiting.pop();
      if ((typeof one !== "object" && typeof one !== "function") || one === null || seen.has(one) || closed.includes(one)) continue;
      seen.add(one);
      if (!Object.isFrozen(one) && path !== "generator" && path !== "iterator" && path !== "generator.prototype") open.push(path);
      waiting.push([Object.getPrototypeOf(one), path + ".__proto__"]);
      for (const key of Reflect.ownKeys(one)) {
        const { value, get, set, configurable } = Object.getOwnPropertyDescriptor(one, key);
        if (configurable && !/^generator|^iterator/.test(path)) open.push(path + "." + String(key));
        waiting.push([value, path + "." + String(key)], [get, path + ".get " + String(key)], [set, path + ".set " + String(key)]);
      }
    }
    return on(seen.size > 400 ? "open: " + open.join(" ") : "too few: " + seen.size);`;
  assert.equal(await decide(body), "on open:");
  const words = ["JSON", "Math", "Object", "undefined", "NaN", "minutes", "Date", "thisId", "relayUpToday"];
  const writes = [
    ...words.map((word) => `${word} = null`),
    "globalThis.x = 1",
    "(function () { this.x = 1 })()",
    "[1].forEach(function () { this.x = 1 })",
    "Reflect.apply(function () { this.x = 1 }, undefined, [])",
    "'x'.replace('x', function () { this.x = 1 })",
  ];
  for (const [body, said] of await decideEach(writes.map((write) => `${write}; return on("x")`))) {
    assert.match(said, /^script_failed script_failed/, body);
  }
});

test("what a script has no use for says so", async () => {
  const uses: Readonly<Record<string, string>> = {
    Date: " in a script: use now.hour, now.month, now.weekday …",
    Promise: ": a script answers at once",
    WeakRef: " in a script",
    FinalizationRegistry: " in a script",
    SharedArrayBuffer: " in a script",
    Atomics: " in a script",
    eval: ": a script cannot turn text into code",
    Function: ": a script cannot turn text into code",
    globalThis: ": use the names themselves",
    console: ': say it in the reason, on("…"), off("…") or keep("…")',
    setTimeout: ': use timer("name").start(minutes(10))',
    setInterval: ": the script runs again by itself",
    fetch: ": a script reads channels only",
    require: ': write import { on, off } from "gleaner"',
    process: " in a script",
    "Math.random()": ": a script decides the same from the same inputs",
  };
  const words = Object.keys(uses);
  for (const [index, [word, said]] of (await decideEach(words)).entries()) {
    const name = word.replace("()", "");
    assert.equal(said, failedWith(`line ${2 + 2 * index}: ${name} is not available${uses[word]}`));
  }
  assert.equal(await decide("return on(typeof Array.fromAsync)"), "on undefined");
});
