import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { reason, say, tellingOf } from "../../model/index.ts";
import { HandClock } from "../../model/testing/hand-clock.ts";
import { order } from "../kit/testing/order.ts";
import { Identity } from "./identity.ts";
import { HexRequests } from "./requests.ts";
import { Switches } from "./switches.ts";
import { HexDevice } from "./testing/bench.ts";
import { fieldsOf, MONITOR_LINE, MPPT_LINE } from "./testing/frames.ts";
import { TextParser } from "./text.ts";

const LOAD = 0xedab;
const LOAD_STATE = 0xeda8;
const RELAY = 0x034e;
const MONITOR_MODE = 0x034f;
const MPPT_MODE = 0xedd9;

const MONITOR_712 = MONITOR_LINE.replace("BMV 702", "PID 0xA381");

/** The switching side of a device that says `line` of itself and has these registers. */
function setup(line: string, registers: Record<number, number>, take_relay = false) {
  const clock = new HandClock();
  const notes: string[] = [];
  const identity = new Identity();
  identity.learn(new Map(fieldsOf(line)));
  const parser = new TextParser();
  const wire = {
    onSent: (_text: string): void => undefined,
    speak: (text: string): void => {
      for (const event of parser.feed(Buffer.from(text, "latin1")))
        if (event.kind === "hex") requests.take(event.frame);
    },
  };
  const requests = new HexRequests((frame) => wire.onSent(frame), clock);
  const hex = new HexDevice(wire, registers);
  const world = { silence_ms: 0 };
  const switches = new Switches({
    requests,
    identity,
    silence: () => world.silence_ms,
    mono: () => clock.mono,
    take_relay,
    note: (what) => notes.push(say(what, "en")),
  });
  const output = (name: string) => {
    const actuator = switches.actuators.get(name);
    assert.ok(actuator);
    return {
      switch: (on: boolean) => actuator.carryOut(order(on)),
      read: async () => actuator.read?.(),
    };
  };
  return { clock, notes, identity, hex, world, switches, load: output("load"), relay: output("relay") };
}

