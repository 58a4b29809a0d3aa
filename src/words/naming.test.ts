import assert from "node:assert/strict";
import { test } from "node:test";
import { byId, type DisplayNames, flawOfDisplayName, nameIn } from "../model/display-names.ts";
import { reason, say } from "../model/reasons.ts";
import { LANGUAGES } from "./languages.ts";
import { namingOf } from "./naming.ts";

const NAMES: DisplayNames = {
  relay: new Map([["freezer", { fr: "Congélateur", de: "Kühltruhe" }]]),
  channel: new Map([["tank.level", { en: "Tank", fr: "Pompe du puits, derrière la grange" }]]),
  device: new Map([["roof", { fr: "سقف", de: "سقف", en: "سقف" }]]),
};
const naming = namingOf(NAMES);

test("the configured name in the reader's language, else in English, else in any", () => {
  assert.deepEqual(
    LANGUAGES.map((language) => naming("relay", "freezer", language)),
    ["Congélateur", "Kühltruhe", "Congélateur"],
  );
  assert.equal(naming("channel", "tank.level", "de"), "Tank");
  assert.equal(naming("device", "roof", "de"), "سقف");
  assert.equal(nameIn({}, "fr"), undefined);
});

test("without one: the household's, the relay's, or the id", () => {
  assert.equal(naming("channel", "battery.soc", "de"), "Ladezustand");
  assert.equal(naming("channel", "relay.freezer", "de"), "Kühltruhe");
  assert.equal(naming("channel", "roof.x", "de"), "roof.x");
  assert.equal(naming("relay", "water_heater", "fr"), "Water heater");
  assert.equal(naming("device", "constructor", "fr"), "constructor");
});

test("sentences name relays, channels and devices as people do, several too, and by their ids where nobody names", () => {
  const unsure = reason("house_stopped_unsure", { relays: "freezer, water_heater" });
  assert.match(say(unsure, "de", naming), / bei Kühltruhe, Water heater$/);
  assert.match(say(unsure, "de"), / bei freezer, water_heater$/);
  assert.equal(
    say(reason("relay_fault", { relay: "freezer" }, reason("fault_latched")), "fr", naming).slice(0, 18),
    "Relais Congélateur",
  );
  assert.equal(say(reason("channel_missing", { channel: "tank.level" }), "en", naming), "Tank has no value yet");
  assert.equal(say(reason("device_back", { device: "roof" }), "en", naming), "سقف is back");
  assert.equal(byId("relay", "a", "fr"), "a");
});

test("a name may be in any script and have emoji; it must show, and not turn what follows it", () => {
  for (const name of ["Kühlschrank", "می‌خواهم", "👩‍🌾 Serre", "x".repeat(80)])
    assert.equal(flawOfDisplayName(name), undefined);
  for (const name of ["", " \t", "x".repeat(81), "a\u202eb", "a\u2066b", "a\nb", "\ud800"]) {
    assert.notEqual(flawOfDisplayName(name), undefined, JSON.stringify(name));
  }
});
