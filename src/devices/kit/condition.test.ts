import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { HandClock } from "../../model/testing/hand-clock.ts";
import { Condition, type ConditionSettings } from "./condition.ts";
import { Reader, type Steps } from "./reader.ts";
import { Box } from "./testing/box.ts";

function setup(settings?: ConditionSettings) {
  const clock = new HandClock();
  const box = new Box();
  const condition = new Condition({ id: "roof", clock }, settings);
  condition.start(box);
  const stands = () => {
    const { state, problem } = condition.health();
    return [state, problem];
  };
  return { clock, box, condition, stands };
}

describe("a condition", () => {
  test("is starting until something is known", () => {
    const { stands, condition } = setup();
    assert.deepEqual(stands(), ["starting", null]);
    assert.deepEqual(condition.health().counters, { successes: 0, failures: 0 });
    assert.equal(condition.silent_ms(), Number.POSITIVE_INFINITY);
  });

  test("tells once that the device is lost, once that it is back, and counts each time", () => {
    const { box, condition, stands } = setup();
    condition.ok();
    condition.lost("no answer: plug it in");
    condition.lost("still no answer: plug it in");
    assert.deepEqual(stands(), ["lost", "still no answer: plug it in"]);
    condition.ok();
    condition.ok("a value was left out");
    assert.deepEqual(stands(), ["ok", "a value was left out"]);
    assert.deepEqual(box.notes, [
      { code: "device_lost", values: { device: "roof", problem: "no answer: plug it in" } },
      { code: "device_back", values: { device: "roof" } },
    ]);
    const { successes, failures } = condition.health().counters;
    assert.deepEqual([successes, failures], [3, 2]);
  });

  test("a remark is forgotten with the next success", () => {
    const { condition, stands } = setup();
    condition.ok("a value was left out");
    condition.ok();
    assert.deepEqual(stands(), ["ok", null]);
  });

  test("the device's own counters and facts stand beside those that every device has", () => {
    const { condition } = setup();
    condition.ok();
    const { counters, facts } = condition.health({ bytes: 7 }, { product: "BMV" });
    assert.deepEqual([counters, facts], [{ successes: 1, failures: 0, bytes: 7 }, { product: "BMV" }]);
  });

  test("a problem is cut to a length that people read", () => {
    const { box, condition, stands } = setup();
    condition.lost("x".repeat(800));
    assert.equal(stands()[1], `${"x".repeat(699)}…`);
    assert.equal(box.notes[0]?.values?.problem, `${"x".repeat(699)}…`);
    condition.ok("y".repeat(700));
    assert.equal(stands()[1], "y".repeat(700));
  });

  test("when it is stopped nothing is told and nothing counts", async () => {
    const { box, condition, stands } = setup({ silence: { after_ms: 10_000, problem: () => "silent" } });
    condition.ok();
    condition.stop();
    condition.lost("late");
    condition.ok("late");
    await condition.attempt(async () => "late");
    assert.deepEqual(stands(), ["ok", null]);
    assert.deepEqual(condition.health().counters, { successes: 1, failures: 0 });
    assert.deepEqual(box.notes, []);
  });
});

describe("an attempt", () => {
  test("that succeeds is a success, with its duration", async () => {
    const { clock, condition, stands } = setup();
    const doing = condition.attempt(async () => {
      await clock.pass(120);
      return 42;
    });
    assert.equal(await doing, 42);
    assert.deepEqual(stands(), ["ok", null]);
    assert.deepEqual(condition.health().counters, { successes: 1, failures: 0, last_ms: 120, longest_ms: 120 });
  });

  test("may succeed with a remark", async () => {
    const { condition, stands } = setup();
    await condition.attempt(
      async () => 42,
      (found) => `only ${found}`,
    );
    assert.deepEqual(stands(), ["ok", "only 42"]);
  });

  test("that throws is a failure with these words, and throws on", async () => {
    const { clock, condition, stands } = setup();
    await condition.attempt(() => clock.pass(300));
    const failing = async () => {
      await clock.pass(50);
      throw new Error("no answer: plug it in");
    };
    await assert.rejects(condition.attempt(failing), /no answer/);
    assert.deepEqual(stands(), ["lost", "no answer: plug it in"]);
    assert.deepEqual(condition.health().counters, { successes: 1, failures: 1, last_ms: 50, longest_ms: 300 });
  });
});

describe("silence", () => {
  const settings = {
    silence: {
      after_ms: 10_000,
      problem: (ms: number, heard: boolean) => `${heard ? "silent" : "never heard"} for ${ms / 1_000} s`,
    },
  };

  test("is lost after its time, also when nothing ever came", async () => {
    const { clock, box, stands } = setup(settings);
    await clock.pass(9_999);
    assert.deepEqual(stands(), ["starting", null]);
    await clock.pass(1);
    assert.deepEqual(stands(), ["lost", "never heard for 10 s"]);
    await clock.pass(60_000);
    assert.deepEqual(stands(), ["lost", "never heard for 70 s"], "the words are those of now");
    assert.deepEqual(box.codes, ["device_lost"]);
    assert.equal(box.notes[0]?.values?.problem, "never heard for 10 s");
  });

  test("counts from the last good thing, and each silence is told anew", async () => {
    const { clock, box, condition, stands } = setup(settings);
    await clock.pass(6_000);
    condition.ok();
    await clock.pass(9_999);
    assert.deepEqual([stands()[0], condition.silent_ms()], ["ok", 9_999]);
    await clock.pass(1);
    assert.deepEqual(stands(), ["lost", "silent for 10 s"]);
    condition.ok();
    assert.deepEqual(stands(), ["ok", null]);
    await clock.pass(10_000);
    assert.deepEqual(box.codes, ["device_lost", "device_back", "device_lost"]);
    assert.equal(condition.health().counters.failures, 2);
  });

  test("begins with the start, not when the device was built", async () => {
    const clock = new HandClock();
    const condition = new Condition({ id: "roof", clock }, settings);
    await clock.pass(60_000);
    condition.start(new Box());
    await clock.pass(9_999);
    assert.equal(condition.health().state, "starting");
  });

  test("leaves no timer behind", () => {
    const { clock, condition } = setup(settings);
    assert.equal(clock.pending, 1);
    condition.ok();
    assert.equal(clock.pending, 1);
    condition.stop();
    assert.equal(clock.pending, 0);
  });
});

test("how a reader gets along is counted and told", async () => {
  const clock = new HandClock();
  const reader = new Reader({ clock });
  const { condition, stands } = setup({ reader });
  condition.ok();
  assert.equal(condition.health().counters.late_turns, 0);
  function* endless(): Steps {
    for (;;) {
      clock.mono += 1;
      yield;
    }
  }
  reader.take(1, endless());
  await clock.pass(1_100);
  assert.match(stands()[1] ?? "", /^more comes than can be read/);
  assert.ok((condition.health().behind_ms ?? 0) >= 1_000);
  condition.lost("no answer");
  assert.deepEqual(stands(), ["lost", "no answer"]);
  reader.stop();
});

test("a standing remark shows unless the device is lost, before that of the last success", () => {
  let standing: string | null = "the port is being opened";
  const { condition, stands } = setup({ remark: () => standing });
  assert.deepEqual(stands(), ["starting", "the port is being opened"]);
  condition.ok("a value was left out");
  assert.deepEqual(stands(), ["ok", "the port is being opened"]);
  standing = null;
  assert.deepEqual(stands(), ["ok", "a value was left out"]);
  standing = "the port is being opened";
  condition.lost("no answer");
  assert.deepEqual(stands(), ["lost", "no answer"]);
});
