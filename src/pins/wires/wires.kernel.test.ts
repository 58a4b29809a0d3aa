import assert from "node:assert/strict";
import { closeSync, constants, openSync } from "node:fs";
import { test } from "node:test";
import { until } from "../../../test/support/until.ts";
import { openWires } from "./wires.ts";

/** The wires of a USB serial cable, whose other end switches them on while it is open. */

const NEAR = "/dev/ttyACM0";
const FAR = "/dev/ttyGS0";

const openFar = (): number => openSync(FAR, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);

test("the kernel counts each change of a wire, whenever it is asked", async () => {
  const wires = await openWires(NEAR, { rts: true, dtr: true });
  const before = wires.changes("dcd");
  assert.equal(await wires.isOn("dcd"), false);
  const pulses = 5;
  for (let pulse = 1; pulse <= pulses; pulse += 1) {
    const far = openFar();
    await until("it is on", async () => wires.changes("dcd") === before + 2 * pulse - 1);
    assert.equal(await wires.isOn("dcd"), true);
    closeSync(far);
    await until("it is off", async () => wires.changes("dcd") === before + 2 * pulse);
  }
  assert.equal(wires.changes("dsr") - before, wires.changes("dcd") - before);
  wires.close();
  await assert.rejects(wires.isOn("dcd"), { code: "EBADF" });
});

test("what is no serial port, or not there, or taken, is refused with the kernel's word", async () => {
  await assert.rejects(openWires("/dev/null", { rts: true, dtr: true }), { code: "ENOTTY" });
  await assert.rejects(openWires("/dev/ttyACM9", { rts: true, dtr: true }), { code: "ENOENT" });
});
