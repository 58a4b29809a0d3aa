import assert from "node:assert/strict";
import { test } from "node:test";
import { channelName, channelWord, isWellKnown, relayName } from "./channels.ts";
import { LANGUAGES, localeFor } from "./languages.ts";
import { stateWord } from "./states.ts";
import { quantityWord } from "./units.ts";

test("well-known channels have the household's name, relays their own, all others what they are called", () => {
  assert.deepEqual(
    LANGUAGES.map((language) => channelName("charger.state", language)),
    ["Régulateur", "Laderegler", "Charger"],
  );
  assert.equal(channelName("relay.car_charger", "de"), "Car charger");
  assert.equal(channelName("roof.x", "de"), "roof.x");
  assert.equal(channelName("toString", "de"), "toString");
});

test("soft hyphens are for narrow columns only", () => {
  assert.equal(channelWord("battery.voltage", "de"), "Batterie\u00adspannung");
  assert.equal(channelName("battery.voltage", "de"), "Batteriespannung");
  assert.equal(channelWord("roof.x", "de"), undefined);
  assert.equal(isWellKnown("battery.voltage"), true);
  assert.equal(isWellKnown("constructor"), false);
});

test("a relay's name begins with a capital letter, in any script", () => {
  assert.equal(relayName("car_charger"), "Car charger");
  assert.equal(relayName("école"), "École");
  assert.equal(relayName(""), "");
});

test("known states have words, others keep their names", () => {
  assert.equal(stateWord("low_power", "en"), "low power");
  assert.equal(stateWord("absorption", "de"), "Absorption");
  assert.equal(stateWord("some_new_state", "fr"), "some new state");
  assert.equal(stateWord("constructor", "en"), "constructor");
});

test("a unit is called by what it measures, where that is known", () => {
  assert.equal(quantityWord("W", "de"), "Leistung");
  assert.equal(quantityWord("m/s", "fr"), "m/s");
  assert.equal(quantityWord("constructor", "en"), "constructor");
});

test("the reader's own variant of the language decides about numbers", () => {
  assert.equal(localeFor("de", ["fr-FR", "de-AT"]), "de-AT");
  assert.equal(localeFor("fr", ["en-US"]), "fr-FR");
  assert.equal(localeFor("en", []), "en-GB");
});
