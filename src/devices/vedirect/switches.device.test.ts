import assert from "node:assert/strict";
import { test } from "node:test";
import { say } from "../../model/index.ts";
import { Cable, Scratch } from "../kit/testing/cable.ts";
import { order } from "../kit/testing/order.ts";
import { until } from "../kit/testing/until.ts";
import { Bench, HexDevice } from "./testing/bench.ts";
import { blockOf, MONITOR_LINE, MPPT_LINE } from "./testing/frames.ts";

/** A charger whose readings do not tell the state of its load output. */
const SILENT_LOAD_LINE = MPPT_LINE.replace("LOAD ON, ", "");
const LIMIT = { timeout: 60_000 };
const LOAD = 0xedab;
const LOAD_STATE = 0xeda8;
const RELAY = 0x034e;
const MONITOR_MODE = 0x034f;
const MPPT_MODE = 0xedd9;

/** A device that speaks and answers, on a cable, opened by the house. */
class Setup {
  readonly scratch = new Scratch();
  readonly cable: Cable;
  readonly hex: HexDevice;
  readonly bench: Bench;

  private constructor(scratch: Scratch, cable: Cable, registers: Record<number, number>, options: object) {
    this.scratch = scratch;
    this.cable = cable;
    this.hex = new HexDevice(cable, registers);
    this.bench = new Bench({ port: scratch.path("tty"), ...options }, "/");
  }

  static async of(line: string, registers: Record<number, number>, options: object = {}): Promise<Setup> {
    const scratch = new Scratch();
    const setup = new Setup(scratch, await Cable.plug(scratch.path("tty")), registers, options);
    await setup.bench.opened();
    await setup.cable.speak(blockOf(line));
    await until("the device is known", () => setup.bench.count("good_blocks") === 1);
    return setup;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.bench.device.stop();
    await this.cable.unplug();
    this.scratch[Symbol.dispose]();
  }
}

const MONITOR_712 = MONITOR_LINE.replace("BMV 702", "PID 0xA381");

test("the load output goes on and off, and its state is read", LIMIT, async () => {
  await using setup = await Setup.of(SILENT_LOAD_LINE, { [LOAD]: 1, [LOAD_STATE]: 0 });
  const { bench, hex } = setup;
  const load = bench.output("load");
  assert.equal(await load.read?.(), false);
  await load.carryOut(order(true));
  hex.registers.set(LOAD_STATE, 1);
  assert.equal(await load.read?.(), true);
  await load.carryOut(order(false));
  hex.registers.set(LOAD_STATE, 2);
  assert.equal(await load.read?.(), null, "connecting is neither on nor off");
  assert.deepEqual(hex.writes, [
    [LOAD, 4],
    [LOAD, 0],
  ]);
});

test("lost, damaged, slow and interrupted answers", LIMIT, async () => {
  await using setup = await Setup.of(MPPT_LINE, { [LOAD]: 1 });
  const { bench, hex } = setup;
  hex.faults.push("slow", "chatty", "lost", "damaged");
  await bench.output("load").carryOut(order(true));
  await bench.output("load").carryOut(order(false));
  await bench.output("load").carryOut(order(true));
  assert.equal(hex.registers.get(LOAD), 4);
  assert.equal(bench.count("request_retries"), 2);
});

test("orders at once are carried out in their order while text flows", LIMIT, async () => {
  await using setup = await Setup.of(MPPT_LINE, { [LOAD]: 1 });
  const { bench, hex, cable } = setup;
  hex.faults.push("slow");
  const orders = [true, false, true, false].map((on) => bench.output("load").carryOut(order(on)));
  await cable.speak(blockOf(MPPT_LINE));
  await Promise.all(orders);
  assert.deepEqual(
    hex.writes.map(([, value]) => value),
    [4, 0, 4, 0],
  );
});

test("a device that never answers: the error says where to look, and the next order works", LIMIT, async () => {
  await using setup = await Setup.of(MPPT_LINE, { [LOAD]: 1 });
  const { bench, hex } = setup;
  hex.faults.push("lost", "lost", "lost");
  await assert.rejects(bench.output("load").carryOut(order(true)), /did not confirm.*no answer to 3 requests/);
  await bench.output("load").carryOut(order(false));
  assert.equal(hex.registers.get(LOAD), 0);
});

test("the cable is pulled while an order waits: it fails at once", LIMIT, async () => {
  await using setup = await Setup.of(MPPT_LINE, { [LOAD]: 1 });
  setup.hex.faults.push("lost", "lost", "lost");
  const waiting = assert.rejects(setup.bench.output("load").carryOut(order(true)), /unplugged/);
  await until("it was sent", () => setup.hex.requests === 1);
  await setup.cable.unplug();
  await waiting;
  await assert.rejects(setup.bench.output("load").carryOut(order(true)), /plug the cable in/);
  assert.equal(await setup.bench.output("load").read?.(), null);
});

test("a device without a load output", LIMIT, async () => {
  await using setup = await Setup.of(MPPT_LINE, {});
  await assert.rejects(setup.bench.output("load").carryOut(order(true)), /no load output/);
  assert.equal(await setup.bench.output("load").read?.(), null);
});

test("a monitor's relay in remote mode", LIMIT, async () => {
  await using setup = await Setup.of(MONITOR_712, { [RELAY]: 0, [MONITOR_MODE]: 2 });
  const { bench, hex } = setup;
  await bench.output("relay").carryOut(order(true));
  assert.equal(await bench.output("relay").read?.(), true);
  await bench.output("relay").carryOut(order(false));
  assert.equal(await bench.output("relay").read?.(), false);
  assert.deepEqual(hex.writes, [
    [RELAY, 1],
    [RELAY, 0],
  ]);
  assert.equal(hex.requests, 5, "the mode is asked for once");
});