describe("the load output", () => {
  test("goes on and off", async () => {
    const { load, hex } = setup(MPPT_LINE, { [LOAD]: 1 });
    await load.switch(true);
    await load.switch(false);
    assert.deepEqual(hex.writes, [
      [LOAD, 4],
      [LOAD, 0],
    ]);
  });

  test("a device without one: says so, and nothing is handed back", async () => {
    const { load, hex, switches } = setup(MPPT_LINE, {});
    await assert.rejects(
      load.switch(true),
      /^Error: this device has no load output to switch: use another output, or "relay" if it has one$/,
    );
    await switches.release("auto");
    assert.equal(hex.requests, 1);
  });

  test("a refused order is told as it is, and the load is handed back at the stop", async () => {
    const { load, hex, switches, clock } = setup(MPPT_LINE, { [LOAD]: 1 });
    hex.faults.push("lost", "lost", "lost");
    const failed = assert.rejects(load.switch(true), /did not confirm/);
    await clock.pass(3_000);
    await failed;
    await switches.release("auto");
    assert.deepEqual(hex.writes.at(-1), [LOAD, 1]);
  });

  test("an order that the device finds out of range is told as it is: the output is there, and handed back", async () => {
    const { load, hex, switches } = setup(MPPT_LINE, { [LOAD]: 1 });
    hex.outOfRange.add(LOAD);
    await assert.rejects(load.switch(true), /^Error: register 0xEDAB: the value is out of range$/);
    hex.outOfRange.clear();
    await switches.release("auto");
    assert.deepEqual(hex.writes, [[LOAD, 1]]);
  });

  test("at the stop: to the device's own rule, off or as it is, once, and only when it was switched", async () => {
    const { load, hex, switches } = setup(MPPT_LINE, { [LOAD]: 1 });
    await switches.release("auto");
    assert.equal(hex.requests, 0, "never switched");
    await load.switch(true);
    await switches.release("keep");
    assert.equal(hex.requests, 1);
    await switches.release("off");
    assert.deepEqual(hex.writes.at(-1), [LOAD, 0]);
    await switches.release("auto");
    assert.equal(hex.requests, 2, "it was handed back already");
    await load.switch(true);
    await switches.release("auto");
    assert.deepEqual(hex.writes.at(-1), [LOAD, 1]);
  });

  test("a handing back that fails is tried again", async () => {
    const { load, hex, switches, clock } = setup(MPPT_LINE, { [LOAD]: 1 });
    await load.switch(true);
    hex.faults.push("lost", "lost", "lost");
    const failed = assert.rejects(switches.release("auto"), /did not confirm/);
    await clock.pass(3_000);
    await failed;
    await switches.release("auto");
    assert.deepEqual(hex.writes.at(-1), [LOAD, 1]);
  });

  test("its state as the readings tell it, in either spelling, until the next order", async () => {
    const { load, hex, switches, world } = setup(MPPT_LINE, { [LOAD]: 1, [LOAD_STATE]: 0 });
    switches.learn("ON");
    assert.equal(await load.read(), true);
    switches.learn(undefined);
    switches.learn("maybe");
    assert.equal(await load.read(), true, "what says nothing changes nothing");
    world.silence_ms = 3_000;
    assert.equal(await load.read(), true);
    world.silence_ms = 3_001;
    assert.equal(await load.read(), null, "old readings tell nothing");
    world.silence_ms = 0;
    switches.learn("Off");
    assert.deepEqual([await load.read(), hex.requests], [false, 0]);
    await load.switch(true);
    hex.registers.set(LOAD_STATE, 1);
    assert.deepEqual([await load.read(), hex.requests], [true, 2], "what was told before the order is old");
    switches.learn("OFF");
    assert.equal(await load.read(), false);
    switches.forget();
    assert.equal(await load.read(), true, "another device may hang on the line: its register counts");
  });

  test("its state is asked for while readings flow, once a minute at most, and after an order", async () => {
    const { load, hex, clock, world } = setup("PID 0xA053", { [LOAD]: 1, [LOAD_STATE]: 1 });
    world.silence_ms = 3_001;
    assert.deepEqual([await load.read(), hex.requests], [null, 0]);
    world.silence_ms = 3_000;
    assert.deepEqual([await load.read(), hex.requests], [true, 1]);
    hex.registers.set(LOAD_STATE, 0);
    await clock.pass(59_999);
    assert.deepEqual([await load.read(), hex.requests], [true, 1]);
    await clock.pass(1);
    assert.deepEqual([await load.read(), hex.requests], [false, 2]);
    await load.switch(true);
    hex.registers.set(LOAD_STATE, 2);
    assert.deepEqual([await load.read(), hex.requests], [null, 4], "connecting is neither on nor off");
  });

  test("a register that the device does not have is asked for once a minute too", async () => {
    const { load, hex } = setup("PID 0xA053", {});
    assert.deepEqual([await load.read(), await load.read(), hex.requests], [null, null, 1]);
  });

  test("an answer that was asked for before an order and came after it is not kept", async () => {
    const { load, hex } = setup("PID 0xA053", { [LOAD]: 1, [LOAD_STATE]: 0 });
    const [before] = await Promise.all([load.read(), load.switch(true)]);
    assert.equal(before, false);
    hex.registers.set(LOAD_STATE, 1);
    assert.equal(await load.read(), true);
  });

  test("a question is not repeated, so that questions cannot silence the device", async () => {
    const { load, hex, clock } = setup("PID 0xA053", { [LOAD_STATE]: 1 });
    hex.faults.push("lost");
    const reading = load.read();
    await clock.pass(1_000);
    assert.deepEqual([await reading, hex.requests], [null, 1]);
  });
});

