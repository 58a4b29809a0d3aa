import assert from "node:assert/strict";
import { test } from "node:test";
import { sayAge, sayCountdown, sayDuration, sayLasting } from "./durations.ts";
import { readerOf } from "./languages.ts";

const S = "\u202f";

test("countdowns round up and change their form with their length", () => {
  assert.equal(sayCountdown(-5, "en"), "0:00");
  assert.equal(sayCountdown(1, "en"), "0:01");
  assert.equal(sayCountdown(9_000, "en"), "0:09");
  assert.equal(sayCountdown(372_000, "en"), "6:12");
  assert.equal(sayCountdown(3_599_001, "en"), `1${S}h${S}00`);
  assert.equal(sayCountdown(125 * 60_000, "en"), `2${S}h${S}05`);
  assert.equal(sayCountdown(76 * 3_600_000, "fr"), `3${S}j${S}4${S}h`);
});

test("durations and ages round down", () => {
  assert.equal(sayDuration(0, "en"), `0${S}min`);
  assert.equal(sayDuration(1, "en"), `<${S}1${S}min`);
  assert.equal(sayDuration(59_999, "fr"), `<${S}1${S}min`);
  assert.equal(sayDuration(60_000, "de"), `1${S}min`);
  assert.equal(sayDuration(72 * 60_000, "en"), `1${S}h${S}12`);
  assert.equal(sayAge(-1, "en"), `0${S}s`);
  assert.equal(sayAge(59_999, "en"), `59${S}s`);
  assert.equal(sayAge(60_000, "en"), `1${S}min`);
  assert.equal(sayAge(47 * 3_600_000, "en"), `47${S}h`);
  assert.equal(sayAge(50 * 3_600_000, "de"), `2${S}T`);
});

test("what lasts is rounded, in two units at most, and beyond years in days alone", () => {
  const said = [0, 42_400, 59_600, 3_570_000, 4_020_000, 47 * 3_600_000, 76 * 3_600_000, 3_000 * 86_400_000].map((ms) =>
    sayLasting(ms, readerOf("de")),
  );
  assert.deepEqual(said, [
    `0${S}s`,
    `42${S}s`,
    `60${S}s`,
    `1${S}h${S}00`,
    `1${S}h${S}07`,
    `47${S}h${S}00`,
    `3${S}T${S}4${S}h`,
    `3.000${S}T`,
  ]);
  assert.equal(sayLasting(-90_000, readerOf("en")), `−2${S}min`);
  assert.equal(sayLasting(1e300, readerOf("en")), `1.16E292${S}d`);
});
