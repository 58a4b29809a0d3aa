import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Order, type Outcome, text } from "../model/index.ts";
import { HandClock, settle } from "../model/testing/hand-clock.ts";
import { Outputs } from "./outputs.ts";
import { FakeOutput } from "./testing/fakes.ts";

const order = (relay: string, on: boolean): Order => ({ relay, on, reason: text("test") }) as Order;
const NOW = Promise.resolve();

class Bench {
  readonly clock = new HandClock();
  readonly boiler = new FakeOutput();
  readonly pump = new FakeOutput();
  readonly outcomes: Outcome[] = [];
  readonly feedback: string[] = [];
  readonly outputs: Outputs;

  constructor(unsure: readonly string[] = [], feedback_every_ms = 5_000) {
    this.outputs = new Outputs({
      outputs: new Map([
        ["boiler", this.boiler],
        ["pump", this.pump],
      ]),
      clock: this.clock,
      feedback_every_ms,
      unsure,
      onOutcome: (outcome) => this.outcomes.push(outcome),
      onFeedback: ({ relay, on }) => this.feedback.push(`${relay} ${on}`),
    });
  }

  get told(): string[] {
    return this.outcomes.map(({ relay, on, ...rest }) => `${relay} ${on} ${rest.ok ? "ok" : rest.message}`);
  }
}

