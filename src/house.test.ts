import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Bench } from "./house/testing/bench.ts";
import { settle } from "./model/testing/hand-clock.ts";

/** The cycle as a diary: from a reading or an act to the coil. */

describe("a reading", () => {
  test("becomes an order within a cycle: read, thought, recorded, carried out", async () => {
    const bench = await new Bench().up();
    const before = bench.clock.mono;
    bench.roof.put("power", 700);
    await bench.clock.pass(100);
    assert.deepEqual(bench.diary, ["on disk: boiler on", "coil: boiler on"]);
    assert.equal(bench.boiler.on, true);
    assert(bench.clock.mono - before <= 100);
    assert.equal(bench.relay("boiler").on, true);
    assert.equal(bench.relay("boiler").reason.values?.text, "on");
    await bench.clock.pass(2_000);
    assert.deepEqual(bench.store.values("sun"), [0, 700]);
    assert.deepEqual(bench.store.values("relay.boiler"), [1]);
    assert.deepEqual(bench.store.values("half"), [0, 350]);
    assert.equal(bench.store.units.get("relay.boiler"), "");
    assert.equal(bench.store.units.get("half"), "W");
  });

  test("many at once are one cycle every 100 ms", async () => {
    const bench = await new Bench().up();
    const before = bench.states.length;
    for (let i = 0; i < 1_000; i++) {
      bench.roof.put("power", 10 + i);
      if (i % 100 === 99) await bench.clock.pass(10);
    }
    await bench.clock.pass(100);
    const cycles = bench.states.length - before;
    assert(cycles >= 2 && cycles <= 6, `${cycles} cycles in 200 ms`);
    await bench.clock.pass(2_000);
    assert.equal(bench.store.values("sun").length, 1_001, "each of them is kept");
  });

  test("that stays away makes its channel stale, without anything else happening", async () => {
    const bench = await new Bench().up();
    bench.roof.put("power", 700);
    await bench.clock.pass(100);
    await bench.clock.pass(9_000);
    assert.equal(bench.house.state().snapshot.channels.get("sun")?.fresh, true);
    await bench.clock.pass(2_000);
    assert.equal(bench.house.state().snapshot.channels.get("sun")?.fresh, false);
  });
});

describe("the order of things", () => {
  test("the reason is on the disk before the coil moves, also when the disk is slow", async () => {
    const bench = await new Bench().up();
    bench.store.mode = "hangs";
    bench.roof.put("power", 700);
    await bench.clock.pass(150);
    assert.deepEqual(bench.diary, []);
    bench.store.release();
    await settle();
    assert.deepEqual(bench.diary, ["on disk: boiler on", "coil: boiler on"]);
  });

  test("readings that keep the disk busy do not let the coil go first", async () => {
    const bench = await new Bench().up();
    bench.store.mode = "hangs";
    bench.roof.put("power", 10);
    await bench.clock.pass(1_100); // a batch of readings hangs
    bench.roof.put("power", 700);
    await bench.clock.pass(150);
    assert.deepEqual(bench.diary, []);
    bench.store.release();
    await settle();
    await settle();
    assert.deepEqual(bench.diary, ["on disk: boiler on", "coil: boiler on"]);
  });

  test("a disk that never answers holds the coil up for a tenth of a second only", async () => {
    const bench = await new Bench().up();
    bench.store.mode = "hangs";
    bench.roof.put("power", 700);
    // the cycle comes after a tenth of a second, the coil another one later
    await bench.clock.pass(199);
    assert.deepEqual(bench.diary, []);
    await bench.clock.pass(1);
    assert.deepEqual(bench.diary, ["coil: boiler on"]);
    bench.store.release();
    await settle();
    assert.deepEqual(bench.diary, ["coil: boiler on", "on disk: boiler on"]);
  });

  test("a disk that fails: the relay is switched, the fault shown, the reason kept for later", async () => {
    const bench = await new Bench().up();
    bench.store.mode = "fails";
    bench.roof.put("power", 700);
    await bench.clock.pass(150);
    assert.equal(bench.boiler.on, true);
    await bench.clock.pass(1_000);
    assert.deepEqual(
      bench.house.state().faults.map(({ code }) => code),
      ["store_failed"],
    );
    bench.store.mode = "works";
    await bench.clock.pass(61_000);
    assert(bench.diary.includes("on disk: boiler on"));
    assert.deepEqual(bench.house.state().faults, []);
  });

  test("a disk that hangs does not delay the cycle", async () => {
    const bench = await new Bench().up();
    bench.store.mode = "hangs";
    const before = bench.states.length;
    for (let i = 0; i < 50; i++) {
      bench.roof.put("power", 10 + i);
      await bench.clock.pass(200);
    }
    assert(bench.states.length - before >= 50);
    assert.equal(bench.house.state().snapshot.channels.get("sun")?.value, 59);
    bench.store.release();
    await settle();
  });

  test("a disk that cannot be trusted is told to whoever runs the house", async () => {
    const bench = await new Bench().up();
    bench.store.mode = "fatal";
    bench.roof.put("power", 700);
    await bench.clock.pass(150);
    assert.deepEqual(bench.fatal, ["disk broken"]);
  });
});

