import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inEnglish, type Telling } from "../../model/index.ts";
import { HandClock, settle } from "../../model/testing/hand-clock.ts";
import { SerialLine } from "./serial-line.ts";
import { HandPorts } from "./testing/hand-ports.ts";
import { until } from "./testing/until.ts";

const PATH = "/dev/roof";

/** A line that looks for its port; `there`: the port is plugged in. */
function setup(there = true) {
  const clock = new HandClock();
  const ports = new HandPorts();
  if (there) ports.nodes.set(PATH, "188/1");
  const events: string[] = [];
  const settings = {
    baud: 9_600,
    rivals: ["other.py"],
    opened: () => events.push("opened"),
    received: (bytes: Uint8Array) => events.push(Buffer.from(bytes).toString("latin1")),
    lost: () => events.push("lost"),
    closed: (why: Telling) => events.push(`closed: ${inEnglish(why)}`),
    hangs: () => events.push("hangs"),
  };
  const line = new SerialLine(PATH, settings, clock, ports);
  /** The words for a missing port come from a look at the real folder of cables. */
  const problem = (words: RegExp) => until(`the problem is ${words}`, () => words.test(line.problem ?? ""));
  return { clock, ports, events, line, problem };
}

/** A line whose port is open. */
async function opened() {
  const all = setup();
  all.line.start();
  await settle();
  return all;
}

