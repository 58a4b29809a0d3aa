import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inUnit } from "../model/index.ts";
import { MemoryLoader } from "./testing/memory-loader.ts";
import { taken } from "./testing/taken.ts";

const T = 1_795_168_800_000;
const rows = (...cells: readonly string[]): string =>
  `time,channel,value\n${cells.map((cell, i) => `${T + i},pv,${cell}\n`).join("")}`;
const pv = (text: string, loader?: MemoryLoader) => Object.values(taken("csv", text, {}, loader).values.pv ?? {});

describe("a channel of numbers", () => {
  it("takes no words, whichever comes first", () => {
    for (const text of [rows("1", "error", "2"), rows("error", "fault", "1", "2"), rows('"error"', '"1"', '"2"')]) {
      const { intake, values } = taken("csv", text);
      assert.deepEqual(Object.values(values.pv ?? {}), [1, 2]);
      assert.ok(intake.refused >= 1);
      assert.match(intake.complaints[0] ?? "", /^line \d: "error" is a word, and "pv" holds numbers/);
      assert.equal(intake.readings, 2);
    }
  });

  it("is one where the history says so, and takes quoted numbers as numbers", () => {
    assert.deepEqual(pv(rows('"12"', "on"), new MemoryLoader([["pv", "W"]])), [12]);
  });
});

describe("a channel of states", () => {
  it("is one where nothing but words comes, or the history says so", () => {
    assert.deepEqual(pv(rows("float", "bulk")), ["float", "bulk"]);
    assert.deepEqual(pv(rows('"12"', '"2 bars"', "on", "unknown"), new MemoryLoader([["pv", null]])), [
      "12",
      "2 bars",
      "on",
    ]);
  });

  it("is one where many channels have words only: what waits has a bound", () => {
    const lines = Array.from({ length: 40_000 }, (_, i) => `${T + i},c${i % 50},on\n`).join("");
    const { loader, intake } = taken("csv", `time,channel,value\n${lines}`);
    assert.deepEqual([intake.readings, intake.refused, loader.all.get("c7")?.length], [40_000, 0, 800]);
  });

  it("is one after a thousand words, whatever follows", () => {
    const { loader, intake } = taken("csv", rows(...Array.from({ length: 1_000 }, () => "float"), "1"));
    assert.equal(loader.units.get("pv"), null);
    assert.deepEqual([intake.readings, intake.refused], [1_001, 0]);
  });
});

describe("a channel's name", () => {
  it("is the same with blanks round it, whatever form they come in", () => {
    const forms = {
      csv: `time,channel,value\n${T},pv,1\n${T + 1}," pv ",2\n${T + 2},\u00a0pv,3\n${T + 3},"pv\t",4\n`,
      jsonl: [" pv", "pv ", "\u00a0pv\u202f", "pv"]
        .map((channel, i) => `${JSON.stringify({ channel, at: T + i, value: i + 1 })}\n`)
        .join(""),
      influx: ["pv", "\\ pv", "pv\\ ", "pv"].map((name, i) => `${name} value=${i + 1} ${T + i}000000\n`).join(""),
    } as const;
    for (const form of ["csv", "jsonl", "influx"] as const) {
      const { values } = taken(form, forms[form]);
      assert.deepEqual(Object.keys(values), ["pv"], form);
      assert.deepEqual(Object.values(values.pv ?? {}), [1, 2, 3, 4], form);
    }
  });
});

describe("a number", () => {
  const pv = (value: number) => taken("jsonl", `${JSON.stringify({ channel: "pv", at: T, value, unit: "kW" })}\n`);

  it("is kept as far as sums of it are numbers", () => {
    assert.deepEqual(Object.values(pv(-1e97).values.pv ?? {}), [-1e100]);
    for (const value of [1.1e97, -1e300, 1e308]) {
      assert.match(pv(value).intake.complaints.join(), /^line 1: a value that cannot be kept: /);
    }
  });
});

describe("what is true or false", () => {
  const json = (value: unknown, i: number, unit?: string | null): string =>
    `${JSON.stringify({ channel: "pump", at: T + i, value, unit })}\n`;
  const pump = (text: string, loader?: MemoryLoader) => {
    const { intake, values } = taken("jsonl", text, {}, loader);
    return { values: Object.values(values.pump ?? {}), complaints: intake.complaints };
  };

  it("is 1 or 0, as a device's would be, and a word in a channel of states", () => {
    const text = json(true, 0) + json(false, 1) + json("off", 2) + json(0.5, 3);
    assert.deepEqual(pump(text), { values: [1, 0, 0, 0.5], complaints: [] });
    assert.deepEqual(pump(text, new MemoryLoader([["pump", ""]])).values, [1, 0, 0, 0.5]);
    assert.deepEqual(pump(text, new MemoryLoader([["pump", null]])).values, ["on", "off", "off", 0.5]);
    assert.deepEqual(pump(json(true, 0, null)).values, ["on"]);
    assert.deepEqual(pump(json("on", 0) + json("On", 1) + json(false, 2)).values, [1, 1, 0], "also what came before");
  });

  it("is no number that has a unit", () => {
    const kept = new MemoryLoader([["pump", "W"]]);
    const asItWas = (said: boolean): string =>
      `line 1: ${said} is no number, and "pump" holds numbers in W: give a number, or another channel for true and false`;
    assert.deepEqual(pump(json(true, 0), kept).complaints, [asItWas(true)]);
    assert.deepEqual(pump(json(true, 0, "W")).complaints, [asItWas(true)]);
    assert.deepEqual(pump(json(false, 0, "W")).complaints, [asItWas(false)]);
    assert.match(pump(json("on", 0), kept).complaints.join(), /"on" is a word, and "pump" holds numbers$/);
    // one that waits until its channel is known
    assert.match(pump(json("off", 0) + json(4, 1, "W")).complaints.join(), /^line 1: "off" is a word/);
  });
});

