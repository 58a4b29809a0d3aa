import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { taken } from "./testing/taken.ts";

describe("a list of readings in one line of JSON", () => {
  const T = Date.UTC(2026, 4, 1);
  const one = (channel: string, minute: number, value: unknown) => ({
    channel,
    at: T + minute * 60_000,
    value,
    unit: "W",
  });

  it("keeps every reading, each with its own time, also several of one channel", () => {
    const list = JSON.stringify([one("pv", 0, 1), one("pv", 1, 2), one("grid", 0, 3)]);
    const { values, intake } = taken("jsonl", `${list}\n${JSON.stringify(one("pv", 2, 4))}\n[]\n`);
    assert.deepEqual(intake.complaints, []);
    assert.deepEqual(values, {
      pv: { "2026-05-01T00:00:00Z": 1, "2026-05-01T00:01:00Z": 2, "2026-05-01T00:02:00Z": 4 },
      grid: { "2026-05-01T00:00:00Z": 3 },
    });
  });

  it("keeps what is certain, and says what is dropped and why", () => {
    const { channel: _, ...nameless } = one("pv", 1, 2);
    const list = JSON.stringify([
      one("pv", 0, 1),
      nameless,
      one("pv", 2, {}),
      one("pv", 3, "12abc"),
      one("pv", 4, 5),
      7,
    ]);
    const { values, intake } = taken("jsonl", `${list}\n`);
    assert.deepEqual(values, { pv: { "2026-05-01T00:00:00Z": 1, "2026-05-01T00:04:00Z": 5 } });
    assert.deepEqual([intake.readings, intake.refused], [2, 1]);
    assert.match(intake.complaints.join("\n"), /^line 1: "channel", "at" and "value" expected in: \{"at"/);
    assert.match(intake.complaints.join("\n"), /"12abc" is neither a number nor a state/);
  });
});
