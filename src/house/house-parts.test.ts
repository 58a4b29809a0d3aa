import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Interlock, MINUTE, reason, savedMemoryOf, say } from "../model/index.ts";
import { HandClock, settle } from "../model/testing/hand-clock.ts";
import { Bench, relay } from "./testing/bench.ts";
import { FakeDevice, FakeOutput, FakeScripts } from "./testing/fakes.ts";

/** What the cycle does with scripts, devices and outputs that misbehave, at its stop and after a restart. */

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

test("what relays ran in a past that was lived through beside the house counts for today, and is remembered", async () => {
  const before = await new Bench().up();
  before.roof.put("power", 900);
  for (let second = 0; second < 5; second++) {
    await before.clock.pass(1_000);
    before.roof.put("power", 900);
  }
  await before.house.stop();
  const { brain } = savedMemoryOf(before.store.saved);
  const bench = await new Bench().up();
  assert.equal(bench.relay("boiler").on_today_ms, 0);
  bench.house.alsoRan(brain);
  assert.ok((bench.relay("boiler").on_today_ms ?? 0) > 0);
  await settle();
  assert.ok((new Bench({ store: bench.store }).relay("boiler").on_today_ms ?? 0) > 0);
});

describe("a device that fails to start", () => {
  for (const [how, start] of [
    [
      "by throwing",
      () => {
        throw new Error("no such port");
      },
    ],
    ["later", async () => Promise.reject(new Error("no such port"))],
  ] as const) {
    test(`${how} takes nothing else along and is told`, async () => {
      const broken = new FakeDevice();
      broken.start = start;
      const bench: Bench = new Bench({ options: { devices: new Map([["broken", broken]]) } });
      await bench.clock.pass(2_000);
      assert.deepEqual(bench.boiler.taken, [false], "the house runs");
      const lines = bench.store.batches.flatMap(({ decisions }) => decisions);
      const lost = lines.find(({ reason: { code } }) => code === "device_lost");
      assert.deepEqual(lost?.reason.values, { device: "broken", problem: "no such port" });
    });
  }
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

test("what an output answers and reports is taken in at once, not with the next second", async () => {
  const bench = await new Bench({ options: { idle_ms: 60_000 } }).up();
  bench.house.command({ relay: "fan", mode: "on", origin: "page" });
  await bench.clock.pass(0);
  assert.equal(bench.relay("fan").on, true);
  bench.fan.reports(() => true);
  await bench.clock.pass(1_000);
  const cycles = bench.states.length;
  await bench.clock.pass(5_000);
  assert.equal(bench.states.length, cycles + 1);
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
    bench.house.command({ relay: "boiler", mode: "on", origin: "page" });
    await bench.clock.pass(1_000);
    assert.equal(bench.states.length, cycles, "nobody thinks any more");
    assert.equal(bench.boiler.on, false);
    assert.equal(bench.clock.pending, 0);
  });

  test("writes what is left although a device and the scripts fail to end", async () => {
    const bench = await new Bench().up();
    bench.roof.stop = () => Promise.reject(new Error("port is stuck"));
    bench.scripts.stop = () => Promise.reject(new Error("no answer"));
    bench.roof.put("power", 77);
    assert.deepEqual(await bench.house.stop(), { readings: 0, decisions: 0, relays: [] });
    assert.equal(bench.store.values("sun").at(-1), 77);
    assert.deepEqual(bench.store.codes.slice(-2), ["device device_lost", "house house_stopped"]);
  });

  test("orders again what an output did not take, until it has", async () => {
    const bench = await new Bench().up();
    bench.roof.put("power", 700);
    await bench.clock.pass(200);
    bench.boiler.mode = "fails";
    bench.diary.length = 0;
    const stopping = bench.house.stop();
    await bench.clock.pass(600);
    assert.deepEqual(
      bench.diary.filter((line) => line.startsWith("coil")),
      ["coil: boiler off", "coil: boiler off", "coil: boiler off"],
    );
    bench.boiler.mode = "works";
    await bench.clock.pass(250);
    assert.deepEqual((await stopping).relays, []);
    assert.equal(bench.boiler.on, false);
    assert.equal(bench.store.codes.at(-1), "house house_stopped");
  });

  test("tells of outputs that have not confirmed, and the next start says it once", async () => {
    const bench = await new Bench().up();
    bench.roof.put("power", 700);
    bench.house.command({ relay: "fan", mode: "on", origin: "page" });
    await bench.clock.pass(200);
    assert.deepEqual([bench.boiler.on, bench.fan.on], [true, true]);
    bench.boiler.mode = "fails";
    bench.fan.mode = "hangs";
    const stopping = bench.house.stop();
    await bench.clock.pass(3_000);
    assert.deepEqual((await stopping).relays, [
      { id: "boiler", problem: "no answer" },
      { id: "fan", problem: null },
    ]);
    assert.deepEqual(bench.store.codes.slice(-3), [
      "fault stopped_unconfirmed",
      "fault stopped_unanswered",
      "house house_stopped_unsure",
    ]);
    const last = bench.store.batches.at(-1)?.decisions.at(-1);
    assert.deepEqual(last?.reason.values, { relays: "boiler, fan" });
    const again = async (before: Bench): Promise<string[]> => {
      const next = new Bench({ store: before.store });
      const known = next.store.codes.length;
      next.clock.mono = before.clock.mono;
      await next.clock.pass(2_000);
      assert.deepEqual([next.boiler.taken[0], next.fan.taken[0]], [false, false]);
      await next.house.stop();
      return next.store.codes.slice(known).filter((code) => code.startsWith("fault"));
    };
    assert.deepEqual(await again(bench), ["fault was_unconfirmed", "fault was_unconfirmed"]);
    assert.deepEqual(await again(bench), []);
  });

  test("tells of a device that takes its off and reports on all the same, and the next start says it", async () => {
    const bench = new Bench();
    bench.boiler.reports(() => true);
    await bench.up();
    bench.house.command({ relay: "boiler", mode: "off", origin: "page" });
    await bench.clock.pass(60_000);
    const stopping = bench.house.stop();
    await bench.clock.pass(3_000);
    assert.deepEqual((await stopping).relays, [{ id: "boiler", problem: "it reports on" }]);
    assert.deepEqual(bench.store.codes.slice(-2), ["fault stopped_reporting_on", "house house_stopped_unsure"]);
    const next = new Bench({ store: bench.store });
    await next.clock.pass(100);
    assert.ok(next.store.codes.includes("fault was_unconfirmed"));
    await next.house.stop();
  });

  test("orders off again what reports on, until it reports off", async () => {
    const bench = new Bench();
    let offs = 0;
    let ignored = Number.POSITIVE_INFINITY;
    bench.boiler.reports(() => {
      offs = bench.boiler.taken.filter((on) => !on).length;
      return offs <= ignored;
    });
    await bench.up();
    bench.house.command({ relay: "boiler", mode: "off", origin: "page" });
    await bench.clock.pass(60_000);
    // it needs to be told once more
    ignored = offs;
    const stopping = bench.house.stop();
    await bench.clock.pass(3_000);
    assert.deepEqual((await stopping).relays, []);
    assert.equal(bench.store.codes.at(-1), "house house_stopped");
  });

  test("one that reports off again is off, whatever it said before", async () => {
    const bench = new Bench();
    let on = true;
    bench.boiler.reports(() => on);
    await bench.up();
    bench.house.command({ relay: "boiler", mode: "off", origin: "page" });
    await bench.clock.pass(60_000);
    on = false;
    await bench.clock.pass(10_000);
    assert.deepEqual((await bench.house.stop()).relays, []);
    assert.equal(bench.store.codes.at(-1), "house house_stopped");
  });

  test("does not wait for ever for an output that hangs", async () => {
    const bench = await new Bench().up();
    bench.roof.put("power", 700);
    await bench.clock.pass(200);
    bench.boiler.mode = "hangs";
    let stopped = false;
    const stopping = bench.house.stop().then(() => {
      stopped = true;
    });
    await bench.clock.pass(2_999);
    assert.equal(stopped, false);
    await bench.clock.pass(1);
    await stopping;
    assert.equal(bench.roof.stopped, true);
    bench.boiler.release();
  });
});

