import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FakeDevice, FakeOutput, FakeScripts, FakeStore } from "./house/testing/fakes.ts";
import { HandClock, settle } from "./house/testing/hand-clock.ts";
import { type HouseOptions, runHouse } from "./house.ts";
import { type GuardLimits, type HouseState, parseFormula, type RelayRule, reason } from "./model/index.ts";

/** The cycle as a diary: fake devices, scripts and store on a clock that the test turns. */

const LIMITS: GuardLimits = {
  min_on_ms: 0,
  min_off_ms: 0,
  without_data: { do: "off" },
  forced_on_needs_data: true,
  feedback_within_ms: 10_000,
};

const relay = (id: string, limits: Partial<GuardLimits> = {}, has_script = true): RelayRule => ({
  id,
  number: null,
  power_w: 1_000,
  needs: [],
  has_script,
  limits: { ...LIMITS, ...limits },
});

interface Sketch {
  readonly relays?: readonly RelayRule[];
  readonly store?: FakeStore;
  readonly options?: Partial<HouseOptions>;
}

/** A boiler that its script switches on above 500 W of sun, and a fan without a script. */
class Bench {
  readonly diary: string[];
  readonly clock = new HandClock();
  readonly store: FakeStore;
  readonly boiler: FakeOutput;
  readonly fan: FakeOutput;
  readonly roof = new FakeDevice();
  readonly states: HouseState[] = [];
  readonly fatal: string[] = [];
  readonly scripts = new FakeScripts({
    boiler: {
      reads: ["sun"],
      run: ({ snapshot }) => {
        const sun = snapshot.channels.get("sun")?.value;
        return typeof sun === "number" && sun > 500 ? "on" : "off";
      },
    },
  });
  readonly house;

  constructor({ relays = [relay("boiler"), relay("fan", {}, false)], store, options }: Sketch = {}) {
    this.store = store ?? new FakeStore();
    this.diary = this.store.diary;
    this.boiler = new FakeOutput(this.diary);
    this.fan = new FakeOutput(this.diary);
    this.house = runHouse({
      clock: this.clock,
      rules: { time_zone: "Europe/Paris", interlocks: [], stagger_ms: 0, relays },
      channels: {
        named: [{ name: "sun", from: "roof.power", stale_after_ms: 10_000 }],
        derived: [{ name: "half", formula: parseFormula("sun / 2") }],
        staleAfter: () => 10_000,
      },
      devices: new Map([["roof", this.roof]]),
      outputs: new Map([
        ["boiler", this.boiler],
        ["fan", this.fan],
      ]),
      scripts: this.scripts,
      store: this.store,
      commit_every_ms: 1_000,
      sun: () => ({ sunrise: null, sunset: null }),
      publish: (state) => this.states.push(state),
      onFatal: (error) => this.fatal.push(error.message),
      ...options,
    });
  }

  /** The house is up and every relay was switched off once. */
  async up(): Promise<this> {
    this.roof.put("power", 0);
    await this.clock.pass(2_000);
    assert.deepEqual(this.boiler.taken, [false]);
    this.diary.length = 0;
    return this;
  }

