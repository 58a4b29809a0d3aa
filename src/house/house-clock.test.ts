import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DAY, HOUR, MINUTE } from "../model/index.ts";
import { settle } from "../model/testing/hand-clock.ts";
import { Bench, relay } from "./testing/bench.ts";
import { FakeStore } from "./testing/fakes.ts";
import { pastWith } from "./testing/past.ts";

/** What the house does while nobody knows what time it is, and what it shows of its keeping. */

const NO_CHIP = { keeps_time: false, synchronised: () => false };
const YEARS = 3 * 365 * DAY;

describe("while the clock is not set", () => {
  const unset = (): Bench => new Bench({ options: { clock_facts: NO_CHIP, clock_wait_ms: 10 * MINUTE } });

  test("relays follow their scripts as ever, with their reasons on the disk; the page says what is missing", async () => {
    const bench = await unset().up();
    bench.roof.put("power", 700);
    await bench.clock.pass(200);
    assert.equal(bench.boiler.on, true);
    assert.deepEqual(bench.diary, ["coil: boiler on"]);
    assert.deepEqual(bench.store.codes, [], "a line of the journal has a time: it waits");
    assert.match(JSON.stringify(bench.store.saved), /"kind":"switch","relay":"boiler","on":true/);
    assert.deepEqual(
      bench.house.state().faults.map(({ code }) => code),
      ["clock_unset"],
    );
    assert.equal(bench.house.state().snapshot.channels.get("sun")?.fresh, true);
  });

  test("limits are counted on the monotonic clock: setting the clock ends none of them, nor makes anything stale", async () => {
    const relays = [relay("boiler", { min_on_ms: 10 * MINUTE }), relay("fan", {}, false)];
    const bench = await new Bench({
      relays,
      options: { clock_facts: NO_CHIP, clock_wait_ms: DAY, idle_ms: 10_000 },
    }).up();
    bench.roof.put("power", 700);
    await bench.clock.pass(200);
    bench.roof.put("power", 100);
    bench.clock.start += YEARS;
    await bench.clock.pass(1_000);
    assert.equal(bench.relay("boiler").reason.code, "min_on");
    assert.equal(bench.boiler.on, true);
    assert.deepEqual(bench.house.state().faults, []);
    assert(bench.store.codes.includes("house clock_set"));
    for (let minute = 0; minute < 11; minute++) {
      bench.roof.put("power", 100);
      await bench.clock.pass(MINUTE);
    }
    assert.equal(bench.boiler.on, false, "over after ten minutes");
  });

  test("scripts are told of no sun: its times belong to a day", async () => {
    const suns: unknown[] = [];
    const bench = new Bench({
      options: {
        clock_facts: NO_CHIP,
        clock_wait_ms: 10 * MINUTE,
        sun: () => ({ sunrise: 1, sunset: 2 }),
      },
    });
    bench.scripts.run = (_relays, world) => suns.push(world.sun);
    bench.house.scriptChanged("boiler");
    await bench.clock.pass(10);
    assert.deepEqual(suns.at(-1), { sunrise: null, sunset: null });
    bench.clock.start += YEARS;
    await bench.clock.pass(2_000);
    bench.house.scriptChanged("boiler");
    await bench.clock.pass(10);
    assert.deepEqual(suns.at(-1), { sunrise: 1, sunset: 2 });
  });

  test("a stop keeps what waits for the next run", async () => {
    const first = await unset().up();
    first.roof.put("power", 321);
    await first.clock.pass(1_000);
    assert.deepEqual(await first.house.stop(), { readings: 0, decisions: 0, relays: [] });
    assert.deepEqual(first.store.values("sun"), []);
    const second = new Bench({ store: first.store });
    second.clock.mono = first.clock.mono;
    await second.clock.pass(2_000);
    assert.deepEqual(second.store.values("sun"), [0, 321]);
    assert(second.store.codes.includes("house house_stopped"));
  });
});

test("the state tells what keeping costs, where the store knows", async () => {
  const disk = { written_bytes: 4_096, database_bytes: 8_192 };
  const bench = await new Bench({ options: { disk: () => disk } }).up();
  const { storage } = bench.house.state();
  assert.equal(storage?.written_today_bytes, 4_096);
  assert.equal(storage?.database_bytes, 8_192);
  assert(storage?.last_commit_at !== null);
  assert.equal((await new Bench().up()).house.state().storage, undefined);
});

test("a start in a wrong year deletes nothing, nor does a restart in it", async () => {
  const pruned: string[] = [];
  const prune = async (channel: string): Promise<number> => pruned.push(channel);
  const retention = { keep: () => 30 * DAY, channels: async () => ["sun"], prune };
  const clock_facts = { keeps_time: true, synchronised: () => false };
  const options = { retention, clock_facts, idle_ms: 10 * MINUTE, feedback_every_ms: HOUR };
  const store = new FakeStore();
  const past = pastWith({ sun: Date.UTC(2020, 5, 15) });
  const first = new Bench({ store, relays: [], options: { ...options, past } });
  await first.clock.pass(10 * MINUTE);
  // no stop: as after kill -9, when the newest readings are of the wrong year
  const later = pastWith({ sun: first.clock.now().at });
  const second = new Bench({ store, relays: [], options: { ...options, past: later } });
  await second.clock.pass(23 * HOUR);
  assert.deepEqual(pruned, []);
  await second.clock.pass(2 * HOUR);
  assert.deepEqual(pruned, ["sun"]);
});

test("what is older than wanted is deleted, and the journal says so; not while the clock is unset", async () => {
  const pruned: string[] = [];
  const retention = {
    keep: () => 30 * DAY,
    channels: async () => ["sun"],
    prune: async (channel: string): Promise<number> => {
      pruned.push(channel);
      return 9;
    },
  };
  const bench = new Bench({
    store: new FakeStore(),
    options: { retention, clock_facts: NO_CHIP, clock_wait_ms: MINUTE },
  });
  await bench.clock.pass(MINUTE - 1_000);
  assert.deepEqual(pruned, []);
  await bench.clock.pass(2_000);
  await settle();
  assert.deepEqual(pruned, ["sun"]);
  assert(bench.store.codes.includes("house readings_pruned"));
});
