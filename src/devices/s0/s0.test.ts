import assert from "node:assert/strict";
import { test } from "node:test";
import { HandsHere } from "../../hands/testing/here.ts";
import { HandClock } from "../../model/testing/hand-clock.ts";
import { MemoryRegisters } from "../../model/testing/memory-registers.ts";
import { Board } from "../../pins/testing/board.ts";
import { Box } from "../kit/testing/box.ts";
import { s0 } from "./index.ts";

const LINE = 24;

function setup(written: Record<string, unknown> = {}, registers = new MemoryRegisters(), board = new Board()) {
  const clock = new HandClock();
  const box = new Box();
  const context = { id: "meter", folder: "/house", clock, hands: new HandsHere(), pins: board, registers };
  const device = s0.open(s0.options.parse({ line: LINE, pulses_per_kwh: 1_000, ...written }), context);
  const last = (quantity: string) => box.readings.findLast((reading) => reading.quantity === quantity)?.value;
  /** A pulse of 50 ms that begins so long after now, and what passes until it is over. */
  const pulse = async (after_ms: number, lasts_ms = 50) => {
    const begins = clock.mono + after_ms;
    await clock.pass(after_ms);
    board.move(LINE, false, begins);
    await clock.pass(lasts_ms);
    board.move(LINE, true, begins + lasts_ms);
    await clock.pass(100);
  };
  return { clock, box, board, device, registers, last, pulse };
}

test("begins at what the meter showed, and counts each pulse at its energy", async () => {
  const { device, box, last, pulse, clock } = setup({ register: "12345.6 kWh" });
  await device.start(box);
  assert.equal(last("energy"), 12_345_600);
  assert.equal(last("power"), undefined, "nobody knows yet");
  for (let count = 0; count < 5; count += 1) await pulse(3_450);
  await clock.pass(1_000);
  assert.equal(last("energy"), 12_345_605);
  assert.deepEqual([device.health().state, device.health().counters.pulses], ["ok", 5]);
  await device.stop();
  assert.equal(clock.pending, 0);
});

test("pulses that are all too short, as a lamp's are, are told and not taken for no current", async () => {
  const { device, box, clock, pulse, last } = setup();
  await device.start(box);
  const problem = () => device.health().problem ?? "";
  for (let count = 0; count < 9; count += 1) await pulse(2_000, 10);
  await clock.pass(11_000);
  assert.equal(problem(), "");
  await pulse(2_000, 10);
  await clock.pass(11_000);
  assert.match(problem(), /10 pulses were shorter than "least_pulse" \(25 ms\).*set "least_pulse" shorter/);
  assert.equal(last("energy"), 0);
  // where pulses outnumber them they are noise
  for (let count = 0; count < 12; count += 1) await pulse(2_000);
  assert.equal(problem(), "");
  await device.stop();
});

test("power is that between two pulses, falls while none comes, and is 0 after the time that is set", async () => {
  const { device, box, last, pulse, clock } = setup({ zero_after: "1 min" });
  await device.start(box);
  await pulse(1_000);
  await pulse(3_450);
  await clock.pass(1_000);
  assert.equal(last("power"), 1_000);
  await clock.pass(9_000);
  const falling = Number(last("power"));
  assert.ok(falling > 330 && falling < 400, `${falling} W`);
  await clock.pass(60_000);
  assert.equal(last("power"), 0);
  await device.stop();
});

test("a run goes on where the one before ended; another start in the configuration begins there", async () => {
  const first = setup({ register: "100 kWh" });
  await first.device.start(first.box);
  for (let count = 0; count < 3; count += 1) await first.pulse(500);
  await first.device.stop();
  const second = setup({ register: "100 kWh" }, first.registers);
  await second.device.start(second.box);
  assert.equal(second.last("energy"), 100_003);
  await second.pulse(500);
  await second.device.stop();
  const third = setup({ register: "250 kWh" }, first.registers);
  await third.device.start(third.box);
  assert.equal(third.last("energy"), 250_000);
  await third.device.stop();
});

test("a pulse that the kernel still keeps at the stop is counted", async () => {
  const { device, box, board, clock, registers } = setup();
  await device.start(box);
  await clock.pass(1_000);
  board.move(LINE, false, clock.mono);
  board.move(LINE, true, clock.mono + 40);
  clock.mono += 41;
  await device.stop();
  assert.equal(registers.shown.get("meter.energy")?.wh, 1);
});