  relay(id: string) {
    const found = this.house.state().relays.find((one) => one.id === id);
    assert(found);
    return found;
  }
}

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

  test("a disk that never answers holds the coil up for a quarter of a second only", async (t) => {
    const bench = await new Bench().up();
    t.mock.timers.enable({ apis: ["setTimeout"] });
    bench.store.mode = "hangs";
    bench.roof.put("power", 700);
    await bench.clock.pass(150);
    t.mock.timers.tick(249);
    await settle();
    assert.deepEqual(bench.diary, []);
    t.mock.timers.tick(1);
    await settle();
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
    assert.equal(bench.house.idle, false);
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

describe("scripts", () => {
  test("run when what they read has changed, and every ten seconds", async () => {
    const bench = await new Bench().up();
    bench.scripts.runs.length = 0;
    for (let second = 0; second < 9; second++) {
      bench.roof.put("power", 0);
      await bench.clock.pass(1_000);
    }
    assert(bench.scripts.runs.length <= 1, `${bench.scripts.runs.length} runs although nothing changed`);
    bench.scripts.runs.length = 0;
    bench.roof.put("power", 1);
    await bench.clock.pass(100);
    assert.deepEqual(bench.scripts.runs, ["boiler"]);
    bench.scripts.runs.length = 0;
    await bench.clock.pass(30_000);
    assert(bench.scripts.runs.length >= 2 && bench.scripts.runs.length <= 4);
  });

  test("a changed one runs at once, and what hosts say of them is journalled", async () => {
    const bench = await new Bench().up();
    bench.scripts.runs.length = 0;
    bench.house.scriptChanged("boiler");
    bench.scripts.onNote("boiler", reason("script_loaded"));
    await bench.clock.pass(0);
    assert.deepEqual(bench.scripts.runs, ["boiler"]);
    assert(bench.store.codes.includes("script script_loaded"));
  });

  test("an answer that comes later switches without waiting for the next second", async () => {
    const bench = await new Bench().up();
    await bench.clock.pass(500);
    const { mono } = bench.clock;
    bench.scripts.onWish(
      { from: "script", relay: "boiler", want: "on", reason: reason("text", { text: "late" }), mono, inputs: [] },
      ["sun"],
    );
    await bench.clock.pass(0);
    assert.equal(bench.boiler.on, true);
  });

  test("memory of scripts is saved with the brain's", async () => {
    const bench = await new Bench().up();
    const saved = bench.store.saved as { brain: { relays: object }; scripts: unknown };
    assert.deepEqual(saved.scripts, { timers: 1 });
    assert.deepEqual(Object.keys(saved.brain.relays), ["boiler", "fan"]);
  });
});

describe("an output that fails", () => {
  test("is tried again, is shown, and comes back", async () => {
    const bench = await new Bench().up();
    bench.boiler.mode = "fails";
    bench.roof.put("power", 700);
    for (let second = 0; second < 10; second++) {
      bench.roof.put("power", 700);
      await bench.clock.pass(1_000);
    }
    assert.equal(bench.relay("boiler").fault?.code, "output_failed");
    assert.equal(bench.relay("boiler").on, false);
    bench.boiler.mode = "works";
    for (let second = 0; second < 40; second++) {
      bench.roof.put("power", 700);
      await bench.clock.pass(1_000);
    }
    assert.equal(bench.relay("boiler").fault, null);
    assert.equal(bench.relay("boiler").on, true);
    const faults = bench.store.codes.filter((code) => code.startsWith("fault"));
    assert.deepEqual(faults, ["fault output_failed", "fault output_recovered"]);
  });

  test("a device that reports the contrary latches a fault", async () => {
    const bench = await new Bench().up();
    bench.fan.reports(() => true); // welded
    await bench.clock.pass(30_000);
    assert.equal(bench.relay("fan").fault?.code, "feedback_mismatch");
  });
});

describe("the stop", () => {
  test("brings relays into their safe state, then stops everything and writes all that is left", async () => {
    const relays = [relay("boiler"), relay("fan", { without_data: { do: "on" } }, false)];
    const bench = await new Bench({ relays }).up();
    bench.house.command({ relay: "fan", mode: "on", origin: "page" });
    bench.roof.put("power", 700);
    await bench.clock.pass(200);
    assert.deepEqual([bench.boiler.on, bench.fan.on], [true, true]);
    await bench.house.stop();
    assert.deepEqual([bench.boiler.on, bench.fan.on], [false, true]);
    assert.equal(bench.roof.stopped, true);
    assert.equal(bench.scripts.stopped, true);
    assert.deepEqual(bench.store.codes.slice(-2), ["switch stopping", "house house_stopped"]);
    assert.equal(bench.store.values("relay.boiler").at(-1), 0);
    const cycles = bench.states.length;
    bench.roof.put("power", 900);
    await bench.clock.pass(60_000);
    assert.equal(bench.states.length, cycles, "nobody thinks any more");
    assert.equal(bench.clock.pending, 0);
  });

  test("does not wait for ever for an output that hangs", async (t) => {
    const bench = await new Bench().up();
    bench.roof.put("power", 700);
    await bench.clock.pass(200);
    t.mock.timers.enable({ apis: ["setTimeout"] });
    bench.boiler.mode = "hangs";
    let stopped = false;
    const stopping = bench.house.stop().then(() => {
      stopped = true;
    });
    await settle();
    t.mock.timers.tick(2_999);
    await settle();
    assert.equal(stopped, false);
    t.mock.timers.tick(1);
    await stopping;
    assert.equal(bench.roof.stopped, true);
    bench.boiler.release();
  });
});

test("a restart goes on where the house was: what it remembers holds", async () => {
  const limits = { max_starts_per_day: 1 };
  const relays = [relay("boiler", limits), relay("fan", {}, false)];
  const first = await new Bench({ relays }).up();
  first.roof.put("power", 700);
  await first.clock.pass(200);
  assert.equal(first.boiler.on, true);
  // no stop: as after kill -9. The new house finds the relay on and switches it off first.
  const second = new Bench({ relays, store: first.store });
  second.clock.mono = first.clock.mono;
  second.roof.put("power", 700);
  await second.clock.pass(2_000);
  assert.equal(second.boiler.taken[0], false);
  assert.equal(second.boiler.on, false);
  assert.equal(second.relay("boiler").reason.code, "max_starts_per_day");
  assert.equal(second.relay("boiler").starts_today, 1);
});

test("notes of devices and of others come into the journal with their kind", async () => {
  const bench = await new Bench().up();
  bench.roof.inbox?.note(reason("device_lost", { device: "roof", problem: "unplugged" }));
  bench.house.note("mode_file", reason("mode_file_refused", { problem: "x" }));
  await settle();
  await settle();
  assert.deepEqual(bench.store.codes.slice(-2), ["device device_lost", "mode_file mode_file_refused"]);
});
