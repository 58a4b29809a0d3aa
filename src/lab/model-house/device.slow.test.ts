import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { HandsHere } from "../../hands/testing/here.ts";
import { DAY, type Device, type Inbox, type Order, type RawReading, text } from "../../model/index.ts";
import { MemoryRegisters } from "../../model/testing/memory-registers.ts";
import { Board } from "../../pins/testing/board.ts";
import { ModelHouseDevice, modelHouse } from "./device.ts";
import { loadState } from "./state-file.ts";

const START = Date.UTC(2026, 5, 20, 10);
const order = (on: boolean): Order => ({ relay: "any", on, reason: text("test") }) as Order;

class Box implements Inbox {
  puts: (readonly RawReading[])[] = [];
  put(readings: readonly RawReading[]): void {
    this.puts.push(readings);
  }
  note(): void {}
  latest(quantity: string): unknown {
    return this.puts.at(-1)?.find((reading) => reading.quantity === quantity)?.value;
  }
}

describe("model house as a device", () => {
  let folder = "";
  let offset = 0;
  const devices: Device[] = [];
  const now = () => ({ at: START + offset + performance.now(), mono: performance.now() });
  const after = () => assert.fail("the model house waits by timers of its own");
  const open = (options: Record<string, unknown> = {}): Device => {
    const device = modelHouse.open(modelHouse.options.parse(options), {
      id: "house",
      folder,
      clock: { now, after },
      hands: new HandsHere(),
      pins: new Board([]),
      registers: new MemoryRegisters(),
    });
    devices.push(device);
    return device;
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "gleaner-house-"));
    offset = 0;
  });
  afterEach(async () => {
    await Promise.all(devices.splice(0).map((device) => device.stop()));
    await rm(folder, { recursive: true });
  });

  it("puts every declared quantity at once and again each second", async () => {
    const box = new Box();
    const device = open();
    await device.start(box);
    const seen = new Map(box.puts[0]?.map(({ quantity, unit }) => [quantity, unit]));
    assert.deepEqual([...seen].sort(), modelHouse.quantities?.map(({ name, unit }) => [name, unit]).sort());
    const end = performance.now() + 5_000;
    while (box.puts.length < 3) {
      assert.ok(performance.now() < end, "no readings within 5 s");
      await wait(20);
    }
  });

  it("carries out orders at once and reads them back", async () => {
    const box = new Box();
    const device = open({ loads: { boiler: { power: "1.5 kW" }, pump: { power: "370 W" } } });
    assert.deepEqual([...device.outputs.keys()], ["boiler", "pump"]);
    await device.start(box);
    const boiler = device.outputs.get("boiler");
    assert.equal(await boiler?.read?.(), false);
    await boiler?.carryOut(order(true));
    assert.equal(await boiler?.read?.(), true);
    assert.equal(box.latest("boiler_power"), 1500);
    await boiler?.carryOut(order(false));
    assert.equal(box.latest("boiler_power"), 0);
  });

  it("goes on from where a past ended, and leaves its relays as they are", async () => {
    const first = open({ state_file: "past.json" });
    await first.start(new Box());
    await first.stop();
    const past = await loadState(join(folder, "past.json"));
    assert(past);
    const box = new Box();
    const device = open();
    await device.start(box);
    await device.outputs.get("pump")?.carryOut(order(true));
    const puts = box.puts.length;
    assert(device instanceof ModelHouseDevice);
    device.goOnFrom({ ...past, charge: 0.31, tank: { temperature_c: 21, calls: true }, on: { freezer: true } });
    assert.equal(box.puts.length, puts + 1, "it is told at once");
    assert.ok(Math.abs(Number(box.latest("battery_soc")) - 31) < 1);
    assert.ok(Math.abs(Number(box.latest("tank_temperature")) - 21) < 1);
    assert.equal(await device.outputs.get("pump")?.read?.(), true);
    assert.equal(await device.outputs.get("freezer")?.read?.(), false);
    await device.stop();
    device.goOnFrom(past);
    assert.equal(device.health().state, "starting");
  });

  it("goes on from its file after a restart, and leaves no other file behind", async () => {
    const first = open({ state_file: "house.json" });
    await first.start(new Box());
    await first.outputs.get("pump")?.carryOut(order(true));
    await first.stop();
    const saved = await loadState(join(folder, "house.json"));
    assert.equal(saved?.on.pump, true);
    assert.deepEqual(await readdir(folder), ["house.json"]);
    offset = 3 * DAY;
    const second = open({ state_file: "house.json" });
    await second.start(new Box());
    assert.equal(await second.outputs.get("pump")?.read?.(), true);
    await second.stop();
    const later = await loadState(join(folder, "house.json"));
    assert.ok((later?.at ?? 0) >= START + 3 * DAY - 2_000);
  });

  it("starts anew when its file is damaged, too large or from another time", async () => {
    const path = join(folder, "house.json");
    for (const words of ["", "{", "[]", '{"version":1}', `"${"x".repeat(70_000)}"`]) {
      await writeFile(path, words);
      const device = open({ state_file: "house.json" });
      const box = new Box();
      await device.start(box);
      assert.equal(device.health().state, "ok");
      assert.equal(typeof box.latest("solar_power"), "number");
      await device.stop();
    }
    const good = await readFile(path, "utf8");
    for (const at of [0, 8e15]) {
      await writeFile(path, JSON.stringify({ ...JSON.parse(good), at }));
      const device = open({ state_file: "house.json" });
      const began = performance.now();
      await device.start(new Box());
      assert.ok(performance.now() - began < 1_000, "catches up in under a second");
      await device.stop();
      const state = await loadState(path);
      assert.ok(Math.abs((state?.at ?? 0) - START) < 60_000);
    }
  });

  it("runs on and says so when it cannot save", async () => {
    const device = open({ state_file: "missing/house.json" });
    await device.start(new Box());
    await device.stop();
    assert.match(device.health().problem ?? "", /cannot be saved.*check state_file/);
  });

  it("refuses load names that the house itself uses, and odd powers", () => {
    for (const loads of [
      { solar: { power: "1 W" } },
      { Boiler: { power: "1 W" } },
      { pump: { power: "12 horses" } },
      { pump: { power: "21 kW" } },
    ]) {
      assert.equal(modelHouse.options.safeParse({ loads }).success, false, JSON.stringify(loads));
    }
  });
});