describe("a command", () => {
  test("is taken in at once, and the state answers it", async () => {
    const bench = await new Bench().up();
    assert.equal(bench.house.command({ relay: "fan", mode: "on", for_ms: 60_000, origin: "page" }), true);
    const fan = bench.relay("fan");
    assert.deepEqual([fan.mode, fan.mode_number, fan.until], ["on", 3, bench.clock.now().at + 60_000]);
    assert.equal(fan.on, false, "the output has not answered yet");
    await bench.house.settled();
    await bench.clock.pass(0);
    assert.equal(bench.relay("fan").on, true);
    await bench.clock.pass(60_000);
    assert.equal(bench.fan.on, false);
    assert.deepEqual(bench.store.codes.slice(-4), [
      "mode forced_on_for",
      "switch forced_on",
      "mode override_ended",
      "switch no_rule",
    ]);
  });

  test("given while the first off is under way, has settled when its own order was taken", async () => {
    const bench = new Bench();
    bench.house.command({ relay: "fan", mode: "on", origin: "api" });
    assert.deepEqual(bench.fan.taken, []);
    await bench.house.settled();
    assert.deepEqual(bench.fan.taken, [false, true]);
    assert.equal(bench.relay("fan").on, true);
  });

  test("lets every script think again at once", async () => {
    const bench = await new Bench().up();
    bench.scripts.runs.length = 0;
    bench.house.command({ relay: "fan", mode: "on", origin: "page" });
    assert.deepEqual(bench.scripts.runs, ["boiler"]);
  });

  test("off wins over a script that wants on", async () => {
    const bench = await new Bench().up();
    bench.roof.put("power", 700);
    await bench.clock.pass(100);
    bench.house.command({ relay: "boiler", mode: "off", origin: "page" });
    await bench.clock.pass(0);
    assert.equal(bench.boiler.on, false);
    await bench.clock.pass(60_000);
    assert.equal(bench.boiler.on, false);
  });
});

describe("what is worth a commit of its own", () => {
  const slow = (): Bench => new Bench({ options: { commit_every_ms: 10_000 } });

  test("a command is on the disk before any time passes, and takes along what waits", async () => {
    const bench = await slow().up();
    await bench.clock.pass(10_000);
    bench.roof.put("power", 42);
    await settle();
    assert.deepEqual(bench.store.values("sun"), [0]);
    bench.house.command({ relay: "fan", mode: "on", origin: "api" });
    await bench.house.onDisk(60_000);
    assert(bench.store.codes.includes("mode forced_on"));
    assert.deepEqual(bench.store.values("sun"), [0, 42]);
  });

  test("5 Wh of a meter are; a power waits for its turn", async () => {
    const bench = await slow().up();
    bench.roof.put("energy", 1_000, "Wh");
    await bench.clock.pass(12_000);
    bench.roof.put("energy", 1_004, "Wh");
    bench.roof.put("power", 9);
    await bench.clock.pass(2_000);
    assert.deepEqual(bench.store.values("roof.energy"), [1_000]);
    bench.roof.put("energy", 1_005, "Wh");
    await settle();
    assert.deepEqual(bench.store.values("roof.energy"), [1_000, 1_004, 1_005]);
    bench.roof.put("power", 10);
    await bench.clock.pass(9_000);
    assert.deepEqual(bench.store.values("sun"), [0, 9]);
    await bench.clock.pass(1_000);
    assert.deepEqual(bench.store.values("sun"), [0, 9, 10]);
  });
});
