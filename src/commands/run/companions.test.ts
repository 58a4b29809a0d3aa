import assert from "node:assert/strict";
import { test } from "node:test";
import { Display } from "../../companions/lcd/testing/display.ts";
import { HOUSE, read } from "../../config/testing/house.ts";
import { HandsHere } from "../../hands/testing/here.ts";
import type { HouseState } from "../../model/index.ts";
import { HandClock } from "../../model/testing/hand-clock.ts";
import { Board } from "../../pins/testing/board.ts";
import { companionsOf } from "./companions.ts";
import { panelKeys } from "./panel-keys.ts";

/** The documented house with a panel, and the calls that come to its lines. */
function panelOf(written: string) {
  const config = read(`${HOUSE.replace(/^mode_file.*$/m, "")}panel: ${written}\n`);
  const board = new Board();
  const clock = new HandClock();
  const [panel, ...rest] = companionsOf(config, { hands: new HandsHere(), clock, pins: board });
  assert.ok(panel);
  assert.deepEqual(rest, []);
  const lines = () => board.lines(board.chip("/dev/gpiochip0")).flatMap(({ offset, used }) => (used ? [offset] : []));
  return { panel, board, clock, lines };
}

test("each relay has the key that the configuration gives it, or that of its number, whole boards", () => {
  const keys = (written: string) => panelKeys(read(`${HOUSE}panel: ${written}\n`));
  assert.equal(panelKeys(read(HOUSE)), undefined);
  assert.deepEqual(keys("{}"), ["boiler", ...Array(7).fill(undefined)]);
  assert.deepEqual(keys("{ relays: [none, boiler] }"), [undefined, "boiler", ...Array(6).fill(undefined)]);
  assert.equal(keys("{ strobes: [26, 6] }")?.length, 16);
});

test("a house without them has none, one with a panel has its lines", async () => {
  const bare = read(HOUSE.replace(/^mode_file.*$/m, ""));
  assert.deepEqual(companionsOf(bare, { hands: new HandsHere(), clock: new HandClock(), pins: new Board() }), []);
  const { panel, lines, clock } = panelOf("{ strobes: [GPIO26, pin 31] }");
  panel.start({ command: () => true, note: () => undefined }, []);
  assert.deepEqual(lines(), [6, 13, 19, 26]);
  panel.shown?.({ relays: [] } as unknown as HouseState);
  await clock.pass(1_000);
  const stopped = panel.stop();
  await clock.pass(1_000);
  await stopped;
  assert.deepEqual(lines(), []);
});

test("a display with keys has their lines, and goes on showing what the house has", async () => {
  const house = HOUSE.replace(/^mode_file.*$/m, "");
  const config = read(`${house}lcd: { keys: { next: 17, ok: pin 15 } }\n`);
  const board = new Board();
  const clock = new HandClock();
  const display = new Display();
  board.i2c.chips.set(0x27, display);
  const [lcd, ...rest] = companionsOf(config, { hands: new HandsHere(), clock, pins: board });
  assert.deepEqual([lcd?.name, rest], ["lcd", []]);
  lcd?.start({ command: () => true, note: () => undefined }, []);
  const lines = board.lines(board.chip("/dev/gpiochip0")).flatMap(({ offset, used }) => (used ? [offset] : []));
  assert.deepEqual(lines, [17, 22]);
  const snapshot = { now: clock.now(), channels: new Map(), aliases: new Map() };
  lcd?.shown?.({ now: clock.now(), relays: [], snapshot } as unknown as HouseState);
  await clock.pass(200);
  assert.match(display.text.join("|"), /^Etat de charge -\|Puissance batt -$/);
  const stopped = lcd?.stop();
  await clock.pass(1_000);
  await stopped;
});
