import assert from "node:assert/strict";
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { KeptRegister, memoryFolder } from "./kept-register.ts";

describe("a register in memory", () => {
  let memory = "";
  const house = (): string => {
    const folder = memoryFolder("/house/data", memory);
    assert.ok(folder);
    return folder;
  };
  beforeEach(() => {
    memory = mkdtempSync(join(tmpdir(), "gleaner-registers-"));
  });
  afterEach(() => rmSync(memory, { recursive: true }));

  it("is what it was, for whoever opens it next", () => {
    const first = new KeptRegister(house(), "meter.energy");
    assert.equal(first.last(), undefined);
    first.keep({ wh: 123_456_789.25, began: "100000", mono: 0 });
    first.keep({ wh: 5, began: "", mono: 0 });
    // it is not closed: its process was killed
    const second = new KeptRegister(house(), "meter.energy");
    assert.deepEqual(second.last(), { wh: 5, began: "", mono: 0 });
    assert.equal(new KeptRegister(house(), "other.energy").last(), undefined);
    first.close();
    second.close();
  });

  it("writes into nobody's file once it is closed", () => {
    const register = new KeptRegister(house(), "meter.energy");
    register.close();
    const victim = join(memory, "victim");
    // the lowest number that is free: the one that was closed
    const fd = openSync(victim, "w+");
    register.keep({ wh: 1, began: "", mono: 0 });
    register.close();
    writeSync(fd, "x");
    closeSync(fd);
    assert.equal(readFileSync(victim, "utf8"), "x");
  });

  it("is nobody else's: each house has a folder of its own, for its user alone", () => {
    assert.notEqual(memoryFolder("/house/data", memory), memoryFolder("/house/other", memory));
    const folder = house();
    chmodSync(folder, 0o755);
    assert.equal(memoryFolder("/house/data", memory), undefined);
    rmSync(folder, { recursive: true });
    mkdirSync(join(memory, "elsewhere"), { mode: 0o700 });
    symlinkSync(join(memory, "elsewhere"), folder);
    assert.equal(memoryFolder("/house/data", memory), undefined);
  });

  it("follows no link that somebody laid in its place", () => {
    const folder = house();
    writeFileSync(join(memory, "victim"), "precious");
    symlinkSync(join(memory, "victim"), join(folder, "meter.energy"));
    const register = new KeptRegister(folder, "meter.energy");
    register.keep({ wh: 1, began: "", mono: 0 });
    assert.equal(register.last(), undefined);
    assert.equal(readFileSync(join(memory, "victim"), "utf8"), "precious");
  });

  it("is forgotten where its file was damaged, and kept anew", () => {
    const folder = house();
    const register = new KeptRegister(folder, "meter.energy");
    register.keep({ wh: 1_000, began: "7", mono: 0 });
    const path = join(folder, "meter.energy");
    const sound = readFileSync(path, "utf8");
    for (const damaged of [sound.replace("1000", "9000"), sound.slice(0, 12), "", "\0".repeat(300), "{} 12"]) {
      writeFileSync(path, damaged);
      assert.equal(register.last(), undefined, damaged.slice(0, 40));
    }
    register.keep({ wh: 2, began: "7", mono: 0 });
    assert.deepEqual(register.last(), { wh: 2, began: "7", mono: 0 });
    assert.deepEqual(readdirSync(folder), ["meter.energy"]);
    register.close();
  });

  it("does without a folder: then it ends with its process", () => {
    const register = new KeptRegister(memoryFolder("/house/data", join(memory, "not-there")), "meter.energy");
    register.keep({ wh: 1, began: "", mono: 0 });
    assert.equal(register.last(), undefined);
    register.close();
  });
});
