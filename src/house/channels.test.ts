import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type PastChannel, parseFormula, type RawReading, type Unit } from "../model/index.ts";
import { type ChannelRules, Channels } from "./channels.ts";

const NOON = Date.UTC(2026, 5, 15, 10);
const at = (mono: number): { at: number; mono: number } => ({ at: NOON + mono, mono });

const RULES: ChannelRules = {
  named: [
    { name: "solar.power", from: "roof.panel_power", alias: "PPV", stale_after_ms: 10_000 },
    { name: "battery.power", from: "bmv.power", stale_after_ms: 30_000 },
    { name: "battery.p2", from: "bmv.power", stale_after_ms: 5_000 },
  ],
  derived: [
    { name: "spare", alias: "REST", formula: parseFormula("house.power / 2") },
    { name: "house.power", formula: parseFormula("PPV - bmv.power") },
  ],
  staleAfter: (device, quantity) => (device === "tank" && quantity === "level" ? 60_000 : 10_000),
};

class Bench {
  readonly channels: Channels;
  readonly described: string[] = [];
  readonly describe = (channel: string, unit: Unit): void => {
    this.described.push(`${channel} ${unit}`);
  };

  constructor(rules = RULES, past: readonly PastChannel[] = []) {
    this.channels = new Channels(rules, past);
  }

  put(device: string, quantity: string, value: RawReading["value"], mono: number, more: Partial<RawReading> = {}) {
    return this.channels.put(device, [{ quantity, value, unit: "W", ...more }], at(mono), this.describe);
  }

  state(name: string, mono: number) {
    return this.channels.snapshot(at(mono)).channels.get(name);
  }
}

test("what the device says as on or off is known as a switch, until it says a number", () => {
  const bench = new Bench();
  bench.put("plug", "output", 1, 0, { unit: "", is_switch: true });
  assert.equal(bench.state("plug.output", 1)?.is_switch, true);
  bench.put("plug", "output", null, 2, { unit: "" });
  assert.equal(bench.state("plug.output", 3)?.is_switch, true);
  bench.put("plug", "output", 1, 4, { unit: "" });
  assert.equal(bench.state("plug.output", 5)?.is_switch, undefined);
});

