import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inEnglish } from "../../model/index.ts";
import { HandClock } from "../../model/testing/hand-clock.ts";
import { type Flow, MOST_BYTES, Reader, type Steps } from "./reader.ts";

/** A reader whose steps take one millisecond each. */
function setup(flow?: (diary: string[]) => Flow) {
  const clock = new HandClock();
  const diary: string[] = [];
  const reader = new Reader({ clock }, flow?.(diary));
  /** Says its name with each step. */
  function* steps(name: string, count: number): Steps<string> {
    for (let i = 1; i <= count; i++) {
      clock.mono += 1;
      diary.push(`${name}${i}`);
      if (i < count) yield;
    }
    return name;
  }
  const take = (name: string, count: number, bytes = 1) => {
    reader.take(bytes, discarding(steps(name, count)));
  };
  return { clock, diary, reader, steps, take };
}

function* discarding(steps: Steps<unknown>): Steps {
  yield* steps;
}

describe("a reader", () => {
  test("reads at once what fits into its budget", async () => {
    const { diary, take, reader, clock } = setup();
    take("a", 1);
    take("b", 1);
    assert.deepEqual(diary, ["a1", "b1"]);
    assert.deepEqual([reader.waiting_bytes, reader.counters.late_turns, clock.pending], [0, 0, 0]);
    assert.equal(reader.problem(), null);
  });

  test("leaves the rest for the next window, in the order of arrival", async () => {
    const { clock, diary, take, reader } = setup();
    take("a", 5, 100);
    assert.deepEqual(diary, ["a1", "a2", "a3"]);
    assert.deepEqual([reader.waiting_bytes, reader.counters.late_turns], [100, 1]);
    take("b", 1, 10);
    assert.deepEqual([diary.length, reader.waiting_bytes], [3, 110]);
    await clock.pass(16);
    assert.equal(diary.length, 3, "the window is 20 ms");
    await clock.pass(1);
    assert.deepEqual(diary.slice(3), ["a4", "a5", "b1"]);
    assert.deepEqual([reader.waiting_bytes, reader.counters.late_turns], [0, 1]);
  });

  test("many small pieces share one budget, which comes back with the next window", async () => {
    const { clock, diary, take } = setup();
    for (let i = 0; i < 8; i++) take("x", 1);
    assert.equal(diary.length, 3);
    await clock.pass(17);
    assert.equal(diary.length, 6);
    await clock.pass(20);
    assert.equal(diary.length, 8);
    assert.equal(clock.pending, 0);
    await clock.pass(20);
    take("y", 3);
    assert.deepEqual(diary.slice(8), ["y1", "y2", "y3"]);
  });

  test("gives back what the steps come to, and what they throw", async () => {
    const { clock, steps, reader } = setup();
    const result = reader.whole(steps("a", 7));
    await clock.pass(100);
    assert.equal(await result, "a");
    function* failing(): Steps {
      yield;
      throw new Error("no sense in it");
    }
    await assert.rejects(reader.whole(failing()), /no sense in it/);
    assert.equal(reader.counters.failed_pieces, 1);
    assert.equal(inEnglish(reader.problem() ?? ""), "what it sent cannot be read: no sense in it");
    await clock.pass(10_000);
    assert.equal(reader.problem(), null);
  });

  test("goes on after a piece that cannot be read", () => {
    const { diary, take, reader } = setup();
    function* failing(): Steps {
      yield;
      throw new Error("no sense in it");
    }
    reader.take(1, failing());
    take("a", 1);
    assert.deepEqual([diary, reader.waiting_bytes], [["a1"], 0]);
  });

  test("what a step itself sends waits for its turn", () => {
    const { diary, take, reader } = setup();
    function* sending(): Steps {
      take("inner", 1);
      diary.push("outer");
      yield;
    }
    reader.take(1, sending());
    assert.deepEqual(diary, ["outer", "inner1"]);
  });

  test("tells when it was behind for a second, for as long as that goes on and ten seconds more", async () => {
    const { clock, take, reader } = setup();
    take("a", 180, 500);
    await clock.pass(990);
    assert.equal(reader.problem(), null);
    await clock.pass(30);
    assert.equal(
      inEnglish(reader.problem() ?? ""),
      "more comes than can be read, for 1 s now (500 bytes wait): let it say less, or less often",
    );
    assert.ok(reader.behind_ms() >= 1_000 && reader.behind_ms() < 1_100, `${reader.behind_ms()} ms`);
    await clock.pass(300);
    assert.equal(reader.waiting_bytes, 0);
    await clock.pass(9_000);
    assert.match(inEnglish(reader.problem() ?? ""), /more comes than can be read/);
    await clock.pass(2_000);
    assert.deepEqual([reader.problem(), reader.behind_ms()], [null, 0]);
  });

  test("forgets what waits when the line is closed, and reads on", async () => {
    const { clock, diary, take, reader } = setup();
    take("a", 5, 100);
    reader.clear();
    assert.deepEqual([reader.waiting_bytes, reader.counters.dropped_bytes, clock.pending], [0, 100, 0]);
    await clock.pass(20);
    take("b", 1);
    assert.deepEqual(diary, ["a1", "a2", "a3", "b1"]);
  });

  test("reads nothing after it was stopped, and leaves no timer behind", async () => {
    const { clock, diary, take, steps, reader } = setup();
    take("a", 5);
    const late = reader.whole(steps("b", 1));
    reader.stop();
    await assert.rejects(late, /reading was stopped/);
    await assert.rejects(reader.whole(steps("c", 1)), /reading was stopped/);
    take("d", 1);
    await clock.pass(1_000);
    assert.deepEqual([diary, clock.pending], [["a1", "a2", "a3"], 0]);
  });
});

describe("what is more than can wait", () => {
  test("is held back at its source, and nothing is lost", async () => {
    const { clock, diary, take, reader } = setup((diary) => ({
      hold: () => diary.push("hold"),
      go: () => diary.push("go"),
    }));
    take("a", 5, MOST_BYTES / 2);
    assert.deepEqual(diary.splice(0), ["a1", "a2", "a3"]);
    take("b", 2, MOST_BYTES / 2);
    take("c", 1, 1);
    assert.deepEqual(diary.splice(0), ["hold"]);
    await clock.pass(17);
    assert.deepEqual(diary.splice(0), ["a4", "a5", "b1"]);
    await clock.pass(20);
    assert.deepEqual(diary.splice(0), ["b2", "c1", "go"]);
    assert.equal(reader.counters.dropped_bytes, 0);
  });

  test("comes again when the reader is stopped", () => {
    const { diary, take, reader } = setup((diary) => ({
      hold: () => diary.push("hold"),
      go: () => diary.push("go"),
    }));
    take("a", 5, MOST_BYTES);
    reader.stop();
    assert.deepEqual(diary.slice(3), ["hold", "go"]);
  });

  test("makes everything older go where nobody can be held back", async () => {
    const { clock, diary, take, reader } = setup((diary) => ({ lost: () => diary.push("lost") }));
    take("a", 5, MOST_BYTES - 10);
    take("b", 1, 10);
    assert.equal(reader.counters.dropped_bytes, 0);
    take("c", 1, 1);
    assert.deepEqual([reader.counters.dropped_bytes, reader.waiting_bytes], [MOST_BYTES, 1]);
    await clock.pass(20);
    assert.deepEqual(diary, ["a1", "a2", "a3", "lost", "c1"]);
  });
});
