import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MINUTE } from "../model/index.ts";
import { Diary } from "./testing/diary.ts";

/** Outputs that fail, and devices that report another state than the one that was ordered. */

const one = (limits: object = {}): Diary => new Diary({ relays: { boiler: { limits } } });

describe("an output that fails", () => {
  test("is tried again, less and less often, and counts as faulty from the second failure", () => {
    const house = one();
    house.output("boiler", "fails");
    house.wish("boiler", "on");
    house.step();
    const tries: number[] = [];
    const lines: string[] = [];
    for (let second = 1; second <= 120; second++) {
      lines.push(...house.step("1 s"));
      if (house.ordered.length > 0) tries.push(second);
    }
    // the failure is heard of one step after the try; then 1, 2, 4, 8, 16, 30, 30 s
    assert.deepEqual(tries, [2, 5, 10, 19, 36, 67, 98]);
    assert.deepEqual(lines, ["fault boiler: output_failed"]);
    assert.equal(house.relay("boiler").fault?.values?.problem, "no answer");
    assert.equal(house.relay("boiler").on, false, "what the output never confirmed is not shown as on");
  });

  test("is tried several times a second while the house stops, however long it was to wait", () => {
    const house = one();
    house.output("boiler", "fails");
    house.wish("boiler", "on");
    for (let second = 0; second < 90; second++) house.step("1 s");
    house.mode("boiler", "off");
    for (let second = 0; second < 90; second++) house.step("1 s");
    house.stopping = true;
    const tries: string[] = [];
    for (let tenth = 0; tenth < 10; tenth++) {
      house.step("100 ms");
      tries.push(...house.ordered.map((order) => `${order} at ${tenth}`));
    }
    assert.deepEqual(tries, ["boiler off at 3", "boiler off at 7"]);
  });

  test("one failure alone is no fault", () => {
    const house = one();
    house.output("boiler", "fails");
    house.wish("boiler", "on");
    house.step();
    house.output("boiler", "works");
    assert.deepEqual(house.step("1 s"), []);
    assert.deepEqual(house.step("1 s"), []);
    assert.deepEqual(house.step("1 s"), []);
    assert.equal(house.relay("boiler").on, true);
    assert.equal(house.relay("boiler").fault, null);
  });

  test("that answers again is back, without anybody's help", () => {
    const house = one();
    house.output("boiler", "fails");
    house.wish("boiler", "on");
    house.step();
    for (let second = 0; second < 5; second++) house.step("1 s");
    assert.equal(house.relay("boiler").fault?.code, "output_failed");
    house.output("boiler", "works");
    const lines = [house.step("1 min"), house.step("1 min"), house.step("1 s")].flat();
    assert.deepEqual(lines, ["fault boiler: output_recovered"]);
    assert.equal(house.relay("boiler").fault, null);
    assert.equal(house.relay("boiler").on, true);
  });

  test("keeps being told to go off", () => {
    const house = one();
    house.wish("boiler", "on");
    house.step();
    house.step();
    house.output("boiler", "fails");
    house.mode("boiler", "off");
    house.step("1 s");
    assert.equal(house.relay("boiler").on, true, "until the off is confirmed it counts as on");
    let told = 0;
    for (let minute = 0; minute < 60; minute++) {
      house.step("1 min");
      told += house.ordered.length;
    }
    assert(told >= 29, `told only ${told} times in an hour`);
    house.output("boiler", "works");
    house.step("1 min");
    house.step("1 min");
    house.step("1 s");
    assert.equal(house.relay("boiler").on, false);
  });

  test("an answer to an order that was replaced meanwhile says nothing of the present one", () => {
    const house = one();
    house.output("boiler", "silent");
    house.wish("boiler", "on");
    house.step();
    house.wish("boiler", "off");
    house.step("1 s");
    house.answers("boiler", true);
    house.step("1 s");
    assert.equal(house.remembered("boiler").confirmed, false, "on: done, but off was asked for since");
    assert.equal(house.relay("boiler").on, true, "it counts as on until off is confirmed");
    house.answers("boiler", false);
    house.step("1 s");
    assert.equal(house.remembered("boiler").confirmed, true);
    assert.equal(house.relay("boiler").on, false);
  });

  test("a repeated order that fails once the first was taken changes nothing, also for a relay of the same interlock", () => {
    const house = new Diary({
      relays: { pump: {}, boiler: { limits: { min_on_ms: 60_000 } } },
      interlocks: [{ name: "one", relays: ["pump", "boiler"], dead_time_ms: 0 }],
    });
    house.wish("boiler", "on");
    assert.deepEqual(house.step(), ["switch boiler on: text"]);
    house.fails("pump", false);
    assert.deepEqual(house.step("1 s"), []);
    assert.equal(house.remembered("pump").confirmed, true);
    assert.equal(house.remembered("pump").failures, 0);
  });

  test("an output that never answers is told again after a second, then every 30 s", () => {
    const house = one();
    house.output("boiler", "silent");
    house.wish("boiler", "on");
    house.step();
    const told: number[] = [];
    for (let second = 1; second <= 65; second++) {
      house.step("1 s");
      if (house.ordered.length > 0) told.push(second);
    }
    assert.deepEqual(told, [1, 31, 61]);
  });
});