describe("names", () => {
  test("what has said more than on and off may say it again, whatever it says now", () => {
    const bench = new Bench();
    bench.put("hvac", "mode", 0, 0, { unit: "" });
    assert.equal(bench.state("hvac.mode", 1)?.says_words, undefined);
    bench.put("hvac", "mode", "On", 2, { unit: null });
    assert.equal(bench.state("hvac.mode", 2)?.says_words, undefined);
    bench.put("hvac", "mode", "heat", 3, { unit: null });
    bench.put("hvac", "mode", 0, 4, { unit: "" });
    assert.equal(bench.state("hvac.mode", 5)?.says_words, true);
  });

  test("a named value has its name only; others are device.quantity", () => {
    const bench = new Bench();
    assert.deepEqual(bench.put("roof", "panel_power", 700, 5), [{ channel: "solar.power", at: NOON + 5, value: 700 }]);
    assert.deepEqual(bench.put("roof", "yield", 2, 6), [{ channel: "roof.yield", at: NOON + 6, value: 2 }]);
    const { channels, aliases } = bench.channels.snapshot(at(10));
    assert.equal(channels.get("solar.power")?.alias, "PPV");
    assert.equal(channels.has("roof.panel_power"), false);
    assert.deepEqual(
      ["PPV", "roof.panel_power", "REST"].map((name) => aliases.get(name)),
      ["solar.power", "solar.power", "spare"],
    );
    assert.equal(bench.channels.resolve("PPV"), "solar.power");
    assert.equal(bench.channels.resolve("nothing"), "nothing");
  });

  test("one value under two names is two channels, each with its own patience", () => {
    const bench = new Bench();
    const kept = bench.put("bmv", "power", -50, 0);
    assert.deepEqual(
      kept.map(({ channel }) => channel),
      ["battery.power", "battery.p2"],
    );
    assert.equal(bench.state("battery.power", 6_000)?.fresh, true);
    assert.equal(bench.state("battery.p2", 6_000)?.fresh, false);
  });

  test("units are told once", () => {
    const bench = new Bench();
    bench.put("roof", "panel_power", 700, 0);
    bench.put("roof", "panel_power", 710, 1);
    assert.deepEqual(bench.described, ["solar.power W"]);
  });

  test("a unit that changes is converted, or the value is refused and told", () => {
    const bench = new Bench();
    bench.put("roof", "panel_power", null, 0, { unit: "" });
    bench.put("roof", "panel_power", 700, 0);
    assert.deepEqual(bench.put("roof", "panel_power", 1.2, 1, { unit: "kW" }), [
      { channel: "solar.power", at: NOON + 1, value: 1200 },
    ]);
    assert.deepEqual(bench.channels.faults(), []);
    for (const [value, unit] of [
      [7, "A"],
      [1.2, ""],
      ["error", null],
      [1e306, "kW"],
    ] as const)
      assert.deepEqual(bench.put("roof", "panel_power", value, 2, { unit }), []);
    assert.equal(bench.state("solar.power", 3)?.value, 1200);
    bench.put("roof", "panel_power", null, 4, { unit: "" });
    const { value, unit } = bench.state("solar.power", 5) ?? {};
    assert.deepEqual([value, unit], [null, "W"]);
    assert.deepEqual(bench.described, ["solar.power W"]);
    assert.deepEqual(bench.channels.faults(), [
      { code: "unit_changed", values: { count: 4, channels: "solar.power: W ≠ kW" } },
    ]);
  });

  test("no start gives what the history holds another unit", () => {
    const past = (name: string, unit: Unit, isOwn = true): PastChannel => ({ name, unit, isOwn });
    const bench = new Bench(RULES, [
      past("solar.power", "W"),
      past("roof.heat", "mw"),
      past("roof.count", ""),
      past("roof.word", null),
      past("roof.imported", "V", false),
      past("roof.meter", "kWh", false),
    ]);
    // the house reckons in its own units, the history in those that it has
    assert.equal(bench.put("roof", "meter", 1.5, 0, { unit: "kWh" })[0]?.value, 1_500);
    assert.equal(bench.put("roof", "meter", 2_500, 0, { unit: "Wh" })[0]?.value, 2_500);
    bench.described.length = 0;
    assert.deepEqual(bench.put("roof", "panel_power", 5, 0, { unit: "V" }), []);
    assert.equal(bench.put("roof", "panel_power", 1.5, 0, { unit: "kW" })[0]?.value, 1_500);
    assert.deepEqual(bench.put("roof", "imported", 5, 0), []);
    for (const quantity of ["heat", "count", "word"])
      assert.equal(bench.put("roof", quantity, 5, 0).length, 1, quantity);
    assert.deepEqual(bench.described, ["solar.power W", "roof.heat W", "roof.count W", "roof.word W"]);
    assert.deepEqual(bench.channels.faults(), [
      { code: "unit_changed", values: { count: 2, channels: "solar.power: W ≠ V, roof.imported: V ≠ W" } },
    ]);
  });

  test("what the house recorded of a device counts in its share of places, what was imported does not", () => {
    const past = (isOwn: boolean): PastChannel[] =>
      Array.from({ length: 500 }, (_, i) => ({ name: `roof.q${i}`, unit: "W", isOwn }));
    const full = new Bench(RULES, past(true));
    assert.deepEqual(full.put("roof", "yield", 2, 0), []);
    assert.deepEqual(full.channels.faults(), [{ code: "channels_full", values: { count: 1, devices: "roof" } }]);
    assert.equal(new Bench(RULES, past(false)).put("roof", "yield", 2, 0).length, 1);
  });

  test("a number may get its unit later, and a switch may say words", () => {
    const bench = new Bench();
    bench.put("roof", "panel_power", 5, 0, { unit: "" });
    bench.put("roof", "panel_power", "float", 1, { unit: null });
    assert.equal(bench.state("solar.power", 2)?.value, "float");
    bench.put("roof", "panel_power", 6, 3);
    assert.equal(bench.state("solar.power", 4)?.unit, "W");
    assert.deepEqual(bench.channels.faults(), []);
  });

  test("there is an end to them, and what found no room is counted and shown", () => {
    const bench = new Bench();
    assert.deepEqual(bench.channels.faults(), []);
    for (let i = 0; i < 600; i++) bench.put("chatty", `q${i}`, i, 0);
    const { channels } = bench.channels.snapshot(at(1));
    assert.equal(channels.size, 500 + RULES.named.length + RULES.derived.length);
    assert.equal(bench.channels.dropped, 100);
    assert.deepEqual(bench.channels.faults(), [{ code: "channels_full", values: { count: 100, devices: "chatty" } }]);
    assert.equal(bench.put("other", "new", 1, 2).length, 1, "other devices have their places");
    assert.equal(bench.put("roof", "panel_power", 1, 2).length, 1, "known channels go on");
  });
});

