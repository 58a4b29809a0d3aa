import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { HandsHere } from "../../hands/testing/here.ts";
import { FileTrouble } from "../../model/index.ts";
import { HandClock } from "../../model/testing/hand-clock.ts";
import { MemoryRegisters } from "../../model/testing/memory-registers.ts";
import { Board } from "../../pins/testing/board.ts";
import { Polling, polled, type ReadContext } from "./polled.ts";
import { Box } from "./testing/box.ts";

describe("polling", () => {
  /** Looks that take so long, and when they began. */
  function setup(takes_ms: number, fails = false) {
    const clock = new HandClock();
    const began: number[] = [];
    const polling = new Polling(clock, 1_000, async () => {
      began.push(clock.now().mono);
      if (takes_ms > 0) await new Promise<void>((resolve) => clock.after(takes_ms, resolve));
      if (fails) throw new Error("told elsewhere");
    });
    return { clock, began, polling };
  }

  test("looks again soon where nobody was there to look, however rarely it looks", async () => {
    const clock = new HandClock();
    const began: number[] = [];
    const polling = new Polling(clock, 3_600_000, async () => {
      began.push(clock.now().mono);
      if (began.length < 3) throw new FileTrouble("NO_HANDS", "begun anew");
      if (began.length === 3) throw new Error("told elsewhere");
    });
    polling.start();
    await clock.pass(3_650_000);
    assert.deepEqual(began, [0, 5_000, 10_000, 3_610_000]);
    await polling.stop();
  });

  test("goes from one start to the next", async () => {
    const { clock, began, polling } = setup(300);
    polling.start();
    polling.start();
    await clock.pass(3_500);
    assert.deepEqual(began, [0, 1_000, 2_000, 3_000]);
  });

  test("a look that takes longer than the pause is followed at once, never overtaken", async () => {
    const { clock, began, polling } = setup(1_700);
    polling.start();
    await clock.pass(3_500);
    assert.deepEqual(began, [0, 1_700, 3_400]);
  });

  test("goes on after a failure", async () => {
    const { clock, began, polling } = setup(0, true);
    polling.start();
    await clock.pass(1_500);
    assert.deepEqual(began, [0, 1_000]);
  });

  test("a stop waits for the look under way, and no other comes", async () => {
    const { clock, began, polling } = setup(300);
    await polling.stop();
    polling.start();
    let stopped = false;
    const stopping = polling.stop().then(() => {
      stopped = true;
    });
    await clock.pass(299);
    assert.equal(stopped, false);
    await clock.pass(1);
    await stopping;
    await clock.pass(10_000);
    assert.deepEqual([began, clock.pending], [[0], 0]);
  });
});

type Values = Readonly<Partial<Record<"power" | "mode", number | string | null>>>;

