import assert from "node:assert/strict";
import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { Bench } from "./testing/bench.ts";
import { assertHarmless, assertNeverHalf } from "./testing/others.ts";

describe("what the house writes", () => {
  test("are two files of numbers", () => {
    const bench = new Bench();
    bench.write(Bench.house(0, 3, 2, [2, 8]));
    assert.deepEqual(JSON.parse(bench.said), { 1: 0, 2: 3, 8: 2 });
    assert.deepEqual(JSON.parse(readFileSync(bench.states, "utf8")), { 1: 0, 2: 1, 8: 1 });
    assert.deepEqual(readdirSync(bench.folder).sort(), ["modes.json", "states.json"]);
  });

  test("is written when it changed, and only then", () => {
    const bench = new Bench().up();
    const before = statSync(bench.modes, { bigint: true }).mtimeNs;
    for (let i = 0; i < 5; i++) bench.write(Bench.house(1, 1));
    assert.equal(statSync(bench.modes, { bigint: true }).mtimeNs, before);
    bench.write(Bench.house(2, 1));
    assert.deepEqual(JSON.parse(bench.said), { 1: 2, 2: 1, 8: 1 });
  });

  test("is not taken for somebody else's wish", () => {
    const bench = new Bench().up();
    bench.write(Bench.house(3, 0));
    bench.look();
    assert.deepEqual(bench.commands, []);
    assert.deepEqual(bench.notes, []);
  });
});

describe("what others write", () => {
  test("sets modes: 0 off, 1 auto off, 2 auto on, 3 on", () => {
    const bench = new Bench().up();
    bench.say('{"1":0,"2":2,"8":3}');
    bench.look();
    assert.deepEqual(bench.commands.splice(0), ["boiler off", "pump auto true", "fan on"]);
    bench.write(Bench.house(0, 2, 3));
    bench.say('{"1":1,"2":1,"8":3}');
    bench.look();
    assert.deepEqual(bench.commands, ["boiler auto false", "pump auto false"]);
    assert.deepEqual(bench.notes, []);
  });

  test("counts once, and only what differs", () => {
    const bench = new Bench().up();
    bench.say('{"1":3}');
    bench.look();
    bench.look();
    assert.deepEqual(bench.commands, ["boiler on"]);
  });

  test("numbers that no relay has are ignored", () => {
    const bench = new Bench().up();
    bench.say('{"7":3,"99":0,"2":3}');
    bench.look();
    assert.deepEqual(bench.commands, ["pump on"]);
    assert.deepEqual(bench.notes, []);
  });

  test("and are kept for the programs that they are for", () => {
    const bench = new Bench().up();
    bench.say('{"7":3,"99":0,"1":1,"2":3}');
    bench.look();
    bench.write(Bench.house(3, 3));
    assert.deepEqual(JSON.parse(readFileSync(bench.modes, "utf8")), { 1: 3, 2: 3, 7: 3, 8: 1, 99: 0 });
  });

  test("after a byte order mark too", () => {
    const bench = new Bench().up();
    bench.say('\uFEFF{"1":3}');
    bench.look();
    assert.deepEqual([bench.commands, bench.notes], [["boiler on"], []]);
  });

  test("through a link too", () => {
    const bench = new Bench();
    const real = join(bench.folder, "real.json");
    writeFileSync(real, '{"1":1,"2":1,"8":1}');
    symlinkSync(real, bench.modes);
    bench.up();
    writeFileSync(real, '{"1":3,"2":1,"8":1}');
    bench.look();
    assert.deepEqual(bench.commands, ["boiler on"]);
    bench.write(Bench.house(3, 3));
    assert.deepEqual(JSON.parse(readFileSync(real, "utf8")), { 1: 3, 2: 3, 8: 1 });
    assert(lstatSync(bench.modes).isSymbolicLink(), "the link stays");
  });

  test("not through a link that somebody else can have laid", () => {
    const bench = new Bench().up();
    const victim = join(bench.folder, "victim");
    writeFileSync(victim, "precious");
    unlinkSync(bench.states);
    symlinkSync(victim, bench.states);
    chmodSync(bench.folder, 0o777);
    bench.write(Bench.house(1, 1, 1, [1]));
    assert.equal(readFileSync(victim, "utf8"), "precious");
    assert.deepEqual(bench.notes, [
      `${bench.states} is a link that somebody else can have laid: name the file that is meant`,
    ]);
  });

  test("by replacing the file", () => {
    const bench = new Bench().up();
    const other = join(bench.folder, "other");
    writeFileSync(other, '{"2":3}');
    renameSync(other, bench.modes);
    bench.look();
    assert.deepEqual(bench.commands, ["pump on"]);
  });
});

