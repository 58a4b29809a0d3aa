import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UnclearText } from "../layout.ts";
import { taken } from "../testing/taken.ts";

const T = 1_777_593_600;

/** As rrdtool 1.7 writes it, and as 1.4 did. */
const NEW = (rows: string) => `{ "about": "RRDtool xport JSON output",
  "meta": {
    "start": ${T + 300},
    "end": ${T + 900},
    "step": 300,
    "legend": [
      "pv [W]",
      "temp"
          ]
     },
  "data": [
${rows}
  ]
}
`;
const OLD = (rows: string) =>
  NEW(rows)
    .replaceAll(/"(about|meta|start|step|end|legend|data)"/g, "$1")
    .replaceAll('"', "'");

describe("rrdtool xport --json", () => {
  const ROWS = "    [ 1.0000000000e+02, 2.1e+01  ],\n    [ null, -2.2e+00 ],\n    [ 1.2e+02, NaN  ]";

  it("is read without being named: each row from the beginning of its span", () => {
    for (const text of [NEW(ROWS), OLD(ROWS)]) {
      const { values, intake, loader } = taken("csv", text);
      assert.deepEqual(intake.complaints, []);
      assert.deepEqual(values, {
        pv: { "2026-05-01T00:00:00Z": 100, "2026-05-01T00:10:00Z": 120 },
        temp: { "2026-05-01T00:00:00Z": 21, "2026-05-01T00:05:00Z": -2.2 },
      });
      assert.deepEqual([intake.nothing, loader.units.get("pv")], [2, "W"]);
    }
  });

  it("keeps the times of the rows behind one that cannot be read", () => {
    const { values, intake } = taken("csv", NEW("[ 1, x ],\n[ 1 ],\n[ 3, 4 ]"));
    assert.deepEqual(values, {
      pv: { "2026-05-01T00:00:00Z": 1, "2026-05-01T00:10:00Z": 3 },
      temp: { "2026-05-01T00:10:00Z": 4 },
    });
    assert.match(
      intake.complaints.join("\n"),
      /^line 12: "x" is no number\nline 13: .*as many names as columns expected before: \[ 1 \]/,
    );
  });

  it("of one column may be named by --channel, and is refused where nobody names it", () => {
    const one = NEW("[ 5 ]").replace('      "pv [W]",\n', "").replace('"temp"', '""');
    assert.deepEqual(taken("csv", one, { channel: "grid", unit: "kW" }).values, {
      grid: { "2026-05-01T00:00:00Z": 5_000 },
    });
    assert.match(
      taken("csv", one).intake.complaints.join(),
      /a column without a name: say XPORT:NAME:LEGEND, or --channel/,
    );
  });

  it("is refused in another shape, with what to do", () => {
    const { intake } = taken("csv", NEW('{ "v0": 1 },\n[\n1,\n2\n]'));
    assert.equal(intake.readings, 0);
    assert.match(intake.complaints.join(), /without --showtime and --enumds, expected in: \{ "v0"/);
    assert.throws(() => taken("csv", NEW(ROWS), { time_is_end: true }), UnclearText);
  });
});

describe("JSON over several lines", () => {
  it("is refused as a whole, with how to put it into one", () => {
    const pretty = JSON.stringify([{ channel: "pv", at: T * 1_000, value: 1 }], null, 2);
    for (const [format, text] of [
      ["jsonl", pretty],
      ["csv", pretty],
      ["jsonl", JSON.stringify({ channel: "pv", at: T * 1_000, value: 1 }, null, 2)],
    ] as const)
      assert.throws(
        () => taken(format, text),
        (error) => error instanceof UnclearText && /jq -c/.test(error.message),
      );
  });
});
