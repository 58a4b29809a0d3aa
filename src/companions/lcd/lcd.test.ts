import assert from "node:assert/strict";
import { test } from "node:test";
import { type HouseState, inEnglish, type RelayState, reason, text } from "../../model/index.ts";
import { HandClock, settle } from "../../model/testing/hand-clock.ts";
import { Board } from "../../pins/testing/board.ts";
import { Lcd, type LcdOptions } from "./index.ts";
import { codesOf } from "./rows.ts";
import { Display } from "./testing/display.ts";

const NOON = Date.UTC(2026, 5, 15, 12);

function channels(
  entries: Readonly<Record<string, readonly [value: number | string | null, unit: string | null, fresh?: boolean]>>,
) {
  return new Map(
    Object.entries(entries).map(([name, [value, unit, fresh = true]]) => [
      name,
      { name, unit, value, at: NOON, age_ms: 0, fresh },
    ]),
  );
}

const VALUES = channels({
  "battery.soc": [87, "%"],
  "battery.power": [-420, "W"],
  "solar.power": [1_840, "W"],
  "roof.temperature": [21.5, "°C"],
});

const relay = (id: string, on: boolean, more: Partial<RelayState> = {}) =>
  ({ id, on, mode: "auto", fault: null, reason: text("x"), ...more }) as RelayState;

/** A display that a bus has, and the house that shows itself. */
function setup(options: Partial<LcdOptions> = {}, display = new Display(options.columns, options.rows)) {
  const pins = new Board();
  pins.i2c.chips.set(0x27, display);
  const clock = new HandClock(NOON);
  const lcd = new Lcd({
    ...{ pins, clock, bus: 1, address: 0x27, columns: 16, rows: 2, turn_ms: 5_000, relays: true, language: "en" },
    channels: ["battery.soc", "battery.power", "solar.power"],
    name: () => undefined,
    ...{ isNight: () => false, delay_ms: 2_000, is_read_only: false },
    ...options,
  });
  lcd.start({ command: () => false, note: () => undefined });
  const show = async (after_ms = 0, values = VALUES, relays: RelayState[] = []) => {
    clock.mono += after_ms;
    const now = clock.now();
    lcd.shown({ now, relays, snapshot: { now, channels: values, aliases: new Map() } } as unknown as HouseState);
    for (let turn = 0; turn < 10; turn += 1) await settle();
    return display.text;
  };
  return { lcd, display, wires: pins.i2c, show };
}

test("values, page after page, with their names at the left and whole values at the right", async () => {
  const { show, display, lcd, wires } = setup();
  await show();
  assert.match(display.text[0] ?? "", /^\S.* 87 %$/);
  assert.match(display.text[1] ?? "", /^\S.* -420 W$/);
  for (const row of display.text) assert.equal(row.length, 16);
  await show(5_000);
  assert.match(display.text[0] ?? "", / 1\.84 kW$/);
  assert.equal(display.text[1], " ".repeat(16));
  assert.deepEqual([display.breaches, display.isOn, display.isLit], [[], true, true]);
  await lcd.stop();
  assert.deepEqual(
    [wires.open, display.isOn, display.isLit],
    [0, false, false],
    "what it shows would be true no longer",
  );
});

test("twenty by four, relays on a page of their own: forced ones with a star, faults, and what nobody knows yet", async () => {
  const { show, display } = setup({ columns: 20, rows: 4, language: "fr" });
  const relays = [
    relay("boiler", true),
    relay("pump", false, { mode: "off" }),
    relay("fan", false, { fault: text("stuck") }),
    relay("heater", false, { reason: reason("starting") }),
  ];
  await show(5_000, VALUES, relays);
  assert.match(display.text[0] ?? "", /^Boiler +[a-z]+$/);
  assert.match(display.text[1] ?? "", /^Pump +\*[a-z]+$/);
  assert.deepEqual(display.text.slice(2), ["Fan                !", "Heater             ?"]);
  assert.deepEqual(display.breaches, []);
});

test("what is too old is a question mark and no value, what was never seen is none", async () => {
  const { show } = setup({ channels: ["battery.power", "grid.power"] });
  const [battery, grid] = await show(0, channels({ "battery.power": [500, "W", false] }));
  assert.match(battery ?? "", / \?$/);
  assert.doesNotMatch(battery ?? "", /500/);
  assert.match(grid ?? "", / -$/);
});

test("only rows that changed are written again, and all of them each minute against noise", async () => {
  const { show, wires, display } = setup();
  await show();
  let bytes = 0;
  wires.fault = (_chip, step, doIt) => {
    if (step.do === "write") bytes += step.bytes.length;
    return doIt();
  };
  await show(1_000);
  assert.equal(bytes, 0);
  await show(1_000, new Map([...VALUES, ...channels({ "battery.power": [-421, "W"] })]));
  assert.equal(bytes, 17 * 6);
  display.reset();
  await show(58_000);
  assert.match(display.text[0] ?? "", / 87 %$/);
  assert.deepEqual(display.breaches, []);
});

test("its light is off by night", async () => {
  let isNight = false;
  const { show, display } = setup({ isNight: () => isNight });
  await show();
  isNight = true;
  await show(1_000);
  assert.equal(display.isLit, false);
  assert.match(display.text[0] ?? "", / 87 %$/);
  isNight = false;
  await show(1_000);
  assert.deepEqual([display.isLit, display.breaches], [true, []]);
});

test("a display that is gone is told with what to do, holds nothing up, and is begun anew when it is back", async () => {
  const { show, display, wires, lcd } = setup();
  await show();
  wires.chips.delete(0x27);
  await show(1_000, new Map());
  const trouble = lcd.trouble();
  assert.ok(trouble);
  assert.match(
    inEnglish(trouble),
    /^The display is out of service: nothing answers at the address 0x27 of \/dev\/i2c-1: check/,
  );
  display.reset();
  wires.chips.set(0x27, display);
  await show(1_000);
  assert.ok(lcd.trouble(), "it is not asked again at once");
  await show(4_000);
  await show(1_000);
  assert.equal(lcd.trouble(), undefined);
  assert.deepEqual([display.isOn, display.breaches], [true, []]);
  const held = Promise.withResolvers<void>();
  wires.held = held.promise;
  await show(60_000);
  await show(1_000);
  held.resolve();
  await settle();
  await lcd.stop();
});

test("a display that was left in the middle of a character is told from the start", async () => {
  const display = new Display();
  const { show } = setup({}, display);
  await show();
  // half a character: E falls once
  display.write([0x41, 0x45, 0x41]);
  await show(60_000);
  assert.match(display.text[0] ?? "", / 87 %$/);
});

test("letters that the display has not are shown without their accents", () => {
  const said = (words: string) => String.fromCharCode(...codesOf(words));
  assert.equal(said("Élévation à Köln: großes Œuvre"), "Elevation a Koln: grosses OEuvre");
  assert.equal(said("21,5\u202f°C – 3\u00a0m²"), "21,5 \u00dfC - 3 m2");
  assert.equal(said("日\\~"), "???");
});
