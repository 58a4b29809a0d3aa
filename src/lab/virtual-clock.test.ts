import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { HOUR, MINUTE } from "../model/index.ts";
import { VirtualClock } from "./virtual-clock.ts";

const START = Date.UTC(2026, 5, 15);
/** What waits for a disk or a device that never answers. */
const never = new Promise<void>(() => undefined);

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
    await clock.run(START + HOUR);
    assert.deepEqual(seen, [5, 10, HOUR], "an instant at the very end counts");
    assert.deepEqual(clock.now(), { at: START + HOUR, mono: HOUR });
    await clock.run(START + 3 * HOUR);
    assert.deepEqual(seen.at(-1), 2 * HOUR);
    assert.equal(clock.now().mono, 3 * HOUR);
  });

  test("keeps the order in which equal instants were asked for", async () => {
    const clock = new VirtualClock(START);
    const seen: string[] = [];
    for (const name of ["a", "b", "c"]) clock.after(5, () => seen.push(name));
    clock.after(-7, () => seen.push("at once"));
    await clock.run(START + 5);
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
    await clock.run(START + 10 * MINUTE);
    assert.equal(ticks, 21);
  });

  test("what was cancelled does not happen, not even at the last moment", async () => {
    const clock = new VirtualClock(START);
    const cancel = clock.after(5, () => assert.fail("cancelled"));
    const late = clock.after(9, () => assert.fail("cancelled too"));
    clock.after(8, late);
    cancel();
    cancel();
    await clock.run(START + HOUR);
  });

  test("what an instant sets off happens before the next one", async () => {
    const clock = new VirtualClock(START);
    const seen: string[] = [];
    const work = async (): Promise<void> => {
      for (let step = 1; step <= 20; step++) await Promise.resolve();
      seen.push("done");
    };
    clock.after(1, () => void work());
    clock.after(2, () => seen.push("next"));
    await clock.run(START + 10);
    assert.deepEqual(seen, ["done", "next"]);
  });

  test("what never comes is not waited for, and gets its time", async () => {
    const clock = new VirtualClock(START);
    const seen: number[] = [];
    const late = (): Promise<void> => new Promise((resolve) => clock.after(100, resolve));
    clock.after(1, () => void Promise.race([never, late()]).then(() => seen.push(clock.now().mono)));
    clock.after(HOUR, () => seen.push(clock.now().mono));
    await clock.run(START + HOUR);
    assert.deepEqual(seen, [101, HOUR]);
  });

  test("never goes back", async () => {
    const clock = new VirtualClock(START);
    await clock.run(START + HOUR);
    await clock.run(START);
    assert.equal(clock.now().mono, HOUR);
  });

  test("passes until a work is over, and not an instant longer", async () => {
    const clock = new VirtualClock(START);
    clock.after(9, () => assert.fail("too late"));
    const work = (async (): Promise<string> => {
      await new Promise<void>((resolve) => clock.after(2, resolve));
      await new Promise<void>((resolve) => clock.after(5, resolve));
      return "done";
    })();
    assert.equal(await clock.runUntil(work), "done");
    assert.equal(clock.now().mono, 7);
    assert.equal(await clock.runUntil(Promise.resolve("at once")), "at once");
    await assert.rejects(clock.runUntil(Promise.reject(new Error("no"))), /^Error: no$/);
    assert.equal(clock.now().mono, 7);
  });

  test("when nothing more is due, the real world is waited for", async () => {
    const clock = new VirtualClock(START);
    const { promise, resolve } = Promise.withResolvers<void>();
    setTimeout(resolve, 5);
    await clock.runUntil(promise);
    assert.equal(clock.now().mono, 0);
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
        await clock.run(START + 50);
        const expected = all.map((delay, index): [number, number] => [delay, index]).sort((a, b) => a[0] - b[0]);
        assert.deepEqual(seen, expected);
      }),
    );
  });
});
