import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { HOUR, MINUTE } from "../model/index.ts";
import { VirtualClock } from "./virtual-clock.ts";

const START = Date.UTC(2026, 5, 15);
const idle = (): boolean => false;
const never = async (): Promise<void> => assert.fail("nothing is busy");

describe("virtual time", () => {
  test("stands still until it is told to run", () => {
    const clock = new VirtualClock(START);
    assert.deepEqual(clock.now(), { at: START, mono: 0 });
    clock.after(0, () => assert.fail("too early"));
    assert.deepEqual(clock.now(), { at: START, mono: 0 });
  });

  test("jumps from one due instant to the next, and ends where it was told to", async () => {
    const clock = new VirtualClock(START);
    const seen: number[] = [];
    for (const delay of [HOUR, 5, 2 * HOUR, 10]) clock.after(delay, () => seen.push(clock.now().mono));
    await clock.run(START + HOUR, idle, never);
    assert.deepEqual(seen, [5, 10, HOUR], "an instant at the very end counts");
    assert.deepEqual(clock.now(), { at: START + HOUR, mono: HOUR });
    await clock.run(START + 3 * HOUR, idle, never);
    assert.deepEqual(seen.at(-1), 2 * HOUR);
    assert.equal(clock.now().mono, 3 * HOUR);
  });

  test("keeps the order in which equal instants were asked for", async () => {
    const clock = new VirtualClock(START);
    const seen: string[] = [];
    for (const name of ["a", "b", "c"]) clock.after(5, () => seen.push(name));
    clock.after(-7, () => seen.push("at once"));
    await clock.run(START + 5, idle, never);
    assert.deepEqual(seen, ["at once", "a", "b", "c"]);
  });

  test("a callback may ask for more, also for the same instant", async () => {
    const clock = new VirtualClock(START);
    let ticks = 0;
    const tick = (): void => {
      ticks += 1;
      clock.after(ticks % 2 === 0 ? 0 : MINUTE, tick);
    };
    clock.after(0, tick);
    await clock.run(START + 10 * MINUTE, idle, never);
    assert.equal(ticks, 21);
  });

  test("what was cancelled does not happen, not even at the last moment", async () => {
    const clock = new VirtualClock(START);
    const cancel = clock.after(5, () => assert.fail("cancelled"));
    const late = clock.after(9, () => assert.fail("cancelled too"));
    clock.after(8, late);
    cancel();
    cancel();
    await clock.run(START + HOUR, idle, never);
  });

  test("waits for real work before it goes on", async () => {
    const clock = new VirtualClock(START);
    const seen: string[] = [];
    let busy = 0;
    clock.after(1, () => {
      busy = 2;
      seen.push("begun");
    });
    clock.after(2, () => seen.push("next"));
    await clock.run(
      START + 10,
      () => busy > 0,
      async () => {
        await new Promise((resolve) => setImmediate(resolve));
        busy -= 1;
        seen.push("settled");
      },
    );
    assert.deepEqual(seen, ["begun", "settled", "settled", "next"]);
  });

  test("never goes back", async () => {
    const clock = new VirtualClock(START);
    await clock.run(START + HOUR, idle, never);
    await clock.run(START, idle, never);
    assert.equal(clock.now().mono, HOUR);
  });

  test("is another machine start each time: its monotonic instants begin anew", () => {
    assert.notEqual(new VirtualClock(START).bootId, new VirtualClock(START + 1).bootId);
    assert.equal(new VirtualClock(START).bootId, new VirtualClock(START).bootId);
  });

  test("runs any delays in order of their instants", async () => {
    const delays = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(delays, async (all) => {
        const clock = new VirtualClock(START);
        const seen: [number, number][] = [];
        all.forEach((delay, index) => {
          clock.after(delay, () => seen.push([clock.now().mono, index]));
        });
        await clock.run(START + 50, idle, never);
        const expected = all.map((delay, index): [number, number] => [delay, index]).sort((a, b) => a[0] - b[0]);
        assert.deepEqual(seen, expected);
      }),
    );
  });
});
