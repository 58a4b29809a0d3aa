import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { inEnglish, say } from "../../model/index.ts";
import { anyWords } from "../../model/testing/any-words.ts";
import { atOnce } from "../kit/testing/at-once.ts";
import type { Format } from "./options.ts";
import { MOST_VALUES, type Parsed, parseLine, parseOutput, type Units, unitsOf } from "./output.ts";

const whole = (output: string, format: Format = "auto", units: Units = new Map()): Parsed =>
  atOnce(parseOutput(output, format, units));

const refusedOf = ({ first_refused }: Parsed): string => inEnglish(first_refused ?? "");

const read = (output: string, format: Format = "auto", units: Record<string, string> = {}) => {
  const { readings, refused } = whole(output, format, unitsOf(units));
  return { readings: readings.map(({ quantity, value, unit }) => [quantity, value, unit]), refused };
};

describe("output", () => {
  const T = ["temperature", 21.5, "°C"];
  const ONE: readonly (readonly [string, string])[] = [
    ["a line", "temperature 21.5 °C"],
    ["a line with =", "temperature=21.5 C"],
    ["a line with :", "Temperature:  21.5 °C\r\n"],
    ["comments and empty lines around", "# hello\n\ntemperature = 21.5 °C\n"],
    ["a named object", '{"name":"temperature","value":21.5,"unit":"°C"}'],
    ["an array of them", '[{"name":"temperature","value":"21.5","unit":"°C"}]'],
    ["an object of objects", '{"temperature":{"value":21.5,"unit":"°C"}}'],
    ["JSON over several lines", '{\n  "temperature": {\n "value": 21.5, "unit": "°C" }\n}\n'],
    ["PvMonit's", '[{"id":"temperature","value":"21.5","units":"°C","desc":"Salon","screen":1,"smallScreen":0}]'],
  ];
  for (const [name, words] of ONE) {
    it(`is understood: ${name}`, () => assert.deepEqual(read(words), { readings: [T], refused: 0 }));
  }

  it("says why something is no value in the reader's language", () => {
    const { first_refused } = whole("power abc W");
    assert.ok(first_refused !== null && typeof first_refused !== "string");
    assert.equal(say(first_refused, "de"), "power abc W (ein Wort ist kein Wert in W)");
    assert.equal(say(first_refused, "fr"), "power abc W (un mot n’est pas une valeur en W)");
  });

  it("reads a state behind a name of several words, as a number is", () => {
    const { readings, refused } = read(
      "power supply:         yes\nBoiler state: ON\nLeap status     : Normal\nbus voltage: n/a\nmode heat\nstate: eco: two",
    );
    assert.deepEqual(
      [readings, refused],
      [
        [
          ["power_supply", 1, ""],
          ["boiler_state", 1, ""],
          ["leap_status", "Normal", null],
          ["bus_voltage", null, ""],
          ["mode", "heat", null],
          ["state", "eco: two", null],
        ],
        0,
      ],
    );
    // what a broker's client prints begins with a topic
    assert.deepEqual(read("tele/plug/LWT Error: asleep").readings, [["tele_plug_lwt", "Error: asleep", null]]);
  });

  it("says that a blank is missing between number and unit, also behind a long name", () => {
    for (const line of ["temp=48.3'C", "Load Voltage: 12.30V", "volt=1.2000V", "percentage: 76%", "core temp: 45°C"]) {
      assert.equal(refusedOf(whole(line)), `${line} (print a blank between number and unit)`);
    }
    assert.equal(refusedOf(whole("mode of heat: eco 2")), "mode of heat: eco 2 (a state holds no number and no =)");
  });

  it("says what a yes or no truly was, where a number is wanted", () => {
    const why = "(a yes or no is no number in W: print a number, or give it no unit)";
    for (const [words, said] of [
      ['{"power": false}', "power false"],
      ['{"power": "ON"}', "power ON"],
      ["power off", "power off"],
    ] as const) {
      assert.equal(refusedOf(whole(words, "auto", unitsOf({ power: "W" }))), `${said} ${why}`);
    }
    assert.equal(refusedOf(whole('{"name": "power", "value": true, "unit": "W"}')), `power true W ${why}`);
    assert.deepEqual(read('{"power": "1", "other": 0}', "auto", { power: "W" }).readings[0], ["power", 1, "W"]);
  });

  it("says which values are switches", () => {
    for (const [words, quantity] of [
      ['{"door": true, "level": 1}', "door"],
      ["lamp OFF\nlevel 0", "lamp"],
    ] as const) {
      const { readings } = whole(words);
      assert.deepEqual(
        readings.map((reading) => [reading.quantity, reading.is_switch === true]),
        [
          [quantity, true],
          ["level", false],
        ],
      );
    }
  });

  it("takes JSON lines with several values and states", () => {
    assert.deepEqual(
      read('{"temperature": 21.5, "state":"ok", "door": true, "wind": null}', "auto", { Temperature: "°C" }),
      {
        readings: [T, ["state", "ok", null], ["door", 1, ""], ["wind", null, ""]],
        refused: 0,
      },
    );
  });

  it("calls PvMonit's nameless value `value`, and keeps a record whose key is called so apart", () => {
    assert.deepEqual(read('{"value":"48","units":"kW","desc":"x"}').readings, [["value", 48000, "W"]]);
    assert.deepEqual(read('{"value":3,"level":4}').readings, [
      ["value", 3, ""],
      ["level", 4, ""],
    ]);
  });

  it("lets the configuration's unit go before the program's", () => {
    assert.deepEqual(read("u 12530 V", "auto", { u: "mV" }).readings, [["u", 12.53, "V"]]);
  });

  it("refuses what is no value, and keeps the rest", () => {
    const { readings, refused } = read("a 1\nb 12abc\nc NaN\njust-a-word\n[info] starting\nd 2 W x\ne 5");
    assert.deepEqual(readings, [
      ["a", 1, ""],
      ["e", 5, ""],
    ]);
    assert.equal(refused, 5);
  });

  const LINES: readonly (readonly [string, unknown])[] = [
    ["temperature:", ["temperature", null, ""]],
    ["temperature = 21.5   °C", ["temperature", 21.5, "°C"]],
    ["a ==1", undefined],
    ["a 1\u2028°C", ["a", 1, "°C"]],
    ["a b\u2028c", undefined],
    ['plug/status/switch:0 {"apower":61.5}', ["plug_status_switch_0_apower", 61.5, ""]],
    ['switch:0 {"output":true}', ["switch_0_output", 1, ""]],
    ['power: {"now":5}', ["power_now", 5, ""]],
    ["plug/status/switch:0 on", ["plug_status_switch_0", 1, ""]],
    ["plug/temperature:100/value 21.5", ["plug_temperature_100_value", 21.5, ""]],
    ["pv/day:5 kWh", ["pv_day", 5000, "Wh"]],
    ["switch:0 on", undefined],
    ["switch 1 off", undefined],
    ["IINST 002 Y", ["iinst", 2, ""]],
    ["IINST 003 Y", undefined],
    ["=1", undefined],
    [": 1", undefined],
    ["a 12 a-unit-of-17-char", undefined],
    ["a 12 a-unit-of-16-cha", ["a", 12, "a-unit-of-16-cha"]],
    ["a on a rainy day", ["a", "on a rainy day", null]],
    [`a ${" ".repeat(4_000)}1`, ["a", 1, ""]],
    [`a 1${" ".repeat(4_000)}V`, undefined],
    [`a ${"1".repeat(8_000)}`, undefined],
    [`a ${"1".repeat(8_000)}x`, undefined],
    [`a ${"1".repeat(100)} V`, undefined],
    ["x".repeat(8_000), undefined],
  ];
  for (const [line, reading] of LINES) {
    it(`reads the line ${JSON.stringify(line).slice(0, 30)}`, () => {
      assert.deepEqual(
        read(line),
        reading === undefined ? { readings: [], refused: 1 } : { readings: [reading], refused: 0 },
      );
    });
  }

  describe("refuses a reading whose unit is none", () => {
    const UNITS = [
      "W;",
      "\uFFFDC",
      "W\u0000",
      "W\u001b[2J",
      "1700000000000",
      "1795979235",
      "19:05Z",
      "1e3",
      "nan",
      "...",
      "-",
    ];
    for (const unit of UNITS) {
      it(`${JSON.stringify(unit)} in a line`, () =>
        assert.deepEqual(read(`a 1 V\nhouse.power 1500 ${unit}`), { readings: [["a", 1, "V"]], refused: 1 }));
      it(`${JSON.stringify(unit)} in JSON`, () => {
        assert.deepEqual(read(JSON.stringify({ name: "a", value: 1, unit })), { readings: [], refused: 1 });
        assert.deepEqual(read(JSON.stringify({ a: { value: 1, units: unit } })), { readings: [], refused: 1 });
      });
    }
    for (const unit of ["%", "°", "µg/m³", "1/min", "kvarh", "Ω", "%rH"]) {
      it(`but takes ${unit}`, () => assert.deepEqual(read(`a 1 ${unit}`).readings, [["a", 1, unit]]));
    }

    it("and shows it, with a mark for what does not show", () => {
      assert.equal(refusedOf(whole("power 5 W;")), "power 5 W; (its unit is none)");
      assert.equal(refusedOf(whole("power 5 W\u001b[2J")), "power 5 W\uFFFD[2J (its unit is none)");
      assert.equal(refusedOf(whole("house_power 1500 1700000000000")), "house_power 1500 1700000000000");
    });

    it("unless the configuration says it; what may be a time is refused all the same", () => {
      assert.deepEqual(read("a 21.5 \uFFFDC", "auto", { a: "°C" }).readings, [["a", 21.5, "°C"]]);
      assert.equal(read("a 1500 1795979235", "auto", { a: "W" }).refused, 1);
    });
  });

  for (const line of [
    "1795979231 5.5 W",
    "19:05 230",
    "2026-11-29T19:05:00Z power 5",
    '"power": 5,',
    "'power' 5",
    "_a 1",
  ]) {
    it(`refuses the line ${line}, whose name does not begin with a letter`, () => {
      assert.deepEqual(read(line), { readings: [], refused: 1 });
      assert.match(refusedOf(whole(line)), /\(a name begins with a letter\)$/);
    });
  }

  it("says of a number alone that its name is missing", () => {
    assert.equal(refusedOf(whole("412.5")), "412.5 (print its name before it, as: power 412.5)");
  });

  const HALF: readonly (readonly [string, string])[] = [
    ["with a decimal comma", '{\n  "power": 15,5,\n  "voltage": 12\n}'],
    ["cut off", '{\n "power": 15'],
    ["a list of which one is none", '[\n{"name":"a",},\n{"name":"b","value":2}\n]'],
    ["a list that begins on its first line", '[{"name":"a","value":1},\n{"name":"b","value"}]'],
  ];
  for (const [what, words] of HALF) {
    it(`refuses JSON over several lines whole: ${what}`, () => {
      for (const format of ["auto", "json", "pvmonit"] as const) {
        assert.deepEqual(read(words, format), { readings: [], refused: 1 });
        assert.match(refusedOf(whole(words, format)), /^[^\n]* \(no whole JSON\)$/);
      }
    });
  }

  it("leaves out of JSON what is no JSON in place of a value, and keeps the values around it", () => {
    const odd = '{"a": NaN, "b": 2, "c": None, "d": True, "e": .5, "f":, "g": [-Infinity, 7], "h": 0x1F, "i": "NaN"}';
    const good = [
      ["b", 2, ""],
      ["c", null, ""],
      ["d", 1, ""],
      ["e", 0.5, ""],
      ["f", null, ""],
      ["g_1", 7, ""],
    ];
    for (const words of [odd, odd.replaceAll(", ", ",\n  "), `${odd}\n`]) {
      assert.deepEqual(read(words), { readings: good, refused: 4 }, words);
      assert.equal(refusedOf(whole(words)), "a NaN");
    }
    assert.deepEqual(read('[\n{"name":"a","value":NaN},\n{"name":"b","value":2}\n]'), {
      readings: [["b", 2, ""]],
      refused: 1,
    });
  });

  it("does not mend what may be cut, or a decimal comma", () => {
    for (const words of ['{"a":1,"b":2', '{"a":21,5,"b":2}', '{"a":1,"b"}', "{'a':1}", '{"a":not known}', '{"a":1}x'])
      assert.deepEqual(read(words), { readings: [], refused: 1 }, words);
  });

  it("takes JSON line by line, the broken ones left out", () => {
    assert.deepEqual(read('{"a":NaN}\r\n{"b":2}\n{"c":'), { readings: [["b", 2, ""]], refused: 2 });
  });

  it("refuses a number that is none any more in Gleaner's unit", () => {
    assert.deepEqual(read('{"a": {"value": 1e308, "unit": "kW"}}\nb 1e308 MWh\nc -1e308 kV\nd 1e100 W\ne 2e100 W'), {
      readings: [["d", 1e100, "W"]],
      refused: 4,
    });
    assert.equal(refusedOf(whole("b 1e308 kW")), "b 1e308 kW (no number is so large)");
  });

  it("takes no name, state or unit of which a part was hidden, and says so", () => {
    for (const words of ["ba***_power 5 W", '{"ba***_power": 5}', "key ab***", "power 5 k***", "***", "a•••b = 5"]) {
      assert.deepEqual(read(words), { readings: [], refused: 1 }, words);
      assert.match(refusedOf(whole(words)), /^.* \((\*\*\*|•••) hides a part of a secret\)$/);
    }
  });

  it("keeps to the format that it is told", () => {
    assert.equal(read("a 1", "json").refused, 1);
    assert.equal(read('{"a":1}', "text").readings.length, 0);
    assert.equal(read('{"a":1}', "pvmonit").refused, 1);
    assert.deepEqual(read('{"A":{"value":"1","units":"V"}}', "pvmonit").readings, [["a", 1, "V"]]);
  });

  it("finds values within each other, as plugs send them", () => {
    const tasmota =
      '{"Time":"2026-11-30T01:00:00","ENERGY":{"TotalStartTime":"2025-01-01T00:00:00","Total":12.3,"Power":[12,13]}}';
    assert.deepEqual(read(tasmota, "auto", { "ENERGY.Total": "kWh" }), {
      readings: [
        ["energy_total", 12_300, "Wh"],
        ["energy_power_0", 12, ""],
        ["energy_power_1", 13, ""],
      ],
      refused: 0,
    });
    assert.deepEqual(read('{"output":true,"aenergy":{"total":2.8},"temperature":{"tC":53.3}}').readings, [
      ["output", 1, ""],
      ["aenergy_total", 2.8, ""],
      ["temperature_t_c", 53.3, ""],
    ]);
    assert.deepEqual(
      read('{"sensors":[{"name":"roof","value":21,"unit":"C"},{"t":3}],"x":{"value":5,"more":4}}').readings,
      [
        ["sensors_roof", 21, "°C"],
        ["sensors_1_t", 3, ""],
        ["x", 5, ""],
        ["x_more", 4, ""],
      ],
    );
    assert.deepEqual(read('tele/plug/SENSOR {"ENERGY":{"Power":12}}').readings, [
      ["tele_plug_sensor_energy_power", 12, ""],
    ]);
  });

  it("takes neither long lists nor what is too deep, nor a name that is too long", () => {
    const cells = Array.from({ length: 24 }, () => 3.2);
    assert.equal(read(JSON.stringify({ cells })).readings.length, 24);
    assert.equal(whole(JSON.stringify({ hours: cells.map((price) => ({ price })) })).readings.length, 0);
    const long = `{"day":[${"1,".repeat(32)}1],"b":2}`;
    assert.deepEqual(read(long), { readings: [["b", 2, ""]], refused: 1 });
    assert.equal(refusedOf(whole(long)), "day […] (a list of more than 16)");
    const deep = `${'{"a":'.repeat(12)}1${"}".repeat(12)}`;
    assert.deepEqual(read(deep), { readings: [], refused: 1 });
    assert.equal(read(`{"${"a".repeat(65)}":{"b":1}}`).refused, 1);
    const two = `${"a".repeat(63)}b1 5\n${"a".repeat(63)}b2 6\nc 7`;
    assert.deepEqual(read(two), { readings: [["c", 7, ""]], refused: 2 }, "cut short they would be one value");
    assert.equal(whole(`{"a":{${Array.from({ length: 300 }, (_, n) => `"q${n}":1`)}}}`).dropped, 100);
  });

  it("takes no half of a line that holds two values", () => {
    for (const line of ["a=5 b=6", "a:5 b:6", "a 5 b=6", "a: 5 b: 6"])
      assert.deepEqual(read(line), { readings: [], refused: 1 }, line);
  });

  it("knows one zero", () => {
    for (const words of ['{"a":-0}', "a -0", '{"a":"-0.0 kW"}']) {
      const [reading] = whole(words).readings;
      assert.ok(Object.is(reading?.value, 0), words);
    }
  });

  it("is one value whatever a switch says", () => {
    const said = [
      "door on",
      "door ON",
      "door: True",
      "door=yes",
      "door 1",
      '{"door":true}',
      '{"door":"On"}',
      '{"door":1}',
    ];
    for (const words of said) assert.deepEqual(read(words).readings, [["door", 1, ""]], words);
    for (const words of ["door off", "door FALSE", '{"door":false}'])
      assert.deepEqual(read(words).readings, [["door", 0, ""]], words);
    assert.equal(read("power ON", "auto", { power: "W" }).refused, 1);
  });

  it("leaves the words of a state where the configuration says that it is one, and PvMonit's", () => {
    assert.deepEqual(read("mode off", "auto", { mode: "state" }).readings, [["mode", "off", null]]);
    assert.deepEqual(read('{"id":"LOAD","value":"OFF"}', "pvmonit").readings, [["load", "OFF", null]]);
  });

  it("takes no word for a value because it has a unit", () => {
    assert.deepEqual(read("a nan kWh\nb -inf W\nc -- V\nd error W\ne ERR °C"), { readings: [], refused: 5 });
    assert.deepEqual(read('a None °C\nb unavailable kWh\nc --- V\n{"d":"unknown %","e":"n/a m3"}').readings, [
      ["a", null, "°C"],
      ["b", null, "Wh"],
      ["c", null, "V"],
      ["d", null, "%"],
      ["e", null, "m³"],
    ]);
    assert.deepEqual(read('{"a":"nan kWh","b":"21.5 °C","c":"1.5kWh"}'), { readings: [["b", 21.5, "°C"]], refused: 2 });
    assert.deepEqual(read("mode phase A\na heating on").readings, [
      ["mode", "phase A", null],
      ["a", "heating on", null],
    ]);
  });

  it("takes no more for a state than a name and its words", () => {
    const lines = [
      "Puissance totale 5 W",
      "power,host=a value=15 1700000000",
      "power value=15",
      "bai FlowTemp = temp=45.00;ok",
      "outdoor temp: warm 21.5",
      "door at 12:30",
      "Core 0: +45.0°C  (high = +80.0°C)",
      "a error 5",
      "a,b 5",
      "a\u0008b 5",
    ];
    for (const line of lines) assert.deepEqual(read(line), { readings: [], refused: 1 }, line);
    assert.deepEqual(read("power soc\n1500 95\na 1"), { readings: [["a", 1, ""]], refused: 2 });
    assert.equal(refusedOf(whole("a b\n1 2")), "a b (a table: print a line for each value)");
    assert.deepEqual(read("a b\nc 1").readings, [
      ["a", "b", null],
      ["c", 1, ""],
    ]);
  });

  it("takes a number behind a name with blanks, where something ends the name", () => {
    assert.deepEqual(read("Total active energy: 12 kWh\nbai FlowTemp = 45\nLINEV    : 230.0 Volts").readings, [
      ["total_active_energy", 12_000, "Wh"],
      ["bai_flow_temp", 45, ""],
      ["linev", 230, "V"],
    ]);
  });

  it("takes few kelvin for a difference", () => {
    assert.deepEqual(read("room 294.15 K\nspread 5 K\nfall -3 Kelvin").readings, [
      ["room", 21, "°C"],
      ["spread", 5, "K"],
      ["fall", -3, "K"],
    ]);
  });

  describe("takes no number by halves", () => {
    const WORDS = [
      "1 234",
      "1\u00a0234",
      "1\u202f234",
      "-1 234",
      "1 234,5",
      "1 234 W",
      "21 5",
      "0.52 0.48",
      "21,5 °C",
      "12 x34",
    ];
    for (const words of [...WORDS, "1500W", "95%"]) {
      it(words, () => {
        assert.deepEqual(read(`power ${words}`), { readings: [], refused: 1 });
        assert.deepEqual(read(`power ${words}`, "auto", { power: "W" }), { readings: [], refused: 1 });
        assert.deepEqual(read(JSON.stringify({ power: words })), { readings: [], refused: 1 });
      });
    }

    it("and says how to print it", () => {
      const groups = "(print numbers such as 1234.5, with a point and without groups)";
      assert.equal(refusedOf(whole("power 1\u202f234")), `power 1 234 ${groups}`);
      assert.equal(refusedOf(whole("t 21,5 °C")), `t 21,5 °C ${groups}`);
      assert.equal(refusedOf(whole("p 1500W")), "p 1500W (print a blank between number and unit)");
      assert.equal(refusedOf(whole("p 0.52 0.48")), "p 0.52 0.48");
    });

    it("but where its digits are certain", () => assert.deepEqual(read("p 1'234.5 W").readings, [["p", 1234.5, "W"]]));
  });

  it("knows units however they are spelt, and says which it does not know", () => {
    assert.deepEqual(read("a 1200 watt\nb 12 kwh\nc 33.1 m3\nd 68 F\ne 21 ℃").readings, [
      ["a", 1200, "W"],
      ["b", 12_000, "Wh"],
      ["c", 33.1, "m³"],
      ["d", 20, "°C"],
      ["e", 21, "°C"],
    ]);
    const { unknown_units, first_unknown } = whole("a 5 mw\nb 6 W\nc 7 bananas");
    assert.deepEqual([unknown_units, first_unknown], [2, "a 5 mw"]);
    assert.equal(whole("a 5 mw", "auto", unitsOf({ a: "bananas" })).unknown_units, 0);
  });

  it("is the same in colours", () => {
    assert.deepEqual(read("\u001b[32mhumidity\u001b[0m: \u001b[1;31m55 %\u001b(B\u001b[m\u001b[K").readings, [
      ["humidity", 55, "%"],
    ]);
    assert.deepEqual(read('\u001b[36m{"a":1}\u001b[0m').readings, [["a", 1, ""]]);
    assert.equal(read("po\u001b[3Cwer 5").refused, 1);
  });

  it("keeps apart what several sensors say through one program, as rtl_433 does", () => {
    const heard = [
      '{"time":"2026-11-30 16:00:00","model":"Nexus-TH","id":23,"channel":1,"temperature_C":21.5,"humidity":40}',
      '{"time":"2026-11-30 16:00:01","model":"Nexus-TH","id":77,"channel":2,"temperature_C":-3.5}',
      '{"model":"Oregon-v1","id":5,"temperature_C":4}',
      '{"model":"SHSW-25","power":12}',
    ];
    assert.deepEqual(
      heard.flatMap((line) => read(line).readings.map(([name, value]) => `${name} ${value}`)),
      [
        "nexus_th_1_23_temperature_c 21.5",
        "nexus_th_1_23_humidity 40",
        "nexus_th_2_77_temperature_c -3.5",
        "oregon_v1_5_temperature_c 4",
        "model SHSW-25",
        "power 12",
      ],
    );
  });

  it("takes the last value of a name and no more than its limit of names", () => {
    assert.deepEqual(read("a 1\na 2").readings, [["a", 2, ""]]);
    assert.equal(whole("a 1\na 2\nb 1\na 3").repeated, 2);
    assert.equal(whole("a 1\na 2\nb 1\nb 2").first_repeated, "a", "two values took turns: somebody should know");
    assert.equal(whole("a 1\na 1").first_repeated, null, "the same once more is no news");
    const lines = Array.from({ length: MOST_VALUES + 7 }, (_, n) => `q${n} ${n}`).join("\n");
    const { readings, dropped } = whole(lines);
    assert.equal(readings.length, MOST_VALUES);
    assert.equal(dropped, 7);
  });

  it("never throws and never lets a non-number through, whatever comes", () => {
    const deep = `${"[".repeat(30_000)}${"]".repeat(30_000)}`;
    assert.equal(read(deep).readings.length, 0);
    assert.equal(atOnce(parseLine(`{"a":${"[".repeat(3_000)}${"]".repeat(3_000)}}`, "auto", new Map())).refused, 1);
    const outputs = fc.oneof(anyWords(), fc.json(), fc.stringMatching(/^[a-z =:.0-9eE+\-\n{}[\]",]*$/));
    fc.assert(
      fc.property(outputs, fc.constantFrom<Format>("auto", "json", "text", "pvmonit"), (words, format) => {
        for (const { quantity, value } of whole(words, format).readings) {
          assert.match(quantity, /^[a-z][a-z0-9_]*$/);
          assert.ok(value === null || typeof value === "string" || Number.isFinite(value));
        }
      }),
      { numRuns: 500 },
    );
  });
});
