import assert from "node:assert/strict";
import { test } from "node:test";
import { lcdKeys, shownOn } from "./index.ts";
import { complaint, HOUSE, read } from "./testing/house.ts";

const lcd = (written: string) => read(`${HOUSE}\nlcd: ${written}\n`).lcd;
const wrong = (written: string, house = HOUSE) => complaint(`${house}\nlcd: ${written}\n`);

test("empty it is the usual display, without keys", () => {
  const it = lcd("{}");
  assert.deepEqual(it, {
    bus: 1,
    address: 0x27,
    size: "16x2",
    relays: true,
    turn: 5_000,
    delay: 2_000,
    read_only: false,
  });
});

test("without a list it shows what houses usually have, as far as this one has it, or else what there is", () => {
  assert.deepEqual(shownOn({}, ["solar.power", "charger.state", "battery.soc"]), ["battery.soc", "solar.power"]);
  assert.deepEqual(shownOn({}, ["a.b", "c.d", "e.f", "g.h", "i.j"]), ["a.b", "c.d", "e.f", "g.h"]);
  assert.deepEqual(shownOn({ show: ["i.j"] }, ["battery.soc"]), ["i.j"]);
});

test("channels that do not exist are refused with the nearest; aliases and values of devices exist", () => {
  assert.match(
    wrong("{ show: [solar.power, batery.soc] }"),
    /lcd\.show\.1: no channel is called "batery\.soc"; did you mean "battery\.soc"\?/,
  );
  assert.match(wrong("{ show: [roof.volts] }"), /no channel is called "roof\.volts"/);
  assert.equal(wrong("{ show: [solar.power, SOC, roof.panel_power] }"), "");
});

test("keys may be written as lines everywhere", () => {
  const keys = lcd("{ keys: { next: pin 29, ok: wiringPi 26, active_low: false, pull: down } }")?.keys;
  assert.ok(keys);
  assert.deepEqual(lcdKeys(keys), [
    ["next", { by: "pin", pin: 29 }],
    ["ok", { by: "wiring_pi", number: 26 }],
  ]);
  assert.deepEqual([keys.active_low, keys.pull, keys.debounce_ms], [false, "down", 20]);
});

test("keys that are none, unknown or on lines of others are refused", () => {
  assert.match(wrong("{ keys: {} }"), /expected a line for `next`, `previous`, `ok` or `light`/);
  assert.match(wrong("{ keys: { nxt: 5 } }"), /did you mean "next"/);
  assert.match(wrong("{ keys: { ok: pin 6 } }"), /power or ground/);
  assert.match(
    wrong("{ keys: { next: 5, ok: pin 29 } }"),
    /lcd\.keys\.next and lcd\.keys\.ok cannot share the line 5: one line for each/,
  );
  assert.match(wrong("{ keys: { ok: 19 } }\npanel: {}"), /panel\.data and lcd\.keys\.ok cannot share the line 19/);
  assert.match(wrong("{ delay: 100 ms }"), /500 ms/);
});

test("sun without a place is refused", () => {
  const house = HOUSE.replace("latitude: 44.93, longitude: 0.72, ", "");
  assert.match(wrong("{ night: sun }", house), /lcd\.night: sun needs the place/);
  assert.equal(wrong("{ night: sun }"), "");
});