describe("orders", () => {
  test("are carried out, and the outcome is told", async () => {
    const bench = new Bench();
    assert.equal(bench.outputs.idle, true);
    bench.outputs.carryOut(order("boiler", true), NOW);
    assert.equal(bench.outputs.idle, false);
    await bench.outputs.settled();
    assert.deepEqual(bench.told, ["boiler true ok"]);
    assert.equal(bench.boiler.on, true);
    assert.equal(bench.outputs.idle, true);
  });

  test("wait until their reason is on the disk", async () => {
    const bench = new Bench();
    let reasonOnDisk = (): void => undefined;
    const wait = new Promise<void>((resolve) => {
      reasonOnDisk = resolve;
    });
    bench.outputs.carryOut(order("boiler", true), wait);
    await settle();
    assert.deepEqual(bench.boiler.taken, []);
    reasonOnDisk();
    await bench.outputs.settled();
    assert.deepEqual(bench.boiler.taken, [true]);
  });

  test("of one relay go one at a time, of which only the newest waits", async () => {
    const bench = new Bench();
    bench.boiler.mode = "hangs";
    bench.outputs.carryOut(order("boiler", true), NOW);
    await settle();
    bench.outputs.carryOut(order("boiler", false), NOW);
    bench.outputs.carryOut(order("boiler", true), NOW);
    bench.outputs.carryOut(order("boiler", false), NOW);
    await settle();
    assert.equal(bench.boiler.diary.length, 1);
    bench.boiler.release();
    await bench.outputs.settled();
    assert.deepEqual(bench.boiler.taken, [true, false]);
    assert.deepEqual(bench.told, ["boiler true ok", "boiler false ok"]);
  });

  test("that say what is under way already are not sent twice", async () => {
    const bench = new Bench();
    bench.boiler.mode = "hangs";
    bench.outputs.carryOut(order("boiler", true), NOW);
    bench.outputs.carryOut(order("boiler", true), NOW);
    bench.outputs.carryOut(order("boiler", false), NOW);
    bench.outputs.carryOut(order("boiler", true), NOW);
    await settle();
    bench.boiler.release();
    await bench.outputs.settled();
    assert.deepEqual(bench.boiler.taken, [true]);
  });

  test("of a slow relay hold no other up", async () => {
    const bench = new Bench();
    bench.boiler.mode = "hangs";
    bench.outputs.carryOut(order("boiler", true), NOW);
    bench.outputs.carryOut(order("pump", true), NOW);
    await settle();
    assert.deepEqual(bench.told, ["pump true ok"]);
    bench.boiler.release();
    await bench.outputs.settled();
  });

  test("that fail are told with the reason, and the next one goes on", async () => {
    const bench = new Bench();
    bench.boiler.mode = "fails";
    bench.outputs.carryOut(order("boiler", true), NOW);
    bench.outputs.carryOut(order("boiler", false), NOW);
    await bench.outputs.settled();
    assert.deepEqual(bench.told, ["boiler true no answer", "boiler false no answer"]);
    bench.outputs.carryOut(order("nobody", true), NOW);
    await bench.outputs.settled();
    assert.equal(bench.told.at(-1), "nobody true the relay has no output");
  });

  test("to switch off do not wait for long until an order to switch on comes to its end", async () => {
    const bench = new Bench();
    bench.boiler.mode = "hangs";
    bench.outputs.carryOut(order("boiler", true), NOW);
    await bench.clock.pass(5_000);
    bench.outputs.carryOut(order("boiler", false), NOW);
    await bench.clock.pass(199);
    assert.deepEqual(bench.boiler.givenUp, []);
    bench.boiler.mode = "works";
    await bench.clock.pass(1);
    assert.deepEqual(bench.boiler.givenUp, ["it is to be off"]);
    assert.deepEqual(bench.told, ["boiler true it is to be off", "boiler false ok"]);
    assert.equal(bench.clock.pending, 1, "only the next question to the outputs is left");
  });

  test("to switch on wait until one to switch off has come to its end", async () => {
    const bench = new Bench();
    bench.boiler.mode = "hangs";
    bench.outputs.carryOut(order("boiler", false), NOW);
    bench.outputs.carryOut(order("boiler", true), NOW);
    await bench.clock.pass(5_000);
    assert.deepEqual(bench.boiler.givenUp, []);
    bench.boiler.release();
    await bench.outputs.settled();
    assert.deepEqual(bench.boiler.taken, [false, true]);
  });

  test("that are under way for too long are known by their relays, and why the last one failed", async () => {
    const bench = new Bench();
    bench.boiler.mode = "hangs";
    bench.pump.mode = "fails";
    for (const relay of ["boiler", "pump"]) bench.outputs.carryOut(order(relay, false), NOW);
    await bench.clock.pass(1_499);
    assert.deepEqual(bench.outputs.late(bench.clock.mono), []);
    await bench.clock.pass(1);
    assert.deepEqual(bench.outputs.late(bench.clock.mono), [{ relay: "boiler", age_ms: 1_500 }]);
    assert.deepEqual([bench.outputs.problem("boiler"), bench.outputs.problem("pump")], [null, "no answer"]);
    for (const output of [bench.boiler, bench.pump]) output.release();
    bench.outputs.carryOut(order("pump", false), NOW);
    await bench.outputs.settled();
    assert.deepEqual(bench.outputs.late(bench.clock.mono), []);
    assert.equal(bench.outputs.problem("pump"), null);
  });

  test("that are never answered are given up after ten seconds", async () => {
    const bench = new Bench();
    bench.boiler.mode = "hangs";
    bench.outputs.carryOut(order("boiler", true), NOW);
    await settle();
    await bench.clock.pass(9_999);
    assert.deepEqual(bench.told, []);
    await bench.clock.pass(1);
    assert.deepEqual(bench.told, ["boiler true no answer within 10 s"]);
    assert.equal(bench.outputs.idle, true, "the relay takes orders again");
  });
});

