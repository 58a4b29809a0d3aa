import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { BY_SHELL } from "./by-shell.ts";

describe("by a shell", () => {
  let folder = "";
  const at = (name: string): string => join(folder, name);
  const read = (name: string): string => readFileSync(at(name), "utf8");
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "gleaner-by-shell-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  test("files are replaced whole, whatever is in their names, and nothing is left beside", async () => {
    for (const name of ["plain", "with blank", "-n", "$(touch oops)", "*"]) {
      writeFileSync(at(name), "old and longer\n");
      await BY_SHELL.replace(at(name), "0\n");
      assert.equal(read(name), "0\n");
      await BY_SHELL.replace(at(`new ${name}`), "%s\\n");
      assert.equal(read(`new ${name}`), "%s\\n");
    }
    assert.equal(readdirSync(folder).length, 10);
  });

  test("a link is written through where nobody else can have laid it, and nowhere else", async () => {
    writeFileSync(at("real"), "");
    symlinkSync(at("real"), at("own"));
    await BY_SHELL.replace(at("own"), "1");
    assert.equal(read("real"), "1");
    mkdirSync(at("open"));
    chmodSync(at("open"), 0o777);
    symlinkSync(at("real"), at("open/foreign"));
    await assert.rejects(BY_SHELL.replace(at("open/foreign"), "2"), { code: "FOREIGN_LINK" });
    assert.equal(read("real"), "1");
  });

  test("what is no file is written as it is, and what waits for ever is given up", async () => {
    await BY_SHELL.replace("/dev/null", "1");
    execFileSync("mkfifo", [at("pipe")]);
    await assert.rejects(BY_SHELL.replace(at("pipe"), "1"), { code: "NO_ANSWER" });
  });

  test("a place that is not there is told with its name", async () => {
    await assert.rejects(BY_SHELL.replace(at("nowhere/relay"), "1"), /nowhere\/relay/);
  });

  test("secrets are read, and nothing else", async () => {
    writeFileSync(at("secret"), "abc\n");
    assert.equal(String(await BY_SHELL.read(at("secret"), 10)), "abc\n");
    await assert.rejects(BY_SHELL.read(at("secret"), 2), { code: "TOO_LARGE" });
    await assert.rejects(BY_SHELL.read(at("pipe"), 10), { code: "NOT_ORDINARY" });
    await assert.rejects(BY_SHELL.read(at("nothing"), 10), /nothing/);
  });
});