describe("age", () => {
  test("a channel that was never seen is unknown, not 0", () => {
    assert.deepEqual(new Bench().state("solar.power", 0), {
      name: "solar.power",
      alias: "PPV",
      unit: null,
      value: null,
      at: null,
      age_ms: null,
      fresh: false,
    });
  });

  test("a value is fresh until its time is over, and stays visible after", () => {
    const bench = new Bench();
    bench.put("roof", "panel_power", 700, 1_000);
    assert.equal(bench.state("solar.power", 11_000)?.fresh, true);
    const stale = bench.state("solar.power", 11_001);
    assert.deepEqual([stale?.fresh, stale?.value, stale?.age_ms], [false, 700, 10_001]);
  });

  test("each quantity may have a patience of its own", () => {
    const bench = new Bench();
    bench.put("tank", "level", 40, 0);
    bench.put("tank", "flow", 2, 0);
    assert.equal(bench.state("tank.level", 60_000)?.fresh, true);
    assert.equal(bench.state("tank.flow", 60_000)?.fresh, false);
  });

  test("goes by the monotonic clock: setting the wall clock makes nothing stale or young", () => {
    const bench = new Bench();
    bench.put("roof", "panel_power", 700, 0);
    const jumped = bench.channels.snapshot({ at: NOON + 9e9, mono: 2_000 });
    assert.equal(jumped.channels.get("solar.power")?.age_ms, 2_000);
    assert.equal(jumped.channels.get("solar.power")?.fresh, true);
  });

  test("counts from when the device measured, if its clock can be trusted", () => {
    const bench = new Bench();
    const kept = bench.put("roof", "panel_power", 700, 20_000, { at: NOON + 12_000 });
    assert.equal(kept[0]?.at, NOON + 12_000);
    assert.equal(bench.state("solar.power", 20_000)?.age_ms, 8_000);
  });

  for (const [name, off] of [
    ["behind", -61_000],
    ["ahead", 61_000],
    ["at 1970", -NOON],
  ] as const) {
    test(`a device's clock that is far ${name} says nothing`, () => {
      const bench = new Bench();
      const kept = bench.put("roof", "panel_power", 700, 20_000, { at: NOON + 20_000 + off });
      assert.equal(kept[0]?.at, NOON + 20_000);
      assert.equal(bench.state("solar.power", 20_000)?.age_ms, 0);
    });
  }

  test("a value from a clock that is a little ahead is not younger than now", () => {
    const bench = new Bench();
    bench.put("roof", "panel_power", 700, 1_000, { at: NOON + 5_000 });
    assert.equal(bench.state("solar.power", 1_500)?.age_ms, 500);
  });
});

describe("unknown", () => {
  test("what the device does not know replaces the value and is not kept", () => {
    const bench = new Bench();
    bench.put("roof", "panel_power", 700, 0);
    assert.deepEqual(bench.put("roof", "panel_power", null, 1_000), []);
    const state = bench.state("solar.power", 1_000);
    assert.deepEqual([state?.value, state?.fresh], [null, false]);
  });

  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    test(`${value} is no value`, () => {
      const bench = new Bench();
      assert.deepEqual(bench.put("roof", "panel_power", value, 0), []);
      assert.equal(bench.state("solar.power", 0)?.value, null);
    });
  }
});

