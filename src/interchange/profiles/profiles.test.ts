import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TextOptions } from "../reader.ts";
import { taken } from "../testing/taken.ts";

/** Exports of other programs, written anew after their form. */

function of(text: string, options: Partial<TextOptions> = {}, format: "csv" | "influx" = "csv") {
  const { values, loader, intake } = taken(format, text, { zone: "Europe/Paris", ...options });
  assert.deepEqual(intake.complaints, []);
  return { values, units: Object.fromEntries(loader.units) };
}

function unclear(text: string, options: Partial<TextOptions> = {}): string {
  try {
    taken("csv", text, options);
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return "";
}

describe("Home Assistant", () => {
  const HISTORY = `entity_id,state,last_changed
sensor.solar,0,2026-03-09T23:00:00.000Z
sensor.solar,unavailable,2026-03-10T08:00:00.000Z
sensor.solar,47,2026-03-10T08:01:32.315Z
sensor.charger,float,2026-03-10T08:00:00.000Z
`;

  it("gives its history, recognised or named", () => {
    for (const options of [{}, { profile: "home-assistant" } as const]) {
      assert.deepEqual(of(HISTORY, options).values, {
        "sensor.charger": { "2026-03-10T08:00:00Z": "float" },
        "sensor.solar": { "2026-03-09T23:00:00Z": 0, "2026-03-10T08:01:32.315Z": 47 },
      });
    }
    const more = HISTORY.replace("last_changed", "last_changed,current_temperature").replaceAll("Z\n", "Z,20.5\n");
    assert.equal(Object.keys(of(more).values).length, 2);
  });

  it("gives its statistics: a register at the end of its hour, a mean from the beginning on", () => {
    const text = `statistic_id;unit;start;min;max;mean;sum;state
sensor.temp;°C;10.03.2026 07:00;20;21;20,5;;
sensor.grid;kWh;10.03.2026 07:00;;;;10,5;100,25
`;
    const { values, units } = of(text);
    assert.deepEqual(values, {
      "sensor.temp": { "2026-03-10T06:00:00Z": 20.5 },
      "sensor.grid": { "2026-03-10T07:00:00Z": 100_250 },
    });
    assert.deepEqual(units, { "sensor.temp": "°C", "sensor.grid": "Wh" });
    assert.match(unclear("a,b\n1,2\n", { profile: "home-assistant-statistics" }), /statistic_id and start are missing/);
    // what nobody said is not to blame
    for (const text of ["", "a;b\n1;2\n", "entity_id,state\npv,2\n"]) {
      assert.match(unclear(text, { profile: "home-assistant" }), /^No history of Home Assistant.*are missing$/, text);
    }
    assert.deepEqual(of("", { profile: "emoncms" }).values, {});
  });

  const LINES = `kWh,domain=sensor,entity_id=grid value=48210.4,friendly_name_str="Grid" 1773126000000000000
°C,domain=sensor,entity_id=t value=20.5 1773126000000000000
units,domain=sensor,entity_id=n value=1 1773126000000000000
`;

  it("gives line protocol whose measurements are units", () => {
    const { values, units } = of(LINES, {}, "influx");
    assert.equal(values["kWh.sensor.grid"]?.["2026-03-10T07:00:00Z"], 48_210.4);
    assert.deepEqual(units, {
      "kWh.sensor.grid": "kWh",
      "kWh.sensor.grid.friendly_name_str": null,
      "°C.sensor.t": "°C",
      "units.sensor.n": "",
    });
    const named = of(LINES, { profile: "home-assistant" }, "influx");
    assert.equal(named.values["sensor.grid"]?.["2026-03-10T07:00:00Z"], 48_210_400);
    assert.equal(named.units["sensor.grid"], "Wh");
  });
});

describe("line protocol", () => {
  it("may have several fields, and any precision", () => {
    const text = String.raw`house,room=cellar power=12.5,energy=3i,state="float, ok",on=t 1773126000
sp\ ace,id=a\,b value=1.5e+03 1773126000
`;
    assert.deepEqual(of(text, {}, "influx").values, {
      "house.cellar.power": { "2026-03-10T07:00:00Z": 12.5 },
      "house.cellar.energy": { "2026-03-10T07:00:00Z": 3 },
      "house.cellar.state": { "2026-03-10T07:00:00Z": "float, ok" },
      "house.cellar.on": { "2026-03-10T07:00:00Z": 1 },
      "sp ace.a,b": { "2026-03-10T07:00:00Z": 1_500 },
    });
  });

  it("keeps the good fields of a line", () => {
    const { values, intake } = taken("influx", "CREATE DATABASE house\nh a=1,b=1x 1773126000000\n");
    assert.deepEqual(values, { "h.a": { "2026-03-10T07:00:00Z": 1 } });
    assert.deepEqual([intake.readings, intake.refused], [1, 1]);
    assert.match(intake.notes().join(), /taken as milliseconds/);
  });
});

describe("InfluxDB's annotated CSV", () => {
  it("of a pivot has a channel for each field, told from the tags by #group", () => {
    const header = (group: string) => `#group,false,false,true,false,true,${group}
#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,string,string,double,long,string,boolean
#default,_result,,,,,,,,,
,result,table,_start,_time,_measurement,room,power,count,mode,on
`;
    const rows = `,,0,2026-05-01T00:00:00Z,2026-05-01T00:00:00Z,grid,cellar,100.5,7,12,true
,,0,2026-05-01T00:00:00Z,2026-05-01T00:01:00Z,grid,cellar,,8,auto,false
`;
    const at = "2026-05-01T00:00:00Z";
    const next = "2026-05-01T00:01:00Z";
    const { values, intake } = taken("csv", header("true,false,false,false,false") + rows);
    assert.deepEqual(intake.complaints, []);
    assert.deepEqual(values, {
      "grid.cellar.power": { [at]: 100.5 },
      "grid.cellar.count": { [at]: 7, [next]: 8 },
      "grid.cellar.mode": { [at]: "12", [next]: "auto" },
      "grid.cellar.on": { [at]: 1, [next]: 0 },
    });
  });

  it("of a pivot without its annotations is refused, with what to do", () => {
    const text = ",result,table,_time,_measurement,power\n,,0,2026-05-01T00:00:00Z,grid,100\n";
    const { intake } = taken("csv", text, { profile: "influx-csv" });
    assert.deepEqual([intake.readings, intake.refused], [0, 2]);
    assert.match(intake.complaints[0] ?? "", /^line 1: no column _value, .*export it with its annotations/);
  });

  const TABLE = `#group,false,false,true,true,false,false,true,true,true
#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,double,string,string,string
#default,_result,,,,,,,,
,result,table,_start,_stop,_time,_value,_field,_measurement,room
,,0,2026-03-10T00:00:00Z,2026-03-11T00:00:00Z,2026-03-10T07:00:00Z,1500,power,house,cellar
,,0,2026-03-10T00:00:00Z,2026-03-11T00:00:00Z,2026-03-10T07:01:00Z,,power,house,cellar
`;
  const STATES = `
#datatype,string,long,dateTime:RFC3339,string,string,string
,result,table,_time,_value,_field,_measurement
,,1,2026-03-10T07:00:00Z,float,value,charger
,,1,2026-03-10T07:01:00Z,12,value,charger
`;

  it("is recognised, with all of its tables", () => {
    assert.deepEqual(of(TABLE + STATES).values, {
      "house.cellar.power": { "2026-03-10T07:00:00Z": 1_500 },
      charger: { "2026-03-10T07:00:00Z": "float", "2026-03-10T07:01:00Z": "12" },
    });
  });

  it("has what is true or false as 1 and 0", () => {
    const text = `#datatype,string,dateTime:RFC3339,boolean,string
,name,_time,_value,_measurement
,x,2026-03-10T07:00:00Z,true,pump
,x,2026-03-10T07:01:00Z,false,pump
`;
    assert.deepEqual(of(text).values["pump.x"], { "2026-03-10T07:00:00Z": 1, "2026-03-10T07:01:00Z": 0 });
  });

  it("goes on at the beginning of a table only", () => {
    const { intake } = taken("csv", TABLE);
    assert.equal(intake.settle().lines, 6, "its end is one");
    assert.match(unclear(TABLE.replace("_value", "x"), {}), /^$/);
  });
});

describe("volkszaehler", () => {
  it("names its channels in comments", () => {
    const text = `# source:;volkszaehler.org
# version:;0.3

# uuid:;11111111-0000-0000-0000-000000000000
# title:;Keller
# rows:;2
1773126000000;22.312;1
1773126060000;22;1
# uuid:;22222222-0000-0000-0000-000000000000
1773126000000;7;1
`;
    assert.deepEqual(of(text).values, {
      Keller: { "2026-03-10T07:00:00Z": 22.312, "2026-03-10T07:01:00Z": 22 },
      "22222222-0000-0000-0000-000000000000": { "2026-03-10T07:00:00Z": 7 },
    });
    const one = text.split("# uuid:;2")[0] ?? "";
    assert.equal(of(one, { channel: "t", unit: "°C" }).units.t, "°C");
    assert.match(unclear(text, { channel: "t" }), /names several channels itself \(Keller, 2222/);
  });
});

describe("emoncms", () => {
  it("gives a feed, or several", () => {
    const feed = of("1773126000,1500\n1773126010,null\n", { profile: "emoncms", channel: "pv", unit: "W" });
    assert.deepEqual(feed.values, { pv: { "2026-03-10T07:00:00Z": 1_500 } });
    const feeds = of("timestamp,solar,use\n1773126000,1,2\n", { profile: "emoncms" });
    assert.deepEqual(Object.keys(feeds.values).sort(), ["solar", "use"]);
    assert.match(unclear("1773126000,1500\n", { profile: "emoncms" }), /--channel NAME/);
  });
});

describe("evcc", () => {
  const EN = `Created,Finished,Charging point,Identifier,Vehicle,Odometer (km),Meter start (kWh),Meter stop (kWh),Energy (kWh)
2026-04-01 10:00:00,2026-04-01 12:00:00,Carport,,Car,,1000.5,1010.5,10
2026-04-02 10:00:00,2026-04-02 12:00:00,Street,,Car,,,,6
`;
  it("gives the meter of a charging point, or the mean power of a session", () => {
    const { values, units } = of(EN, { profile: "evcc" });
    assert.deepEqual(values, {
      "evcc.Carport.energy": { "2026-04-01T08:00:00Z": 1_000_500, "2026-04-01T10:00:00Z": 1_010_500 },
      "evcc.Street.power": { "2026-04-02T08:00:00Z": 3_000, "2026-04-02T10:00:00Z": 0 },
    });
    assert.deepEqual(Object.values(units), ["Wh", "W"]);
    const de = EN.replace("Created,Finished,Charging point", "\uFEFFStartzeit,Endzeit,Ladepunkt").replace(
      "Meter start (kWh),Meter stop (kWh),Energy (kWh)",
      "Anfangszählerstand (kWh),Endzählerstand (kWh),Energie (kWh)",
    );
    assert.deepEqual(of(de, { profile: "evcc" }).values, values);
  });

  it("refuses a register that is damaged, and takes no energy in its place", () => {
    const { intake } = taken("csv", EN.replace("1000.5,1010.5", '"1.000,5","1.010,5"'), { profile: "evcc" });
    assert.deepEqual([intake.readings, intake.refused], [2, 1]);
    assert.match(intake.complaints.join(), /^line 2: "1\.000,5" has marks between its digits/);
  });

  it("is proposed where it is not named", () => {
    assert.match(unclear(EN), /looks like an export that --profile evcc reads/);
    assert.match(
      unclear("a,b\n1,2\n", { profile: "evcc" }),
      /columns such as Created, Finished and Loadpoint are missing/,
    );
  });
});

describe("VRM", () => {
  const LOG = `,Battery Monitor [512],Battery Monitor [512],System overview [0]
Europe/Tallinn (+02:00),State of charge,Voltage,AC Consumption L1
,%,V,kW
2026-01-01 12:00:00,85.5,52.1,0.5
2026-01-01 12:15:00,,52,0.6
`;
  it("gives a log whose second line names the zone and whose third the units", () => {
    const { values, units } = of(LOG, { profile: "vrm" });
    assert.deepEqual(values["System overview [0].AC Consumption L1"], {
      "2026-01-01T10:00:00Z": 500,
      "2026-01-01T10:15:00Z": 600,
    });
    assert.deepEqual(Object.values(units), ["%", "V", "W"]);
    const offset = of(LOG.replace("Europe/Tallinn (+02:00)", "(+03:00)"), { profile: "vrm" });
    assert.ok(offset.values["Battery Monitor [512].Voltage"]?.["2026-01-01T09:00:00Z"]);
    assert.match(unclear(LOG), /--profile vrm/);
    assert.match(unclear("a,b\n", { profile: "vrm" }), /three lines of devices, names and units/);
  });
});

describe("Shelly", () => {
  it("gives the energy of each row, which becomes its power", () => {
    const text = `timestamp,a_total_act_energy,a_fund_act_energy,a_total_act_ret_energy,a_avg_voltage
1773126000,2,1,0.5,230.5
1773126060,4,1,0,231
`;
    assert.deepEqual(of(text, { profile: "shelly" }).values, {
      "shelly.a.power": { "2026-03-10T07:00:00Z": 120, "2026-03-10T07:01:00Z": 240 },
      "shelly.a.returned_power": { "2026-03-10T07:00:00Z": 30, "2026-03-10T07:01:00Z": 0 },
      "shelly.a.voltage": { "2026-03-10T07:00:00Z": 230.5, "2026-03-10T07:01:00Z": 231 },
    });
    const first = `Date/time UTC,Active energy Wh (1),Returned energy Wh (1),Min V,Max V
2026-03-10 07:00,2.10,0.00,232.0,233.5
2026-03-10 07:10,3.00,0.00,232.0,233.5
`;
    assert.deepEqual(of(first, { profile: "shelly", channel: "grid" }).values["grid.power"], {
      "2026-03-10T07:00:00Z": 12.6,
      "2026-03-10T07:10:00Z": 18,
    });
    assert.match(unclear(first), /--profile shelly/);
    assert.match(unclear(first.split("\n").slice(0, 2).join("\n"), { profile: "shelly" }), /One row does not tell/);
  });
});
