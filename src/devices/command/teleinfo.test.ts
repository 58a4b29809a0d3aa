import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutChecksum } from "./teleinfo.ts";

test("a line of a French meter has its checksum taken away, of the older kind and of the newer", () => {
  assert.equal(withoutChecksum("IINST 002 Y"), "IINST 002");
  assert.equal(withoutChecksum("PAPP 00420 '"), "PAPP 00420");
  assert.equal(withoutChecksum("EAST\t012345678\t3"), "EAST 012345678");
});

test("a wrong checksum is told", () => {
  for (const line of ["IINST 003 Y", "PAPP 00420 K", "BASE 123456789 V"])
    assert.equal(withoutChecksum(line), undefined);
});

test("all other lines stay as they are", () => {
  for (const line of ["power 420 W", "PAPP 420 VA", "PAPP 420", "BASELINE 5 V", `PAPP ${"1".repeat(200)} W`, "IINST"]) {
    assert.equal(withoutChecksum(line), line);
  }
});
