import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { say } from "../model/index.ts";
import { Bench, relay } from "./testing/bench.ts";
import { pastWith } from "./testing/past.ts";

/** What a house shows of itself, what it tells of its work, and how long its stop takes. */

const never = new Promise<void>(() => undefined);

describe("the state", () => {
  test("of a house in which all is well tells of no trouble, not even of none", async () => {
    const bench = await new Bench().up();
    const state = bench.house.state();
    assert.deepEqual(Object.keys(state).sort(), ["devices", "faults", "now", "relays", "scripts", "snapshot"]);
    assert.deepEqual(state.faults, []);
  });

  test("counts readings that were not believed, and those that a newer one replaced", async () => {
    const bench = await new Bench().up();
    bench.roof.put("panel_voltage", 6_553.5, "V");
    for (let i = 0; i < 1_010; i++) bench.roof.put("power", i);
    await bench.clock.pass(1_000);
    const { refused_readings, superseded_readings, faults } = bench.house.state();
    assert.deepEqual([refused_readings, superseded_readings], [1, 8]);
    assert.deepEqual(
      faults.map(({ code }) => code),
      ["readings_superseded", "reading_outside"],
    );
    await bench.clock.pass(62_000);
    assert.deepEqual(bench.store.codes.slice(-2).sort(), ["device reading_outside", "house readings_superseded"]);
  });

  test("says by how much recorded time is ahead of the clock, while it is", async () => {
    const start = new Bench().clock.start;
    const bench = new Bench({ options: { past: pastWith({ sun: start + 4_000 }) } });
    await bench.clock.pass(1_000);
    const ahead = bench.house.state().recorded_ahead_ms ?? 0;
    assert.ok(ahead > 3_000 && ahead < 4_000, `${ahead} ms`);
    await bench.clock.pass(8_000);
    assert.equal("recorded_ahead_ms" in bench.house.state(), false);
  });

  test("shows what is wrong around the house with what is wrong in it", async () => {
    const bench = new Bench({ options: { troubles: () => [{ code: "starting" }] } });
    assert.deepEqual(bench.house.state().faults, [{ code: "starting" }]);
  });
});

test("a relay that was on, and is none any more, is told at the start", async () => {
  const first = await new Bench().up();
  first.house.command({ relay: "fan", mode: "on", origin: "page" });
  await first.clock.pass(100);
  const second = new Bench({ store: first.store, relays: [relay("boiler")] });
  await second.clock.pass(100);
  const lines = second.store.batches.flatMap(({ decisions }) => decisions.map(({ reason }) => reason));
  assert.deepEqual(
    lines.filter(({ code }) => code === "relay_gone"),
    [{ code: "relay_gone", values: { relay: "fan" } }],
  );
});

test("how long a cycle and the readings of a device kept the thread is told, with what it was", () => {
  const told: string[] = [];
  const bench: Bench = new Bench({
    options: {
      took: (what, ms) => told.push(`${say(what(), "en")} ${ms}`),
      publish: () => {
        if (told.length > 0) bench.clock.mono += 30;
      },
    },
  });
  bench.store.describe = () => {
    bench.clock.mono += 7;
  };
  told.length = 0;
  bench.roof.put("power", 1);
  bench.house.command({ relay: "fan", mode: "on", origin: "page" });
  const [device, cycle] = told;
  assert.match(device ?? "", /roof.* 7$/);
  assert.match(cycle ?? "", / 3\d$/);
});

describe("the stop", () => {
  /** How long it takes, ms. */
  async function stopped(bench: Bench): Promise<number> {
    const { mono } = bench.clock;
    let took = -1;
    void bench.house.stop().then(() => {
      took = bench.clock.mono - mono;
    });
    await bench.clock.pass(10_000);
    return took;
  }

  test("takes no time where nothing hangs", async () => {
    assert.equal(await stopped(await new Bench().up()), 0);
  });

  test("waits three seconds for a device that does not end", async () => {
    const bench = await new Bench().up();
    bench.roof.stop = () => never;
    assert.equal(await stopped(bench), 3_000);
  });

  test("less where outputs have taken their time before, and ends within five seconds whatever hangs", async () => {
    const bench = await new Bench().up();
    bench.roof.put("power", 700);
    await bench.clock.pass(200);
    bench.boiler.mode = "hangs";
    bench.roof.stop = () => never;
    assert.equal(await stopped(bench), 3_900);
    const worse = await new Bench().up();
    worse.roof.put("power", 700);
    await worse.clock.pass(200);
    worse.boiler.mode = "hangs";
    worse.roof.stop = () => never;
    worse.store.mode = "hangs";
    assert.equal(await stopped(worse), 4_400);
  });

  test("is known while it goes on: which relays are not safe yet, and why", async () => {
    const bench = await new Bench().up();
    bench.roof.put("power", 700);
    await bench.clock.pass(200);
    bench.boiler.mode = "fails";
    const stopping = bench.house.stop();
    await bench.clock.pass(1_000);
    assert.deepEqual(bench.house.unconfirmed(), [{ id: "boiler", problem: "no answer" }]);
    bench.boiler.mode = "works";
    await bench.clock.pass(1_000);
    await stopping;
    assert.deepEqual(bench.house.unconfirmed(), []);
  });
});
