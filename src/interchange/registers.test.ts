import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { taken } from "./testing/taken.ts";

function notesOf(values: readonly number[], { unit = "kWh", name = "grid.used" } = {}): string {
  const rows = values.map((value, i) => `${Date.UTC(2026, 2, 10) + i * 900_000},${name},${value},${unit}\n`);
  return taken("csv", `time,channel,value,unit\n${rows.join("")}`)
    .intake.notes()
    .join("\n");
}

const EACH = [0.105, 0.097, 0.083, 0.21, 0.19, 0.6, 0.1, 0.2];
const REGISTER = Array.from({ length: 48 }, (_, i) => 5_000 + i);

describe("an import of energies", () => {
  it("says where they are those of each row, and what to write", () => {
    assert.match(notesOf(EACH), /^Odd: grid\.used was read as a meter's register, and falls .*\[kWh\/15min\]/);
    assert.match(notesOf(EACH, { unit: "m³" }), /^Odd: grid\.used/);
  });

  it("says nothing of a register, also where it trembles, begins anew each day, or stands in the order of time gone by", () => {
    assert.equal(notesOf(REGISTER), "");
    assert.equal(notesOf(REGISTER.toReversed()), "");
    assert.equal(notesOf(REGISTER.map((value, i) => value + (i % 2) * 3)), "");
    assert.equal(notesOf(REGISTER.map((_, i) => i % 24)), "");
    assert.equal(notesOf(EACH.slice(0, 4)), "");
  });

  it("says nothing of what is no register", () => {
    assert.equal(notesOf(EACH, { unit: "kW" }), "");
    assert.equal(notesOf(EACH, { unit: "kWh/15min" }), "");
    assert.equal(notesOf(EACH, { name: "battery.stored" }), "");
  });
});
