import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { keysOf } from "./index.ts";
import { complaint, HOUSE, read } from "./testing/house.ts";

const panel = (written: string) => read(`${HOUSE}\npanel: ${written}\n`).panel;
const wrong = (written: string, house = HOUSE) => complaint(`${house}\npanel: ${written}\n`);

test("left out there is none; empty it is wired as PvMonit has it", () => {
  assert.equal(read(HOUSE).panel, undefined);
  assert.deepEqual(panel("{}"), {
    ...{ data: { by: "number", number: 19 }, clock: { by: "number", number: 13 } },
    ...{ strobes: [{ by: "number", number: 26 }], delay: 2_000, brightness: 7, night_brightness: 1 },
  });
});

test("lines may be written as everywhere, keys may be without a relay", () => {
  const it = panel("{ data: pin 35, clock: wiringPi 23, strobes: [GPIO26, 6], relays: [none, boiler] }");
  assert.deepEqual(it?.strobes, [
    { by: "name", name: "GPIO26" },
    { by: "number", number: 6 },
  ]);
  assert.deepEqual(it && keysOf(it), [undefined, "boiler"]);
});

describe("night", () => {
  for (const [written, night] of [
    ["sun", { by: "sun" }],
    ["22:00 to 6:30", { by: "clock", from_minute: 1_320, to_minute: 390 }],
    ["0:00 to 05:00", { by: "clock", from_minute: 0, to_minute: 300 }],
  ] as const) {
    test(`${written} is understood`, () => assert.deepEqual(panel(`{ night: ${written} }`)?.night, night));
  }
  for (const written of ["moon", "24:00 to 6:00", "22:60 to 6:00", "6:00 to 6:00", "22:00", "22:00 - 6:00"]) {
    test(`${written} is refused`, () =>
      assert.match(wrong(`{ night: "${written}" }`), /expected sun, or two different times such as 22:00 to 6:30/));
  }
  test("sun without a place is refused", () =>
    assert.match(wrong("{ night: sun }", HOUSE.replace("latitude: 44.93, longitude: 0.72, ", "")), /site\.latitude/));
});

test("relays that do not exist, or stand twice, and too many of them", () => {
  assert.match(wrong("{ relays: [boilr] }"), /no relay is called "boilr".*boiler/);
  assert.match(wrong("{ relays: [boiler, none, boiler] }"), /boiler has two keys/);
  assert.match(wrong(`{ relays: [boiler${", none".repeat(8)}] }`), /one board has 8 keys/);
  assert.equal(wrong(`{ strobes: [26, 6], relays: [boiler${", none".repeat(8)}] }`), "");
});

test("a line is used once", () => {
  assert.match(
    wrong("{ strobes: [19] }"),
    /panel\.data and panel\.strobes cannot share the line 19: one line for each/,
  );
  assert.match(wrong("{ strobes: [26, pin 37] }"), /cannot share the line 26/);
  assert.equal(wrong("{ strobes: [26, 6] }"), "");
});

test("numbers and times have their bounds", () => {
  assert.match(wrong("{ brightness: 8 }"), /0 to 7/);
  assert.match(wrong("{ delay: 100 ms }"), /500 ms/);
  assert.match(wrong("{ strobes: [1, 2, 3, 4, 5] }"), /expected a list of one to four lines/);
  assert.match(wrong("{ data: pin 6 }"), /power or ground/);
});
