import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, test } from "node:test";
import { Worker } from "node:worker_threads";
import fc from "fast-check";
import type { ModeNumber, RelayState } from "../model/index.ts";
import { ModeFile } from "./mode-file.ts";

/** Real files in folders of their own; the watch is turned by hand with `look()`. */

const benches: Bench[] = [];

class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), "gleaner-modes-"));
  readonly modes = join(this.folder, "modes.json");
  readonly states = join(this.folder, "states.json");
  readonly commands: string[] = [];
  readonly notes: string[] = [];
  readonly file = new ModeFile({
    modes: this.modes,
    states: this.states,
    relays: new Map([
      [1, "boiler"],
      [2, "pump"],
      [8, "fan"],
    ]),
    onCommand: ({ relay, mode, auto_state, origin }) => {
      assert.equal(origin, "file");
      this.commands.push([relay, mode, auto_state].filter((word) => word !== undefined).join(" "));
    },
    onNote: ({ code, values }) => {
      assert.equal(code, "mode_file_refused");
      this.notes.push(String(values?.problem));
    },
  });

  constructor() {
    benches.push(this);
  }

  /** The house as it stands. */
  static house(boiler: ModeNumber, pump: ModeNumber, fan: ModeNumber = 1, on: readonly number[] = []): RelayState[] {
    const numbers: readonly (readonly [string, number | null, ModeNumber])[] = [
      ["boiler", 1, boiler],
      ["pump", 2, pump],
      ["fan", 8, fan],
      ["hidden", null, 1],
    ];
    return numbers.map(
      ([id, number, mode_number]) =>
        ({ id, number, mode_number, on: number !== null && on.includes(number) }) as RelayState,
    );
  }

  /** All on auto, both files written, nothing to do. */
  up(): this {
    this.file.write(Bench.house(1, 1));
    this.file.start(Bench.house(1, 1));
    return this;
  }

  say(text: string): void {
    writeFileSync(this.modes, text);
  }

  get said(): string {
    return readFileSync(this.modes, "utf8");
  }

  /** Looks as often as it takes to be sure of what stands there. */
  look(): void {
    this.file.look();
    this.file.look();
    this.file.look();
  }

  close(): void {
    this.file.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

afterEach(() => {
  for (const bench of benches.splice(0)) bench.close();
});

describe("what the house writes", () => {
  test("are two files of numbers", () => {
    const bench = new Bench();
    bench.file.write(Bench.house(0, 3, 2, [2, 8]));
    assert.deepEqual(JSON.parse(bench.said), { 1: 0, 2: 3, 8: 2 });
    assert.deepEqual(JSON.parse(readFileSync(bench.states, "utf8")), { 1: 0, 2: 1, 8: 1 });
    assert.deepEqual(readdirSync(bench.folder).sort(), ["modes.json", "states.json"]);
  });

  test("is written when it changed, and only then", () => {
    const bench = new Bench().up();
    const before = statSync(bench.modes, { bigint: true }).mtimeNs;
    for (let i = 0; i < 5; i++) bench.file.write(Bench.house(1, 1));
    assert.equal(statSync(bench.modes, { bigint: true }).mtimeNs, before);
    bench.file.write(Bench.house(2, 1));
    assert.deepEqual(JSON.parse(bench.said), { 1: 2, 2: 1, 8: 1 });
  });

  test("is not taken for somebody else's wish", () => {
    const bench = new Bench().up();
    bench.file.write(Bench.house(3, 0));
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
    bench.file.write(Bench.house(0, 2, 3));
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

  test("through a link too", () => {
    const bench = new Bench();
    const real = join(bench.folder, "real.json");
    writeFileSync(real, '{"1":1,"2":1,"8":1}');
    symlinkSync(real, bench.modes);
    bench.up();
    writeFileSync(real, '{"1":3,"2":1,"8":1}');
    bench.look();
    assert.deepEqual(bench.commands, ["boiler on"]);
    bench.file.write(Bench.house(3, 3));
    assert.deepEqual(JSON.parse(readFileSync(real, "utf8")), { 1: 3, 2: 3, 8: 1 });
    assert(lstatSync(bench.modes).isSymbolicLink(), "the link stays");
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

describe("what makes no sense changes nothing and is told once", () => {
  for (const [name, text, words] of [
    ["half-written", '{"1":0,"2"', /no complete JSON/],
    ["empty", "", /no complete JSON/],
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
    bench.say('{"1":1}');
    bench.look();
    bench.say("nonsense");
    bench.look();
    assert.equal(bench.notes.length, 2);
  });

  test("at the start, it is told too", () => {
    const bench = new Bench();
    bench.say('{"1":');
    bench.file.start(Bench.house(1, 1));
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
    for (let i = 0; i < 10; i++) bench.file.write(Bench.house(2, 1));
    assert.equal(bench.notes.length, 2);
    assert.match(bench.notes[1] ?? "", /cannot be written \(EISDIR\); give Gleaner the right/);
    rmSync(bench.modes, { recursive: true });
    bench.look();
    bench.file.write(Bench.house(2, 1));
    assert.deepEqual(JSON.parse(bench.said), { 1: 2, 2: 1, 8: 1 });
  });

  test("a named pipe blocks neither reading nor writing", { timeout: 10_000 }, () => {
    const bench = new Bench().up();
    unlinkSync(bench.modes);
    unlinkSync(bench.states);
    execFileSync("mkfifo", [bench.modes, bench.states]);
    bench.look();
    assert.match(bench.notes[0] ?? "", /no ordinary file/);
    bench.file.write(Bench.house(2, 1, 1, [1]));
    bench.file.write(Bench.house(2, 1, 1, [1]));
    assert.equal(bench.notes.length, 3);
    assert.match(bench.notes[1] ?? "", /states\.json cannot be written \(ENXIO\)/);
    assert.match(bench.notes[2] ?? "", /modes\.json cannot be written \(ENXIO\)/);
    assert(lstatSync(bench.modes).isFIFO());
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
      for (let i = 0; i < 10; i++) bench.file.write(Bench.house(2, 1, 1, [1]));
    });
    assert.equal(bench.notes.length, 2);
    for (const note of bench.notes) assert.match(note, /cannot be written \(EACCES\)/);
    chmodSync(bench.folder, 0o755);
    bench.file.write(Bench.house(2, 1, 1, [1]));
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

describe("a file that vanishes", () => {
  test("changes nothing, is told, and is written anew", () => {
    const bench = new Bench().up();
    unlinkSync(bench.modes);
    bench.look();
    assert.deepEqual(bench.notes, ["it was gone and is written anew"]);
    assert.deepEqual(bench.commands, []);
    bench.file.write(Bench.house(1, 1));
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
    bench.file.write(Bench.house(1, 1));
    assert.deepEqual(JSON.parse(bench.said), { 1: 1, 2: 1, 8: 1 });
  });

  test("is no reason to think that it was there", () => {
    const bench = new Bench();
    bench.file.start(Bench.house(1, 1));
    bench.look();
    assert.deepEqual(bench.notes, []);
  });
});

describe("the start", () => {
  const started = (text: string, ...house: Parameters<typeof Bench.house>): Bench => {
    const bench = new Bench();
    bench.say(text);
    // the first cycle publishes before the watch begins
    bench.file.write(Bench.house(...house));
    bench.file.start(Bench.house(...house));
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
    bench.file.write(Bench.house(1, 2));
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
    bench.file.write(Bench.house(2, 1));
    assert.deepEqual(bench.commands, ["pump on"]);
    assert.equal(JSON.parse(bench.said)["2"], 3);
    bench.file.write(Bench.house(2, 3));
    assert.deepEqual(JSON.parse(bench.said), { 1: 2, 2: 3, 8: 1 });
  });

  test("what somebody is writing just now is waited for", () => {
    const bench = new Bench().up();
    bench.say('{"1":1,"2":3');
    bench.file.write(Bench.house(2, 1));
    bench.file.write(Bench.house(2, 1));
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
      bench.file.write(Bench.house(mine, 1));
      bench.say(`{"1":${mine},"2":3,"8":1}`);
      bench.file.look();
      assert.deepEqual(bench.commands, ["pump on"]);
      bench.file.write(Bench.house(mine, 1)); // a person sets it back
    }
  });

  test("who reads all the time never sees half a file", { timeout: 30_000 }, async () => {
    const bench = new Bench().up();
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const reader = new Worker(
      `const { workerData, parentPort } = require("node:worker_threads");
       const { readFileSync } = require("node:fs");
       const { path, stop } = workerData;
       let reads = 0;
       const seen = new Set();
       parentPort.postMessage("up");
       while (Atomics.load(stop, 0) === 0) {
         seen.add(readFileSync(path, "utf8"));
         reads += 1;
       }
       parentPort.postMessage({ reads, seen: [...seen] });`,
      { eval: true, workerData: { path: bench.modes, stop } },
    );
    const next = (): Promise<unknown> =>
      new Promise((resolve, reject) => reader.once("message", resolve).once("error", reject));
    await next();
    for (let round = 0; round < 1_000; round++) {
      bench.file.write(Bench.house(((round % 3) + 1) as ModeNumber, (round % 4) as ModeNumber));
    }
    const report = next();
    Atomics.store(stop, 0, 1);
    const { reads, seen } = (await report) as { reads: number; seen: string[] };
    await reader.terminate();
    assert(reads > 0);
    for (const text of seen) assert.deepEqual(Object.keys(JSON.parse(text)), ["1", "2", "8"]);
  });
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
        bench.file.write(Bench.house(mode === 0o640 ? 2 : 1, 3));
        assert.equal((statSync(bench.modes).mode & 0o777).toString(8), mode.toString(8));
      }
    } finally {
      process.umask(before);
    }
  });

  test("nothing is left lying about", () => {
    const bench = new Bench().up();
    for (let round = 0; round < 20; round++) bench.file.write(Bench.house(round % 2 === 0 ? 2 : 1, 1));
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

test("no bytes at all can throw, and none that are no modes command anything", () => {
  const bench = new Bench().up();
  const likely = fc
    .array(fc.constantFrom("{", "}", '"1"', '"2"', ":", ",", "0", "3", "4", "-1", "1e0", "null", "[", " ", '"x"'))
    .map((parts) => Buffer.from(parts.join("")));
  const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
  fc.assert(
    fc.property(fc.oneof(bytes, likely), (content) => {
      bench.commands.length = 0;
      writeFileSync(bench.modes, content);
      bench.look();
      bench.file.write(Bench.house(1, 1));
      const text = content.toString("utf8");
      if (!/^\s*\{\s*"/.test(text)) assert.deepEqual(bench.commands, []);
      for (const command of bench.commands) assert.match(command, /^(boiler|pump|fan) (off|on|auto (true|false))$/);
    }),
    { numRuns: 500 },
  );
  assert(existsSync(bench.modes));
});