describe("a unit", () => {
  const json = (unit: string | null | undefined, value: number | string = 4): string =>
    `${JSON.stringify({ channel: "t", at: T, value, unit })}\n`;
  const of = (text: string, kept?: string | null) => {
    const loader = new MemoryLoader(kept === undefined ? [] : [["t", kept]]);
    const { intake, values } = taken("jsonl", text, {}, loader);
    return { value: Object.values(values.t ?? {})[0], unit: loader.units.get("t"), flaw: intake.complaints[0] };
  };

  it("of a line is converted into the channel's, or into Gleaner's where the channel is new", () => {
    assert.deepEqual(of(json("kWh")), { value: 4_000, unit: "Wh", flaw: undefined });
    assert.equal(of(json("kWh"), "Wh").value, 4_000);
    assert.equal(of(json("kwh"), "kWh").value, 4);
    assert.equal(of(json("Wh", 4_500), "kWh").value, 4.5);
    assert.equal(of(json("°F", 68), "°C").value, 20);
    assert.equal(of(json("°C", 20), "°F").value, 68);
    assert.equal(of(json(undefined), "Wh").value, 4, "what says none is in the channel's");
    assert.equal(of(json("")).unit, "");
  });

  it("is refused where there is no way, and never taken for another", () => {
    assert.match(of(json("kWh"), "W").flaw ?? "", /"t" is kept in W, and this is in "kWh"/);
    assert.match(of(json("W"), "").flaw ?? "", /"t" is kept without a unit, and this is in "W"/);
    assert.match(of(json("W") + json("V")).flaw ?? "", /kept in W, and this is in "V"/);
    assert.match(of(json("bananas"), "W").flaw ?? "", /kept in W/);
    assert.equal(of(json(null, "12"), null).value, "12");
  });

  it("is looked at in every line, however plain the lines are", () => {
    const { values, intake } = taken(
      "jsonl",
      json("W") + json("W").replace(String(T), String(T + 1)) + json("kW").replace(String(T), String(T + 2)),
    );
    assert.deepEqual(Object.values(values.t ?? {}), [4, 4, 4_000]);
    assert.equal(intake.refused, 0);
  });

  it("that is missing is the channel's own, or none in a new channel: both are told", () => {
    const { intake, values } = taken("csv", rows("1", "2"), {}, new MemoryLoader([["pv", "W"]]));
    assert.deepEqual(Object.values(values.pv ?? {}), [1, 2]);
    assert.deepEqual(intake.notes(), [
      "Numbers without a unit were taken in their channel's own (pv: W); --unit says another",
    ]);
    assert.deepEqual(taken("csv", rows("1")).intake.notes(), [
      "Numbers without a unit are kept without one (pv), so no energy is known of them: --unit says it",
    ]);
    const many = ["a", "b", "c", "d", "e"].map((name) => `${T},${name},1\n`).join("");
    assert.match(taken("csv", `time,channel,value\n${many}`).intake.notes().join(), /\(a, b, c and 2 more\)/);
    for (const [text, kept] of [
      [rows("1"), ""],
      [rows("on"), null],
    ] as const) {
      assert.deepEqual(taken("csv", text, {}, new MemoryLoader([["pv", kept]])).intake.notes(), []);
    }
    assert.deepEqual(taken("csv", rows("1"), { unit: "kW" }).intake.notes(), []);
    assert.deepEqual(taken("jsonl", json("W")).intake.notes(), []);
    assert.equal(taken("jsonl", json("W") + json(undefined)).intake.notes().length, 1);
  });

  it("may be said for all lines", () => {
    const { loader, values } = taken("csv", rows("1.5"), { unit: "kW" });
    assert.deepEqual([Object.values(values.pv ?? {}), loader.units.get("pv")], [[1_500], "W"]);
  });

  it("converts there and back", () => {
    assert.deepEqual(
      [inUnit(1, "kWh", "Wh"), inUnit(1, "Wh", "MWh"), inUnit(1, "W", "Wh"), inUnit(5, "x", "x")],
      [1_000, 1e-6, undefined, 5],
    );
  });
});