test("a relay that follows its own rule is left alone, and the error says how to set it", LIMIT, async () => {
  await using setup = await Setup.of(MONITOR_712, { [RELAY]: 0, [MONITOR_MODE]: 0 });
  await assert.rejects(setup.bench.output("relay").carryOut(order(true)), /VictronConnect.*take_relay: true/);
  assert.deepEqual(setup.hex.writes, []);
});

test("take_relay sets the mode once, and says so", LIMIT, async () => {
  await using setup = await Setup.of(MPPT_LINE, { [RELAY]: 0, [MPPT_MODE]: 3 }, { take_relay: true });
  const { bench, hex } = setup;
  await bench.output("relay").carryOut(order(true));
  await bench.output("relay").carryOut(order(false));
  assert.deepEqual(hex.writes, [
    [MPPT_MODE, 0xff],
    [RELAY, 1],
    [RELAY, 0],
  ]);
  const said = bench.box.notes.map((note) => say(note, "en"));
  assert.equal(said.length, 1);
  assert.match(said[0] ?? "", /relay mode changed from 3 to "remote"/);
});

test("a product that is not known is tried as a monitor, then as a charger", LIMIT, async () => {
  await using setup = await Setup.of("V 12000", { [RELAY]: 0, [MPPT_MODE]: 0xff });
  await setup.bench.output("relay").carryOut(order(true));
  assert.deepEqual(setup.hex.writes, [[RELAY, 1]]);
});

test("devices without a relay, and one that takes no orders", LIMIT, async () => {
  const cases: [string, RegExp][] = [
    [MONITOR_712.replace("0xA381", "0xA389"), /SmartShunt has no relay/],
    [MPPT_LINE, /no relay that can be switched/],
    [MONITOR_LINE.replace("BMV 702", "BMV 602S"), /takes no orders/],
  ];
  for (const [line, words] of cases) {
    await using setup = await Setup.of(line, {});
    await assert.rejects(setup.bench.output("relay").carryOut(order(true)), words);
  }
});

test("a register that refuses to be written", LIMIT, async () => {
  await using setup = await Setup.of(MONITOR_712, { [RELAY]: 0, [MONITOR_MODE]: 2 });
  setup.hex.readOnly.add(RELAY);
  await assert.rejects(setup.bench.output("relay").carryOut(order(true)), /read-only/);
});

test("the state is asked for only while readings flow, and not too often", LIMIT, async () => {
  await using setup = await Setup.of(SILENT_LOAD_LINE, { [LOAD_STATE]: 1 });
  const { bench, hex } = setup;
  const load = bench.output("load");
  assert.deepEqual([await load.read?.(), await load.read?.(), hex.requests], [true, true, 1]);
  const block = async () => {
    const before = bench.count("good_blocks");
    await setup.cable.speak(blockOf(SILENT_LOAD_LINE));
    await until("a fresh block", () => bench.count("good_blocks") > before);
  };
  for (let step = 0; step < 5; step += 1) {
    bench.clock.leap(11_000);
    await block();
  }
  assert.deepEqual([await load.read?.(), hex.requests], [true, 1], "after 55 s the answer still holds");
  bench.clock.leap(6_000);
  assert.deepEqual([await load.read?.(), hex.requests], [null, 1], "old readings: nobody is asked");
  await block();
  assert.deepEqual([await load.read?.(), hex.requests], [true, 2]);
});

test("readings that tell the load's state spare the question", LIMIT, async () => {
  await using setup = await Setup.of(MPPT_LINE, { [LOAD]: 1, [LOAD_STATE]: 0 });
  const { bench, hex } = setup;
  const load = bench.output("load");
  assert.deepEqual([await load.read?.(), hex.requests], [true, 0]);
  bench.clock.leap(4_000);
  assert.equal(await load.read?.(), null, "old readings tell nothing");
  await load.carryOut(order(false));
  await setup.cable.speak(blockOf(MPPT_LINE.replace("LOAD ON", "LOAD OFF")));
  await until("a fresh block", () => bench.count("good_blocks") === 2);
  assert.equal(await load.read?.(), false);
});

test("at the stop the load goes back to the device's own rule, if it was ever switched", LIMIT, async () => {
  const cases: [string, boolean, number[]][] = [
    ["auto", true, [4, 1]],
    ["off", true, [4, 0]],
    ["keep", true, [4]],
    ["auto", false, []],
  ];
  for (const [load_on_stop, switched, writes] of cases) {
    await using setup = await Setup.of(MPPT_LINE, { [LOAD]: 1 }, { load_on_stop });
    if (switched) await setup.bench.output("load").carryOut(order(true));
    await setup.bench.device.stop();
    assert.deepEqual(
      setup.hex.writes.map(([, value]) => value),
      writes,
      load_on_stop,
    );
  }
});

test("the stop takes no longer than 2 s when the device does not answer", LIMIT, async () => {
  await using setup = await Setup.of(MPPT_LINE, { [LOAD]: 1 });
  await setup.bench.output("load").carryOut(order(true));
  setup.hex.faults.push("lost", "lost", "lost");
  const start = performance.now();
  await setup.bench.device.stop();
  assert.ok(performance.now() - start < 2_000);
});
