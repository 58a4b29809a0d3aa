import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, lstatSync, mkdirSync, rmSync, unlinkSync } from "node:fs";
import { describe, test } from "node:test";
import { Bench, problemWords } from "./testing/bench.ts";

function problemOf({ file }: Bench): unknown {
  const trouble = file.trouble();
  return trouble && problemWords(trouble.values?.problem);
}

/** Modes files that make no sense, or that the system keeps from us. */

describe("what makes no sense changes nothing and is told once", () => {
  for (const [name, text, words] of [
    ["half-written", '{"1":0,"2"', /no complete JSON/],
    ["empty", "", /no complete JSON/],
    ["a relay twice", '{"1":0,"2":1,"1":3}', /relay 1 stands in it twice: write it once/],
    ["no JSON", "boiler=on", /no complete JSON/],
    ["a list", "[0,1,2]", /must look like/],
    ["null", "null", /must look like/],
    ["a number", "3", /must look like/],
    ["a half", '{"1":0,"2":0.5}', /relay 2 has mode 0\.5; a mode is 0, 1, 2 or 3/],
    ["4", '{"1":4}', /relay 1 has mode 4/],
    ["-1", '{"1":-1}', /relay 1 has mode -1/],
    ["a word", '{"1":"3"}', /relay 1 has mode "3"/],
    ["true", '{"1":true}', /relay 1 has mode true/],
    ["nothing", '{"1":null}', /relay 1 has mode null/],
    ["a name", '{"boiler":0}', /"boiler" is no relay number/],
    ["x", '{"x":0}', /"x" is no relay number/],
    ["0", '{"0":0}', /"0" is no relay number/],
    ["01", '{"01":0}', /"01" is no relay number/],
    ["100", '{"100":0}', /"100" is no relay number/],
    ["__proto__", '{"__proto__":0}', /"__proto__" is no relay number/],
    ["a good entry before a bad one", '{"2":3,"1":9}', /relay 1 has mode 9/],
    ["too large", `{"1":0}${" ".repeat(70_000)}`, /larger than 64 kB/],
    ["bytes", "\u0000\u0001\uffff", /no complete JSON/],
  ] as const) {
    test(name, () => {
      const bench = new Bench().up();
      bench.say(text);
      bench.file.look();
      assert.deepEqual(bench.notes, [], "the first look waits: somebody may be half-way through");
      bench.look();
      bench.look();
      assert.equal(bench.notes.length, 1);
      assert.match(bench.notes[0] ?? "", words);
      assert.deepEqual(bench.commands, []);
      bench.say('{"1":3}');
      bench.look();
      assert.deepEqual(bench.commands, ["boiler on"], "and what makes sense again is taken");
    });
  }

  test("a file that is completed before the second look is taken without a word", () => {
    const bench = new Bench().up();
    bench.say('{"1":3,');
    bench.file.look();
    bench.say('{"1":3,"2":0}');
    bench.look();
    assert.deepEqual(bench.notes, []);
    assert.deepEqual(bench.commands, ["boiler on", "pump off"]);
  });

  test("the same nonsense written again is not told again; after something sound it is", () => {
    const bench = new Bench().up();
    for (let i = 0; i < 20; i++) {
      bench.say("nonsense");
      bench.look();
    }
    assert.equal(bench.notes.length, 1);
    assert.equal(problemOf(bench), bench.notes[0]);
    bench.say('{"1":1}');
    bench.look();
    assert.equal(problemOf(bench), undefined);
    bench.say("nonsense");
    bench.look();
    assert.equal(bench.notes.length, 2);
  });

  test("at the start, it is told too", () => {
    const bench = new Bench();
    bench.say('{"1":');
    bench.start(Bench.house(1, 1));
    bench.look();
    assert.equal(bench.notes.length, 1);
    assert.deepEqual(bench.commands, []);
  });

  test("a folder in its place", () => {
    const bench = new Bench().up();
    unlinkSync(bench.modes);
    mkdirSync(bench.modes);
    bench.look();
    assert.match(bench.notes[0] ?? "", /no ordinary file/);
    for (let i = 0; i < 10; i++) bench.write(Bench.house(2, 1));
    assert.equal(bench.notes.length, 2);
    assert.match(bench.notes[1] ?? "", /cannot be written \(EISDIR\); a folder is in its place: remove it/);
    assert.equal(problemOf(bench), bench.notes[0], "as long as it is there");
    rmSync(bench.modes, { recursive: true });
    bench.look();
    bench.write(Bench.house(2, 1));
    assert.equal(problemOf(bench), undefined);
    assert.deepEqual(JSON.parse(bench.said), { 1: 2, 2: 1, 8: 1 });
  });

  test("a named pipe blocks neither reading nor writing", { timeout: 10_000 }, () => {
    const bench = new Bench().up();
    unlinkSync(bench.modes);
    unlinkSync(bench.states);
    execFileSync("mkfifo", [bench.modes, bench.states]);
    bench.look();
    assert.match(bench.notes[0] ?? "", /no ordinary file/);
    bench.write(Bench.house(2, 1, 1, [1]));
    bench.write(Bench.house(2, 1, 1, [1]));
    assert.equal(bench.notes.length, 3);
    assert.match(bench.notes[1] ?? "", /states\.json cannot be written \(ENXIO\)/);
    assert.match(bench.notes[2] ?? "", /modes\.json cannot be written \(ENXIO\)/);
    assert(lstatSync(bench.modes).isFIFO());
    unlinkSync(bench.modes);
    bench.look();
    assert.equal(problemOf(bench), bench.notes[1], "what is in the way of the states still is");
  });

  test("a file that may not be read", () => {
    const bench = new Bench().up();
    chmodSync(bench.modes, 0);
    chmodSync(bench.folder, 0o755);
    bench.say('{"1":3}');
    asNobody(() => bench.look());
    assert.deepEqual(bench.commands, []);
    assert.match(bench.notes[0] ?? "", /cannot be read \(EACCES\)/);
    chmodSync(bench.modes, 0o644);
    bench.look();
    assert.deepEqual(bench.commands, ["boiler on"]);
  });

  test("a folder that may not be written is told once for each file, however often it is tried", () => {
    const bench = new Bench().up();
    chmodSync(bench.folder, 0o555);
    chmodSync(bench.modes, 0o444);
    chmodSync(bench.states, 0o444);
    asNobody(() => {
      for (let i = 0; i < 10; i++) bench.write(Bench.house(2, 1, 1, [1]));
    });
    assert.equal(bench.notes.length, 2);
    for (const note of bench.notes) assert.match(note, /cannot be written \(EACCES\)/);
    chmodSync(bench.folder, 0o755);
    bench.write(Bench.house(2, 1, 1, [1]));
    assert.deepEqual(JSON.parse(bench.said), { 1: 2, 2: 1, 8: 1 });
  });
});

/** Rights do not stop root: then the system is asked as another user. */
function asNobody(act: () => void): void {
  if (process.geteuid?.() !== 0) {
    act();
    return;
  }
  process.seteuid?.(65_534);
  try {
    act();
  } finally {
    process.seteuid?.(0);
  }
}
