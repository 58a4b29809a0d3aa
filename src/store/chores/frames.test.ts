import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BadFrame, choreOf } from "./frames.ts";

const MARK = { file: "csv 01", bytes: 10, lines: 2, refused: 0 };
const CORRECTION = { channel: "pv", since: 1, until: 2, change: { factor: 2, shift: 0 }, note: "" };
const LOAD = { do: "load", name: "pv", unit: "W", count: 1 };

const ask = (words: unknown, columns = new Uint8Array()) => choreOf({ words, columns });

describe("what comes in at the door", () => {
  for (const words of [
    { do: "mark", mark: MARK },
    { do: "prune", channel: "pv", before: -1 },
    { do: "prune", channel: "pv", before: 1, since: -1 },
    { do: "replace", replacement: { stretches: [{ channel: "pv", since: 1, until: 2 }], note: "" } },
    { do: "correct", correction: CORRECTION },
    { do: "correct", correction: { ...CORRECTION, change: "remove" } },
    { do: "settle", id: 3 },
    { do: "undo", id: 3 },
    { do: "rebuild", segment: 1 },
    { do: "forget_paces" },
  ]) {
    it(`is the chore ${words.do}`, () => assert.deepEqual(ask(words), words));
  }

  for (const words of [
    ...[null, 1, "load", [], {}, { do: 1 }, { do: "toString" }, { do: { toString: 1 } }, { do: ["undo"], id: 1 }],
    ...[{ do: "mark" }, { do: "mark", mark: { ...MARK, file: 1 } }, { do: "mark", mark: { ...MARK, bytes: 0.5 } }],
    ...[
      { do: "mark", mark: { ...MARK, lines: -1 } },
      { do: "prune", channel: "pv" },
      { do: "prune", before: 1 },
    ],
    ...[
      { do: "prune", channel: {}, before: 1 },
      { do: "undo" },
      { do: "settle", id: -1 },
      { do: "undo", id: "1" },
      { do: "rebuild", segment: null },
    ],
    { do: "mark", mark: { ...MARK, refused: undefined } },
    { do: "prune", channel: "pv", before: 1, since: "1" },
    ...[{ do: "replace" }, { do: "replace", replacement: { stretches: {}, note: "" } }],
    { do: "replace", replacement: { stretches: [{ channel: "pv", since: 1 }], note: "" } },
    ...[{ do: "correct" }, { do: "correct", correction: { ...CORRECTION, note: undefined } }],
    ...[{ do: "correct", correction: { ...CORRECTION, change: null } }],
    ...[{ do: "correct", correction: { ...CORRECTION, change: { factor: "2", shift: 0 } } }],
    ...[{ do: "correct", correction: { ...CORRECTION, channel: null } }],
  ]) {
    it(`is no chore: ${JSON.stringify(words)}`, () => assert.throws(() => ask(words), BadFrame));
  }

  it("are readings, each with its state where it has one", () => {
    const columns = (...numbers: readonly number[]) => new Uint8Array(Float64Array.from(numbers).buffer);
    assert.deepEqual(ask(LOAD, columns(5, 1.5)), {
      do: "load",
      lot: { name: "pv", unit: "W", at: Float64Array.of(5), values: Float64Array.of(1.5), states: undefined },
    });
    const { lot } = ask({ ...LOAD, unit: null, states: ["on"] }, columns(5, Number.NaN, 1)) as { lot: unknown };
    const [at, values] = [Float64Array.of(5), Float64Array.of(Number.NaN)];
    assert.deepEqual(lot, { name: "pv", unit: null, at, values, states: ["on"] });
    for (const words of [
      ...[
        { ...LOAD, name: 1 },
        { ...LOAD, unit: 1 },
        { ...LOAD, unit: undefined },
        { ...LOAD, count: "1" },
      ],
      ...[
        { ...LOAD, count: -1 },
        { ...LOAD, count: 2 },
        { ...LOAD, states: [null] },
        { ...LOAD, states: "on" },
      ],
      ...[
        { ...LOAD, states: [["on"]] },
        { ...LOAD, states: {} },
        { ...LOAD, states: null },
      ],
    ]) {
      assert.throws(() => ask(words, columns(5, 1.5)), BadFrame, JSON.stringify(words));
    }
  });
});
