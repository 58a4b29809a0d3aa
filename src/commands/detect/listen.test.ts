import assert from "node:assert/strict";
import { test } from "node:test";
import { HandPorts } from "../../devices/kit/testing/hand-ports.ts";
import { blockOf, MPPT_LINE } from "../../devices/vedirect/testing/frames.ts";
import { HandClock } from "../../model/testing/hand-clock.ts";
import { listen } from "./listen.ts";

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

function setup() {
  const [clock, ports] = [new HandClock(), new HandPorts()];
  ports.nodes.set("/dev/tty", "1");
  return { clock, ports, heard: listen("/dev/tty", ports, clock) };
}

test("a port that says nothing is left after four seconds, and nothing was sent", async () => {
  const { clock, ports, heard } = setup();
  await clock.pass(3_999);
  assert.deepEqual([ports.last.baud, ports.last.isOpen], [19_200, true]);
  await clock.pass(1);
  assert.deepEqual(await heard, { state: "silent", speaker: null, sample: null, problem: null });
  assert.deepEqual([ports.last.isOpen, ports.last.sent, ports.opened.length], [false, "", 1]);
});

test("a Victron is named a second after its first whole block, whatever came before", async () => {
  const { clock, ports, heard } = setup();
  await clock.pass(100);
  ports.last.say(text(blockOf(MPPT_LINE)).slice(70));
  await clock.pass(900);
  const block = text(blockOf(MPPT_LINE));
  for (const piece of [block.slice(0, 100), block.slice(100)]) ports.last.say(piece);
  await clock.pass(1_100);
  const { state, speaker } = await heard;
  assert.deepEqual([state, speaker?.title, speaker?.serial], ["named", "SmartSolar MPPT 75/15", "HQ2132QY2KR"]);
  assert.deepEqual([ports.opened.length, ports.last.sent, ports.last.isOpen], [1, "", false]);
});

test("what makes no sense is listened to at the rates of meters, then shown", async () => {
  const { clock, ports, heard } = setup();
  await clock.pass(100);
  ports.last.say("\x90\x12Hallo\xfe");
  await clock.pass(4_000);
  assert.equal(ports.last.baud, 115_200);
  await clock.pass(2_500);
  assert.equal(ports.last.baud, 9_600);
  await clock.pass(2_500);
  assert.equal(ports.last.baud, 1_200);
  await clock.pass(2_500);
  assert.deepEqual(await heard, { state: "unknown", speaker: null, sample: "901248616c6c6ffe", problem: null });
  assert.ok(ports.opened.every(({ isOpen, sent }) => !isOpen && sent === ""));
});

test("a meter at another rate is named, and the rates after it are left out", async () => {
  const { clock, ports, heard } = setup();
  await clock.pass(100);
  ports.last.say("\xfe\xfe");
  await clock.pass(4_000);
  ports.last.say("/ISK5\\2M550T-1012\r\n\r\n1-3:0.2.8(50)\r\n");
  await clock.pass(2_500);
  const { state, speaker } = await heard;
  assert.deepEqual([state, speaker?.protocol, speaker?.baud, ports.opened.length], ["named", "p1", 115_200, 2]);
});

test("a flood is bounded, and a port that refuses to close keeps nobody", async () => {
  const { clock, ports, heard } = setup();
  await clock.pass(100);
  ports.last.clings = true;
  for (let times = 0; times < 100; times += 1) ports.last.say("U".repeat(1_000));
  await clock.pass(12_500);
  assert.deepEqual([(await heard).state, (await heard).sample?.length], ["unknown", 48]);
});

test("a port that cannot be opened, or goes meanwhile, is told with what to do", async () => {
  for (const [code, words] of [
    ["EACCES", /no permission.*usermod -aG dialout/],
    ["EBUSY", /in use/],
  ] as const) {
    const [clock, ports] = [new HandClock(), new HandPorts()];
    ports.nodes.set("/dev/tty", "1");
    ports.refusal = Object.assign(new Error(`${code}: no`), { code });
    const { state, problem } = await listen("/dev/tty", ports, clock);
    assert.equal(state, "failed");
    assert.match(problem ?? "", words);
  }
  const { clock, ports, heard } = setup();
  await clock.pass(100);
  ports.last.fall(new Error("EIO: the cable"));
  assert.deepEqual([(await heard).state, (await heard).problem], ["failed", "/dev/tty: EIO: the cable"]);
});

test("an adapter that hangs while it is opened is given up, and closed when it opens after all", async () => {
  const [clock, ports] = [new HandClock(), new HandPorts()];
  ports.nodes.set("/dev/tty", "1");
  let open: () => void = () => undefined;
  ports.hold = new Promise((resolve) => {
    open = resolve;
  });
  const heard = listen("/dev/tty", ports, clock);
  await clock.pass(3_000);
  assert.match((await heard).problem ?? "", /does not open: unplug the cable/);
  open();
  await clock.pass(100);
  assert.equal(ports.last.isOpen, false);
});
