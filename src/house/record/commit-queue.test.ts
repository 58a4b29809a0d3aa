import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Decision, type Gap, type Pace, type Reading, reason } from "../../model/index.ts";
import { HandClock, settle } from "../../model/testing/hand-clock.ts";
import { FakeStore } from "../testing/fakes.ts";
import { CommitQueue } from "./commit-queue.ts";

const reading = (value: number): Reading => ({ channel: "sun", at: value, value });
const decision = (at: number): Decision => ({ at, kind: "house", reason: reason("house_started") });
const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

class Bench {
  readonly clock = new HandClock();
  readonly store = new FakeStore();
  readonly fatal: string[] = [];
  memory: unknown = { brain: 1 };
  readonly recorder: CommitQueue;

  constructor(commit_every_ms = 1_000) {
    this.recorder = new CommitQueue({
      store: this.store,
      clock: this.clock,
      commit_every_ms,
      memory: () => this.memory,
      onFatal: (error) => this.fatal.push(error.message),
    });
  }

  get sun(): (number | string)[] {
    return this.store.values("sun");
  }
  get decided(): number[] {
    return this.store.batches.flatMap(({ decisions }) => decisions.map(({ at }) => at));
  }
  get faults(): string[] {
    return this.recorder.faults(this.clock.mono).map(({ code }) => code);
  }
}

describe("batches", () => {
  test("readings wait for each other, for the time of the configuration", async () => {
    const bench = new Bench();
    bench.recorder.readings([reading(1)]);
    await bench.clock.pass(500);
    bench.recorder.readings([reading(2)]);
    await bench.clock.pass(499);
    assert.equal(bench.store.commits, 0);
    await bench.clock.pass(1);
    assert.equal(bench.store.commits, 1);
    assert.deepEqual(bench.sun, [1, 2]);
    assert.equal("memory" in (bench.store.batches[0] ?? {}), false, "readings alone change no memory");
  });

  test("a decision does not wait, and takes along what waits and the memory", async () => {
    const bench = new Bench();
    bench.recorder.readings([reading(1)]);
    bench.recorder.decisions([decision(7)]);
    await settle();
    assert.deepEqual(bench.store.batches, [{ readings: [reading(1)], decisions: [decision(7)], memory: { brain: 1 } }]);
    await bench.clock.pass(60_000);
    assert.equal(bench.store.commits, 1, "nothing is left to write");
  });

  test("what comes while the disk is busy goes with the next batch, decisions at once", async () => {
    const bench = new Bench();
    bench.store.mode = "hangs";
    bench.recorder.decisions([decision(1)]);
    await settle();
    bench.recorder.decisions([decision(2)]);
    bench.recorder.readings([reading(3)]);
    bench.recorder.decisions([decision(4)]);
    await bench.clock.pass(10_000);
    assert.equal(bench.store.commits, 1, "one batch at a time");
    bench.store.release();
    await settle();
    assert.deepEqual(bench.decided, [1, 2, 4]);
    assert.deepEqual(bench.sun, [3]);
    assert.equal(bench.store.commits, 2);
  });

  test("what waited for the clock goes at once with the memory in which it does not, nothing does not", async () => {
    const bench = new Bench();
    bench.recorder.together([], []);
    await settle();
    assert.equal(bench.store.commits, 0);
    bench.recorder.together([reading(1)], [decision(1)]);
    await settle();
    assert.deepEqual(bench.store.batches, [{ readings: [reading(1)], decisions: [decision(1)], memory: { brain: 1 } }]);
  });

  test("notes of the clock go with the readings, and take the memory along", async () => {
    const bench = new Bench();
    bench.recorder.paces([]);
    bench.recorder.paces([{ since: 1, until: 2, rate: 2 }]);
    await bench.clock.pass(999);
    assert.equal(bench.store.commits, 0);
    await bench.clock.pass(1);
    assert.deepEqual(bench.store.batches, [
      { readings: [], decisions: [], paces: [{ since: 1, until: 2, rate: 2 }], memory: { brain: 1 } },
    ]);
  });

  test("readings that came while the disk was busy have their time", async () => {
    const bench = new Bench();
    bench.store.mode = "hangs";
    bench.recorder.decisions([decision(1)]);
    await settle();
    bench.recorder.readings([reading(2)]);
    bench.store.release();
    await bench.clock.pass(999);
    assert.equal(bench.store.commits, 1);
    await bench.clock.pass(1);
    assert.deepEqual(bench.sun, [2]);
  });

  test("nothing is no batch", async () => {
    const bench = new Bench();
    bench.recorder.readings([]);
    bench.recorder.decisions([]);
    await bench.clock.pass(60_000);
    await bench.recorder.flush();
    assert.equal(bench.store.commits, 0);
  });

  test("the memory of running relays is saved once a minute, without a decision, whatever is read", async () => {
    const bench = new Bench();
    for (let second = 0; second < 185; second++) {
      bench.recorder.saveMemoryInTime();
      bench.recorder.readings([reading(second)]);
      await bench.clock.pass(1_000);
    }
    const saved = bench.store.batches.filter(({ memory }) => memory !== undefined);
    assert.equal(saved.length, 3);
  });
});

