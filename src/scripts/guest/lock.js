// Locks the inside of the sandbox before the script is compiled: nothing that one run writes is there in the next,
// nothing tells the time or throws dice, no text becomes code. `closed.views` refuse writing
// by themselves; `closed.roots` are to be frozen too, though no global leads to them.
(closed) => {
  const { defineProperty, freeze, getOwnPropertyDescriptor, getPrototypeOf } = Object;
  const { ownKeys } = Reflect;

  const refuse = (sentence) => () => {
    throw new TypeError(sentence);
  };
  const gone = {
    Date: "Date is not available in a script: use now.hour, now.month, now.weekday …",
    Promise: "Promise is not available: a script answers at once",
    WeakRef: "WeakRef is not available in a script",
    FinalizationRegistry: "FinalizationRegistry is not available in a script",
    SharedArrayBuffer: "SharedArrayBuffer is not available in a script",
    Atomics: "Atomics is not available in a script",
    eval: "eval is not available: a script cannot turn text into code",
    Function: "Function is not available: a script cannot turn text into code",
    // Also because QuickJS lets even frozen globals be redefined through it.
    globalThis: "globalThis is not available: use the names themselves",
    console: 'console is not available: say it in the reason, on("…"), off("…") or keep("…")',
    setTimeout: 'setTimeout is not available: use timer("name").start(minutes(10))',
    setInterval: "setInterval is not available: the script runs again by itself",
    fetch: "fetch is not available: a script reads channels only",
    require: 'require is not available: write import { on, off } from "gleaner"',
    process: "process is not available in a script",
  };

  const noCode = refuse(gone.Function);
  const functions = [() => {}, function* () {}, async () => {}, async function* () {}];
  for (const one of functions) {
    defineProperty(getPrototypeOf(one), "constructor", { value: noCode });
  }
  const everything = globalThis;
  for (const name of ownKeys(gone)) {
    defineProperty(everything, name, { get: refuse(gone[name]) });
  }
  const noDice = refuse("Math.random is not available: a script decides the same from the same inputs");
  defineProperty(Math, "random", { value: noDice });
  delete Array.fromAsync;

  // A frozen prototype would also forbid `error.name = …` on an object below it. An accessor allows that and nothing more.
  const enable = (holder, key) => {
    const { value } = getOwnPropertyDescriptor(holder, key) ?? {};
    if (value === undefined) return;
    defineProperty(holder, key, {
      get: () => value,
      set(next) {
        if (this === holder) throw new TypeError("a script cannot change the language");
        defineProperty(this, key, { value: next, writable: true, enumerable: true, configurable: true });
      },
    });
  };
  for (const key of ["toString", "valueOf"]) enable(Object.prototype, key);
  for (const type of [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, AggregateError]) {
    for (const key of ["name", "message", "toString"]) enable(type.prototype, key);
  }

  const hidden = [
    ...functions,
    [][Symbol.iterator](),
    ""[Symbol.iterator](),
    new Map().entries(),
    new Set().values(),
    "".matchAll(/a/g),
    [].values().map(String),
    Iterator.concat(),
    Iterator.from({ next() {} }),
    (function* () {})(),
    (async function* () {})(),
    getPrototypeOf(Int8Array),
  ];
  const waiting = [everything, ...hidden, ...closed.roots];
  const done = new Set(closed.views);
  while (waiting.length > 0) {
    const one = waiting.pop();
    if ((typeof one !== "object" && typeof one !== "function") || one === null || done.has(one)) continue;
    done.add(one);
    waiting.push(getPrototypeOf(one));
    // QuickJS makes many built-in properties when they are first looked at, unfrozen ones: look first, then freeze.
    for (const key of ownKeys(one)) {
      const { value, get, set } = getOwnPropertyDescriptor(one, key);
      waiting.push(value, get, set);
    }
    freeze(one);
  }
};
