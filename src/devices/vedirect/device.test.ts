import assert from "node:assert/strict";
import { test } from "node:test";
import { HandsHere } from "../../hands/testing/here.ts";
import { reason, say as tell } from "../../model/index.ts";
import { HandClock, settle } from "../../model/testing/hand-clock.ts";
import { MemoryRegisters } from "../../model/testing/memory-registers.ts";
import { Board } from "../../pins/testing/board.ts";
import { Box } from "../kit/testing/box.ts";
import { HandPorts } from "../kit/testing/hand-ports.ts";
import { order } from "../kit/testing/order.ts";
import { VedirectDevice, type VedirectOptions } from "./device.ts";
import { HexDevice } from "./testing/bench.ts";
import { blockOf, MONITOR_LINE, MPPT_LINE } from "./testing/frames.ts";

const PORT = "/house/roof";
const LOAD = 0xedab;
const LOAD_STATE = 0xeda8;
const RELAY = 0x034e;
const MPPT_MODE = 0xedd9;

/** A device on a port that the test holds in its hands. */
function setup(options: Partial<VedirectOptions> = {}) {
  const clock = new HandClock();
  const ports = new HandPorts();
  ports.nodes.set(PORT, "188/1");
  const box = new Box();
  const device = new VedirectDevice(
    { port: "./roof", take_relay: false, load_on_stop: "auto", ...options },
    {
      id: "roof",
      folder: "/house",
      clock,
      hands: new HandsHere(),
      pins: new Board([]),
      registers: new MemoryRegisters(),
    },
    ports,
  );
  const say = (line: string) => ports.last.say(Buffer.from(blockOf(line)).toString("latin1"));
  /** Something with these registers answers on the port that is open. */
  const answering = (registers: Record<number, number>) => {
    const port = ports.last;
    const wire = { onSent: (_text: string): void => undefined, speak: (text: string) => port.say(text) };
    port.write = (text) => {
      wire.onSent(text);
      return true;
    };
    return new HexDevice(wire, registers);
  };
  const output = (name: string) => {
    const actuator = device.outputs.get(name);
    assert.ok(actuator);
    return actuator;
  };
  const values = () => Object.fromEntries(box.readings.map(({ quantity, value }) => [quantity, value]));
  return { clock, ports, box, device, say, answering, output, values };
}

/** The same, started and opened. */
async function opened(options: Partial<VedirectOptions> = {}) {
  const all = setup(options);
  all.device.start(all.box);
  await settle();
  return all;
}

test("what a meter of a source has produced is called so, also in a block of its own", async () => {
  const { say, values } = await opened();
  say("H17 6843, H18 0");
  assert.deepEqual(values(), {});
  say("PID 0xA38A, V 12800, I -4000, MON -9");
  say("H17 6843, H18 0");
  assert.equal(values().energy_produced, 68_430);
  assert.equal(values().energy_consumed, 0);
  assert.equal(values().energy_discharged, undefined);
  say("PID 0xA38A, V 12800, MON 0");
  say("H17 6843, H18 0");
  assert.equal(values().energy_discharged, 68_430);
});

test("a block that a silence cut is given up; one that a standing house reads late is whole", async () => {
  const { clock, ports, device } = await opened();
  const text = Buffer.from(blockOf(MONITOR_LINE)).toString("latin1");
  const good = () => device.health().counters.good_blocks;
  ports.last.say(text.slice(0, 40));
  await clock.pass(700);
  ports.last.say(text);
  assert.deepEqual([good(), device.health().counters.resyncs], [1, 1], "the rest was lost; the next block is good");
  ports.last.say(text.slice(0, 40));
  clock.mono += 5_000;
  await clock.pass(0);
  ports.last.say(text.slice(40));
  assert.equal(good(), 2, "the house stood still for 5 s");
});

