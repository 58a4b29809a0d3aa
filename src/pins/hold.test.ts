import assert from "node:assert/strict";
import { test } from "node:test";
import { inEnglish, type OutputConfig } from "../model/index.ts";
import { HandClock } from "../model/testing/hand-clock.ts";
import { Hold } from "./hold.ts";
import { Board } from "./testing/board.ts";

const OFF: OutputConfig = { direction: "output", drive: "push_pull", active_low: false, values: [false] };

function setup(board = new Board()) {
  const clock = new HandClock();
  const told: string[] = [];
  const hold = new Hold({
    pins: board,
    clock,
    chip: undefined,
    lines: [{ by: "number", number: 23 }],
    take: ({ chip, offsets }) => board.request(chip, offsets, "gleaner", OFF),
    taken: () => told.push("taken"),
    lost: (why) => told.push(inEnglish(why)),
  });
  return { board, clock, told, hold };
}

test("lines are taken at the start, used, and let go at the stop", () => {
  const { board, hold, told } = setup();
  assert.throws(() => hold.use((lines) => lines.get()), /not taken yet: start/);
  hold.start();
  hold.start();
  assert.deepEqual(told, ["taken"]);
  hold.use((lines) => lines.set(0, true));
  assert.equal(board.levels.get(23), true);
  assert.deepEqual(hold.chosen?.offsets, [23]);
  hold.stop();
  assert.equal(board.lines(board.chip("/dev/gpiochip0"))[23]?.used, false);
});

test("a busy line names its holder and is asked for again, less and less often, until it is free", async () => {
  const { board, clock, hold, told } = setup();
  board.occupy(23, "lirc");
  hold.start();
  assert.match(told[0] ?? "", /line 23 of pinctrl-bcm2711 is held by lirc\. Stop/);
  await clock.pass(60_000);
  assert.equal(told.length, 9, "after 1, 2, 4, 8 and then each 10 s");
  board.free(23);
  await clock.pass(10_000);
  assert.equal(told.at(-1), "taken");
  hold.stop();
  assert.equal(clock.pending, 0);
});

test("a line that a nameless program holds, and one that cannot do what is wanted", () => {
  const nameless = setup();
  nameless.board.occupy(23, "");
  nameless.hold.start();
  assert.match(nameless.told[0] ?? "", /is held by another program/);
  const unable = setup();
  unable.board.refuses = "EINVAL";
  unable.hold.start();
  assert.match(unable.told[0] ?? "", /cannot do that with line 23: try "pull: as_is"/);
  const odd = setup();
  odd.board.refuses = "EIO";
  odd.hold.start();
  assert.match(odd.told[0] ?? "", /the pins of pinctrl-bcm2711 cannot be used: EIO/);
});

test("an adapter that is pulled out is gone, and taken anew when it is back", async () => {
  const { board, clock, hold, told } = setup();
  hold.start();
  board.isGone = true;
  assert.throws(() => hold.use((lines) => lines.set(0, true)), /the chip pinctrl-bcm2711 is gone: plug/);
  assert.throws(() => hold.use((lines) => lines.get()), /the chip pinctrl-bcm2711 is gone: plug/, "still");
  await clock.pass(5_000);
  assert.throws(() => hold.use((lines) => lines.get()), /no pins/);
  assert.match(told.at(-1) ?? "", /no pins/);
  board.isGone = false;
  await clock.pass(10_000);
  assert.equal(told.at(-1), "taken");
  hold.use((lines) => lines.set(0, true));
  hold.stop();
});

test("an error of the user's own is handed on, and the lines stay", () => {
  const { hold, told } = setup();
  hold.start();
  assert.throws(
    () =>
      hold.use(() => {
        throw new RangeError("mine");
      }),
    RangeError,
  );
  assert.deepEqual(told, ["taken"]);
  hold.stop();
});