test("where only the history remembers it goes on there, and never below the meter's start", async () => {
  const registers = new MemoryRegisters();
  registers.shown.set("meter.energy", { wh: 500_250 });
  const known = setup({ register: "100 kWh" }, registers);
  await known.device.start(known.box);
  assert.equal(known.last("energy"), 500_250);
  await known.device.stop();
  const higher = setup({ register: "600 kWh" }, registers);
  await higher.device.start(higher.box);
  assert.equal(higher.last("energy"), 600_000);
  await higher.device.stop();
});

test("10,000 pulses a kWh add up without a rest, over many starts", async () => {
  const registers = new MemoryRegisters();
  for (let run = 0; run < 30; run += 1) {
    const { device, box, pulse } = setup({ pulses_per_kwh: 10_000 }, registers);
    await device.start(box);
    await pulse(200);
    await device.stop();
  }
  assert.equal(registers.shown.get("meter.energy")?.wh, 3);
});

test("noise, bounce and a pulse that is under way at the start are counted as what they are", async () => {
  const board = new Board();
  board.levels.set(LINE, false);
  const { device, box, clock, pulse, last } = setup({}, new MemoryRegisters(), board);
  await device.start(box);
  await clock.pass(100);
  board.move(LINE, true, clock.mono);
  await clock.pass(1_000);
  assert.equal(last("energy"), 0);
  await pulse(500, 5);
  await clock.pass(1_000);
  assert.equal(last("energy"), 0);
  assert.equal(device.health().counters.short_pulses, 1);
  await pulse(500);
  await clock.pass(1_000);
  assert.equal(last("energy"), 1);
  await device.stop();
});

test("changes that the kernel could not keep are counted, estimated and shown", async () => {
  const { device, box, board, clock, pulse, last } = setup();
  await device.start(box);
  await pulse(500);
  board.lose(LINE, 40);
  await clock.pass(60_000);
  await pulse(500);
  await clock.pass(1_000);
  assert.equal(last("energy"), 22);
  const { counters, state, problem } = device.health();
  assert.deepEqual([counters.lost_changes, counters.estimated_pulses, counters.pulses], [40, 20, 22]);
  assert.equal(state, "ok");
  assert.match(problem ?? "", /20 were estimated\. Check "least_pulse"/);
  await device.stop();
});

test("without a pulse the register is told again before it is stale", async () => {
  const { device, box, clock } = setup();
  await device.start(box);
  await clock.pass(29_000);
  assert.equal(box.readings.filter(({ quantity }) => quantity === "energy").length, 3);
  await device.stop();
});

test("what cannot be configured is refused with what to write", () => {
  const complaint = (written: Record<string, unknown>) =>
    s0.options.safeParse({ line: LINE, pulses_per_kwh: 1_000, ...written }).error?.issues[0]?.message ?? "";
  for (const register of ["12345.6", "12345.6 W", "a lot", "-3 kWh"]) {
    assert.match(complaint({ register }), /expected what the meter shows, with its unit/, register);
  }
  assert.match(complaint({ least_pulse: "2 s" }), /expected a duration of 0 s to 1 s/);
  assert.match(complaint({ pulses_per_kwh: 0 }), /1/);
});

test("a run that comes after another says for how long nobody counted, however short that was", async () => {
  const first = setup();
  await first.device.start(first.box);
  await first.pulse(500);
  await first.clock.pass(2_500);
  await first.device.stop();
  assert.deepEqual(first.box.missing, [], "nobody counted before the first run");
  const second = setup({}, first.registers);
  second.clock.mono = first.clock.mono + 3_000;
  await second.device.start(second.box);
  assert.deepEqual(second.box.missing, [["energy", 3_000]]);
  assert.deepEqual(second.box.codes, ["s0_away"]);
  second.board.isGone = true;
  await second.clock.pass(1_000);
  second.board.isGone = false;
  await second.clock.pass(5_000);
  const [, away] = second.box.missing;
  assert.ok(away && away[1] > 1_000 && away[1] < 2_500, `${away?.[1]} ms`);
  await second.device.stop();
  assert.equal(second.device.health().counters.away_ms, 3_000 + (away?.[1] ?? 0));
});

test("a run that is killed between two pulses was there until its last look, to a second or ten", async () => {
  const first = setup();
  await first.device.start(first.box);
  await first.clock.pass(60_000);
  const { mono = 0 } = first.registers.shown.get("meter.energy") ?? {};
  assert.ok(mono >= 49_000, `${mono} ms`);
  const cut = setup();
  cut.registers.shown.set("meter.energy", { wh: 700, at: cut.clock.now().at - 90_000 });
  await cut.device.start(cut.box);
  assert.deepEqual(cut.box.missing, [["energy", 90_000]], "a power cut, of which the history knows");
  await cut.device.stop();
});
