import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { machineClockFacts } from "./facts.ts";

/** A machine whose files are these. */
function factsOf(files: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), "gleaner-clock-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  try {
    const facts = machineClockFacts(root);
    return { keeps_time: facts.keeps_time, synchronised: facts.synchronised() };
  } finally {
    rmSync(root, { recursive: true });
  }
}

const BOARD = { "sys/firmware/devicetree/base/model": "Raspberry Pi 4 Model B Rev 1.4\0" };
const chip = (since_epoch: string) => ({ "sys/class/rtc/rtc0/since_epoch": since_epoch });

test("a board without a clock chip does not keep time", () => {
  assert.deepEqual(factsOf(BOARD), { keeps_time: false, synchronised: false });
});

test("one with a chip does, unless the chip has no battery and stands in 1970", () => {
  assert.equal(factsOf({ ...BOARD, ...chip("1781000000\n") }).keeps_time, true);
  assert.equal(factsOf({ ...BOARD, ...chip("42\n") }).keeps_time, false);
  const second = { "sys/class/rtc/rtc1/since_epoch": "1781000000\n" };
  assert.equal(factsOf({ ...BOARD, ...chip("42\n"), ...second }).keeps_time, true, "a second one has");
  assert.equal(factsOf({ ...BOARD, "sys/class/rtc/rtc0/name": "x" }).keeps_time, true, "one that does not say");
});

test("a PC, a container and a virtual machine do", () => {
  assert.equal(factsOf({}).keeps_time, true);
  assert.equal(factsOf(chip("1781000000")).keeps_time, true);
  assert.equal(factsOf({ "sys/firmware/devicetree/base/model": "linux,dummy-virt\0" }).keeps_time, true);
});

test("a time server has answered when systemd-timesyncd says so", () => {
  assert.equal(factsOf({ "run/systemd/timesync/synchronized": "" }).synchronised, true);
});
