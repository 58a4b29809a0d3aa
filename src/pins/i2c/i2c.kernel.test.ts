import assert from "node:assert/strict";
import { test } from "node:test";
import { systemI2c } from "./index.ts";

/** Against a kernel's own bus, `i2c-stub`: `npm run kernel -- src/pins/i2c/i2c.kernel.test.ts`. It speaks SMBus only. */

const stub = () => {
  const bus = systemI2c.buses().find(({ name }) => name.startsWith("SMBus stub"));
  assert.ok(bus, JSON.stringify(systemI2c.buses()));
  return bus.path;
};

test("a byte is written and read without a register", async () => {
  const chip = systemI2c.chip(stub(), 0x38);
  // the stub's byte is a register's number, and the first one that is read is that register: so it echoes once
  for (const byte of [0xff, 0x00, 0xa5]) await chip.run([{ do: "write", bytes: [byte, byte] }]);
  for (const byte of [0xff, 0x00, 0xa5]) {
    const steps = [
      { do: "write", bytes: [byte] },
      { do: "pause", us: 1_000 },
      { do: "read", count: 1 },
    ] as const;
    assert.deepEqual(await chip.run(steps), [[byte]]);
  }
  await chip.close();
});

test("registers are written in one go and read in one go", async () => {
  const chip = systemI2c.chip(stub(), 0x39);
  await chip.run([
    { do: "write", bytes: [0x14, 0x12, 0x34] },
    { do: "write", bytes: [0x00, 0x0f] },
  ]);
  const read = await chip.run([
    { do: "registers", from: 0x14, count: 2 },
    { do: "registers", from: 0x00, count: 22 },
    { do: "registers", from: 0x15, count: 1 },
  ]);
  assert.deepEqual(read[0], [0x12, 0x34]);
  assert.deepEqual(read[1], [0x0f, ...Array(19).fill(0), 0x12, 0x34]);
  assert.deepEqual(read[2], [0x34]);
  await chip.close();
});

test("what the adapter cannot do, and where no chip is, is told; the next ones are served", async () => {
  const [chip, none] = [systemI2c.chip(stub(), 0x20), systemI2c.chip(stub(), 0x25)];
  await assert.rejects(chip.run([{ do: "read", count: 2 }]), { code: "EOPNOTSUPP" });
  await assert.rejects(none.run([{ do: "read", count: 1 }]), { code: "ENODEV" });
  const all = await Promise.all(Array.from({ length: 20 }, () => chip.run([{ do: "registers", from: 7, count: 1 }])));
  assert.equal(all.length, 20);
  await none.close();
  await chip.close();
});

test("the house's thread does not wait for what waits in the bus's", async () => {
  const chip = systemI2c.chip(stub(), 0x27);
  const began = performance.now();
  const long = chip.run([{ do: "pause", us: 300_000 }]);
  assert.ok(performance.now() - began < 200, `${performance.now() - began} ms`);
  await long;
  assert.ok(performance.now() - began >= 300);
  await chip.close();
});