describe("feedback", () => {
  const running = (): Diary => {
    const house = one({ feedback_within_ms: 10_000 });
    house.wish("boiler", "on");
    house.step();
    house.step();
    return house;
  };

  test("that agrees is nothing to talk about", () => {
    const house = running();
    for (let second = 0; second < 30; second++) {
      house.reports("boiler", true);
      assert.deepEqual(house.step("1 s"), []);
    }
  });

  test("the contrary for too long latches a fault; the order is sent once more before", () => {
    const house = running();
    const orders: number[] = [];
    const lines: string[] = [];
    for (let second = 0; second <= 10; second++) {
      house.reports("boiler", false);
      lines.push(...house.step("1 s"));
      if (house.ordered.length > 0) orders.push(second);
    }
    assert.deepEqual(orders, [5, 10]);
    assert.deepEqual(lines, [
      "fault boiler off: ordered_again",
      "fault boiler off: feedback_mismatch",
      "switch boiler off: fault_latched < feedback_mismatch < text",
    ]);
    assert.deepEqual(house.decisions[0]?.reason.values, { real: "off", ordered: "on", age: 10_000 });
    assert.equal(house.relay("boiler").fault?.code, "feedback_mismatch");
  });

  test("the contrary latches a fault also when the repeated order is never answered", () => {
    const house = running();
    house.output("boiler", "silent");
    const lines: string[] = [];
    for (let second = 0; second <= 10; second++) {
      house.reports("boiler", false);
      lines.push(...house.step("1 s"));
    }
    assert.deepEqual(lines.slice(0, 2), ["fault boiler off: ordered_again", "fault boiler off: feedback_mismatch"]);
  });

  test("the contrary of an order that the output has not taken says nothing yet", () => {
    const house = one({ feedback_within_ms: 10_000 });
    house.output("boiler", "silent");
    house.wish("boiler", "on");
    house.step();
    for (let second = 0; second < 30; second++) {
      house.reports("boiler", false);
      assert.deepEqual(house.step("1 s"), []);
    }
  });

  test("one report of the contrary in between is no fault", () => {
    const house = running();
    for (let round = 0; round < 5; round++) {
      house.reports("boiler", false);
      house.step("6 s");
      house.reports("boiler", true);
      house.step("6 s");
    }
    assert.equal(house.relay("boiler").fault, null);
  });

  const latched = (): Diary => {
    const house = running();
    house.reports("boiler", false);
    house.step("1 s");
    house.step("10 s");
    house.step("1 s");
    assert.equal(house.relay("boiler").fault?.code, "feedback_mismatch");
    return house;
  };

  test("a latched fault keeps the relay off: for its script and for a person", () => {
    const house = latched();
    house.reports("boiler", false);
    assert.deepEqual(house.step("1 s"), []);
    assert.equal(house.relay("boiler").hold?.rule, "fault");
    house.mode("boiler", "on");
    assert.deepEqual(house.step("1 min"), ["mode boiler: forced_on"]);
    assert.equal(house.relay("boiler").fault?.code, "feedback_mismatch");
    assert.equal(house.relay("boiler").reason.code, "fault_latched");
  });

  test("Off said once more to a relay that is really on reaches its output at once", () => {
    const house = one({ feedback_within_ms: 10_000 });
    house.mode("boiler", "off");
    house.step();
    for (let second = 0; second <= 30; second++) {
      house.reports("boiler", true);
      house.step("1 s");
    }
    assert.equal(house.relay("boiler").fault?.code, "feedback_mismatch");
    house.mode("boiler", "off");
    house.step("1 s");
    assert.deepEqual(house.ordered, ["boiler off"]);
  });

  for (const mode of ["off", "auto"] as const) {
    test(`is acknowledged by ${mode}`, () => {
      const house = latched();
      house.mode("boiler", mode);
      const lines = house.step("1 min");
      assert.equal(lines[1], "fault boiler: fault_cleared");
      assert.equal(house.relay("boiler").fault, null);
      if (mode === "auto") assert.equal(lines[2], "switch boiler on: text");
    });
  }

  test("acknowledged while its off is not confirmed, the report begins to count with the confirmation", () => {
    const house = latched();
    house.output("boiler", "silent");
    house.mode("boiler", "auto");
    house.wish("boiler", "on");
    house.step("1 s");
    house.reports("boiler", false);
    house.step("1 s");
    house.answers("boiler", true);
    for (let second = 0; second < 10; second++) {
      house.reports("boiler", false);
      assert.deepEqual(house.step("1 s"), second === 5 ? ["fault boiler off: ordered_again"] : [], `${second} s`);
    }
    house.reports("boiler", false);
    assert.equal(house.step("1 s")[0], "fault boiler off: feedback_mismatch");
  });

  test("a welded contact: acknowledged, it latches again while the report stays", () => {
    const house = running();
    house.wish("boiler", "off");
    house.step("1 s");
    house.step("1 s");
    house.reports("boiler", true);
    house.step("1 s");
    assert.deepEqual(house.step("10 s"), ["fault boiler on: feedback_mismatch"]);
    house.mode("boiler", "off");
    assert.deepEqual(house.step("1 s"), ["mode boiler: forced_off", "fault boiler: fault_cleared"]);
    assert.deepEqual(house.step("9 s"), []);
    assert.deepEqual(house.step("1 s"), ["fault boiler on: feedback_mismatch"]);
  });

  test("a device that stays contrary is told again three times an hour, no more", () => {
    const house = running();
    house.wish("boiler", "off");
    house.step("1 s");
    house.step("1 s");
    let told = 0;
    for (let minute = 0; minute < 60; minute++) {
      house.reports("boiler", true);
      house.step("1 min");
      told += house.ordered.length;
    }
    assert(told >= 3 && told <= 4, `told ${told} times`);
  });

  test("a fault is remembered over a restart, one of an output is not", () => {
    const house = latched();
    house.restart({ away: "1 min" });
    assert.equal(house.relay("boiler").fault?.code, "feedback_mismatch");
    house.wish("boiler", "on");
    house.step();
    assert.deepEqual(house.step("1 s"), ["refused boiler on: fault_latched < feedback_mismatch < text"]);

    const other = one();
    other.output("boiler", "fails");
    other.wish("boiler", "on");
    other.step();
    for (let second = 0; second < 5; second++) other.step("1 s");
    other.restart({ away: "1 min" });
    assert.equal(other.relay("boiler").fault, null);
  });

  test("nobody else's feedback counts", () => {
    const house = running();
    house.reports("nobody", false);
    assert.deepEqual(house.step("1 min"), []);
    assert.equal(house.relay("boiler").on, true);
  });

  test("a report of what was before an order does not count against the order", () => {
    const house = one({ feedback_within_ms: MINUTE });
    house.reports("boiler", false);
    house.step();
    house.wish("boiler", "on");
    house.step("1 s");
    assert.equal(house.remembered("boiler").feedback, null);
    assert.deepEqual(house.step("10 min"), []);
  });
});
