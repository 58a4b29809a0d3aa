import assert from "node:assert/strict";
import { test } from "node:test";
import { measured } from "./columns.ts";
import { UnclearText } from "./layout.ts";
import { taken } from "./testing/taken.ts";

test("a header's unit may stand behind `in`, where it is surely one", () => {
  for (const [words, name, unit] of [
    ["Leistung in W", "Leistung", "W"],
    ["Zählerstand Bezug in kWh", "Zählerstand Bezug", "kWh"],
    ["Température in °C", "Température", "°C"],
    ["Power in kW [W]", "Power in kW", "W"],
  ] as const)
    assert.deepEqual(measured(words), { name, unit });
  for (const words of ["Lampe in A", "Lampe in h", "Pumpe in Betrieb", " in W", "Feed in", "Werte in watt"])
    assert.deepEqual(measured(words), { name: words.trim(), unit: undefined }, words);
});

test("it is that of the column also where the column is named by its header, or in its order", () => {
  for (const columns of ["Zeit=time,Leistung in kW=pv", "time,pv"]) {
    const { values } = taken("csv", "Zeit;Leistung in kW\n2024-05-01T00:00:00Z;1,5\n", { columns });
    assert.deepEqual(values, { pv: { "2024-05-01T00:00:00Z": 1_500 } }, columns);
  }
});

test("no unit is proposed that the file does not say", () => {
  const refused = (text: string): string => {
    try {
      taken("csv", text);
    } catch (error) {
      if (error instanceof UnclearText) return error.message;
    }
    return "";
  };
  const tibber = refused("from,to,cost,consumption\n2024-05-01T00:00:00Z,2024-05-01T01:00:00Z,0.32,1.142\n");
  assert.match(tibber, /--columns "from=time,cost=channel1,consumption=channel2" \(a unit that no header says/);
  const said = refused("Zeit;Leistung in W;Energie [kWh]\n2024-05-01T00:00:00Z;1;2\n");
  const wide = refused(
    `time;${"abcdef"
      .split("")
      .map((name) => `${name} [W]`)
      .join(";")}\n2024-05-01T00:00:00Z;1;2;3;4;5;6\n`,
  );
  assert.match(wide, /"time=time,a \[W\]=channel1,.*,f \[W\]=channel6"/);
  assert.match(said, /--columns "Zeit=time,Leistung in W=channel1,Energie \[kWh\]=channel2", or take all/);
});

test("a list of ioBroker is read", () => {
  const list = JSON.stringify([
    { val: 100.5, ts: 1_714_564_800_000, ack: true },
    { val: 101, ts: 1_714_564_860_000, ack: true },
  ]);
  assert.deepEqual(taken("jsonl", list, { channel: "pv", unit: "kW" }).values, {
    pv: { "2024-05-01T12:00:00Z": 100_500, "2024-05-01T12:01:00Z": 101_000 },
  });
});
