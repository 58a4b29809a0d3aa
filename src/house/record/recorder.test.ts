import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { HOUR, MINUTE } from "../../model/index.ts";
import { FakeStore } from "../testing/fakes.ts";
import { pastWith } from "../testing/past.ts";
import { Bench, T } from "../testing/record-bench.ts";

/** Pauses, silences, and what the disk says. */

describe("pauses", () => {
  const past = pastWith({ sun: T - HOUR });

  test("the time between two runs is a gap, from the last that is known of the first", async () => {
    const bench = new Bench({ past });
    await bench.live(2);
    await bench.record.stop();
    assert.deepEqual(bench.gaps, [{ since: T - HOUR, until: T, why: "stopped" }]);
  });

  test("a clean stop is known to the second, also when no device spoke", async () => {
    const first = new Bench();
    await first.live(2);
    for (let i = 0; i < 100; i++) {
      await first.clock.pass(1_000);
      first.record.look(first.clock.now());
    }
    first.decide();
    await first.record.stop();
    const second = new Bench({
      store: first.store,
      past: pastWith({ sun: T + 2_000 }),
      mono: first.clock.mono + MINUTE,
    });
    await second.live(1);
    await second.record.stop();
    assert.deepEqual(second.gaps, [
      { since: T + 102_000, until: T + 162_000, why: "stopped" },
      { channel: "sun", since: T + 2_000, until: T + 163_000, why: "silent" },
    ]);
  });

  test("a short one is none", async () => {
    const bench = new Bench({ past: pastWith({ sun: T - 30_000 }) });
    await bench.live(1);
    await bench.record.stop();
    assert.deepEqual(bench.gaps, []);
  });

  test("is not told where nobody looks into the history", async () => {
    const first = new Bench();
    await first.live(1);
    first.decide();
    await first.record.stop();
    const second = new Bench({ store: first.store, mono: first.clock.mono + HOUR });
    await second.live(1);
    await second.record.stop();
    assert.deepEqual(second.gaps, []);
  });

  test("one is longer than thirty seconds, and than two commits take", async () => {
    for (const [commit_every_ms, longest_ms] of [
      [1_000, 30_000],
      [60_000, 120_000],
    ] as const) {
      for (const more_ms of [0, 1]) {
        const bench = new Bench({ commit_every_ms, past: pastWith({ sun: T - longest_ms - more_ms }) });
        await bench.record.stop();
        assert.equal(bench.gaps.length, more_ms);
      }
    }
  });

  test("a source that falls silent is noted when it speaks again; what no device gives is not", async () => {
    const bench = new Bench();
    await bench.live(1);
    await bench.live(1, "relay.boiler");
    await bench.clock.pass(MINUTE);
    await bench.live(1);
    await bench.live(1, "relay.boiler");
    await bench.record.stop();
    assert.deepEqual(bench.gaps, [{ channel: "sun", since: T + 1_000, until: T + 63_000, why: "silent" }]);
  });
});

test("what the disk costs is shown where it is known, and goes on after a restart", async () => {
  assert.equal(new Bench().record.storage({ at: T, mono: 0 }), undefined);
  const disk = () => ({ written_bytes: 4_096, database_bytes: 9 });
  const first = new Bench({ disk });
  await first.live(2);
  first.record.storage(first.clock.now());
  first.decide();
  await first.record.stop();
  const second = new Bench({ disk, store: first.store, mono: 60_000 });
  assert.deepEqual(second.record.storage(second.clock.now()), {
    written_today_bytes: 8_192,
    written_per_day_bytes: null,
    database_bytes: 9,
    last_commit_at: null,
  });
});

test("the last instant is saved each hour, also when nothing happens", async () => {
  const bench = new Bench();
  await bench.live(1);
  for (let minute = 0; minute < 125; minute++) {
    await bench.clock.pass(MINUTE);
    bench.record.look(bench.clock.now());
  }
  const saved = bench.store.batches.flatMap(({ memory }) => {
    const { at } = Object(Object(memory).record);
    return typeof at === "number" ? [at - T] : [];
  });
  assert.deepEqual(
    saved,
    [HOUR, 2 * HOUR].map((ms) => ms + 1_000 - MINUTE),
    "as it was at the look before",
  );
});

test("damaged data are told, with the folder in which they are kept", () => {
  const figures = { written_bytes: 0, database_bytes: 0 };
  const faults = (damaged: string | null) => {
    const bench = new Bench({ disk: () => ({ ...figures, damaged }) });
    return bench.record.faults(bench.clock.now());
  };
  assert.deepEqual(faults(null), []);
  assert.deepEqual(faults("damaged-1"), [{ code: "data_damaged", values: { folder: "damaged-1" } }]);
});

test("a disk that hangs does not hold up the stop for ever; what it has in hand counts as lost", async () => {
  const bench = new Bench();
  bench.store.mode = "hangs";
  const now = bench.clock.now();
  bench.record.readings([{ channel: "sun", at: now.at, value: 1 }], now);
  bench.decide();
  bench.record.readings([{ channel: "sun", at: now.at + 1, value: 2 }], now);
  const stopped = bench.record.stop();
  await bench.clock.pass(5_000);
  assert.deepEqual(await stopped, { readings: 2, decisions: 1 });
});

test("a store that cannot keep its history in order says so once, as long as that lasts", async () => {
  let problem: string | null = "The disk is full";
  const store = new FakeStore();
  const bench = new Bench({ store, disk: () => ({ written_bytes: 0, database_bytes: 0, problem }) });
  await bench.live(3);
  assert.deepEqual(bench.faults, ["store_failed"]);
  problem = null;
  assert.deepEqual(bench.faults, []);
});

test("a history that takes no more channels says how many readings found no room", () => {
  let no_room = 0;
  const bench = new Bench({ disk: () => ({ written_bytes: 0, database_bytes: 0, no_room }) });
  assert.deepEqual(bench.faults, []);
  no_room = 7;
  assert.deepEqual(bench.record.faults(bench.clock.now()), [{ code: "history_full", values: { count: 7 } }]);
});

test("readings that did not fit the unit of their channel's history are told, with both units", () => {
  const figures = { written_bytes: 0, database_bytes: 0 };
  const bench = new Bench({ disk: () => ({ ...figures, unfit: 3, unfit_channels: ["pv: W ≠ V", "soc: % ≠ A"] }) });
  const values = { count: 3, channels: "pv: W ≠ V, soc: % ≠ A" };
  assert.deepEqual(bench.record.faults(bench.clock.now()), [{ code: "history_unit", values }]);
  const unnamed = new Bench({ disk: () => ({ ...figures, unfit: 3 }) });
  assert.deepEqual(unnamed.record.faults(unnamed.clock.now())[0]?.values, { count: 3, channels: "" });
  assert.deepEqual(new Bench({ disk: () => ({ ...figures, unfit: 0 }) }).record.faults(bench.clock.now()), []);
});