describe("a polled device", () => {
  function setup(read: (options: { host: string }, context: ReadContext) => Promise<Values>) {
    const clock = new HandClock();
    const box = new Box();
    const type = polled({
      type: "meter",
      title: "A meter for this test",
      options: z.strictObject({ host: z.string() }),
      every_ms: 10_000,
      units: { power: "W", mode: null },
      read,
      sample: { options: { host: "x" }, readings: [] },
    });
    const device = type.open(
      { host: "x" },
      {
        id: "meter",
        folder: "/house",
        clock,
        hands: new HandsHere(),
        pins: new Board([]),
        registers: new MemoryRegisters(),
      },
    );
    return { clock, box, type, device };
  }

  test("is a device type that reads, and whose values are stale after three missed reads", () => {
    const { type } = setup(async () => ({}));
    const { quantities, outputs, stale_after_ms } = type;
    assert.deepEqual(
      [quantities, outputs, stale_after_ms],
      [
        [
          { name: "power", unit: "W" },
          { name: "mode", unit: null },
        ],
        [],
        30_000,
      ],
    );
  });

  test("puts what is read together, in its units, at once and again", async () => {
    const seen: [string, string][] = [];
    const { clock, box, device } = setup(async ({ host }, { folder }) => {
      seen.push([host, folder]);
      return { power: 12.5, mode: "heating" };
    });
    device.start(box);
    await clock.pass(10_000);
    assert.deepEqual(seen, [
      ["x", "/house"],
      ["x", "/house"],
    ]);
    const batch = [
      { quantity: "power", value: 12.5, unit: "W" },
      { quantity: "mode", value: "heating", unit: null },
    ];
    assert.deepEqual(box.batches, [batch, batch]);
    assert.equal(device.health().state, "ok");
    assert.equal(clock.pending, 1, "the limit of a read that is over is no more");
  });

  test("puts null for what the device does not know, and nothing for what is left out", async () => {
    const answers: Values[] = [{ power: null }, { mode: "off" }, {}];
    const { clock, box, device } = setup(async () => answers.shift() ?? {});
    device.start(box);
    await clock.pass(30_000);
    assert.deepEqual(box.batches, [
      [{ quantity: "power", value: null, unit: "W" }],
      [{ quantity: "mode", value: "off", unit: null }],
    ]);
    assert.equal(device.health().counters.successes, 4);
  });

  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    test(`puts nothing when one value is ${value}`, async () => {
      const { clock, box, device } = setup(async () => ({ mode: "on", power: value }));
      device.start(box);
      await clock.pass(0);
      assert.deepEqual(box.batches, []);
      assert.match(device.health().problem ?? "", /power is no number but .*: check/);
    });
  }

  test("a quantity without a unit is a mistake in the device type", async () => {
    const { clock, box, device } = setup(async () => JSON.parse('{"pwoer": 1}'));
    device.start(box);
    await clock.pass(0);
    assert.match(device.health().problem ?? "", /pwoer has no unit: add it/);
    assert.deepEqual(box.batches, []);
  });

  test("is lost for the reason that its read throws, and back with the next", async () => {
    let broken = true;
    const { clock, box, device } = setup(async () => {
      if (broken) throw new Error("no answer: plug it in");
      return { power: 1 };
    });
    device.start(box);
    await clock.pass(0);
    assert.deepEqual([device.health().state, device.health().problem], ["lost", "no answer: plug it in"]);
    broken = false;
    await clock.pass(10_000);
    assert.deepEqual([device.health().state, device.health().problem], ["ok", null]);
    assert.deepEqual(box.codes, ["device_lost", "device_back"]);
  });

  test("a read that throws before it waits is lost like any other", async () => {
    const { clock, box, device } = setup(() => {
      throw new Error("a mistake: correct it");
    });
    device.start(box);
    await clock.pass(0);
    assert.equal(device.health().problem, "a mistake: correct it");
  });

  test("may remark on what counts all the same", async () => {
    const { clock, box, device } = setup(async (_options, { remark }) => {
      remark("no mode");
      return { power: 1 };
    });
    device.start(box);
    await clock.pass(0);
    assert.deepEqual([device.health().state, device.health().problem], ["ok", "no mode"]);
  });

  test("a read has 5 s; one that heeds its signal is followed by the next", async () => {
    let reads = 0;
    const { clock, box, device } = setup(async (_options, { signal }) => {
      reads += 1;
      return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
    });
    device.start(box);
    await clock.pass(4_999);
    assert.equal(device.health().state, "starting");
    await clock.pass(1);
    assert.equal(device.health().problem, "no answer within 5 s: check that the device works");
    await clock.pass(5_000);
    assert.equal(reads, 2);
    assert.equal(device.health().counters.longest_ms, 5_000);
  });

  test("one that heeds nothing is never overtaken, and what it gives at last is too late", async () => {
    let reads = 0;
    let answer: (values: Values) => void = () => assert.fail("not asked");
    const { clock, box, device } = setup(() => {
      reads += 1;
      return new Promise((resolve) => {
        answer = resolve;
      });
    });
    device.start(box);
    await clock.pass(60_000);
    assert.deepEqual([reads, device.health().state], [1, "lost"]);
    answer({ power: 1 });
    await clock.pass(0);
    assert.deepEqual([reads, box.batches.length], [2, 0]);
  });

  test("a stop aborts the read, waits for it at most a second, and nothing comes after it", async () => {
    let signal: AbortSignal | undefined;
    let answer: (values: Values) => void = () => assert.fail("not asked");
    const { clock, box, device } = setup((_options, context) => {
      ({ signal } = context);
      return new Promise((resolve) => {
        answer = resolve;
      });
    });
    device.start(box);
    let stopped = false;
    const stopping = device.stop().then(() => {
      stopped = true;
    });
    assert.equal(signal?.aborted, true);
    await clock.pass(999);
    assert.equal(stopped, false);
    await clock.pass(1);
    await stopping;
    answer({ power: 1 });
    await clock.pass(60_000);
    assert.deepEqual([box.batches, box.notes, clock.pending], [[], [], 0]);
    assert.equal(device.health().state, "starting");
    await device.stop();
  });
});
