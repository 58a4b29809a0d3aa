import assert from "node:assert/strict";
import { closeSync, constants, openSync, writeSync } from "node:fs";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { until } from "../../../test/support/until.ts";
import { ioctl } from "../libc.ts";
import { inputPaths, openKey } from "./key.ts";

/** A key as the kernel has it, pressed through uinput. */

const KEY = 28;
const NAME_AT = 8;
const SETUP_BYTES = 92;
const UINPUT = { create: 0x5501, destroy: 0x5502, setup: 0x405c_5503, events: 0x4004_5564, keys: 0x4004_5565 };

/** A keyboard with one key. */
class Keyboard {
  readonly #fd = openSync("/dev/uinput", constants.O_WRONLY | constants.O_NONBLOCK);
  #live = true;

  constructor(name: string) {
    ioctl(this.#fd, UINPUT.events, 1);
    ioctl(this.#fd, UINPUT.keys, KEY);
    const setup = Buffer.alloc(SETUP_BYTES);
    setup.writeUInt16LE(6, 0);
    setup.write(name, NAME_AT, "latin1");
    ioctl(this.#fd, UINPUT.setup, setup);
    ioctl(this.#fd, UINPUT.create, 0);
  }

  press(down: boolean): void {
    const events = Buffer.alloc(48);
    events.writeUInt16LE(1, 16);
    events.writeUInt16LE(KEY, 18);
    events.writeInt32LE(down ? 1 : 0, 20);
    writeSync(this.#fd, events);
  }

  unplug(): void {
    if (!this.#live) return;
    this.#live = false;
    ioctl(this.#fd, UINPUT.destroy, 0);
    closeSync(this.#fd);
  }

  [Symbol.dispose](): void {
    this.unplug();
  }
}

const plugged = async (name: string): Promise<string> => until(`${name} is there`, () => inputPaths().get(name));

test("a key goes down and up at the kernel's monotonic instants", async () => {
  using keyboard = new Keyboard("meter key");
  const key = openKey(await plugged("meter key"), KEY);
  assert.equal(key.isDown(), false);
  assert.deepEqual(key.changes(0), []);
  const before = Number(process.hrtime.bigint()) / 1e6;
  keyboard.press(true);
  await setTimeout(40);
  keyboard.press(false);
  const after = Number(process.hrtime.bigint()) / 1e6;
  const changes = key.changes(0);
  assert.deepEqual(
    changes.map(({ down }) => down),
    [true, false],
  );
  const [first, second] = changes.map(({ mono }) => mono);
  assert.ok(first !== undefined && second !== undefined && first >= before && second <= after && second - first >= 39);
  key.close();
});

test("what the kernel drops is told, with how the key stands then", async () => {
  using keyboard = new Keyboard("flooded key");
  const key = openKey(await plugged("flooded key"), KEY);
  for (let press = 0; press < 200; press += 1) {
    keyboard.press(true);
    keyboard.press(false);
  }
  keyboard.press(true);
  const changes = key.changes(77);
  assert.deepEqual(changes[0], { mono: 77, down: true, after_loss: true });
  assert.ok(changes.length < 70, `${changes.length} changes`);
  keyboard.press(false);
  assert.equal(key.changes(0).at(-1)?.down, false);
  key.close();
});

test("a key is for one process alone, refused where there is none, and gone when it is pulled out", async () => {
  using keyboard = new Keyboard("gone key");
  const path = await plugged("gone key");
  const key = openKey(path, KEY);
  assert.throws(() => openKey(path, KEY), { code: "EBUSY" });
  assert.throws(() => openKey(path, KEY + 1), { code: "EINVAL" });
  assert.throws(() => openKey("/dev/null", KEY), { code: "ENOTTY" });
  assert.throws(() => openKey("/dev/input/event99", KEY), { code: "ENOENT" });
  keyboard.unplug();
  assert.throws(() => key.changes(0), { code: "ENODEV" });
  key.close();
});