test("HEX alone is no noise: it is told what it is", async () => {
  const { clock, ports, device, say } = await opened();
  say("V 12800, I 100, PID 0xA053");
  for (let second = 0; second < 12; second++) {
    ports.last.say(":ADBED00750806\n");
    await clock.pass(1_000);
  }
  assert.match(
    device.health().problem ?? "",
    /^no good frame for \d+ s: HEX frames arrive but no text: another program/,
  );
  say("V 12800, I 100");
  assert.equal(device.health().problem, null);
});

test("a block becomes readings, and the device is well", async () => {
  const { device, ports, box, say } = await opened();
  assert.equal(ports.last.baud, 19_200);
  assert.equal(device.health().state, "starting");
  say("V 12800, XYZ 1, CS what, LOAD ON");
  say("PID 0xA053");
  assert.deepEqual(box.batches, [
    [
      { quantity: "voltage", unit: "V", value: 12.8 },
      { quantity: "load", unit: null, value: "on" },
    ],
  ]);
  const { state, problem, facts, counters } = device.health();
  assert.deepEqual([state, problem, facts], ["ok", null, { product: "SmartSolar MPPT 75/15", pid: "0xA053" }]);
  const { good_blocks, junk_fields, unknown_labels, opens, requests } = counters;
  assert.deepEqual([good_blocks, junk_fields, unknown_labels, opens, requests], [2, 1, 1, 1, 0]);
});

test("started twice it is started once, and stopped twice stopped once", async () => {
  const { device, ports, box, say } = await opened();
  const other = new Box();
  device.start(other);
  say(MONITOR_LINE);
  assert.deepEqual([ports.attempts, box.batches.length, other.batches.length], [1, 1, 0]);
  const port = ports.last;
  await device.stop();
  await device.stop();
  port.say("late");
  assert.deepEqual([port.isOpen, box.batches.length, box.notes.length], [false, 1, 0]);
});

test("never started, it stops at once and takes no orders", async () => {
  const { device, output } = setup();
  await device.stop();
  await assert.rejects(output("load").carryOut(order(true)), /start the device first/);
});

test("lost after 10 s without a good block, with what to look at; a good one ends that", async () => {
  const { clock, ports, device, box, say } = await opened();
  say(MONITOR_LINE);
  await clock.pass(9_999);
  assert.equal(device.health().state, "ok");
  await clock.pass(1);
  assert.deepEqual([device.health().state, box.codes], ["lost", ["device_lost"]]);
  const lost = box.notes[0] ?? reason("no_rule");
  assert.equal(
    tell(lost, "en"),
    "roof has gone silent: no good frame for 10 s: the port is open but nothing arrives: check that the device is " +
      'powered, the cable sits in its VE.Direct port and its TX port function is "normal communication"',
  );
  assert.match(tell(lost, "de"), /^roof antwortet nicht mehr: seit 10 s nichts Brauchbares: .* ob das Gerät Strom hat/);
  ports.last.say("\0\0\x90e");
  assert.match(device.health().problem ?? "", /bytes arrive but none makes a sound block/);
  await clock.pass(1_000);
  say(MONITOR_LINE);
  assert.deepEqual([device.health().state, box.codes], ["ok", ["device_lost", "device_back"]]);
});