describe("the page hears at once", () => {
  const said = (bench: Bench): string[] => bench.house.state().faults.map((fault) => say(fault, "en"));

  test("of an output that does not answer, and of the fault of a relay", async () => {
    const bench = await new Bench().up();
    bench.fan.mode = "hangs";
    bench.house.command({ relay: "fan", mode: "on", origin: "page" });
    await bench.clock.pass(2_500);
    assert.match(said(bench).join(), /^The output of fan has not answered for 0:0[23]$/);
    bench.fan.release();
    await bench.clock.pass(1_000);
    assert.deepEqual(said(bench), []);
    bench.fan.mode = "fails";
    bench.house.command({ relay: "fan", mode: "off", origin: "page" });
    await bench.clock.pass(3_000);
    assert.deepEqual(said(bench), ["Relay fan: The output does not answer: no answer"]);
  });

  test("of a script that fails, or cannot be read", async () => {
    const bench = await new Bench().up();
    bench.scripts.status = (relay?: string) =>
      relay === "boiler"
        ? { state: "failing", version: "1", problem: "line 1: no" }
        : { state: "broken", problem: "gone" };
    await bench.clock.pass(1_000);
    assert.deepEqual(said(bench), ["The script of boiler fails: line 1: no", "The script of fan fails: gone"]);
  });

  test("of a disk that does not answer, and the journal has it when it answers", async () => {
    const bench = await new Bench().up();
    bench.store.mode = "hangs";
    bench.roof.put("power", 1);
    await bench.clock.pass(3_900);
    assert.deepEqual(said(bench), []);
    await bench.clock.pass(1_200);
    assert.match(said(bench).join(), /^The disk of the data has not answered for 0:0\d: readings wait in memory/);
    await bench.clock.pass(60_000);
    bench.store.release();
    await bench.clock.pass(2_000);
    assert.deepEqual(said(bench), []);
    const told = bench.store.codes.filter((code) => code.startsWith("house store_"));
    assert.deepEqual(told, ["house store_hangs", "house store_answers"]);
    const lines = bench.store.batches.flatMap(({ decisions }) => decisions.map((line) => say(line.reason, "en")));
    assert.match(lines.slice(-2).join(), /not answered for 0:0[34].*1:0\d/);
  });
});

