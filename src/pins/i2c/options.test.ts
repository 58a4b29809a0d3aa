import assert from "node:assert/strict";
import { test } from "node:test";
import { addressFlaw, addressOption, BusOption } from "./options.ts";

test("a bus by its number, however it is written", () => {
  for (const written of [1, "1", "i2c-1"]) assert.equal(BusOption.parse(written), 1);
  for (const other of ["/dev/i2c-1", "bcm2835 (i2c@7e804000)"]) assert.equal(BusOption.parse(other), other);
  assert.equal(BusOption.parse(undefined), 1);
});

test("an address in quotes is read where its base is certain", () => {
  const option = addressOption("its address", "0x20");
  for (const written of [0x20, 32, "0x20", "0X20"]) assert.equal(option.parse(written), 0x20);
  for (const written of ["20", "32", "20h", "x20", "", "0x", "0x200", 2.5]) {
    assert.equal(option.safeParse(written).success, false, String(written));
  }
});

test("an address that a chip cannot have: what may be meant is said where it is certain", () => {
  const either = [
    [0x20, 0x27],
    [0x38, 0x3f],
  ] as const;
  const said = (address: number) => addressFlaw("it", address, either);
  for (const possible of [0x20, 0x27, 0x38, 0x3f]) assert.equal(said(possible), undefined);
  assert.equal(
    said(27),
    "it has an address from 0x20 to 0x27 or from 0x38 to 0x3f, and not 27 (0x1b): in base 16 it needs 0x before it, write 0x27",
  );
  for (const [papers, half] of [
    [0x40, "0x20"],
    [0x4e, "0x27"],
    [0x4f, "0x27"],
    [0x70, "0x38"],
    [0x7e, "0x3f"],
  ] as const) {
    assert.match(said(papers) ?? "", new RegExp(`the bit for reading as part of it, write ${half}$`));
  }
  assert.match(said(0x76) ?? "", /write 0x3b$/);
  assert.match(said(0x50) ?? "", /and not 80 \(0x50\)$/);
  // 0x27 was hardly written without its 0x
  assert.match(addressFlaw("it", 0x27, [[0x38, 0x3f]]) ?? "", /and not 39 \(0x27\)$/);
});