describe("computed channels", () => {
  const lines = (bench: Bench, mono: number): string[] =>
    bench.channels
      .derivedReadings(bench.channels.snapshot(at(mono)), bench.describe)
      .map(({ channel, value }) => `${channel} ${value}`);

  test("are not kept in another unit than the history's, which is told", () => {
    const bench = new Bench(RULES, [{ name: "house.power", unit: "A", isOwn: true }]);
    bench.put("roof", "panel_power", 700, 0);
    bench.put("bmv", "power", 100, 0);
    assert.deepEqual(lines(bench, 0), ["spare 300"]);
    assert.equal(bench.state("house.power", 0)?.value, 600);
    assert.deepEqual(bench.channels.faults(), [
      { code: "unit_changed", values: { count: 1, channels: "house.power: A ≠ W" } },
    ]);
  });

  test("are kept when an input was renewed, in the order of their formulas", () => {
    const bench = new Bench();
    bench.put("roof", "panel_power", 700, 0);
    assert.deepEqual(lines(bench, 0), [], "one input is not known yet");
    bench.put("bmv", "power", 100, 10);
    assert.deepEqual(lines(bench, 10), ["house.power 600", "spare 300"]);
    assert.deepEqual(bench.described.slice(-2), ["house.power W", "spare W"]);
    assert.deepEqual(lines(bench, 2_000), [], "nothing was renewed");
  });

  test("at most once a second", () => {
    const bench = new Bench();
    bench.put("bmv", "power", 100, 0);
    let kept = 0;
    for (let mono = 0; mono < 10_000; mono += 100) {
      bench.put("roof", "panel_power", mono, mono);
      kept += lines(bench, mono).length;
    }
    assert.equal(kept, 2 * 10);
    assert.deepEqual(bench.described.slice(-2), ["house.power W", "spare W"], "their units once");
    assert.equal(bench.described.length, 5);
  });

  test("not while an input is stale", () => {
    const bench = new Bench();
    bench.put("bmv", "power", 100, 0);
    bench.put("roof", "panel_power", 700, 60_000);
    assert.deepEqual(lines(bench, 60_000), []);
    assert.equal(bench.state("house.power", 60_000)?.fresh, false);
  });
});

test("values that come within a millisecond are shown with the instants that they are kept with", () => {
  const bench = new Bench();
  for (const value of [1, 2, 3]) assert.equal(bench.put("roof", "panel_power", value, 1_000)[0]?.at, NOON + 1_000);
  const state = bench.state("solar.power", 1_000);
  assert.deepEqual([state?.value, state?.at, state?.age_ms], [3, NOON + 1_002, 0]);
  bench.put("roof", "panel_power", 4, 1_500);
  assert.equal(bench.state("solar.power", 1_500)?.at, NOON + 1_500);
});

describe("values that are not believed", () => {
  const rules: ChannelRules = {
    ...RULES,
    named: [
      {
        name: "tank.temperature",
        from: "probe.temp",
        stale_after_ms: 10_000,
        plausible: { not: [{ value: 85, unit: "°C" }] },
      },
      { name: "battery.soc", from: "bmv.soc", stale_after_ms: 10_000, stuck_after_ms: 60_000 },
    ],
    derived: [{ name: "twice", formula: parseFormula("battery.soc * 2") }],
  };

  test("are kept apart, counted and told; the channel keeps the last that was believed, and its age", () => {
    const bench = new Bench(rules);
    const unit = { unit: "°C" };
    assert.deepEqual(bench.put("probe", "temp", 21, 0, unit), [{ channel: "tank.temperature", at: NOON, value: 21 }]);
    assert.deepEqual(bench.put("probe", "temp", 85, 1_000, unit), [
      { channel: "tank.temperature.refused", at: NOON + 1_000, value: 85 },
    ]);
    bench.put("probe", "temp", 85, 2_000, unit);
    assert.deepEqual(bench.described, ["tank.temperature °C", "tank.temperature.refused °C"]);
    const { value, age_ms, fresh } = bench.state("tank.temperature", 2_000) ?? {};
    assert.deepEqual([value, age_ms, fresh], [21, 2_000, true]);
    assert.equal(bench.state("tank.temperature", 11_000)?.fresh, false);
    assert.equal(bench.state("tank.temperature.refused", 2_000), undefined);
    assert.equal(bench.channels.refused.total, 2);
    assert.deepEqual(bench.channels.refused.look(at(3_000)), []);
    const told = {
      code: "reading_fault_value",
      values: { channel: "tank.temperature", value: "85 °C", count: 2, apart: "tank.temperature.refused" },
    };
    assert.deepEqual(bench.channels.faults(), [told]);
    // once it is over, it is noted
    assert.deepEqual(bench.channels.refused.look(at(63_000)), [told]);
    assert.deepEqual(bench.channels.faults(), []);
  });

  test("have limits by their quantity, also where nobody named them", () => {
    const bench = new Bench(rules);
    assert.deepEqual(bench.put("roof", "panel_voltage", 6_553.5, 0, { unit: "V" }), [
      { channel: "roof.panel_voltage.refused", at: NOON, value: 6_553.5 },
    ]);
    assert.equal(bench.state("roof.panel_voltage", 0)?.value, null);
    assert.equal(bench.put("bmv", "soc", 255, 0, { unit: "%" })[0]?.channel, "battery.soc.refused");
  });
});