test("a port that another program holds: the likely ones are named", async () => {
  const { device, ports, box } = setup();
  ports.refusal = Object.assign(new Error("Cannot lock port"), { code: "EBUSY" });
  device.start(box);
  await settle();
  assert.match(device.health().problem ?? "", /\(vedirect\.py, PvMonit, Venus OS, /);
});

test("another device may hang on the line when it is opened anew", async () => {
  const { clock, ports, device, say, answering, output, values } = await opened();
  say("PID 0xA042, FW 114, I 620, LOAD ON");
  assert.equal(values().converter_current, 0.62);
  ports.last.say("\r\nV\t12000\r\n");
  ports.nodes.set(PORT, "188/2");
  ports.last.fall();
  await clock.pass(1_000);
  assert.deepEqual(device.health().facts, {});
  const hex = answering({ [LOAD_STATE]: 0 });
  say("I 700");
  assert.equal(values().current, 0.7);
  assert.deepEqual([device.health().counters.good_blocks, device.health().counters.bad_checksums], [2, 0]);
  assert.equal(await output("load").read?.(), false, "what the first one said of its load is forgotten");
  assert.equal(hex.requests, 1);
});

test("orders go out, and answers come in between the readings", async () => {
  const { device, say, answering, output } = await opened();
  say(MPPT_LINE);
  assert.equal(await output("load").read?.(), true);
  const hex = answering({ [LOAD]: 1 });
  hex.faults.push("chatty");
  await output("load").carryOut(order(true));
  assert.deepEqual(hex.writes, [[LOAD, 4]]);
  assert.deepEqual([device.health().counters.requests, device.health().counters.hex_frames], [1, 3]);
});

test("what was changed in the device is told", async () => {
  const { say, answering, output, box } = await opened({ take_relay: true });
  say(MPPT_LINE);
  answering({ [RELAY]: 0, [MPPT_MODE]: 3 });
  await output("relay").carryOut(order(true));
  assert.deepEqual(box.notes, [
    reason("device_note", { device: "roof", problem: reason("vedirect_relay_taken", { mode: "3" }) }),
  ]);
});

test("a state is asked for only while good blocks come", async () => {
  const { clock, say, answering, output } = await opened();
  const hex = answering({ [RELAY]: 1 });
  assert.deepEqual([await output("relay").read?.(), hex.requests], [null, 0], "nothing came yet");
  say("V 12000");
  await clock.pass(3_000);
  assert.deepEqual([await output("relay").read?.(), hex.requests], [true, 1]);
  for (const wait_ms of [10_000, 10_000, 10_000, 10_000, 10_000, 9_999]) {
    await clock.pass(wait_ms);
    say("V 12000");
  }
  assert.deepEqual([await output("relay").read?.(), hex.requests], [true, 1], "the answer holds for a minute");
  await clock.pass(1);
  assert.deepEqual([await output("relay").read?.(), hex.requests], [true, 2]);
});

test("unplugged while an order waits: it fails at once with the reason", async () => {
  const { ports, say, output } = await opened();
  say(MPPT_LINE);
  const failed = assert.rejects(output("load").carryOut(order(true)), /was unplugged: plug the cable in again/);
  await settle();
  assert.equal(ports.last.sent, ":8ABED0004B1\n");
  ports.last.fall();
  await failed;
});

test("at the stop the load is handed back as the options say", async () => {
  for (const [load_on_stop, writes] of [
    ["auto", [4, 1]],
    ["off", [4, 0]],
    ["keep", [4]],
  ] as const) {
    const { device, ports, say, answering, output } = await opened({ load_on_stop });
    say(MPPT_LINE);
    const hex = answering({ [LOAD]: 1 });
    await output("load").carryOut(order(true));
    const port = ports.last;
    await device.stop();
    assert.deepEqual(
      hex.writes.map(([, value]) => value),
      writes,
      load_on_stop,
    );
    assert.equal(port.isOpen, false);
  }
});

test("the stop ends what waits, and waits 0.9 s for a device that does not answer", async () => {
  const { clock, device, ports, say, output } = await opened();
  say(MPPT_LINE);
  const failed = assert.rejects(output("load").carryOut(order(true)), /^Error: Gleaner is stopping$/);
  await settle();
  let stopped = false;
  const stopping = device.stop().then(() => {
    stopped = true;
  });
  await failed;
  await clock.pass(899);
  assert.deepEqual([stopped, ports.last.sent], [false, ":8ABED0004B1\n:8ABED0001B4\n"]);
  await clock.pass(1);
  await stopping;
  assert.deepEqual([ports.last.isOpen, clock.pending], [false, 0]);
});

test("a stop while the cable is out does not wait for the device", async () => {
  const { clock, device, ports, say, answering, output } = await opened();
  say(MPPT_LINE);
  answering({ [LOAD]: 1 });
  await output("load").carryOut(order(true));
  ports.nodes.clear();
  ports.last.fall();
  await settle();
  await device.stop();
  assert.equal(clock.mono, 0);
});
