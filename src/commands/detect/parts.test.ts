import assert from "node:assert/strict";
import { test } from "node:test";
import { busesFound, buttonsFound, hidFound, likelyAt, machineFound, watchdogsFound } from "./parts.ts";
import { MadeUp } from "./testing/made-up.ts";

test("what is usually found at an address, and nothing where that is not known", () => {
  const likely = (address: number): string => likelyAt(address)?.split(/[ (]/)[1] ?? "–";
  const found = [0x1f, 0x20, 0x27, 0x28, 0x38, 0x3f, 0x40, 0x4f, 0x50, 0x57, 0x58, 0x67, 0x68, 0x69, 0x75, 0x76, 0x77];
  assert.deepEqual(found.map(likely), [
    ...["–", "expander", "expander", "–", "expander", "expander", "sensor", "sensor", "memory,", "memory,"],
    ...["–", "–", "clock", "–", "–", "sensor", "sensor"],
  ]);
});

test("a machine is called by its board, else by its maker's name for it", () => {
  using pc = new MadeUp().add({ "/sys/class/dmi/id/product_name": "Brand X\n" });
  assert.deepEqual(machineFound(pc.machine), { model: "Brand X", kernel: "unknown", arch: process.arch });
  using nobody = new MadeUp();
  assert.equal(machineFound(nobody.machine).model, null);
});

test("only what they are is taken for buses, keys and inverters, counted as people count", async () => {
  using made = new MadeUp().add({
    ...Object.fromEntries(["i2c-10", "i2c-2", "random"].map((name) => [`/dev/${name}`, ""])),
    "/sys/class/input/mouse0/device/phys": "gpio-keys/input0",
    "/sys/class/input/event10/device/phys": "gpio-keys/input0",
    "/sys/class/input/event9/device/phys": "gpio-keys/input1",
    "/sys/class/hidraw/hidraw0/device/uevent": "HID_NAME=x\n",
    "/sys/class/hidraw/hidraw1/device/uevent": "HID_ID=0003\n",
    "/sys/class/watchdog/watchdog1/x": "",
  });
  const buses = await busesFound(made.machine, undefined);
  assert.deepEqual(
    buses.map(({ path, name }) => [path, name]),
    [
      ["/dev/i2c-2", null],
      ["/dev/i2c-10", null],
    ],
  );
  assert.deepEqual(
    buttonsFound(made.machine).map(({ path, name }) => [path, name]),
    [
      ["/dev/input/event9", "keys"],
      ["/dev/input/event10", "keys"],
    ],
  );
  assert.deepEqual(hidFound(made.machine), []);
  assert.deepEqual(watchdogsFound(made.machine), [{ path: "/dev/watchdog1", name: null, timeout_s: null }]);
});

test("a bus that cannot be asked says why, and others are asked all the same", async () => {
  using made = new MadeUp().add({ "/dev/i2c-1": "", "/dev/i2c-2": "" });
  const ask = async (path: string): Promise<number[]> => {
    if (path === "/dev/i2c-1") throw new Error("it is held");
    return [0x5a, 0x20];
  };
  const [held, free] = await busesFound(made.machine, ask);
  assert.deepEqual([held?.probed, held?.problem, held?.addresses], [false, "it is held", []]);
  assert.deepEqual([free?.probed, free?.addresses.map(({ address }) => address)], [true, ["0x20", "0x5a"]]);
});