test("of devices without a place, and of limits of another kind, three are told", () => {
  const plausible = { range: { least: 0, most: 60, unit: "°C" } };
  const named = ["a", "b", "c", "d"].map((name) => ({ name, from: `${name}.t`, stale_after_ms: 10_000, plausible }));
  const bench = new Bench({ ...RULES, named, derived: [] });
  for (const { name } of named) bench.put(name, "t", 5, 0, { unit: "W" });
  for (const { name } of named) bench.put(name, "", 5, 0);
  for (const { name } of named) bench.put(name, "x".repeat(300), 5, 0);
  const codes = bench.channels.faults().map(({ code, values }) => [code, values?.devices ?? values?.channel]);
  assert.deepEqual(codes, [
    ["channels_full", "a, b, c"],
    ["limit_unfit", "a"],
    ["limit_unfit", "b"],
    ["limit_unfit", "c"],
  ]);
});

test("limits of another kind are told", () => {
  const plausible = { range: { least: 0, most: 60, unit: "°C" } };
  const named = [{ name: "tank.temperature", from: "probe.temp", stale_after_ms: 10_000, plausible }];
  const bench = new Bench({ ...RULES, named, derived: [] });
  assert.deepEqual(bench.channels.faults(), []);
  bench.put("probe", "temp", 900, 0, { unit: "W" });
  assert.equal(bench.state("tank.temperature", 0)?.value, 900);
  const values = { channel: "tank.temperature", unit: "W", limit: "°C" };
  assert.deepEqual(bench.channels.faults(), [{ code: "limit_unfit", values }]);
});

describe("a value that never stands still", () => {
  const rules: ChannelRules = {
    ...RULES,
    named: [{ name: "battery.soc", from: "bmv.soc", stale_after_ms: 10_000, stuck_after_ms: 60_000 }],
    derived: [{ name: "twice", formula: parseFormula("battery.soc * 2") }],
  };

  test("is silent, and not stuck, where nothing comes of it", () => {
    const bench = new Bench(rules);
    bench.put("bmv", "soc", 96, 0, { unit: "%" });
    for (const name of ["battery.soc", "twice"]) {
      const { fresh, stuck_ms, age_ms } = bench.state(name, 120_000) ?? {};
      assert.deepEqual([fresh, stuck_ms, age_ms], [false, undefined, 120_000]);
    }
    // it speaks again, and shows the same
    bench.put("bmv", "soc", 96, 121_000, { unit: "%" });
    assert.equal(bench.state("battery.soc", 121_000)?.stuck_ms, 121_000);
  });

  test("is not stuck while nobody knows it", () => {
    const bench = new Bench(rules);
    assert.equal(bench.state("battery.soc", 100_000)?.stuck_ms, undefined);
    for (let mono = 0; mono <= 70_000; mono += 1_000) bench.put("bmv", "soc", null, mono, { unit: "%" });
    assert.equal(bench.state("battery.soc", 70_000)?.stuck_ms, undefined);
  });

  test("is stale when it does so for too long, and so is what is computed from it", () => {
    const bench = new Bench(rules);
    for (let mono = 0; mono <= 61_000; mono += 1_000) bench.put("bmv", "soc", 96, mono, { unit: "%" });
    assert.deepEqual(
      [bench.state("battery.soc", 60_000)?.fresh, bench.state("battery.soc", 60_000)?.stuck_ms],
      [true, undefined],
    );
    const stuck = bench.state("battery.soc", 61_000);
    assert.deepEqual([stuck?.fresh, stuck?.stuck_ms, stuck?.age_ms], [false, 61_000, 0]);
    const { fresh, stuck_ms } = bench.state("twice", 61_000) ?? {};
    assert.deepEqual([fresh, stuck_ms], [false, 61_000]);
    bench.put("bmv", "soc", 95.9, 62_000, { unit: "%" });
    assert.deepEqual(
      [bench.state("battery.soc", 62_000)?.fresh, bench.state("battery.soc", 62_000)?.stuck_ms],
      [true, undefined],
    );
  });
});
