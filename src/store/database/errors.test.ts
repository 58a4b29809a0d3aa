import assert from "node:assert/strict";
import { it } from "node:test";
import { StoreError, type StoreErrorCode } from "../../model/index.ts";
import { tempFolder } from "../testing/child.ts";
import { troubleOf } from "./errors.ts";

function sqlite(errcode: number): Error {
  return Object.assign(new Error("said by SQLite"), { errcode });
}

it("tells what passes by itself from what does not", () => {
  using folder = tempFolder();
  const cases: readonly (readonly [result: number, code: StoreErrorCode, fatal: boolean])[] = [
    [13, "full", false],
    // SQLITE_IOERR_SHMSIZE
    [4874, "full", false],
    [8, "readonly", false],
    // SQLITE_IOERR_READ, _WRITE, _FSYNC
    [266, "io", true],
    [778, "io", true],
    [1034, "io", true],
    [11, "corrupt", true],
    [26, "corrupt", true],
    [14, "other", false],
    [5, "other", false],
    [19, "other", false],
  ];
  for (const [result, code, fatal] of cases) {
    const trouble = troubleOf(sqlite(result), folder.path);
    assert.deepEqual({ code: trouble.code, fatal: trouble.fatal }, { code, fatal }, `result ${result}`);
    assert.ok(trouble.message.includes(folder.path) && trouble.message.includes("said by SQLite"));
  }
});

it("takes a refused write on a read-only file system for what it is", () => {
  // Not even root may write there
  for (const result of [778, 14, 8]) {
    assert.deepEqual(troubleOf(sqlite(result), "/proc/self/nowhere").code, "readonly");
  }
  assert.equal(troubleOf(sqlite(1034), "/proc/self/nowhere").code, "io");
});

it("passes its own errors on, and others as they are", () => {
  const own = new StoreError({ code: "full", message: "words", fatal: false });
  assert.deepEqual(troubleOf(own, "x"), { code: "full", message: "words", fatal: false });
  assert.equal(troubleOf(new TypeError("odd"), "/data").message, "The data in /data could not be used: odd");
});
