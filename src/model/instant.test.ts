import assert from "node:assert/strict";
import { test } from "node:test";
import { instantOfWords, instantsOfCivil, localOf } from "./instant.ts";

const PARIS = "Europe/Paris";

test("reads instants with their zone, in the site's zone, and as milliseconds", () => {
  const cases = [
    ["2026-11-20T10:00:00Z", "2026-11-20T10:00:00.000Z"],
    ["2026-11-20T10:00:00.25+01:00", "2026-11-20T09:00:00.250Z"],
    // PostgreSQL names whole hours so
    ["2026-03-10 07:00:00+01", "2026-03-10T06:00:00.000Z"],
    ["2026-07-10 07:01:00.123456+02", "2026-07-10T05:01:00.123Z"],
    ["2026-03-10 07:00:00+00", "2026-03-10T07:00:00.000Z"],
    ["2026-03-10 07:00:00-03", "2026-03-10T10:00:00.000Z"],
    ["2026-03-10 07:01:00+05:30", "2026-03-10T01:31:00.000Z"],
    ["2026-11-20 10:00 -0130", "2026-11-20T11:30:00.000Z"],
    ["2026-11-20", "2026-11-19T23:00:00.000Z"],
    ["2026-07-20 08:00", "2026-07-20T06:00:00.000Z"],
    ["2026-07-20T08:00:01.123456", "2026-07-20T06:00:01.123Z"],
    // the clock goes from 2 to 3
    ["2026-03-29 02:30", "2026-03-29T01:30:00.000Z"],
    ["2026-03-29 03:30", "2026-03-29T01:30:00.000Z"],
    // and from 3 back to 2: the first of two
    ["2026-10-25 02:30", "2026-10-25T00:30:00.000Z"],
    ["2026-10-25 03:30", "2026-10-25T02:30:00.000Z"],
    // what programs write that have no time; Paris was 9 min 21 s ahead then
    ["0001-01-02 12:00", "0001-01-02T11:50:39.000Z"],
    ["0001-01-01", "0000-12-31T23:50:39.000Z"],
    ["0099-06-01", "0099-05-31T23:50:39.000Z"],
    ["1795168800000", "2026-11-20T10:00:00.000Z"],
    ["-1", "1969-12-31T23:59:59.999Z"],
  ] as const;
  for (const [words, expected] of cases) {
    const at = instantOfWords(words, PARIS);
    assert.equal(at === undefined ? at : new Date(at).toISOString(), expected, words);
  }
});

test("reads nothing else", () => {
  for (const words of [
    "",
    "yesterday",
    "2026-02-31",
    "2026-11-20 25:00",
    "20.11.2026",
    "2026-11-20T08",
    "2026-11-20 08:00+1",
    "2026-11-20 08:00+01:",
    // no zone of the world
    "2026-11-20T08:00:00+99:99",
    "2026-11-20T08:00:00+19:00",
    "2026-11-20T08:00:00-01:60",
    "9".repeat(17),
  ]) {
    assert.equal(instantOfWords(words, PARIS), undefined, words);
  }
});

test("knows both instants of a time that the clock shows twice", () => {
  const of = (hour: string): string[] =>
    instantsOfCivil(localOf(2026, 10, 25, [hour, "30"]) ?? 0, PARIS).map((at) => new Date(at).toISOString());
  assert.deepEqual(of("01"), ["2026-10-24T23:30:00.000Z"]);
  assert.deepEqual(of("02"), ["2026-10-25T00:30:00.000Z", "2026-10-25T01:30:00.000Z"]);
  assert.deepEqual(of("03"), ["2026-10-25T02:30:00.000Z"]);
  assert.equal(localOf(2026, 2, 30), undefined);
});
