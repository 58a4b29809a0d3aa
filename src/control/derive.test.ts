import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type ChannelState, parseFormula, type Unit } from "../model/index.ts";
import { type DerivedRule, derive, evaluate, orderFormulas, unitOf } from "./derive.ts";

const rule = (name: string, formula: string, unit?: Unit): DerivedRule => ({
  name,
  unit,
  formula: parseFormula(formula),
});

const channel = (name: string, value: number | string | null, more: Partial<ChannelState> = {}): ChannelState => ({
  name,
  unit: typeof value === "string" ? null : "W",
  value,
  at: 1_000,
  age_ms: 500,
  fresh: value !== null,
  ...more,
});

const same = (name: string): string => name;

function derived(formula: string, inputs: readonly ChannelState[], unit?: Unit): ChannelState {
  const channels = new Map(inputs.map((input) => [input.name, input]));
  derive(channels, [rule("result", formula, unit)], same);
  const found = channels.get("result");
  assert(found);
  return found;
}

describe("the value of a formula", () => {
  const values: Readonly<Record<string, number>> = { a: 7, b: 2, zero: 0, minus: -3 };
  const value = (formula: string): number | null => evaluate(parseFormula(formula), (name) => values[name] ?? null);

  for (const [formula, expected] of [
    ["a + b * 2", 11],
    ["(a + b) * 2", 18],
    ["a - b - 1", 4],
    ["a / b / 2", 1.75],
    ["-a + b", -5],
    ["--a", 7],
    ["2 - -a", 9],
    ["sum(a, b, 1)", 10],
    ["mean(a, b)", 4.5],
    ["max(a, b, minus)", 7],
    ["min(a, b, minus)", -3],
    ["abs(minus)", 3],
    ["max(0, minus)", 0],
    ["abs(min(a, minus * 2)) / 3", 2],
  ] as const) {
    test(`${formula} is ${expected}`, () => assert.equal(value(formula), expected));
  }

  for (const formula of [
    "a / zero",
    "zero / zero",
    "-a / zero",
    "a + ghost",
    "sum(a, ghost)",
    "max(ghost)",
    "-ghost",
  ]) {
    test(`${formula} is unknown`, () => assert.equal(value(formula), null));
  }

  test("what overflows is unknown", () => {
    const large = "9".repeat(300);
    assert.equal(value(`${large} * ${large}`), null);
    assert.equal(value(`sum(${large} * 99999999, ${large} * 99999999, ${large} * 99999999)`), null);
  });
});

describe("the unit of a formula", () => {
  const units: Readonly<Record<string, Unit>> = { sun: "W", load: "W", volts: "V", soc: "%", state: null };
  const unit = (formula: string): Unit =>
    unitOf(parseFormula(formula), (name) => {
      assert(name in units, `the formula names no ${name}`);
      return units[name] ?? null;
    });

  for (const [formula, expected] of [
    ["sun", "W"],
    ["-sun", "W"],
    ["sun - load", "W"],
    ["sun + load", "W"],
    ["sun * load", ""],
    ["2 + 2", ""],
    ["2 / 2", ""],
    ["sum(sun, load)", "W"],
    ["sun / load", ""],
    ["sun * 2", "W"],
    ["2 * sun", "W"],
    ["sun / 2", "W"],
    ["2 / sun", ""],
    ["sun * volts", ""],
    ["sun + volts", ""],
    ["sun / load * volts", "V"],
    ["max(0, sun)", "W"],
    ["max(sun, 0) - load", "W"],
    ["sum(1, 2)", ""],
    ["abs(soc)", "%"],
    ["state", ""],
    ["5", ""],
  ] as const) {
    test(`${formula} is in "${expected}"`, () => assert.equal(unit(formula), expected));
  }
});

describe("a computed channel", () => {
  test("is as old as its oldest input", () => {
    const found = derived("sun - battery", [
      channel("sun", 900, { at: 5_000, age_ms: 100 }),
      channel("battery", 250, { at: 3_000, age_ms: 2_100 }),
    ]);
    assert.deepEqual(found, { name: "result", unit: "W", value: 650, at: 3_000, age_ms: 2_100, fresh: true });
  });

  test("is as old as its oldest input, whichever comes first", () => {
    const found = derived("sun - battery - load", [
      channel("sun", 900, { at: 3_000, age_ms: 2_100 }),
      channel("battery", 250, { at: 5_000, age_ms: 100 }),
      channel("load", 50, { at: 4_900, age_ms: 200 }),
    ]);
    assert.deepEqual([found.at, found.age_ms], [3_000, 2_100]);
  });

  test("of numbers alone has no age and is always fresh", () => {
    assert.deepEqual(derived("5 * 2", []), {
      name: "result",
      unit: "",
      value: 10,
      at: null,
      age_ms: null,
      fresh: true,
    });
  });

  test("is unknown when it is a state, whatever it is called", () => {
    assert.equal(derived("state", [channel("state", "12")]).value, null);
  });

  test("is stale if one input is", () => {
    const found = derived("sun - battery", [channel("sun", 900), channel("battery", 250, { fresh: false })]);
    assert.equal(found.value, 650);
    assert.equal(found.fresh, false);
  });

  test("is unknown if one input is: unknown, never seen, not there, or a state", () => {
    const sun = channel("sun", 900);
    for (const inputs of [
      [sun, channel("battery", null)],
      [sun, channel("battery", null, { at: null, age_ms: null })],
      [sun],
      [sun, channel("battery", "float")],
    ]) {
      const { value, at, age_ms, fresh } = derived("sun - battery", inputs);
      assert.deepEqual({ value, at, age_ms, fresh }, { value: null, at: null, age_ms: null, fresh: false });
    }
  });

  test("takes the unit that the configuration gives", () => {
    assert.equal(derived("volts * amps", [channel("volts", 230), channel("amps", 2)], "VA").unit, "VA");
  });

  test("has no noise of binary fractions", () => {
    assert.equal(derived("a + b", [channel("a", 0.1), channel("b", 0.2)]).value, 0.3);
  });

  test("carries its alias and is found by others under it", () => {
    const channels = new Map([["sun", channel("sun", 900)]]);
    const resolve = (name: string): string => (name === "PV2" ? "double" : name);
    derive(
      channels,
      [{ name: "double", alias: "PV2", formula: parseFormula("sun * 2") }, rule("four", "PV2 * 2")],
      resolve,
    );
    assert.equal(channels.get("double")?.alias, "PV2");
    assert.equal(channels.get("four")?.value, 3_600);
  });
});

describe("the order of formulas", () => {
  const order = (rules: readonly DerivedRule[], resolve = same): string[] =>
    orderFormulas(rules, resolve).map(({ name }) => name);

  test("computes inputs first, however the configuration lists them", () => {
    assert.deepEqual(order([rule("c", "b * 2"), rule("b", "a * 2"), rule("a", "sun"), rule("d", "sun")]), [
      "a",
      "b",
      "c",
      "d",
    ]);
  });

  test("looks through aliases", () => {
    assert.deepEqual(
      order([rule("c", "B * 2"), rule("b", "sun")], (name) => (name === "B" ? "b" : name)),
      ["b", "c"],
    );
  });

  test("a circle ends, and its channels stay unknown", () => {
    const rules = orderFormulas([rule("a", "b + 1"), rule("b", "a + 1"), rule("c", "sun + 1")], same);
    const channels = new Map([["sun", channel("sun", 1)]]);
    derive(channels, rules, same);
    assert.equal(channels.get("a")?.value, null);
    assert.equal(channels.get("b")?.value, null);
    assert.equal(channels.get("c")?.value, 2);
  });
});
