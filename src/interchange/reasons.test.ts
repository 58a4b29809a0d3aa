import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Reasons } from "./reasons.ts";
import { taken } from "./testing/taken.ts";

describe("what is wrong with lines", () => {
  it("is told by reason, each with its first line and how many have it", () => {
    const text = [
      "time,channel,value",
      "nonsense,pv,1",
      '2026-05-01T00:00:30Z,pv,"1,234"',
      "hello,pv,1",
      "2026-05-01T00:01:00Z,pv,12abc",
      '2026-05-01T00:01:30Z,pv,"9,876"',
      "2026-05-01T00:02:00Z,pv",
      "2026-05-01T00:03:00Z,pv,13abc",
      "2026-05-01T00:04:00Z,pv,1",
    ].join("\n");
    const { intake } = taken("csv", text);
    assert.equal(intake.refused, 7);
    assert.equal(intake.further, 0);
    assert.deepEqual(
      intake.complaints.map((words) => [words.split(":")[0], / \((\d such lines.*)\)$/.exec(words)?.[1]]),
      [
        ["line 2", "2 such lines: 2, 4"],
        ["line 3", "2 such lines: 3, 6"],
        ["line 5", "2 such lines: 5, 8"],
        ["line 7", undefined],
      ],
    );
    assert.match(intake.complaints[0] ?? "", /^line 2: "nonsense" is no time/);
  });

  it("counts a line for each of its reasons", () => {
    const { intake } = taken("csv", 'time,a,b\n2026-05-01,12abc,"1,234"\n2026-05-02,13abc,5\n', { columns: "time,*" });
    assert.deepEqual(
      intake.complaints.map((words) => words.slice(0, 15)),
      ['line 2: "12abc"', 'line 2: "1,234"'],
    );
    assert.match(intake.complaints[0] ?? "", /\(2 such lines: 2, 3\)$/);
    assert.equal(intake.refused, 2);
  });

  it("has a bound: of further reasons the lines are counted alone", () => {
    const reasons = new Reasons(2);
    for (const [i, flaw] of ["a", "b", "c", "d", "a", "c"].entries()) reasons.add([flaw], i + 1);
    assert.deepEqual(reasons.told(), ["line 1: a (2 such lines: 1, 5)", "line 2: b"]);
    assert.equal(reasons.further, 3);
    reasons.add(["a"], 8, 9);
    assert.deepEqual(reasons.told()[0], "line 1: a (3 such lines: 1, 5, …)");
  });
});
