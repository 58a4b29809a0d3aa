import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { HandsHere } from "../../hands/testing/here.ts";
import { HandClock } from "../../model/testing/hand-clock.ts";
import { MemoryRegisters } from "../../model/testing/memory-registers.ts";
import { Board } from "../../pins/testing/board.ts";
import { Box } from "../kit/testing/box.ts";
import { seeded } from "../vedirect/testing/frames.ts";
import { s0 } from "./index.ts";

const LINE = 24;
const PULSE_MS = 50;
/** A run reads what the kernel keeps so often: what it has not read dies with it. */
const UNREAD_MS = 50;
/** The history is on the disk after so long at the latest, and knows of a rise after a second. */
const COMMIT_MS = 11_000;

/** A meter that pulses whether anybody counts or not, and its line. */
class Pulsing {
  readonly board = new Board();
  made = 0;
  #next = 100;
  #low = false;
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
    this.board.levels.set(LINE, true);
  }

  /** Moves the line as far as until then, ms. @returns how many pulses began */
  goOn(mono: number): number {
    const before = this.made;
    while (this.#next <= mono) {
      this.board.move(LINE, this.#low, this.#next);
      this.#low = !this.#low;
      if (this.#low) this.made += 1;
      this.#next += this.#low ? PULSE_MS : PULSE_MS + this.#random() * 1_500;
    }
    return this.made - before;
  }
}

test("killed and cut off at 100 random instants: never back, no pulse twice, and what is lost came while it was dead, which is told", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), (seed) => live(seeded(seed))),
    { numRuns: 1 },
  );
});

async function live(random: () => number): Promise<void> {
  const meter = new Pulsing(random);
  const registers = new MemoryRegisters();
  let [mono, excused, dead_ms, told_ms] = [0, 0, 0, 0];
  /** What the history has on its disk. */
  let stored = { wh: 0, at: 0 };
  for (let end = 0; end < 100; end += 1) {
    const clock = Object.assign(new HandClock(), { mono });
    const box = new Box();
    const context = { id: "meter", folder: "/", clock, hands: new HandsHere(), pins: meter.board, registers };
    const device = s0.open(s0.options.parse({ line: LINE, pulses_per_kwh: 1_000 }), context);
    await device.start(box);
    told_ms += box.missing.reduce((sum, [, ms]) => sum + ms, 0);
    const first = Number(box.readings.find(({ quantity }) => quantity === "energy")?.value);
    assert.ok(first >= stored.wh, `${first} Wh after ${stored.wh} Wh in the history`);
    const dies = mono + 200 + random() * 30_000;
    const isCut = random() < 0.3;
    // a power cut takes what is not on the disk yet
    const lastCommit = isCut ? dies - random() * COMMIT_MS : dies;
    while (clock.mono < dies) {
      const step = Math.min(dies - clock.mono, 5 + random() * 20);
      const began = meter.goOn(clock.mono + step);
      if (clock.mono + step > Math.min(dies - UNREAD_MS - PULSE_MS, lastCommit - 1_000)) excused += began;
      await clock.pass(step);
      const wh = Number(box.readings.findLast(({ quantity }) => quantity === "energy")?.value);
      if (clock.mono <= lastCommit) stored = { wh: Math.max(stored.wh, wh), at: clock.now().at };
    }
    const shown = box.readings.filter(({ quantity }) => quantity === "energy").map(({ value }) => Number(value));
    assert.deepEqual(
      shown,
      shown.toSorted((a, b) => a - b),
    );
    assert.ok((shown.at(-1) ?? 0) <= meter.made, "none twice");
    if (isCut) registers.shown.set("meter.energy", stored);
    meter.board.free(LINE);
    const away = 50 + random() * 8_000;
    mono = dies + away;
    dead_ms += away;
    excused += meter.goOn(mono);
  }
  const counted = registers.shown.get("meter.energy")?.wh ?? 0;
  const lost = meter.made - counted;
  assert.ok(lost >= 0 && lost <= excused, `${lost} of ${meter.made} pulses are lost, ${excused} are excused`);
  assert.ok(lost > 0 && counted > meter.made / 2, "a test in which none is lost, or most are, tells nothing");
  // the last absence is nobody's yet; a run that was killed had looked within the last ten seconds
  assert.ok(
    told_ms >= dead_ms - 8_100 && told_ms <= dead_ms + 100 * COMMIT_MS,
    `${told_ms} ms of ${dead_ms} ms are told`,
  );
}