test("a restart goes on where the house was: what it remembers holds", async () => {
  const limits = { max_starts_per_day: 1 };
  const relays = [relay("boiler", limits), relay("fan", {}, false)];
  const first = await new Bench({ relays }).up();
  first.roof.put("power", 700);
  await first.clock.pass(200);
  assert.equal(first.boiler.on, true);
  // no stop: as after kill -9. The output cannot say that it is on: the new house switches it off first, then its run goes on.
  const second = new Bench({ relays, store: first.store });
  second.clock.mono = first.clock.mono;
  second.roof.put("power", 700);
  await second.clock.pass(2_000);
  assert.deepEqual(second.boiler.taken, [false, true]);
  assert.equal(second.boiler.on, true);
  assert.equal(second.relay("boiler").starts_today, 1);
});

describe("a relay that was on when Gleaner was killed", () => {
  /** What the next run orders within a moment, with an output that reports as this one does. */
  async function ordered(output: FakeOutput, interlocks: readonly Interlock[] = []): Promise<boolean[]> {
    const first = await new Bench().up();
    first.roof.put("power", 700);
    await first.clock.pass(200);
    assert.equal(first.boiler.on, true);
    const clock = Object.assign(new HandClock(), { mono: first.clock.mono });
    const rules = { time_zone: "Europe/Paris", interlocks, stagger_ms: 0, relays: [relay("boiler"), relay("fan")] };
    const outputs = new Map([
      ["boiler", output],
      ["fan", new FakeOutput()],
    ]);
    const scripts = new FakeScripts({ boiler: { reads: [], run: () => "on" } });
    new Bench({ store: first.store, options: { clock, rules, outputs, scripts } });
    await clock.pass(10);
    return output.taken;
  }
  const reporting = (): FakeOutput => {
    const output = new FakeOutput();
    output.reports(() => true);
    return output;
  };

  test("stays on where its output says so", async () => {
    const output = reporting();
    assert.deepEqual(await ordered(output), []);
    assert.equal(output.reads, 1, "it is asked at once");
  });

  test("is switched off first where its output cannot say", async () => {
    assert.deepEqual(await ordered(new FakeOutput()), [false, true]);
    assert.deepEqual(await ordered(Object.assign(reporting(), { canReport: false })), [false, true]);
  });

  test("is switched off first beside another of its interlock, which may be on too", async () => {
    const others = { name: "others", relays: ["fan", "pump"], dead_time_ms: 0 };
    assert.deepEqual(await ordered(reporting(), [others]), []);
    assert.deepEqual(await ordered(reporting(), [others, { ...others, relays: ["fan", "boiler"] }]), [false, true]);
  });
});

test("while a relay is on its counters are saved once a minute, without a decision", async () => {
  const bench = await new Bench({ options: { idle_ms: 10_000 } }).up();
  const saved = (): number => bench.store.batches.filter(({ memory }) => memory !== undefined).length;
  const before = saved();
  await bench.clock.pass(10 * MINUTE);
  assert.equal(saved(), before, "nothing to count");
  bench.house.command({ relay: "fan", mode: "on", origin: "page" });
  await bench.clock.pass(5 * MINUTE);
  const more = saved() - before;
  assert.ok(more >= 5 && more <= 8, `${more} times in five minutes`);
});

test("notes of devices and of others come into the journal with their kind", async () => {
  const bench = await new Bench().up();
  bench.roof.inbox?.note(reason("device_lost", { device: "roof", problem: "unplugged" }));
  bench.house.note("mode_file", reason("mode_file_refused", { problem: "x" }));
  await settle();
  await settle();
  assert.deepEqual(bench.store.codes.slice(-2), ["device device_lost", "mode_file mode_file_refused"]);
});
