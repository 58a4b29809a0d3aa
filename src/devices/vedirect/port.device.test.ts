import assert from "node:assert/strict";
import { renameSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { HandsHere } from "../../hands/testing/here.ts";
import { say } from "../../model/index.ts";
import { MemoryRegisters } from "../../model/testing/memory-registers.ts";
import { Board } from "../../pins/testing/board.ts";
import { systemPorts } from "../kit/serial-port.ts";
import { Cable, Scratch } from "../kit/testing/cable.ts";
import { LeapClock } from "../kit/testing/leap-clock.ts";
import { order } from "../kit/testing/order.ts";
import { until } from "../kit/testing/until.ts";
import { vedirect } from "./index.ts";
import { Bench } from "./testing/bench.ts";
import { blockOf, chunks, MONITOR_LINE, MPPT_LINE, recordings, seeded } from "./testing/frames.ts";

const BAUD = 19_200;
const LIMIT = { timeout: 60_000 };

test("frames in, readings out, at random chunk borders", LIMIT, async () => {
  using scratch = new Scratch();
  await using cable = await Cable.plug(scratch.path("tty"));
  await using bench = new Bench({ port: "./tty" }, scratch.folder);
  await bench.opened();
  assert.equal(bench.device.health().state, "starting");
  const stream = Buffer.concat([
    blockOf(MPPT_LINE).subarray(50),
    ...Array.from({ length: 20 }, (_nothing, index) => [
      blockOf(MPPT_LINE.replace("V 12800", `V ${12_801 + index}`)),
      Buffer.from(":ABCED00102700006B\n"),
    ]).flat(),
  ]);
  for (const piece of chunks(stream, seeded(3), 40)) await cable.speak(piece);
  await until("20 blocks and what stands between", () => bench.count("bytes") === stream.length);
  assert.deepEqual([bench.box.batches.length, bench.count("bad_checksums"), bench.count("hex_frames")], [20, 1, 20]);
  assert.deepEqual(
    bench.box.batches.map((batch) => batch.find(({ quantity }) => quantity === "voltage")?.value),
    Array.from({ length: 20 }, (_nothing, index) => (12_801 + index) / 1000),
  );
  const { state, problem, facts } = bench.device.health();
  assert.deepEqual([state, problem, facts.product], ["ok", null, "SmartSolar MPPT 75/15"]);
});

test("real recordings through a terminal: as many good blocks as there are", LIMIT, async () => {
  for (const recording of recordings().filter(({ bytes }) => bytes.length < 130_000)) {
    using scratch = new Scratch();
    await using cable = await Cable.plug(scratch.path("tty"));
    await using bench = new Bench({ port: scratch.path("tty") }, "/");
    await bench.opened();
    bench.clock.still = true;
    for (const piece of chunks(recording.bytes, seeded(5), 500)) await cable.speak(piece);
    await until(`${recording.name}: all bytes`, () => bench.count("bytes") === recording.bytes.length, 30_000);
    assert.deepEqual(
      [bench.count("good_blocks"), bench.count("bad_checksums"), bench.count("hex_frames"), bench.count("bad_hex")],
      [recording.good, recording.bad, recording.hex, 0],
      recording.name,
    );
    assert.equal(bench.box.batches.length, bench.count("good_blocks"));
  }
});

test("garbage, wrong speed and a flood do no harm; good frames come through again", LIMIT, async () => {
  using scratch = new Scratch();
  await using cable = await Cable.plug(scratch.path("tty"));
  await using bench = new Bench({ port: scratch.path("tty") }, "/");
  await bench.opened();
  const random = seeded(11);
  const garbage = Uint8Array.from({ length: 200_000 }, () => Math.floor(random() * 256));
  for (const piece of chunks(garbage, random, 4_000)) await cable.speak(piece);
  // what is more than can be read in time is dropped, and counted
  const read = () => bench.count("bytes") + bench.count("dropped_bytes");
  await until("the flood is read", () => read() >= garbage.length);
  assert.deepEqual([bench.count("good_blocks"), bench.box.batches.length], [0, 0]);
  for (let times = 0; times < 3; times += 1) await cable.speak(blockOf(MONITOR_LINE));
  await until("good frames again", () => bench.count("good_blocks") >= 1);
  assert.equal(bench.value("state_of_charge"), 87.6);
});

test("unplugged and plugged in again: fresh again without a restart", LIMIT, async () => {
  using scratch = new Scratch();
  const near = scratch.path("tty");
  await using bench = new Bench({ port: near }, "/");
  await until("it says that the port is missing", () => /is not there/.test(bench.device.health().problem ?? ""));
  for (let round = 1; round <= 3; round += 1) {
    await using cable = await Cable.plug(near);
    await bench.opened(round);
    await cable.speak(blockOf(MPPT_LINE.replace("PPV 21", `PPV ${round}`)));
    await until("a reading", () => bench.value("panel_power") === round);
    assert.equal(bench.device.health().problem, null);
    await cable.unplug();
    await until("the unplugging is noticed", () => bench.count("unplugs") === round);
    await until("it says what to do", () => /plug the cable in/.test(bench.device.health().problem ?? ""));
  }
});

test("the by-id link comes back leading to another terminal", LIMIT, async () => {
  using scratch = new Scratch();
  const link = scratch.path("by-id");
  await using first = await Cable.plug(scratch.path("one"));
  await using second = await Cable.plug(scratch.path("two"));
  symlinkSync(scratch.path("one"), link);
  await using bench = new Bench({ port: link }, "/");
  await bench.opened();
  await first.speak(blockOf("PID 0xA042, FW 114, V 12000, I 620"));
  await until("the first device", () => bench.value("converter_current") === 0.62);
  symlinkSync(scratch.path("two"), `${link}.new`);
  renameSync(`${link}.new`, link);
  await bench.opened(2);
  await second.speak(blockOf("V 13000, I 700"));
  await until("the second device", () => bench.value("voltage") === 13);
  assert.equal(bench.value("current"), 0.7, "what the first device was is forgotten");
  assert.deepEqual(bench.device.health().facts, {});
});

test("lost and back are told once each, with what to do", LIMIT, async () => {
  using scratch = new Scratch();
  await using cable = await Cable.plug(scratch.path("tty"));
  await using bench = new Bench({ port: scratch.path("tty") }, "/");
  await bench.opened();
  await cable.speak(blockOf(MONITOR_LINE));
  await until("ok", () => bench.device.health().state === "ok");
  bench.clock.leap(11_000);
  await until("lost", () => bench.box.notes.length === 1);
  const [lost] = bench.box.notes;
  assert.equal(lost?.code, "device_lost");
  assert.match(
    lost === undefined ? "" : say(lost, "en"),
    /no good frame for 1[12] s: the port is open but nothing arrives/,
  );
  assert.equal(bench.device.health().state, "lost");
  await cable.speak("\0\0\x90e\xdd%\x8a");
  await until("noise", () => /bytes arrive but none makes a sound block/.test(bench.device.health().problem ?? ""));
  await setTimeout(1_000);
  await cable.speak(blockOf(MONITOR_LINE));
  await until("back", () => bench.box.notes.length === 2);
  assert.deepEqual([bench.box.notes[1]?.code, bench.device.health().state], ["device_back", "ok"]);
});

test("a terminal that has been silent for long is opened anew", LIMIT, async () => {
  using scratch = new Scratch();
  await using _cable = await Cable.plug(scratch.path("tty"));
  await using bench = new Bench({ port: scratch.path("tty") }, "/");
  await bench.opened();
  bench.clock.leap(20_000);
  // Closing one side ends this pair of terminals: the path is gone soon after.
  await until("the port was closed", () => /was silent|is not there/.test(bench.device.health().problem ?? ""));
  assert.equal(bench.count("unplugs"), 0);
});

test("in use by another program: says so, and takes over when it is free", LIMIT, async () => {
  using scratch = new Scratch();
  const near = scratch.path("tty");
  await using cable = await Cable.plug(near);
  const other = await systemPorts.open(near, BAUD, { received: () => undefined, closed: () => undefined });
  await using bench = new Bench({ port: near }, "/");
  await until("it says who might hold it", () => /in use.*vedirect\.py/.test(bench.device.health().problem ?? ""));
  await other.close();
  await cable.unplug();
  await using _again = await Cable.plug(near);
  await bench.opened();
});

test("a path that is no serial port", LIMIT, async () => {
  using scratch = new Scratch();
  writeFileSync(scratch.path("file"), "");
  await using bench = new Bench({ port: scratch.path("file") }, "/");
  await until("it says so", () => /not a serial port/.test(bench.device.health().problem ?? ""));
  unlinkSync(scratch.path("file"));
  symlinkSync(scratch.path("nowhere"), scratch.path("file"));
  await until("a link that leads nowhere", () => /is not there/.test(bench.device.health().problem ?? ""));
});

test("stop is quick, and harmless when nothing was started or all is stopped", LIMIT, async () => {
  using scratch = new Scratch();
  const idle = vedirect.open(vedirect.options.parse({ port: scratch.path("tty") }), {
    id: "roof",
    folder: "/",
    clock: new LeapClock(),
    hands: new HandsHere(),
    pins: new Board([]),
    registers: new MemoryRegisters(),
  });
  const bench = new Bench({ port: scratch.path("tty") }, "/");
  const start = performance.now();
  for (const device of [idle, bench.device]) {
    await device.stop();
    await device.stop();
    for (const actuator of device.outputs.values()) {
      await assert.rejects(actuator.carryOut(order(true)), /start the device|is being opened|is not there/);
      assert.equal(await actuator.read?.(), null);
    }
  }
  assert.ok(performance.now() - start < 2_000);
});