describe("counters of energy", () => {
  const meter = (value: number): Reading => ({ channel: "meter.energy", at: 0, value });
  const described = (): Bench => {
    const bench = new Bench(10_000);
    bench.recorder.describe("meter.energy", "Wh");
    return bench;
  };

  test("5 Wh more than on the disk do not wait, less does", async () => {
    const bench = described();
    bench.recorder.readings([meter(100)]);
    await bench.clock.pass(10_000);
    assert.equal(bench.store.commits, 1);
    bench.recorder.readings([meter(104)]);
    await bench.clock.pass(1_000);
    assert.equal(bench.store.commits, 1);
    bench.recorder.readings([meter(105)]);
    await settle();
    assert.equal(bench.store.commits, 2, "what waited goes along");
    assert.deepEqual(bench.store.values("meter.energy"), [100, 104, 105]);
    bench.recorder.readings([meter(109)]);
    await bench.clock.pass(9_999);
    assert.equal(bench.store.commits, 2);
  });

  test("one that spins makes no more than a commit a second", async () => {
    const bench = described();
    for (let i = 0; i < 100; i++) {
      bench.recorder.readings([meter(i * 10)]);
      await bench.clock.pass(100);
    }
    assert(bench.store.commits <= 11, `${bench.store.commits} commits in 10 s`);
    assert(bench.store.commits >= 9, `${bench.store.commits} commits in 10 s`);
  });

  test("what rises while the disk is busy goes as soon as it is free", async () => {
    const bench = described();
    bench.recorder.readings([meter(0)]);
    bench.store.mode = "hangs";
    bench.recorder.decisions([decision(1)]);
    await bench.clock.pass(2_000);
    bench.recorder.readings([meter(50)]);
    await bench.clock.pass(2_000);
    bench.store.release();
    await bench.clock.pass(1);
    assert.deepEqual(bench.store.values("meter.energy"), [0, 50]);
  });
});

describe("gaps", () => {
  test("go with the next commit, and are not lost when it fails", async () => {
    const bench = new Bench();
    const gap = { channel: "sun", since: 1, until: 2, why: "silent" } as const;
    bench.store.mode = "fails";
    bench.recorder.gaps([gap]);
    await bench.clock.pass(1_500);
    assert.equal(bench.store.commits, 1);
    bench.store.mode = "works";
    await bench.clock.pass(2_000);
    assert.deepEqual(bench.store.batches, [{ readings: [], decisions: [], gaps: [gap] }]);
  });

  test("readings that found no room are one, over as soon as there is room again", async () => {
    const bench = new Bench();
    bench.store.mode = "hangs";
    bench.recorder.decisions([decision(0)]);
    await settle();
    const at = (instant: number): Reading[] => Array<Reading>(100_000).fill({ channel: "sun", at: instant, value: 1 });
    for (let second = 1; second <= 7; second++) bench.recorder.readings(at(second * 1_000));
    bench.store.release();
    await bench.clock.pass(2_000);
    bench.recorder.readings([{ channel: "sun", at: 9_000, value: 1 }]);
    await bench.recorder.flush();
    assert.equal(bench.recorder.dropped, 200_000);
    assert.deepEqual(
      bench.store.batches.flatMap(({ gaps }) => gaps ?? []),
      [{ since: 6_000, until: 9_000, why: "dropped" }],
    );
  });

  test("have a bound too", async () => {
    const bench = new Bench();
    bench.store.mode = "fails";
    bench.recorder.gaps(many(5_003, (i) => ({ since: i, until: i + 1, why: "silent" })));
    assert.equal(bench.recorder.dropped_decisions, 3);
    assert.deepEqual(bench.faults, ["decisions_dropped"]);
    bench.recorder.paces(many(5_004, (i) => ({ since: i, until: i + 1, rate: 0 })));
    bench.recorder.gaps(many(2, (i) => ({ since: i, until: i + 1, why: "silent" })));
    bench.recorder.paces(many(1, (i) => ({ since: i, until: i + 1, rate: 0 })));
    assert.equal(bench.recorder.dropped_decisions, 3 + 4 + 2 + 1);
    bench.store.mode = "works";
    await bench.clock.pass(1_000);
    const [batch] = bench.store.batches;
    assert.deepEqual([batch?.gaps?.length, batch?.paces?.length], [5_000, 5_000]);
  });
});

