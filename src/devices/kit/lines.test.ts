import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { Lines, LONGEST_LINE } from "./lines.ts";

describe("lines", () => {
  it("are the same at any cuts of the stream", () => {
    const stream = Buffer.from("a 1\nétat ok\r\n\nlast");
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length)), (cuts) => {
        const lines = new Lines();
        const seen: string[] = [];
        let from = 0;
        for (const cut of [...cuts.sort((a, b) => a - b), stream.length]) {
          seen.push(...lines.of(stream.subarray(from, cut)));
          from = cut;
        }
        seen.push(...lines.end());
        assert.deepEqual(seen, ["a 1", "état ok\r", "", "last"]);
      }),
    );
  });

  it("that are too long are dropped whole, and counted once each", () => {
    const lines = new Lines();
    const seen = [
      ...lines.of(Buffer.from("x".repeat(LONGEST_LINE))),
      ...lines.of(Buffer.from("y".repeat(50_000))),
      ...lines.of(Buffer.from(`z\nnext\n${"1".repeat(LONGEST_LINE + 1)}\n${"2".repeat(LONGEST_LINE)}\n`)),
      ...lines.of(Buffer.from("x".repeat(LONGEST_LINE + 1))),
      ...lines.end(),
    ];
    assert.deepEqual(seen, ["next", "2".repeat(LONGEST_LINE)]);
    assert.equal(lines.cut, 3);
  });
});