describe("a file that vanishes", () => {
  test("changes nothing, is told, and is written anew", () => {
    const bench = new Bench().up();
    unlinkSync(bench.modes);
    bench.look();
    assert.deepEqual(bench.notes, ["it was gone and is written anew"]);
    assert.deepEqual(bench.commands, []);
    bench.write(Bench.house(1, 1));
    assert.deepEqual(JSON.parse(bench.said), { 1: 1, 2: 1, 8: 1 });
    bench.look();
    assert.equal(bench.notes.length, 1);
  });

  test("while half-written is written anew too", () => {
    const bench = new Bench().up();
    bench.say('{"1":');
    bench.file.look();
    unlinkSync(bench.modes);
    bench.look();
    bench.write(Bench.house(1, 1));
    assert.deepEqual(JSON.parse(bench.said), { 1: 1, 2: 1, 8: 1 });
  });

  test("is no reason to think that it was there", () => {
    const bench = new Bench();
    bench.start(Bench.house(1, 1));
    bench.look();
    assert.deepEqual(bench.notes, []);
  });
});

describe("the start", () => {
  const started = (text: string, ...house: Parameters<typeof Bench.house>): Bench => {
    const bench = new Bench();
    bench.say(text);
    // the first cycle publishes before the watch begins
    bench.write(Bench.house(...house));
    bench.start(Bench.house(...house));
    bench.look();
    return bench;
  };

  test("takes up forced modes that were set while Gleaner was away, and lifted ones", () => {
    assert.deepEqual(started('{"1":0,"2":3}', 1, 1).commands, ["boiler off", "pump on"]);
    assert.deepEqual(started('{"1":1,"2":2}', 3, 0).commands, ["boiler auto false", "pump auto true"]);
  });

  test("auto on that is left from before is no wish", () => {
    const bench = started('{"1":2,"2":1}', 1, 2);
    assert.deepEqual(bench.commands, []);
    bench.write(Bench.house(1, 2));
    assert.deepEqual(JSON.parse(bench.said), { 1: 1, 2: 2, 8: 1 });
  });

  test("afterwards auto on is one", () => {
    const bench = started('{"1":1,"2":1}', 1, 1);
    bench.say('{"1":2,"2":1}');
    bench.look();
    assert.deepEqual(bench.commands, ["boiler auto true"]);
  });
});

describe("two who write at once", () => {
  test("what somebody wrote just before us is taken, not overwritten", () => {
    const bench = new Bench().up();
    bench.say('{"1":1,"2":3,"8":1}');
    // the house changes the boiler at the same time and has not looked yet
    bench.write(Bench.house(2, 1));
    assert.deepEqual(bench.commands, ["pump on"]);
    assert.equal(JSON.parse(bench.said)["2"], 3);
    bench.write(Bench.house(2, 3));
    assert.deepEqual(JSON.parse(bench.said), { 1: 2, 2: 3, 8: 1 });
  });

  test("what somebody is writing just now is waited for", () => {
    const bench = new Bench().up();
    bench.say('{"1":1,"2":3');
    bench.write(Bench.house(2, 1));
    bench.write(Bench.house(2, 1));
    assert.equal(bench.said, '{"1":1,"2":3');
    bench.say('{"1":1,"2":3}');
    bench.file.look();
    assert.deepEqual(bench.commands, ["pump on"]);
    assert.deepEqual(bench.notes, []);
  });

  test("what somebody writes right after us is taken", () => {
    const bench = new Bench().up();
    for (let round = 0; round < 50; round++) {
      bench.commands.length = 0;
      const mine = round % 2 === 0 ? 2 : 1;
      bench.write(Bench.house(mine, 1));
      bench.say(`{"1":${mine},"2":3,"8":1}`);
      bench.file.look();
      assert.deepEqual(bench.commands, ["pump on"]);
      bench.write(Bench.house(mine, 1)); // a person sets it back
    }
  });

  test("who reads all the time never sees half a file", { timeout: 30_000 }, () => assertNeverHalf(100));
});

describe("rights", () => {
  test("of an existing file are kept, whatever the umask", () => {
    const bench = new Bench();
    bench.say('{"1":1}');
    const before = process.umask(0o077);
    try {
      for (const mode of [0o666, 0o640, 0o600]) {
        chmodSync(bench.modes, mode);
        bench.up();
        bench.file.stop();
        bench.write(Bench.house(mode === 0o640 ? 2 : 1, 3));
        assert.equal((statSync(bench.modes).mode & 0o777).toString(8), mode.toString(8));
      }
    } finally {
      process.umask(before);
    }
  });

  test("nothing is left lying about", () => {
    const bench = new Bench().up();
    for (let round = 0; round < 20; round++) bench.write(Bench.house(round % 2 === 0 ? 2 : 1, 1));
    assert.deepEqual(readdirSync(bench.folder).sort(), ["modes.json", "states.json"]);
  });
});

test("the watch looks by itself until it is stopped", { timeout: 20_000 }, async () => {
  const bench = new Bench().up();
  bench.say('{"1":3}');
  const until = performance.now() + 10_000;
  while (bench.commands.length === 0 && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.deepEqual(bench.commands, ["boiler on"]);
});

test("no bytes at all can throw, and none that are no modes command anything", () => assertHarmless(100));