describe("the relay", () => {
  test("of a monitor in remote mode is switched; its mode is asked for once", async () => {
    const { relay, hex } = setup(MONITOR_712, { [RELAY]: 0, [MONITOR_MODE]: 2 });
    await relay.switch(true);
    assert.equal(await relay.read(), true);
    await relay.switch(false);
    assert.equal(await relay.read(), false);
    assert.deepEqual(hex.writes, [
      [RELAY, 1],
      [RELAY, 0],
    ]);
    assert.equal(hex.requests, 5);
  });

  test("its mode is asked for again when the line was opened anew", async () => {
    const { relay, hex, switches } = setup(MONITOR_712, { [RELAY]: 0, [MONITOR_MODE]: 2 });
    await relay.switch(true);
    switches.forget();
    await relay.switch(true);
    assert.equal(hex.requests, 4);
  });

  test("its mode is asked for again after an order that was refused", async () => {
    const { relay, hex } = setup(MONITOR_712, { [RELAY]: 0, [MONITOR_MODE]: 2 });
    hex.readOnly.add(RELAY);
    await assert.rejects(relay.switch(true), /read-only/);
    hex.readOnly.clear();
    await relay.switch(true);
    assert.deepEqual([hex.registers.get(RELAY), hex.requests], [1, 4]);
  });

  test("a state that was asked for is old after an order, also a failed one", async () => {
    const { relay, hex } = setup(MONITOR_712, { [RELAY]: 0, [MONITOR_MODE]: 2 });
    assert.equal(await relay.read(), false);
    hex.registers.set(RELAY, 1);
    assert.equal(await relay.read(), false, "still the answer of a moment ago");
    hex.readOnly.add(RELAY);
    await assert.rejects(relay.switch(true), /read-only/);
    assert.equal(await relay.read(), true);
  });

  test("that follows its own rule is left alone, and the error says how to set it", async () => {
    const { relay, hex, notes } = setup(MONITOR_712, { [RELAY]: 0, [MONITOR_MODE]: 0 });
    await assert.rejects(
      relay.switch(true),
      /^Error: the relay follows the device's own rule \(mode 0\), not Gleaner: set its mode to "remote" in VictronConnect \(Settings, Relay\), or write take_relay: true in the configuration of this device$/,
    );
    assert.deepEqual([hex.writes, notes], [[], []]);
    const refusal = tellingOf(await relay.switch(true).catch((error: unknown) => error));
    assert.deepEqual(refusal, reason("vedirect_own_rule", { mode: "0" }), "in the reader's language");
  });

  test("is taken where the configuration says so, once, and people are told", async () => {
    const { relay, hex, notes } = setup(MPPT_LINE, { [RELAY]: 0, [MPPT_MODE]: 3 }, true);
    await relay.switch(true);
    await relay.switch(false);
    assert.deepEqual(hex.writes, [
      [MPPT_MODE, 0xff],
      [RELAY, 1],
      [RELAY, 0],
    ]);
    assert.deepEqual(notes, ['relay mode changed from 3 to "remote", as take_relay asks for']);
  });

  test("that is in remote mode already is not taken", async () => {
    const { relay, hex, notes } = setup(MPPT_LINE, { [RELAY]: 0, [MPPT_MODE]: 0xff, [MONITOR_MODE]: 0 }, true);
    await relay.switch(true);
    assert.deepEqual([hex.writes, notes], [[[RELAY, 1]], []]);
  });

  test("of a product that is not known: tried as a monitor's, then as a charger's", async () => {
    const { relay, hex } = setup("V 12000", { [RELAY]: 0, [MPPT_MODE]: 0xff });
    await relay.switch(true);
    assert.deepEqual([hex.writes, hex.requests], [[[RELAY, 1]], 3]);
    const monitor = setup("V 12000", { [RELAY]: 0, [MONITOR_MODE]: 2, [MPPT_MODE]: 0 });
    await monitor.relay.switch(true);
    assert.deepEqual(monitor.hex.writes, [[RELAY, 1]]);
  });

  test("of a known product is looked for only where that has it", async () => {
    for (const [line, mode] of [
      [MPPT_LINE, MONITOR_MODE],
      [MONITOR_712, MPPT_MODE],
    ] as const) {
      const { relay, hex } = setup(line, { [RELAY]: 0, [mode]: 2 });
      await assert.rejects(
        relay.switch(true),
        /^Error: this device has no relay that can be switched: use another output$/,
      );
      assert.equal(hex.requests, 1);
    }
  });

  test("a device that does not answer is not one without a relay", async () => {
    const { relay, hex, clock } = setup("V 12000", { [RELAY]: 0, [MPPT_MODE]: 0xff });
    hex.faults.push("lost", "lost", "lost");
    const failed = assert.rejects(relay.switch(true), /did not confirm get 0x034F/);
    await clock.pass(3_000);
    await failed;
    assert.equal(hex.requests, 3, "nothing else is tried");
  });

  test("a device that refuses to tell its relay's mode is not one without a relay", async () => {
    const { relay, hex } = setup("V 12000", { [RELAY]: 0, [MONITOR_MODE]: 2, [MPPT_MODE]: 0xff });
    hex.outOfRange.add(MONITOR_MODE);
    await assert.rejects(relay.switch(true), /^Error: register 0x034F: the value is out of range$/);
    assert.equal(hex.requests, 1, "nothing else is tried");
  });

  test("a SmartShunt has none", async () => {
    const { relay, hex } = setup(MONITOR_712.replace("0xA381", "0xA389"), { [RELAY]: 0, [MONITOR_MODE]: 2 });
    await assert.rejects(relay.switch(true), /^Error: a SmartShunt has no relay: use another output$/);
    assert.equal(hex.requests, 0);
  });
});

test("firmware that knows no such command has neither output", async () => {
  const { load, relay, hex, switches } = setup("V 12000", { [LOAD]: 1, [RELAY]: 0, [MONITOR_MODE]: 2 });
  hex.commands.clear();
  await assert.rejects(load.switch(true), /^Error: this device has no load output to switch: /);
  await assert.rejects(relay.switch(true), /^Error: this device has no relay that can be switched: /);
  await switches.release("auto");
  assert.equal(hex.requests, 3);
});

test("a BMV-600 is asked nothing", async () => {
  const { load, relay, hex } = setup("BMV 602S", { [LOAD]: 1, [LOAD_STATE]: 1, [RELAY]: 1 });
  for (const output of [load, relay]) {
    await assert.rejects(
      output.switch(true),
      /^Error: a BMV-600 or BMV-602 takes no orders, it only reports: use another output$/,
    );
    assert.equal(await output.read(), null);
  }
  assert.equal(hex.requests, 0);
});
