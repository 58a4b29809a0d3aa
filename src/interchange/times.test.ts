import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BadLine } from "./line.ts";
import { orderOf, type TimeForm, Times } from "./times.ts";

const PARIS = "Europe/Paris";

function read(words: readonly string[], form?: TimeForm, zone = PARIS): string[] {
  const times = new Times({ zone, form });
  return words.map((each) => new Date(times.read(each, "pv")).toISOString().replace(".000Z", "Z"));
}

function flaw(words: readonly string[], form?: TimeForm, zone = PARIS): string {
  try {
    read(words, form, zone);
  } catch (error) {
    if (error instanceof BadLine) return error.message;
    throw error;
  }
  return "";
}

describe("a time", () => {
  for (const words of ["1773126000", "1773126000000", "1773126000000000", "1773126000000000000", "1773126000.0"]) {
    it(`is recognised by its magnitude: ${words}`, () => assert.deepEqual(read([words]), ["2026-03-10T07:00:00Z"]));
  }

  for (const words of [
    "20260310080000",
    "202603100800",
    "20260310T070000Z",
    "20260310080000+01:00",
    "Di 10.03.2026 08:00",
    "Tue, 2026-03-10 08:00:00",
    "mar. 10/03/2026 08:00",
    "2026-03-10 8h00",
  ]) {
    it(`may be written as ${words}`, () => assert.deepEqual(read([words], "dmy"), ["2026-03-10T07:00:00Z"]));
  }

  it("of digits alone is a number where its unit was said, and none where it is no date", () => {
    assert.deepEqual(read(["202603100800"], "ms"), ["1976-06-02T22:38:20.800Z"]);
    assert.match(flaw(["20260231080000"]), /is no time/);
  });

  it("may say that it is summer time", () => {
    const night = ["2026-10-25 01:00:00 DST", "2026-10-25 02:00:00 DST", "2026-10-25 02:00:00", "2026-10-25 03:00:00"];
    assert.deepEqual(
      read(night),
      ["24T23", "25T00", "25T01", "25T02"].map((hour) => `2026-10-${hour}:00:00Z`),
    );
    assert.deepEqual(read(["2026-10-25 02:30:00", "2026-10-25 02:00:00 DST"])[1], "2026-10-25T00:00:00Z");
  });

  it("keeps its fraction", () => {
    assert.deepEqual(read(["1773126000.1234"]), ["2026-03-10T07:00:00.123Z"]);
    assert.deepEqual(read(["1773126000123999"]), ["2026-03-10T07:00:00.123Z"]);
  });

  it("is in the unit that was said, whatever its magnitude", () => {
    assert.deepEqual(read(["60"], "s"), ["1970-01-01T00:01:00Z"]);
    assert.deepEqual(read(["-1"], "ms"), ["1969-12-31T23:59:59.999Z"]);
    assert.deepEqual(read(["1773126000"], "ms"), ["1970-01-21T12:32:06Z"]);
    assert.deepEqual(read(["45000"], "s"), ["1970-01-01T12:30:00Z"]);
  });

  it("is of one unit in all of a text", () => {
    assert.match(flaw(["1773126000", "1773126000000"]), /would be milliseconds, and the times before are seconds/);
    assert.match(flaw(["123456"]), /no time since 1970 that is sure: say its unit/);
    assert.match(flaw(["46091.29"]), /a spreadsheet's number of a day/);
    assert.match(flaw(["9".repeat(20)]), /is no|sure/);
  });

  it("is said where its unit is not the usual one", () => {
    const times = new Times({ zone: PARIS });
    times.read("1773126000", "");
    assert.match(times.notes().join(), /taken as seconds/);
    const usual = new Times({ zone: PARIS, usual: "ns" });
    usual.read("1773126000000000000", "");
    assert.deepEqual(usual.notes(), []);
    usual.rewind();
  });

  const CIVIL: readonly (readonly [string, string])[] = [
    ["10.03.2026 07:00", "2026-03-10T06:00:00Z"],
    ["10.03.2026, 07:00:30", "2026-03-10T06:00:30Z"],
    ["1.3.26 7:05", "2026-03-01T06:05:00Z"],
    ["10.03.2026", "2026-03-09T23:00:00Z"],
    ["2026/03/10 07:00", "2026-03-10T06:00:00Z"],
    ["13/03/2026 07:00", "2026-03-13T06:00:00Z"],
    ["3/13/2026 7:00 PM", "2026-03-13T18:00:00Z"],
    ["3/13/2026 12:15 a.m.", "2026-03-12T23:15:00Z"],
    ["2026-03-10 07:00:00,250", "2026-03-10T06:00:00.250Z"],
    ["2026-03-10 07:00:00+01", "2026-03-10T06:00:00Z"],
    ["2026-03-10 07:00:00 UTC", "2026-03-10T07:00:00Z"],
    ["10.03.2026 07:00 GMT", "2026-03-10T07:00:00Z"],
    ["13/03/2026 07:00:00 +05:30", "2026-03-13T01:30:00Z"],
    ["31.12.2026 24:00", "2026-12-31T23:00:00Z"],
    ["2026-03-28T24:00:00", "2026-03-28T23:00:00Z"],
    ["13/03/2026 24:00:00+00:00", "2026-03-14T00:00:00Z"],
  ];
  for (const [words, at] of CIVIL) it(`may be written ${words}`, () => assert.deepEqual(read([words]), [at]));

  it("may have its day first or second, where that is known", () => {
    assert.match(flaw(["03/04/2026"]), /which is the day\? Say --time dmy .* or --time mdy/);
    assert.deepEqual(read(["03/04/2026"], "dmy"), ["2026-04-02T22:00:00Z"]);
    assert.deepEqual(read(["03/04/2026"], "mdy"), ["2026-03-03T23:00:00Z"]);
    assert.deepEqual(["13/04/2026", "04/13/2026", "04/04/2026"].map(orderOf), ["dmy", "mdy", undefined]);
    const times = new Times({ zone: "UTC" });
    times.settle("dmy");
    assert.equal(new Date(times.read("03/04/2026", "")).getUTCMonth(), 3);
  });

  it("may have a year of two digits where the order is known, and not where the year might stand first", () => {
    assert.deepEqual(read(["13/03/26 07:00"], "dmy"), ["2026-03-13T06:00:00Z"]);
    assert.deepEqual(read(["03-13-26"], "mdy"), ["2026-03-12T23:00:00Z"]);
    assert.match(flaw(["13/03/26 07:00"]), /which is the day\? Say --time dmy/);
    assert.equal(orderOf("13/03/26"), undefined);
  });

  for (const words of [
    "",
    "yesterday",
    "2026-02-30",
    "31.02.2026",
    "10.03/2026",
    "10.03.2026 24:01",
    "13:00 PM",
    "Summe",
    "x".repeat(99),
  ]) {
    it(`is not ${words.slice(0, 20)}`, () => assert.match(flaw([words]), /is no time, as/));
  }
});

describe("the hour that the clock shows twice", () => {
  const TWICE = ["02:00", "02:15", "02:30", "02:45"].map((clock) => `2025-10-26 ${clock}`);
  const UTC = (hour: string): string[] => ["00", "15", "30", "45"].map((minute) => `2025-10-26T${hour}:${minute}:00Z`);

  it("is told by the order of the lines", () => {
    assert.deepEqual(read(["2025-10-26 01:45", ...TWICE, ...TWICE, "2025-10-26 03:00"]), [
      "2025-10-25T23:45:00Z",
      ...UTC("00"),
      ...UTC("01"),
      "2025-10-26T02:00:00Z",
    ]);
  });

  it("is told so when the newest line comes first", () => {
    const back = TWICE.toReversed();
    const lines = ["2025-10-26 03:00", ...back, ...back, "2025-10-26 01:45"];
    assert.deepEqual(read(lines), read(lines.toReversed()).toReversed());
  });

  it("is told by the hour", () => {
    const lines = ["01:00", "02:00", "02:00", "03:00"].map((clock) => `2025-10-26 ${clock}`);
    const hours = ["25T23", "26T00", "26T01", "26T02"].map((hour) => `2025-10-${hour}:00:00Z`);
    assert.deepEqual(read(lines), hours);
  });

  it("is not taken for the second because lines are the same, or a little out of order", () => {
    const lines = ["01:45:00", "02:00:00", "02:00:00", "02:15:00", "02:14:58", "02:30:00"].map(
      (clock) => `2025-10-26 ${clock}`,
    );
    assert.ok(read(lines).every((at) => at < "2025-10-26T01"));
  });

  it("is told for each channel by itself, and each year anew", () => {
    const times = new Times({ zone: PARIS });
    const hourOf = (words: string, row: string): number => new Date(times.read(words, row)).getUTCHours();
    for (const year of ["2024-10-27", "2025-10-26"]) {
      for (const row of ["a", "b"]) {
        assert.deepEqual(
          ["01:30", "02:30", "02:30", "03:30"].map((clock) => hourOf(`${year} ${clock}`, row)),
          [23, 0, 1, 2],
        );
      }
    }
    assert.match(times.notes().join(), /4 readings are of the second/);
  });

  it("is one of its own where a line names its zone", () => {
    assert.deepEqual(read(["2025-10-26 02:30+01", "2025-10-26 02:30+02:00"]), [
      "2025-10-26T01:30:00Z",
      "2025-10-26T00:30:00Z",
    ]);
  });
});

describe("the hour that is left out in spring", () => {
  it("is refused, with the offset of winter: such a clock is an hour off all summer", () => {
    const words = flaw(["2026-03-29 01:45", "2026-03-29 02:15"]);
    assert.match(
      words,
      /^"2026-03-29 02:15" is in the hour that Europe\/Paris leaves out .* --zone \+01:00, for all lines$/,
    );
    assert.match(flaw(["29.03.2026 02:00"]), /leaves out/);
    assert.match(flaw(["2026-03-08 02:30"], undefined, "America/St_Johns"), /--zone -03:30,/);
  });

  it("is one like others where the zone is said, and a day that begins at one o'clock begins", () => {
    assert.deepEqual(read(["2026-03-29 02:15"], undefined, "+01:00"), ["2026-03-29T01:15:00Z"]);
    assert.deepEqual(read(["2026-03-29 02:15+01", "2026-03-29 03:00"]), [
      "2026-03-29T01:15:00Z",
      "2026-03-29T01:00:00Z",
    ]);
    assert.deepEqual(read(["2017-10-15"], undefined, "America/Sao_Paulo"), ["2017-10-15T03:00:00Z"]);
  });
});
