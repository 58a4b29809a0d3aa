import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type ImportOptions, type ImportReport, importReadings } from "./import.ts";
import { UnclearText } from "./layout.ts";
import { MemoryLoader } from "./testing/memory-loader.ts";

const DAY = Date.UTC(2026, 2, 10);
const QUARTER = 900_000;

async function* bytesOf(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

interface Came {
  readonly report: ImportReport;
  readonly units: ReadonlyMap<string, string | null>;
  /** Of each channel: time and value. */
  readonly shown: Readonly<Record<string, readonly string[]>>;
}

async function came(text: string, options: Partial<ImportOptions> = {}, loader = new MemoryLoader()): Promise<Came> {
  const report = await importReadings(loader, bytesOf(text), { format: "csv", ...options });
  const shown = [...loader.all].map(([name, all]) => [
    name,
    all.map(([at, value]) => `${new Date(at).toISOString().slice(8, 16)} ${value}`),
  ]);
  return { report, units: loader.units, shown: Object.fromEntries(shown) };
}

function rowsOf(values: readonly number[], { unit = "kWh", name = "grid.used" } = {}): string {
  const rows = values.map((value, i) => `${DAY + i * QUARTER},${name},${value},${unit}\n`);
  return `time,channel,value,unit\n${rows.join("")}`;
}

const EACH = [0.105, 0.097, 0.083, 0.21, 0.19, 0.6, 0.1, 0.2];
const REGISTER = Array.from({ length: 48 }, (_, i) => 5_000 + i);

describe("an import of what is counted", () => {
  it("refuses what may be the energy of each row, and says what to write", async () => {
    for (const unit of ["kWh", "m³"]) {
      const { report, shown } = await came(rowsOf(EACH, { unit }));
      assert.deepEqual(shown, {});
      assert.equal(report.refused, EACH.length);
      assert.equal(report.readings, 0);
      assert.match(report.complaints.join(), /may be a meter's register, or .*--energy register or --energy per-row/);
    }
    // of few rows, too
    for (const values of [EACH.slice(0, 3), [8.1, 7.5, 9.2]]) {
      assert.equal((await came(rowsOf(values))).report.readings, 0, `${values}`);
    }
  });

  it("takes a register, also where it trembles, begins anew each day, or stands in the order of time gone by", async () => {
    const all = [
      REGISTER,
      REGISTER.map((value, i) => value + (i % 2) * 3),
      REGISTER.map((_, i) => i % 24),
      [0, 0, 0, 0],
      [7],
      [1, 2, 4],
    ];
    for (const values of all) assert.equal((await came(rowsOf(values))).report.readings, values.length, `${values}`);
    const [head = "", ...rows] = rowsOf([1, 3, 9, 12, 20]).trim().split("\n");
    assert.equal((await came([head, ...rows.toReversed()].join("\n"))).report.readings, 5);
  });

  it("asks nothing of what is no register, or is said to be one", async () => {
    assert.equal((await came(rowsOf(EACH, { unit: "kW" }))).report.readings, EACH.length);
    assert.equal((await came(rowsOf(EACH, { unit: "kWh/15min" }))).report.readings, EACH.length);
    assert.equal((await came(rowsOf(EACH, { name: "battery.stored" }))).report.readings, EACH.length);
    assert.equal((await came(rowsOf(EACH), { energy: "register" })).report.readings, EACH.length);
  });

  it("takes a long register at the pace of others once it is known to be one", async () => {
    const values = Array.from({ length: 7_000 }, (_, i) => (i < 3_500 ? 0 : i - 3_499));
    const { report, shown } = await came(rowsOf(values));
    assert.deepEqual([report.readings, shown["grid.used"]?.length], [7_000, 7_000]);
    // what stands still for a month is no register for that
    const late = [...Array.from({ length: 3_500 }, () => 0), ...EACH];
    assert.equal((await came(rowsOf(late))).report.readings, 0);
  });
});

describe("energies of rows", () => {
  it("become a register from the beginning of the first row to the end of the last one", async () => {
    const { shown, report, units } = await came(rowsOf([0.1, 0.3, 0.2]), { energy: "per-row" });
    assert.deepEqual(shown, { "grid.used": ["10T00:00 0", "10T00:15 100", "10T00:30 400", "10T00:45 600"] });
    assert.equal(units.get("grid.used"), "Wh");
    assert.equal(report.readings, 4);
    assert.match(report.notes.join(), /3 rows of 15 min are added up to a register, from 0 Wh at 2026-03-10 00:00 UTC/);
    assert.match(report.notes.join(), /begins at its time \(--time end: it ends then\)/);
  });

  it("end at their time where that is said", async () => {
    const { shown, report } = await came(rowsOf([0.1, 0.3]), { energy: "per-row", time_is_end: true });
    assert.deepEqual(shown["grid.used"], ["09T23:45 0", "10T00:00 100", "10T00:15 400"]);
    assert.match(report.notes.join(), /each ends at its time/);
  });

  it("go on from what was said, or from what the history has", async () => {
    const said = { energy: "per-row", register: { value: 48, unit: "kWh" } } as const;
    assert.deepEqual((await came(rowsOf([0.1, 0.3]), said)).shown["grid.used"]?.at(-1), "10T00:30 48400");
    const asked: unknown[] = [];
    const registerOf: ImportOptions["registerOf"] = async (question) => {
      asked.push(question);
      return 7_000;
    };
    const { shown } = await came(rowsOf([0.1, 0.3]), { energy: "per-row", registerOf });
    assert.deepEqual(shown["grid.used"], ["10T00:00 7000", "10T00:15 7100", "10T00:30 7400"]);
    const instants = [DAY, DAY + QUARTER, DAY + 2 * QUARTER];
    assert.deepEqual(asked, [{ channel: "grid.used", unit: "Wh", instants }]);
    await assert.rejects(came(rowsOf(REGISTER), { register: { value: 1, unit: "" } }), /nothing of it is added up/);
    const two = `${rowsOf([1, 2])}${rowsOf([1, 2], { name: "b" }).split("\n").slice(1).join("\n")}`;
    await assert.rejects(came(two, said), /one channel's, and several/);
    const inWatts = { ...said, register: { value: 1, unit: "W" } };
    await assert.rejects(came(rowsOf([1, 2]), inWatts), UnclearText);
  });

  it("stand in any order, and say where rows are missing, below 0, or there twice", async () => {
    const lines = ["10:00,1", "11:00,2", "11:00,2", "11:00,3", "15:00,4", "09:00,8", "12:00,-1"];
    const text = `time,value\n${lines.map((line) => `2026-03-10 ${line}\n`).join("")}`;
    const { shown, report } = await came(text, { energy: "per-row", channel: "a", unit: "kWh" });
    assert.deepEqual(shown.a, [
      ...["10T09:00 0", "10T10:00 8000", "10T11:00 9000", "10T12:00 11000"],
      ...["10T15:00 11000", "10T16:00 15000"],
    ]);
    assert.match(report.notes.join("\n"), /a: rows are missing once/);
    assert.equal(report.refused, 2);
    assert.match(report.complaints.join(), /below 0.*another energy for the same time before/);
    assert.equal(report.readings, 6);
  });

  it("of a day of 25 hours, and of a single row of which nobody knows how long it is", async () => {
    const text = "time,value\n2026-10-24,1\n2026-10-25,2\n2026-10-26,3\n2026-10-27,3\n";
    const options = { energy: "per-row", channel: "a", unit: "kWh", time_zone: "Europe/Paris" } as const;
    const { shown, report } = await came(text, options);
    assert.deepEqual(shown.a, ["23T22:00 0", "24T22:00 1000", "25T23:00 3000", "26T23:00 6000", "27T23:00 9000"]);
    assert.doesNotMatch(report.notes.join(), /missing/);
    const one = await came(text.split("\n").slice(0, 2).join("\n"), options);
    assert.deepEqual(one.shown, {});
    assert.match(one.report.complaints.join(), /how long it is: say so by its unit, as kWh\/15min/);
  });
});

describe("a table of energies", () => {
  const table = (header: string, values: readonly number[]): string =>
    `${header}\n${values.map((value, i) => `${new Date(DAY + i * QUARTER).toISOString()},${value}\n`).join("")}`;
  const columns = (header: string) => ({ columns: `${header.split(",")[0]}=time,${header.split(",")[1]}=a[kWh]` });

  it("is read by its header's words, where the values agree", async () => {
    for (const header of ["time,Consumption (kWh)", "Zeit,Verbrauch [kWh]", "Date,Production totale"]) {
      if (header.includes("totale")) continue;
      const { shown } = await came(table(header, EACH), columns(header));
      assert.equal(shown.a?.at(-1), "10T02:00 1585", header);
    }
    // a register may be called so
    assert.equal(
      (await came(table("time,Import", REGISTER), columns("time,Import"))).shown.a?.at(-1),
      "10T11:45 5047000",
    );
    const total = await came(table("time,Consumption total", EACH), columns("time,Consumption total"));
    assert.equal(total.report.refused, EACH.length);
    // of a few that only rise nobody knows
    const few = await came(table("time,Consumption", [0.1, 0.3, 0.5]), columns("time,Consumption"));
    assert.deepEqual([few.report.refused, few.shown], [3, {}]);
  });

  it("of Octopus is read by itself", async () => {
    const text = `Consumption (kwh), Estimated Cost Inc. Tax (p), Start, End
0.120, 3.2, 2026-03-10T00:00:00+00:00, 2026-03-10T00:30:00+00:00
0.250, 6.1, 2026-03-10T00:30:00+00:00, 2026-03-10T01:00:00+00:00
`;
    assert.deepEqual((await came(text)).shown, { Consumption: ["10T00:00 0", "10T00:30 120", "10T01:00 370"] });
    assert.deepEqual(Object.keys((await came(text, { channel: "grid.import" })).shown), ["grid.import"]);
    const gas = text.replace("(kwh)", "(m³)");
    assert.deepEqual((await came(gas)).shown.Consumption?.at(-1), "10T01:00 0.37");
  });

  it("of Tibber and of Green Button is read by itself", async () => {
    const tibber = `from,to,cost,consumption_kwh
2026-03-10T00:00:00.000+01:00,2026-03-10T01:00:00.000+01:00,0.1,1.5
2026-03-10T01:00:00.000+01:00,2026-03-10T02:00:00.000+01:00,0.1,0.5
`;
    assert.deepEqual(Object.values((await came(tibber)).shown), [["09T23:00 0", "10T00:00 1500", "10T01:00 2000"]]);
    const button = `Name,SOMEBODY
Address,SOMEWHERE

TYPE,DATE,START TIME,END TIME,USAGE (kWh),COST,NOTES
Electric usage,2026-03-10,00:00,00:14,0.10,$0.02,
Electric usage,2026-03-10,00:15,00:29,0.30,$0.02,
Electric usage,2026-03-10,00:30,00:44,0.20,$0.02,
`;
    assert.deepEqual((await came(button)).shown, {
      USAGE: ["10T00:00 0", "10T00:15 100", "10T00:30 400", "10T00:45 600"],
    });
  });

  it("of Enphase and of Fronius is read by itself", async () => {
    const enphase = `Date/Time,Energy Produced (Wh),Energy Consumed (Wh)
03/13/2026 09:00,10,40
03/13/2026 09:15,8,30
`;
    const { shown } = await came(enphase);
    assert.deepEqual(shown["Energy Produced"], ["13T09:00 0", "13T09:15 10", "13T09:30 18"]);
    assert.deepEqual(shown["Energy Consumed"], ["13T09:00 0", "13T09:15 40", "13T09:30 70"]);
    const fronius = `Datum und Uhrzeit,Energie | Symo 8.2,Netzbezug
[dd.MM.yyyy HH:mm],[Wh],[Wh]
10.03.2026 10:00,12.5,3
10.03.2026 10:05,11,4
`;
    const named = (await came(fronius)).shown;
    assert.deepEqual(named["Energie | Symo 8.2"], ["10T10:00 0", "10T10:05 12.5", "10T10:10 23.5"]);
    assert.deepEqual(named.Netzbezug, ["10T10:00 0", "10T10:05 3", "10T10:10 7"]);
    await assert.rejects(came(fronius, { channel: "a" }), /several energies/);
  });

  it("that lacks a unit is asked for one", async () => {
    const text = "from,to,consumption\n2026-03-10T00:00Z,2026-03-10T01:00Z,1\n2026-03-10T01:00Z,2026-03-10T02:00Z,2\n";
    await assert.rejects(came(text), /--profile intervals reads/);
    await assert.rejects(came(text, { profile: "intervals" }), /no unit: say it, by --unit kWh/);
    assert.deepEqual(
      (await came(text, { profile: "intervals", unit: "kWh" })).shown.consumption?.at(-1),
      "10T02:00 3000",
    );
    await assert.rejects(came("a,b\n1,2\n", { profile: "intervals" }), /Start and End, or From and To, are missing/);
  });

  it("of charging sessions is none", async () => {
    const text = "Start time,End time,Charging point,Energy (kWh)\n2026-03-10 10:00,2026-03-10 11:00,Car,7\n";
    await assert.rejects(came(text), /--profile evcc/);
  });

  it("stores nothing of what is added up where the text breaks off, and says so", async () => {
    const power = `${DAY},grid.power,700,W\n`;
    const { report, shown } = await came(rowsOf(EACH) + power, { energy: "per-row", stopped: () => true });
    assert.deepEqual(shown, { "grid.power": ["10T00:00 700"] });
    assert.deepEqual([report.readings, report.complete], [1, false]);
    assert.deepEqual(report.notes, [
      "grid.used: 8 of its numbers are not in the history: they are added up once all of the text was read",
    ]);
  });
});
