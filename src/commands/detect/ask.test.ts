import assert from "node:assert/strict";
import { test } from "node:test";
import { type I2c, PinTrouble } from "../../model/index.ts";
import { askBus } from "./ask.ts";

/** A bus with chips at some addresses, and a refusal at others. */
function bus(says: Readonly<Record<number, string>>) {
  const asked: number[] = [];
  let open = 0;
  const i2c: I2c = {
    buses: () => [],
    chip: (_path, address) => {
      open += 1;
      return {
        run: async (steps) => {
          asked.push(address);
          assert.deepEqual(steps, [{ do: "read", count: 1 }], "nothing is written");
          const said = says[address] ?? "ENXIO";
          if (said === "there") return [[0]];
          throw new PinTrouble(said, "read");
        },
        close: async () => {
          open -= 1;
        },
      };
    },
  };
  return { i2c, asked, open: () => open };
}

test("each address is read from once, those of the bus itself are left out, and all are let go", async () => {
  const { i2c, asked, open } = bus({ 32: "there", 39: "there", 104: "EBUSY", 80: "EREMOTEIO", 81: "EIO" });
  assert.deepEqual(await askBus(i2c, "/dev/i2c-1"), [32, 39]);
  assert.deepEqual([asked.length, asked[0], asked.at(-1), open()], [112, 0x08, 0x77, 0]);
});

test("a bus that is held, or forbidden, is asked no further", async () => {
  for (const [code, words] of [
    ["ETIMEDOUT", /the bus \/dev\/i2c-1 does not answer/],
    ["EACCES", /no permission to open \/dev\/i2c-1: add the user to the group i2c \(sudo usermod/],
  ] as const) {
    const { i2c, asked, open } = bus({ 9: code });
    await assert.rejects(askBus(i2c, "/dev/i2c-1"), words);
    assert.deepEqual([asked, open()], [[8, 9], 0]);
  }
});
