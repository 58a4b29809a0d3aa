import assert from "node:assert/strict";
import { test } from "node:test";
import { Runs } from "./runs.ts";

/** What is read, `[instant, on]`, and the runs that it makes of those that lie at least 10 ms apart. */
const CASES: readonly (readonly [what: string, readings: readonly [number, number][], runs: readonly object[]])[] = [
  ["nothing", [], []],
  ["an off without an on", [[5, 0]], []],
  ["a run that goes on is none yet", [[5, 1]], []],
  [
    "one run, told again and again",
    [
      [5, 1],
      [6, 1],
      [9, 0],
      [11, 0],
    ],
    [{ from: 5, to: 9 }],
  ],
  [
    "two that lie apart",
    [
      [0, 1],
      [5, 0],
      [15, 1],
      [20, 0],
    ],
    [
      { from: 0, to: 5 },
      { from: 15, to: 20 },
    ],
  ],
  [
    "two that are as one",
    [
      [0, 1],
      [5, 0],
      [14, 1],
      [20, 0],
    ],
    [{ from: 0, to: 20, starts: 2, off_ms: 9 }],
  ],
  [
    "three",
    [
      [0, 1],
      [1, 0],
      [2, 1],
      [3, 0],
      [5, 1],
      [6, 0],
    ],
    [{ from: 0, to: 6, starts: 3, off_ms: 3 }],
  ],
  [
    "one that is long already takes no more",
    [
      [0, 1],
      [200, 0],
      [201, 1],
      [210, 0],
    ],
    [
      { from: 0, to: 200 },
      { from: 201, to: 210 },
    ],
  ],
];

for (const [what, readings, runs] of CASES) {
  test(what, () => {
    const found = new Runs(10);
    for (const [at, value] of readings) found.take({ channel: "relay.boiler", at, value });
    assert.deepEqual(found.runs, runs);
  });
}

test("what is no number is no on", () => {
  const found = new Runs(10);
  for (const [at, value] of [
    [0, "on"],
    [1, 1],
    [2, "off"],
  ] as const)
    found.take({ channel: "relay.boiler", at, value });
  assert.deepEqual(found.runs, [{ from: 1, to: 2 }]);
});
