import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UnclearText } from "../layout.ts";
import { taken } from "../testing/taken.ts";

describe("an export of SMA", () => {
  const version = (point: string) =>
    `sep=;\nVersion CSV1|Tool SE|Linebreaks CR/LF|Delimiter semicolon|${point}|Precision 3\n\n`;
  const COMMA = version("Decimalpoint comma");

  it("is read with the devices' numbers, what is measured and its units, without being named", () => {
    const text = `${COMMA};SN: 11;SN: 11;SN: 22;SN: 22
;SB 4000TL-20;SB 4000TL-20;SB 4000TL-20;SB 4000TL-20
;11;11;22;22
;Gesamtertrag;Leistung;Gesamtertrag;Leistung
;Counter;Analog;Counter;Analog
dd.MM.yyyy HH:mm:ss;kWh;kW;kWh;kW
28.06.2024 12:00:00; 70860,938; 1,250; 70212,784; 1,500
28.06.2024 12:05:00; 70861,042; 1,260; 70212,909; 1,490
`;
    const { values, intake, loader } = taken("csv", text.replaceAll("\n", "\r\n"));
    assert.deepEqual(intake.complaints, []);
    assert.deepEqual(Object.keys(values), ["11.Gesamtertrag", "11.Leistung", "22.Gesamtertrag", "22.Leistung"]);
    assert.deepEqual(values["11.Gesamtertrag"], {
      "2024-06-28T12:00:00Z": 70_860_938,
      "2024-06-28T12:05:00Z": 70_861_042,
    });
    assert.deepEqual(values["22.Leistung"], { "2024-06-28T12:00:00Z": 1_500, "2024-06-28T12:05:00Z": 1_490 });
    assert.deepEqual([loader.units.get("11.Gesamtertrag"), loader.units.get("22.Leistung")], ["Wh", "W"]);
  });

  it("is told apart by its kinds where nothing says what is measured, and believes its own decimal sign", () => {
    const text = `${COMMA};SN: 123;SN: 123\n;SB 3000TL;SB 3000TL\n;Counter;Analog\ndd/MM/yyyy hh:mm tt;kWh;kW
05/06/2024 01:00 PM;12,345;1,250\n05/06/2024 01:05 PM;12,450;1,260\n`;
    assert.deepEqual(taken("csv", text).values, {
      "123.Counter": { "2024-06-05T13:00:00Z": 12_345, "2024-06-05T13:05:00Z": 12_450 },
      "123.Analog": { "2024-06-05T13:00:00Z": 1_250, "2024-06-05T13:05:00Z": 1_260 },
    });
  });

  it("of days gives the energy of each, and says that it leaves the counters out", () => {
    const text = `${version("Decimalpoint dot")};SN: 1;SN: 1\n;SB;SB\n;1;1\n;Total yield;Day yield\n;Counter;Analog
dd/MM/yyyy;kWh;kWh\n01/05/2016;7510.496;6.48\n02/05/2016;7523.845;12\n`;
    const { values, intake } = taken("csv", text);
    assert.deepEqual(values, { "1.Day yield": { "2016-05-01T00:00:00Z": 270, "2016-05-02T00:00:00Z": 500 } });
    assert.match(intake.notes().join("\n"), /^Each row is a day: its energy is read\. Its counters are left out/);
  });

  it("is refused where its rows of devices and units are gone, with what to do", () => {
    const remedy = (error: unknown) =>
      error instanceof UnclearText && /export it anew, and leave its first lines/.test(error.message);
    assert.throws(() => taken("csv", `${COMMA}28.06.2024 12:00:00;1;2\n`), remedy);
    assert.throws(() => taken("csv", "a;b\n28.06.2024;1\n", { profile: "sma" }), remedy);
  });
});
