import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UnclearText } from "./layout.ts";
import { readingOf, type TextOptions } from "./reader.ts";
import { taken } from "./testing/taken.ts";

const AT = "2026-03-10T07:00:00Z";

/** What a table says: channel, unit, and the value of its first reading. */
function first(text: string, options: Partial<TextOptions> = {}): Record<string, [value: unknown, unit: unknown]> {
  const { values, loader, intake } = taken("csv", text, options);
  assert.deepEqual(intake.complaints, []);
  return Object.fromEntries(Object.entries(values).map(([name, all]) => [name, [all[AT], loader.units.get(name)]]));
}

function unclear(text: string, options: Partial<TextOptions> = {}): string {
  try {
    taken("csv", text, options);
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return "";
}

describe("a table", () => {
  for (const [name, text] of [
    [
      "semicolons, a decimal comma and a German time",
      "Zeit;Kanal;Wert\n10.03.2026 07:00;pv;275,69\n10.03.2026 07:01;pv;1,234\n",
    ],
    ["tabs", `time\tchannel\tvalue\n${AT}\tpv\t275.69\n`],
    [
      "a French header in another order",
      `valeur;horodatage;nom\n275,69;10/03/2026 07:00;pv\n3,5;13/03/2026 07:00;pv\n`,
    ],
    ["blanks after commas", `time, channel, value\n${AT}, pv, 275.69\n`],
    ["quotes everywhere", `"time","channel","value"\n"${AT}","pv","275,69"\n`],
    ["a delimiter at the end of each line", `time;channel;value;\n${AT};pv;275,69;\n`],
    ["the spreadsheet's own first line", `sep=;\nZeit;Kanal;Wert\n${AT};pv;275,69\n`],
    ["columns that say nothing", `id,time,channel,value,quality\n1,${AT},pv,275.69,good\n`],
    ["date and clock apart", "Datum;Uhrzeit;Kanal;Wert\n10.03.2026;07:00:00;pv;275,69\n"],
    ["no header", `${AT},pv,275.69\n`],
  ] as const) {
    it(`may have ${name}`, () => assert.deepEqual(first(text), { pv: [275.69, ""] }));
  }

  it("may say its unit in a column, or in its header", () => {
    assert.deepEqual(first(`time,channel,value,unit\n${AT},pv,1.5,kW\n`), { pv: [1_500, "W"] });
    assert.deepEqual(first(`time,channel,Value (kW)\n${AT},pv,1.5\n`), { pv: [1_500, "W"] });
    assert.deepEqual(first(`time,channel,value,unit\n${AT},pv,1.5,\n`, { unit: "kW" }), { pv: [1_500, "W"] });
  });

  it("may be of one channel that is said", () => {
    assert.deepEqual(first(`${AT},1.5\n`, { channel: "pv", unit: "kW" }), { pv: [1_500, "W"] });
    assert.deepEqual(first(`time;value\n${AT};1,5\n`, { channel: "pv" }), { pv: [1.5, ""] });
    assert.deepEqual(first(`Zeit;Leistung (kW)\n${AT};1,5\n`, { channel: "pv" }), { pv: [1_500, "W"] });
    assert.match(unclear(`Zeit;L1;L2\n${AT};1,5;2\n`, { channel: "pv" }), /A table with a column for each value/);
    assert.match(unclear(`${AT},1.5\n`), /say whose it is, by --channel NAME/);
    assert.match(unclear(`time;value\n${AT};1,5\n`), /name no channel: say whose values they are, by --channel/);
  });

  const WIDE = `timestamp,Grid L1,Grid L2 [kW],PV\n${AT},100,0.2,\n`;

  it("with a column for each channel says what to say of it", () => {
    assert.match(
      unclear(WIDE),
      /a column for each value \(timestamp, Grid L1, .*--columns "timestamp=time,Grid L1=channel1,Grid L2 \[kW\]=channel2" \(a unit that no header says goes in brackets/,
    );
    assert.match(unclear(WIDE), /--columns "time,\*"/);
    assert.match(unclear(`${AT},1,2,3\n`), /--columns "time,-,-,-"/);
    assert.match(unclear(`moment,mode,fan\n${AT},on,off\n`), /--columns "moment=time,mode=channel1/);
    assert.match(unclear(`pv,${AT},1\n`), /--columns "-,time,-"/);
    assert.match(unclear(`${AT},412.5,12\n`), /3 columns, which have no header: --columns "time,-,-"/);
    assert.match(unclear(`${AT};412,5;12\n`), /3 columns, which have no header: --columns "time,-,-"/);
    assert.deepEqual(first(`${AT},7,12\n`, { columns: "time,channel,value" }), { 7: [12, ""] });
  });

  it("is laid out as --columns says, by order or by header", () => {
    assert.deepEqual(first(WIDE, { columns: "time,grid.l1[kW],-,pv" }), { "grid.l1": [100_000, "W"] });
    assert.deepEqual(first(WIDE, { columns: "time,*" }), { "Grid L1": [100, ""], "Grid L2": [200, "W"] });
    assert.deepEqual(first(WIDE, { columns: "timestamp=time,grid l2=b[kW]" }), { b: [200, "W"] });
    assert.deepEqual(first(WIDE, { columns: "timestamp=time,PV=solar,*" }), {
      "Grid L1": [100, ""],
      "Grid L2": [200, "W"],
    });
    assert.deepEqual(first(`pv,${AT},7\n`, { columns: "channel,time,value" }), { pv: [7, ""] });
    assert.deepEqual(first(`7;10.03.2026;07:00\n`, { columns: "pv[W],date,clock" }), { pv: [7, "W"] });
  });

  it("takes the unit of a header for a column that is named without one, where it is a unit", () => {
    const table = `Zeit;Leistung (kW);Zähler [kWh];Dach (roof)\n${AT};1,5;7;3\n`;
    const kept = { pv: [1_500, "W"], meter: [7_000, "Wh"], roof: [3, ""] };
    assert.deepEqual(first(table, { columns: "time,pv,meter,roof" }), kept);
    assert.deepEqual(first(table, { columns: "Zeit=time,Leistung=pv,Zähler=meter,Dach=roof" }), kept);
    assert.deepEqual(first(table, { columns: "time,pv[W],-,-" }), { pv: [1.5, "W"] });
  });

  it("takes no number and no place in brackets for a unit", () => {
    const places = `Time,Power (East),Power (West),Pump (1) [kW]\n${AT},1,2,3\n`;
    assert.deepEqual(first(places, { columns: "time,*" }), {
      "Power (East)": [1, ""],
      "Power (West)": [2, ""],
      "Pump (1)": [3_000, "W"],
    });
    const below = `Time,Energy (1),Energy (2)\n[dd.MM.yyyy HH:mm],[Wh],[kWh]\n10.03.2026 07:00,1,2\n`;
    assert.deepEqual(first(below, { columns: "time,*" }), { "Energy (1)": [1, "Wh"], "Energy (2)": [2_000, "Wh"] });
    assert.match(unclear(places), /Power \(East\)=channel1,Power \(West\)=channel2,Pump \(1\) \[kW\]=channel3"/);
    assert.deepEqual(first(`time,channel,Value (mean)\n${AT},pv,1.5\n`), { pv: [1.5, ""] });
  });

  for (const head of ["Time (UTC)", "timestamp_utc", "Date/time UTC", "Zeit [GMT]"]) {
    it(`takes the zone of its times from its header: ${head}`, () => {
      const text = `${head};Kanal;Wert\n10.03.2026 07:00;pv;1\n`;
      assert.deepEqual(first(text, { zone: "Europe/Paris" }), { pv: [1, ""] });
      const wide = { columns: "time,pv,-", zone: "Europe/Paris" };
      assert.deepEqual(first(`${head};Dach;Ort\n10.03.2026 07:00;1;Hof\n`, wide), { pv: [1, ""] });
      const own = `${head};Kanal;Wert\n10.03.2026 08:00+01:00;pv;1\n`;
      assert.deepEqual(first(own, { zone: "Europe/Paris" }), { pv: [1, ""] });
    });
  }

  it("takes empty brackets for no unit, and what emoncms calls its times for times", () => {
    assert.deepEqual(first(`Date-time string;solar:solar ()\n${AT};1\n`, { columns: "time,*" }), {
      "solar:solar": [1, ""],
    });
    assert.deepEqual(first(`createdAt;value\n${AT};1\n`, { channel: "pv" }), { pv: [1, ""] });
  });

  it("takes no point before thousands for one before a fraction, where its column shows it", () => {
    const column = (...cells: string[]) =>
      taken("csv", `Zeit;P\n${cells.map((cell, i) => `10.03.2026 07:0${i};${cell}`).join("\n")}\n`, {
        columns: "time,p",
      });
    const { intake } = column("1.200", "900", "1.150");
    assert.deepEqual([intake.readings, intake.refused], [1, 2]);
    assert.match(
      intake.complaints[0] ?? "",
      /"1\.200" may be 1\.200 or 1200: say --decimal point, or write 1200 \(2 such lines: 2, 4\)$/,
    );
    for (const sound of [
      ["1.200", "0.900"],
      ["1.200", "900.000"],
      ["1.234", "900"],
      ["1.200", "90"],
      ["1.200", "900", "1.5"],
    ])
      assert.equal(column(...sound).intake.refused, 0, sound.join());
  });

  it("makes no single channel of two columns", () => {
    const two = `Time;Power [W];Power [W]\n${AT};1;2\n`;
    const remedy = /^--columns: two columns would be "(.*)": name each in their order, as time,one,two/;
    assert.match(unclear(two, { columns: "time,*" }), remedy);
    assert.match(unclear(two, { columns: "Time=time,Power=pv" }), remedy);
    assert.match(unclear(two, { columns: "time,pv,pv" }), remedy);
    assert.deepEqual(first(two, { columns: "time,east,west" }), { east: [1, "W"], west: [2, "W"] });
  });

  it("says what is wrong with --columns", () => {
    assert.match(unclear(WIDE, { columns: "a,b" }), /one of them must be "time"/);
    assert.match(unclear(WIDE, { columns: "time,-" }), /one of them must be "value", or the name of a channel/);
    assert.match(
      unclear(WIDE, { columns: "Timestamp=time,L1=a" }),
      /no column is called "l1"; there are: timestamp, Grid L1/,
    );
    assert.match(unclear(WIDE, { columns: "timestamp=time,a" }), /name each column by its header/);
    assert.match(unclear(`${AT},1\n`, { columns: "x=time,y=a" }), /has no header/);
    assert.match(unclear(`${AT},1\n`, { columns: "time,*" }), /this table has none/);
  });

  it("keeps the good cells of a row, and tells of the others once", () => {
    const { values, intake } = taken("csv", `time,a,b,c\n${AT},1,12abc,3\n`, { columns: "time,*" });
    assert.deepEqual(values, { a: { [AT]: 1 }, c: { [AT]: 3 } });
    assert.deepEqual([intake.readings, intake.refused], [2, 1]);
  });

  it("refuses footers, rows of sums and rows of other lengths, with their lines", () => {
    const { intake } = taken("csv", `time,channel,value\n${AT},pv,1\nSumme,,1\n${AT},pv\n${AT},pv,1,2\n`);
    assert.deepEqual(intake.refused, 3);
    assert.match(intake.complaints.join("\n"), /^line 3: three fields .* \(3 such lines: 3, 4, 5\)$/);
  });

  const INVERTER = `sep=;
Version 1|Tool of an inverter|Decimalpoint comma

;;;Watt;kWh
dd/MM/yyyy HH:mm:ss;Name;Serial;Power;Total
10/03/2026 07:00:00;Roof;2100123456;1430,000;75086,708
10/03/2026 07:05:00;Roof;2100123456;1433,500;75086,933
`;
  const UTILITY = `Point;Type;Date de debut;Date de fin;Unite
09123456789012;Courbe;10/03/2026;11/03/2026;W
Horodate;Valeur
2026-03-10T08:00:00+01:00;412
2026-03-10T08:30:00+01:00;398
`;

  it("may stand below a title, with its units and the form of its times in rows of their own", () => {
    const both = { power: [1_430, "W"], total: [75_086_708, "Wh"] };
    assert.deepEqual(first(INVERTER, { columns: "Power=power,Total=total,dd/mm/yyyy hh:mm:ss=time" }), both);
    assert.deepEqual(first(INVERTER, { columns: "time,-,-,power,total" }), both);
    assert.deepEqual(first(UTILITY, { channel: "grid", unit: "W" }), { grid: [412, "W"] });
    const below = "Zeit;Bezug\n[dd.MM.yyyy HH:mm];[kWh]\n10.03.2026 07:00;41,5\n10.03.2026 07:05;41,7\n";
    assert.deepEqual(first(below, { columns: "time,*" }), { Bezug: [41_500, "Wh"] });
    const noNames = ";SN: 2100123456\n;2100123456\ndd/MM/yyyy HH:mm;kW\n10/03/2026 07:00;1,5\n10/03/2026 07:05;1,7\n";
    assert.deepEqual(first(noNames, { columns: "time,pv" }), { pv: [1_500, "W"] });
  });

  it("is no spreadsheet's own file, no page and no JSON, and says what to do with those", () => {
    assert.match(unclear("PK\u0003\u0004\u0014\u0000junk\n"), /spreadsheet's own file: save the sheet there as CSV/);
    assert.match(unclear("<!DOCTYPE html>\n<title>Sign in</title>\n"), /web page, or XML, and no table/);
    assert.match(unclear('{"channel":"pv","at":1773126000000,"value":1}\n'), /say --format jsonl/);
    assert.match(unclear("%PDF-1.7\n"), /This is a PDF/);
    assert.match(unclear("SQLite format 3\u0000\n"), /This is a database/);
  });

  it("takes no row for its header, in whatever way its numbers and times are written", () => {
    const rows = "2026-03-10 01:00:00 XYZ;;0,000\n2026-03-10 02:00:00 XYZ;;0,400\n";
    assert.match(
      unclear(`Plant;;\nTime at;a (kWh); b (kWh)\n${rows}2026-03-10 07:00:00;;1,5\n`),
      /\(Time at, a \(kWh\), b/,
    );
    const sideBySide = "id,unit,2026-03-10,2026-03-11,2026-03-12\npv,kWh,1,2,3\n";
    assert.match(unclear(sideBySide), /^Its times stand side by side in one line: turn/);
  });

  it("says which lines above its header it left out, and refuses those below", () => {
    const notes = (text: string) => readingOf("csv", text.split("\n"), { zone: "UTC", channel: "grid" }).said;
    assert.deepEqual(notes(UTILITY), ["What stands above its header is left out: 2 lines"]);
    assert.deepEqual(notes(`time,value\n${AT},1\n`), []);
    assert.equal(taken("csv", `time,value\nrubbish,here\n${AT},1\n`, { channel: "grid" }).intake.refused, 1);
    assert.equal(taken("csv", `rubbish\n${AT},grid,1\n`).intake.refused, 1);
  });

  it("takes the time beside a date for the clock, and says so of a table that it does not know", () => {
    const table = `Type,Date,Start Time,Usage (kWh),Cost\nElectric,3/10/2026,7:00 AM,0.25,$0.11\n`;
    assert.match(unclear(table), /--columns "Date=date,Start Time=clock,Usage \(kWh\)=channel1"$/);
    const columns = "Date=date,Start Time=time,Usage (kWh)=grid[kWh/15min]";
    assert.deepEqual(first(table, { columns, time: "mdy" }), { grid: [1_000, "W"] });
    assert.match(
      unclear(`Beginn;Bezug kWh;Ort\n10.03.2026 07:00;1,5;Hof\n`),
      /"Beginn=time,Bezug kWh=channel1\[kWh\]"/,
    );
  });

  it("takes a header that stands again for a header", () => {
    const { intake } = taken("csv", `Zeit;Kanal;Wert\n${AT};pv;1\nZeit;Kanal;Wert\n${AT};a;2\n`);
    assert.deepEqual([intake.readings, intake.refused], [2, 0]);
  });

  it("is not understood at all where its lines end with CR only", () => {
    assert.throws(() => taken("csv", `time,channel,value\r${AT},pv,1\r`), UnclearText);
  });
});