describe("a serial line", () => {
  test("does nothing before its start", async () => {
    const { clock, ports, line } = setup();
    await clock.pass(10_000);
    assert.deepEqual([ports.attempts, line.isOpen, line.problem], [0, false, null]);
    assert.throws(() => line.write("x"), /is not open: start the device first/);
  });

  test("says so when the system does not answer, and goes on when it does", async () => {
    const { clock, ports, events, line } = setup();
    const { promise, resolve } = Promise.withResolvers<void>();
    ports.hold = promise;
    line.start();
    await clock.pass(1_400);
    assert.deepEqual(events, []);
    await clock.pass(200);
    assert.deepEqual([events, line.isOpen], [["hangs"], false]);
    assert.match(line.problem ?? "", /the system does not answer about \/dev\/roof/);
    ports.hold = undefined;
    resolve();
    await settle();
    assert.deepEqual([events, line.isOpen, line.problem], [["hangs", "opened"], true, null]);
    await clock.pass(5_000);
    assert.deepEqual(events, ["hangs", "opened"]);
  });

  test("opens its port at its speed, hands on what comes and sends what it is given", async () => {
    const { ports, events, line } = setup();
    line.start();
    line.start();
    assert.equal(line.problem, "/dev/roof is being opened");
    assert.throws(() => line.write("x"), /is being opened/);
    await settle();
    ports.last.say("hello");
    line.write("ping\n");
    assert.deepEqual([events, ports.last.sent, ports.last.baud], [["opened", "hello"], "ping\n", 9_600]);
    assert.deepEqual([line.isOpen, line.problem, ports.attempts], [true, null, 1]);
    assert.deepEqual(line.counters, { bytes: 5, opens: 1, open_failures: 0, unplugs: 0 });
  });

  test("takes no more bytes when nobody takes them from it", async () => {
    const { ports, line } = await opened();
    ports.last.stuck = 1_024;
    line.write("fits");
    ports.last.stuck = 1_025;
    assert.throws(() => line.write("x"), /takes no more bytes: unplug the cable/);
    assert.equal(ports.last.sent, "fits");
    ports.last.stuck = 0;
    ports.last.takes = false;
    assert.throws(() => line.write("x"), /takes no more bytes: unplug the cable/);
  });

  test("a port that is missing is looked for each second, and taken when it comes", async () => {
    const { clock, ports, line, problem } = setup(false);
    line.start();
    await problem(/is not there: plug the cable in/);
    for (let look = 2; look <= 4; look += 1) {
      await clock.pass(1_000);
      await until(`the ${look}. look`, () => ports.attempts === look && clock.pending === 1);
    }
    ports.nodes.set(PATH, "188/1");
    await clock.pass(1_000);
    assert.deepEqual([line.isOpen, line.problem, line.counters.open_failures], [true, null, 0]);
  });

  test("a path that leads through what is no folder is missing too", async () => {
    const { ports, line, problem } = setup();
    ports.refusal = Object.assign(new Error("not a directory"), { code: "ENOTDIR" });
    line.start();
    await problem(/is not there: plug the cable in/);
    assert.equal(line.counters.open_failures, 0);
  });

  test("a port that refuses is asked less and less often, up to every 10 s", async () => {
    const { clock, ports, line } = setup();
    ports.refusal = Object.assign(new Error("Cannot lock port"), { code: "EBUSY" });
    line.start();
    await settle();
    assert.match(
      line.problem ?? "",
      /is in use: stop the other program .*\(other\.py, ModemManager, another Gleaner\)/,
    );
    const at: number[] = [];
    let before = ports.attempts;
    for (let second = 1; second <= 40; second += 1) {
      await clock.pass(1_000);
      if (ports.attempts > before) at.push(second);
      before = ports.attempts;
    }
    assert.deepEqual(at, [1, 3, 7, 15, 25, 35]);
    assert.equal(line.counters.open_failures, 7);
    ports.refusal = undefined;
    await clock.pass(10_000);
    assert.equal(line.isOpen, true);
    // once it was open, the pauses begin small again
    ports.refusal = new Error("Input/output error");
    ports.last.fall();
    await clock.pass(1_000);
    assert.equal(line.problem, "/dev/roof: Input/output error");
    before = ports.attempts;
    await clock.pass(1_000);
    assert.equal(ports.attempts, before + 1);
  });

  test("unplugged: told at once with what to do, and opened again when it is back", async () => {
    const { clock, ports, events, line, problem } = await opened();
    const first = ports.last;
    ports.nodes.clear();
    first.fall(new Error("Input/output error"));
    await settle();
    assert.equal(line.problem, "/dev/roof was unplugged: plug the cable in again (/dev/roof: Input/output error)");
    assert.deepEqual(events, ["opened", "closed: /dev/roof was unplugged: plug the cable in again"]);
    first.say("from the grave");
    first.fall();
    await clock.pass(1_000);
    await problem(/is not there/);
    ports.nodes.set(PATH, "188/2");
    await clock.pass(1_000);
    ports.last.say("hello");
    assert.deepEqual(events.slice(2), ["opened", "hello"]);
    assert.deepEqual(line.counters, { bytes: 5, opens: 2, open_failures: 0, unplugs: 1 });
  });

  test("a path that leads elsewhere is followed, without an error from the port", async () => {
    const { clock, ports, line } = await opened();
    const first = ports.last;
    ports.nodes.set(PATH, "188/7");
    await clock.pass(1_000);
    assert.deepEqual([first.isOpen, line.isOpen, line.counters.unplugs], [false, false, 1]);
    await clock.pass(1_000);
    assert.deepEqual([ports.last.node, line.isOpen, line.counters.opens], ["188/7", true, 2]);
  });

  test("a port that says nothing for 15 s is opened anew; that is no unplugging", async () => {
    const { clock, ports, events, line } = await opened();
    await clock.pass(5_000);
    ports.last.say("x");
    const first = ports.last;
    await clock.pass(15_000);
    assert.equal(first.isOpen, true);
    await clock.pass(1_000);
    assert.equal(first.isOpen, false);
    assert.equal(events.at(-1), "closed: /dev/roof was silent and is opened anew");
    assert.equal(line.problem, "/dev/roof was silent and is opened anew");
    await clock.pass(1_000);
    assert.deepEqual([line.isOpen, line.problem, line.counters.unplugs, ports.opened.length], [true, null, 0, 2]);
    // the silence counts from the opening
    await clock.pass(14_000);
    assert.equal(ports.opened.length, 2);
  });

  test("stops for good: the port is closed, and nothing of it is heard", async () => {
    const { clock, ports, events, line } = await opened();
    const { last } = ports;
    await line.stop();
    await line.stop();
    last.say("late");
    await clock.pass(60_000);
    assert.deepEqual([last.isOpen, line.isOpen, ports.attempts, clock.pending], [false, false, 1, 0]);
    assert.deepEqual(events, ["opened"]);
  });

  test("a stop while the port is being opened closes it", async () => {
    const { ports, events, line } = setup();
    const { promise, resolve } = Promise.withResolvers<void>();
    ports.hold = promise;
    line.start();
    const stopping = line.stop();
    resolve();
    await stopping;
    assert.deepEqual([ports.last.isOpen, line.isOpen, events], [false, false, []]);
  });

  test("a stop waits half a second for a port that does not close, and a second for one that does not open", async () => {
    const { clock, ports, line } = await opened();
    ports.last.clings = true;
    let stopped = false;
    const note = () => {
      stopped = true;
    };
    const first = line.stop().then(note);
    await clock.pass(499);
    assert.equal(stopped, false);
    await clock.pass(1);
    await first;

    const hanging = setup();
    hanging.ports.hold = new Promise(() => undefined);
    hanging.line.start();
    stopped = false;
    const second = hanging.line.stop().then(note);
    await hanging.clock.pass(999);
    assert.equal(stopped, false);
    await hanging.clock.pass(1);
    await second;
  });
});