describe("feedback", () => {
  test("is asked for regularly, of those that can say", async () => {
    const bench = new Bench();
    bench.boiler.reports(() => bench.boiler.on);
    await bench.clock.pass(4_999);
    assert.deepEqual(bench.feedback, []);
    await bench.clock.pass(1);
    bench.boiler.on = true;
    await bench.clock.pass(5_000);
    assert.deepEqual(bench.feedback, ["boiler false", "boiler true"]);
  });

  test("a device that does not know, or cannot answer, says nothing", async () => {
    const bench = new Bench();
    bench.boiler.reports(() => null);
    bench.pump.reports(() => {
      throw new Error("no answer");
    });
    await bench.clock.pass(20_000);
    assert.equal(bench.boiler.reads, 4);
    assert.equal(bench.pump.reads, 4);
    assert.deepEqual(bench.feedback, []);
  });

  test("a relay with an order under way is not asked", async () => {
    const bench = new Bench();
    bench.boiler.reports(() => false);
    bench.boiler.mode = "hangs";
    bench.outputs.carryOut(order("boiler", true), NOW);
    await bench.clock.pass(5_000);
    assert.equal(bench.boiler.reads, 0);
    bench.boiler.release();
    await bench.outputs.settled();
  });

  test("an answer that was asked for before an order does not count", async () => {
    const bench = new Bench();
    let answer = (_on: boolean): void => undefined;
    bench.boiler.read = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    await bench.clock.pass(5_000);
    bench.outputs.carryOut(order("boiler", true), NOW);
    await bench.outputs.settled();
    answer(false);
    await settle();
    assert.deepEqual(bench.feedback, []);
    await bench.clock.pass(5_000);
    answer(true);
    await settle();
    assert.deepEqual(bench.feedback, ["boiler true"]);
  });

  test("an output that has taken an order is asked a second later what came of it, once", async () => {
    const bench = new Bench();
    bench.boiler.reports(() => bench.boiler.on);
    for (const on of [true, false, true]) {
      bench.outputs.carryOut(order("boiler", on), NOW);
      await bench.outputs.settled();
    }
    await bench.clock.pass(999);
    assert.deepEqual(bench.feedback, []);
    await bench.clock.pass(1);
    assert.deepEqual(bench.feedback, ["boiler true"]);
  });

  test("of a relay whose state is wanted at the start is asked for each second, until there is one", async () => {
    const bench = new Bench(["boiler"], 60_000);
    const answers = [null, new Error("no answer"), null, true];
    bench.boiler.reports(() => {
      const answer = answers[bench.boiler.reads - 1] ?? null;
      if (answer instanceof Error) throw answer;
      return answer;
    });
    bench.pump.reports(() => true);
    await bench.clock.pass(3_500);
    assert.deepEqual([bench.boiler.reads, bench.feedback], [3, []]);
    await bench.clock.pass(20_000);
    assert.deepEqual([bench.boiler.reads, bench.feedback], [4, ["boiler true"]]);
  });

  test("is wanted at the start ten times, and no more once it was given an order, or nobody listens", async () => {
    const asked = async (meanwhile: (bench: Bench) => void): Promise<number> => {
      const bench = new Bench(["boiler"], 60_000);
      bench.boiler.reports(() => null);
      await bench.clock.pass(2_500);
      meanwhile(bench);
      await bench.clock.pass(30_000);
      return bench.boiler.reads;
    };
    assert.equal(await asked(() => undefined), 9);
    assert.equal(await asked(({ outputs }) => outputs.stop()), 2);
    // what came of the order is asked once
    assert.equal(await asked(({ outputs }) => outputs.carryOut(order("boiler", false), NOW)), 3);
  });

  test("nobody is asked after the stop", async () => {
    const bench = new Bench();
    bench.boiler.reports(() => true);
    bench.outputs.carryOut(order("boiler", true), NOW);
    await bench.outputs.settled();
    bench.outputs.stop();
    await bench.clock.pass(60_000);
    assert.equal(bench.boiler.reads, 0);
    assert.equal(bench.clock.pending, 0);
  });

  test("nor is an output that had an order in hand at the stop", async () => {
    const bench = new Bench();
    bench.boiler.reports(() => true);
    bench.boiler.mode = "hangs";
    bench.outputs.carryOut(order("boiler", false), NOW);
    await settle();
    bench.outputs.stop();
    bench.boiler.release();
    await bench.outputs.settled();
    assert.deepEqual(bench.told, ["boiler false ok"]);
    assert.equal(bench.clock.pending, 0);
  });
});