describe("a store that fails", () => {
  test("loses nothing: all of it is written in order once it works, and the fault goes", async () => {
    const bench = new Bench();
    bench.store.mode = "fails";
    bench.recorder.readings([reading(1)]);
    bench.recorder.decisions([decision(1)]);
    await settle();
    assert.deepEqual(bench.recorder.faults(bench.clock.mono), [
      { code: "store_failed", values: { problem: "disk full" } },
    ]);
    for (let second = 2; second <= 90; second++) {
      bench.recorder.readings([reading(second)]);
      if (second % 10 === 0) bench.recorder.decisions([decision(second)]);
      await bench.clock.pass(1_000);
    }
    assert.equal(bench.store.batches.length, 0);
    bench.store.mode = "works";
    await bench.clock.pass(60_000);
    assert.deepEqual(
      bench.sun,
      many(90, (i) => i + 1),
    );
    assert.deepEqual(bench.decided, [1, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
    assert.deepEqual(bench.store.batches.at(-1)?.memory, { brain: 1 });
    assert.deepEqual(bench.recorder.faults(bench.clock.mono), []);
  });

  test("in the end: what came meanwhile goes behind what it had in hand", async () => {
    const bench = new Bench();
    const gap = (since: number): Gap => ({ channel: "sun", since, until: since + 1, why: "silent" });
    const pace = (since: number): Pace => ({ since, until: since + 1, rate: 2 });
    const give = (instant: number): void => {
      bench.recorder.readings([reading(instant)]);
      bench.recorder.gaps([gap(instant)]);
      bench.recorder.paces([pace(instant)]);
      bench.recorder.decisions([decision(instant)]);
    };
    const { commit } = bench.store;
    let fail = (_error: Error): void => undefined;
    bench.store.commit = () =>
      new Promise((_resolve, reject) => {
        fail = reject;
      });
    give(1);
    give(2);
    assert.deepEqual(bench.recorder.waiting, { readings: 2, decisions: 2 });
    bench.store.commit = commit;
    fail(new Error("disk full"));
    await settle();
    assert.deepEqual(bench.recorder.waiting, { readings: 2, decisions: 2 });
    assert.deepEqual(bench.faults, ["store_failed"]);
    await bench.clock.pass(1_000);
    const both = { readings: [1, 2].map(reading), decisions: [1, 2].map(decision), memory: { brain: 1 } };
    assert.deepEqual(bench.store.batches, [{ ...both, gaps: [1, 2].map(gap), paces: [1, 2].map(pace) }]);
    assert.deepEqual(bench.recorder.waiting, { readings: 0, decisions: 0 });
  });

  test("does not change when it last worked", async () => {
    const bench = new Bench();
    assert.equal(bench.recorder.last_commit_at, null);
    bench.recorder.readings([reading(1)]);
    await bench.clock.pass(1_000);
    const { at } = bench.clock.now();
    assert.equal(bench.recorder.last_commit_at, at);
    bench.store.mode = "fails";
    bench.recorder.readings([reading(2)]);
    await bench.clock.pass(5_000);
    assert.equal(bench.recorder.last_commit_at, at);
  });

  test("is tried again after 1, 2, 4 … 60 s, however much comes in meanwhile", async () => {
    const bench = new Bench();
    bench.store.mode = "fails";
    bench.recorder.decisions([decision(0)]);
    await settle();
    const tries: number[] = [];
    for (let tenth = 1; tenth <= 2_000; tenth++) {
      const before = bench.store.commits;
      bench.recorder.decisions([decision(tenth)]);
      await bench.clock.pass(100);
      if (bench.store.commits > before) tries.push(tenth / 10);
    }
    assert.deepEqual(tries, [1, 3, 7, 15, 31, 63, 123, 183]);
  });

  test("that cannot be trusted any more ends the process, and is not written to again", async () => {
    const bench = new Bench();
    bench.store.mode = "fatal";
    bench.recorder.decisions([decision(1)]);
    await settle();
    assert.deepEqual(bench.fatal, ["disk broken"]);
    bench.recorder.decisions([decision(2)]);
    await bench.recorder.flush();
    await bench.clock.pass(120_000);
    assert.equal(bench.store.commits, 1);
    assert.equal(bench.fatal.length, 1);
  });

  test("is tried again although somebody waited for it in vain", async () => {
    const bench = new Bench();
    bench.store.mode = "fails";
    bench.recorder.decisions([decision(1)]);
    await bench.recorder.flush();
    bench.store.mode = "works";
    await bench.clock.pass(10_000);
    assert.deepEqual(bench.decided, [1]);
  });

  test("is tried at once for somebody who waits, however long the pause", async () => {
    const bench = new Bench();
    bench.store.mode = "fails";
    bench.recorder.decisions([decision(1)]);
    await bench.clock.pass(40_000);
    bench.store.mode = "works";
    await bench.recorder.flush();
    assert.deepEqual(bench.decided, [1]);
  });

  test("does not forget the memory that it could not save", async () => {
    const bench = new Bench();
    bench.store.mode = "fails";
    bench.recorder.decisions([decision(1)]);
    await settle();
    bench.memory = { brain: 2 };
    bench.store.mode = "works";
    await bench.clock.pass(2_000);
    assert.deepEqual(bench.store.saved, { brain: 2 }, "the newest one");
  });
});

describe("bounds", () => {
  test("half a million readings wait; what comes after is dropped, counted and shown", async () => {
    const bench = new Bench();
    bench.store.mode = "hangs";
    bench.recorder.decisions([decision(0)]);
    await settle();
    const thousand = many(1_000, reading);
    for (let i = 0; i < 499; i++) bench.recorder.readings(thousand);
    bench.recorder.readings([...thousand, ...thousand]);
    assert.equal(bench.recorder.dropped, 1_000);
    assert.deepEqual(bench.recorder.faults(bench.clock.mono), [{ code: "readings_dropped", values: { count: 1_000 } }]);
    bench.store.release();
    await bench.clock.pass(2_000);
    assert.equal(bench.sun.length, 500_000);
  });

  test("decisions too", async () => {
    const bench = new Bench();
    bench.store.mode = "fails";
    bench.recorder.decisions([decision(0)]);
    await settle();
    for (let i = 0; i < 210; i++) bench.recorder.decisions(many(100, decision));
    assert.equal(bench.recorder.dropped_decisions, 1_001);
    assert.deepEqual(bench.faults, ["store_failed", "decisions_dropped"]);
    bench.store.mode = "works";
    await bench.clock.pass(2_000);
    assert.equal(bench.decided.length, 20_000);
    assert.deepEqual(bench.faults, ["decisions_dropped"], "what is lost stays known");
  });
});

describe("waiting for the disk", () => {
  test("ends when all is written", async () => {
    const bench = new Bench();
    bench.store.mode = "hangs";
    bench.recorder.decisions([decision(1)]);
    bench.recorder.readings([reading(1)]);
    let done = false;
    const waiting = bench.recorder.written(60_000).then(() => {
      done = true;
    });
    await settle();
    assert.equal(done, false);
    bench.store.release();
    await waiting;
    assert.deepEqual(bench.sun, [1]);
  });

  test("ends after so long although the disk hangs", async () => {
    const bench = new Bench();
    bench.store.mode = "hangs";
    bench.recorder.decisions([decision(1)]);
    let done = false;
    void bench.recorder.written(250).then(() => {
      done = true;
    });
    await bench.clock.pass(249);
    assert.equal(done, false);
    await bench.clock.pass(1);
    assert.equal(done, true);
    bench.store.release();
  });

  test("ends when the store fails", async () => {
    const bench = new Bench();
    bench.store.mode = "fails";
    bench.recorder.decisions([decision(1)]);
    await bench.recorder.written(60_000);
    assert.deepEqual(bench.faults, ["store_failed"]);
  });
});

describe("a backlog", () => {
  test("goes to the store in batches that it takes, nothing lost, in its order", async () => {
    const bench = new Bench();
    bench.store.mode = "fails";
    bench.recorder.readings(many(60_000, reading));
    bench.recorder.decisions(many(4_500, decision));
    await bench.clock.pass(5_000);
    assert.equal(bench.sun.length, 0);
    assert.deepEqual(bench.recorder.waiting, { readings: 60_000, decisions: 4_500 });
    bench.store.mode = "works";
    await bench.clock.pass(60_000);
    assert.deepEqual(
      bench.sun,
      many(60_000, (i) => i),
    );
    assert.deepEqual(
      bench.decided,
      many(4_500, (i) => i),
    );
    const largest = Math.max(...bench.store.batches.map(({ readings }) => readings.length));
    assert(largest <= 25_000, `${largest} readings in one batch`);
    assert.deepEqual(bench.recorder.waiting, { readings: 0, decisions: 0 });
  });

  test("goes at once when its first batch was taken, and one that has grown behind a small batch too", async () => {
    const bench = new Bench();
    bench.recorder.readings(many(30_000, reading));
    await bench.clock.pass(1_000);
    assert.equal(bench.sun.length, 30_000);
    bench.store.mode = "hangs";
    bench.recorder.decisions([decision(1)]);
    await settle();
    bench.recorder.readings(many(25_000, reading));
    bench.store.release();
    await settle();
    assert.equal(bench.sun.length, 55_000);
  });

  test("is written whole by a flush", async () => {
    const bench = new Bench();
    const commit = bench.store.commit.bind(bench.store);
    bench.store.commit = async (batch) => {
      await settle();
      await commit(batch);
    };
    bench.recorder.readings(many(80_000, reading));
    await bench.recorder.flush();
    assert.equal(bench.sun.length, 80_000);
  });
});
