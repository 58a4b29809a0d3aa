import assert from "node:assert/strict";
import { test } from "node:test";
import { bandAt, edgeAt, gapAt, gapsFor, hatches, longGaps, MIXED, onTime, relayRow, stateRow } from "./bands.ts";
import type { Piece, StateSeries } from "./frames.ts";

const boiler = relayRow("relay.boiler", "boiler", [
  { from: 100, to: 200 },
  { from: 300, to: null },
]);

function states(at: number[], value: string[], to = 1_000): Piece<StateSeries> {
  return { from: 0, to, step: 10, series: { unit: null, at, value } };
}

test("a relay is on in its runs and off between them; it is counted where it is seen", () => {
  assert.equal(bandAt(boiler, 150), "on");
  assert.equal(bandAt(boiler, 200), "off");
  assert.equal(bandAt(boiler, 9_999), "on");
  const unread = relayRow("relay.boiler", "boiler", undefined);
  assert.equal(bandAt(unread, 200), undefined, "what is not read yet was not off");
  assert.equal(bandAt(relayRow("relay.boiler", "boiler", []), 200), "off");
  assert.deepEqual(onTime(boiler, 150, 400), { on_ms: 150, starts: 1 });
  assert.deepEqual(onTime(boiler, 0, 50), { on_ms: 0, starts: 0 });
});

test("runs that are told as one count as often and as long as they were", () => {
  const row = relayRow("relay.pump", "pump", [
    { from: 0, to: 1_000, starts: 5, off_ms: 600 },
    { from: 2_000, to: null, starts: 2, off_ms: 100 },
  ]);
  assert.deepEqual(onTime(row, 0, 3_000), { on_ms: 400 + 900, starts: 7 });
  assert.deepEqual(onTime(row, 500, 1_500), { on_ms: 200, starts: 2 }, "half of the band, half of what it holds");
});

test("the nearest edge within reach, and what it did", () => {
  assert.deepEqual(edgeAt(boiler, 105, 20), { relay: "boiler", at: 100, on: true });
  assert.deepEqual(edgeAt(boiler, 195, 200), { relay: "boiler", at: 200, on: false });
  assert.equal(edgeAt(boiler, 150, 20), undefined);
  assert.equal(edgeAt(boiler, 9_000, 20), undefined, "what still holds has no end");
  assert.equal(edgeAt({ name: "charger.state", bands: [{ from: 100, to: 200, value: "float" }] }, 100, 20), undefined);
});

test("changes of a state are bands until the next one; equal ones join over pieces", () => {
  const { bands } = stateRow(
    "charger.state",
    [
      { ...states([0, 400], ["bulk", "float"]), to: 500 },
      { ...states([450], ["float"]), from: 500 },
    ],
    [],
    1,
  );
  assert.deepEqual(bands, [
    { from: 0, to: 400, value: "bulk" },
    { from: 400, to: 1_000, value: "float" },
  ]);
  const row = { name: "charger.state", bands };
  assert.equal(bandAt(row, 450), "float");
  assert.equal(bandAt(row, 2_000), undefined);
});

test("a state does not hold over a gap, its own or everybody's", () => {
  const gaps = [
    { channel: "other", since: 50, until: 60, why: "silent" as const },
    { since: 100, until: 200, why: "stopped" as const },
    { channel: "charger.state", since: 300, until: 350, why: "silent" as const },
  ];
  const { bands } = stateRow("charger.state", [states([0], ["bulk"], 400)], gaps, 1);
  assert.deepEqual(
    bands.map(({ from, to }) => [from, to]),
    [
      [0, 100],
      [200, 300],
      [350, 400],
    ],
  );
});

test("states that take turns too quickly are one band", () => {
  const at = Array.from({ length: 20 }, (_, index) => index * 5);
  const { bands } = stateRow(
    "a",
    [
      states(
        at,
        at.map((time) => (time % 2 ? "on" : "off")),
        100,
      ),
    ],
    [],
    50,
  );
  assert.ok(bands.length < 6, `${bands.length}`);
  assert.equal(bands[0]?.value, MIXED);
});

test("gaps of others are left out, those that touch are hatched as one, whoever had them", () => {
  const gaps = [
    { channel: "a", since: 0, until: 10, why: "silent" as const },
    { channel: "b", since: 1, until: 9, why: "silent" as const },
    { channel: "a", since: 11, until: 20, why: "silent" as const },
    { channel: "c", since: 25, until: 29, why: "silent" as const },
    { since: 30, until: 40, why: "stopped" as const },
    { since: 47, until: 48, why: "dropped" as const },
  ];
  const shown = gapsFor(gaps, ["a", "b"]);
  assert.equal(shown.length, 5);
  assert.deepEqual(hatches(shown, 5), [
    { since: 0, until: 20 },
    { since: 30, until: 40 },
    { since: 47, until: 48 },
  ]);
  assert.deepEqual(hatches([], 5), []);
});

test("the gap under a finger: the whole house's before a single channel's", () => {
  const gaps = [
    { channel: "a", since: 30, until: 40, why: "silent" as const },
    { since: 30, until: 40, why: "stopped" as const },
    { since: 41, until: 42, why: "dropped" as const },
  ];
  assert.equal(gapAt(gaps, 35, 0)?.why, "stopped");
  assert.equal(gapAt(gaps, 43, 1)?.why, "dropped");
  assert.equal(gapAt(gaps, 25, 2), undefined);
});

test("a short silence is no gap, a stop of the whole house always is", () => {
  const gaps = [
    { channel: "a", since: 0, until: 60, why: "silent" as const },
    { channel: "a", since: 100, until: 400, why: "silent" as const },
    { channel: "b", since: 0, until: 60, why: "silent" as const },
    { since: 0, until: 1, why: "stopped" as const },
  ];
  assert.deepEqual(longGaps(gaps, new Map([["a", 150]])), gaps.slice(1));
});