describe("a source on a line", () => {
  const CHECK = "that the device is powered";

  test("says since when there is nothing good, and whether the port, noise or silence is to blame", async () => {
    const { clock, ports, line } = setup();
    const { silence, remark } = line.silence(10_000, CHECK);
    assert.equal(silence?.after_ms, 10_000);
    assert.equal(remark?.(), null);
    line.start();
    assert.equal(inEnglish(remark?.() ?? ""), "/dev/roof is being opened");
    assert.equal(
      inEnglish(silence?.problem(10_000, false) ?? ""),
      "no good frame since the start 10 s ago: /dev/roof is being opened",
    );
    await settle();
    await clock.pass(10_900);
    assert.equal(
      inEnglish(silence?.problem(10_900, false) ?? ""),
      "no good frame since the start 10 s ago: the port is open but nothing arrives: check that the device is powered",
    );
    ports.last.say("\0\0");
    await clock.pass(1_000);
    assert.equal(
      inEnglish(silence?.problem(11_900, true) ?? ""),
      "no good frame for 11 s: bytes arrive but none makes a sound block: another kind of device or speed, noise or " +
        "a loose wire, or another program reads the same port",
    );
  });

  test("bytes of the last good frame, or from before the port was opened anew, are no noise", async () => {
    const { clock, ports, line } = await opened();
    const { silence } = line.silence(10_000, CHECK);
    ports.last.say("a good frame");
    await clock.pass(12_000);
    assert.match(inEnglish(silence?.problem(12_000, true) ?? ""), /nothing arrives/);
    ports.last.say("noise");
    ports.last.fall();
    await clock.pass(1_000);
    assert.equal(line.isOpen, true);
    assert.match(inEnglish(silence?.problem(13_000, true) ?? ""), /nothing arrives/);
  });
});

test("more than can be read is dropped at once, counted and told, and the port stays open", async () => {
  const { clock, ports, line, events } = await opened();
  // reading takes longer than all the time there is
  const now = clock.now.bind(clock);
  let reads_ms = 0;
  clock.now = () => {
    const { at, mono } = now();
    reads_ms += 1;
    return { at, mono: mono + reads_ms };
  };
  for (let i = 0; i < 40; i++) ports.last.say("x".repeat(4_096));
  assert.ok(events.includes("lost"));
  const settings = line.silence(30_000, "the cable");
  const { dropped_bytes = 0, late_turns = 0 } = settings.reader?.counters ?? {};
  assert.ok(dropped_bytes > 64 * 1024 && late_turns > 0, `${dropped_bytes} bytes`);
  assert.ok((settings.reader?.waiting_bytes ?? 0) <= 64 * 1024);
  clock.now = now;
  await clock.pass(60_000);
  const read = events.join("").match(/x/g)?.length ?? 0;
  const both = read + (settings.reader?.counters.dropped_bytes ?? 0);
  assert.ok(both >= 40 * 4_096 && both < 41 * 4_096, "all of it, and what was half read counts as dropped");
  assert.equal(read, line.counters.bytes);
  assert.equal(line.isOpen, true);
});
