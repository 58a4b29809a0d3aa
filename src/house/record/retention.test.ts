import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DAY, type Reason } from "../../model/index.ts";
import { settle } from "../../model/testing/hand-clock.ts";
import { Retention, type RetentionOptions } from "./retention.ts";

const T = Date.UTC(2026, 5, 15, 10);

function bench({ newest_at = T as number | undefined, fails = [] as string[], saved = undefined as unknown } = {}) {
  const pruned: [channel: string, before: number][] = [];
  const notes: Reason[] = [];
  const retention = new Retention(
    {
      keep: (channel) => ({ a: 2 * DAY, b: 9 * DAY })[channel],
      channels: async () => ["a", "b", "c"],
      async prune(channel, before) {
        if (fails.includes(channel)) throw new Error("disk full");
        pruned.push([channel, before]);
        return channel === "a" ? 7 : 0;
      },
    },
    (why) => notes.push(why),
    saved,
  );
  const look = async (at: number, mono: number): Promise<number> => {
    retention.look({ at, mono }, newest_at);
    await settle();
    return pruned.splice(0).length;
  };
  return { look, pruned, notes, retention };
}

test("what is older than wanted goes at the start and once a day; the journal says so when something went", async () => {
  const { look, pruned, notes, retention } = bench();
  retention.look({ at: T, mono: 0 }, T);
  await settle();
  assert.deepEqual(pruned.splice(0), [
    ["a", T - 2 * DAY],
    ["b", T - 9 * DAY],
  ]);
  assert.deepEqual(notes, [{ code: "readings_pruned", values: { count: 7, channels: "a" } }]);
  assert.equal(await look(T + DAY - 1, DAY - 1), 0);
  assert.equal(await look(T + DAY, DAY), 2);
});

test("after a leap of the clock nothing goes for a day: a wrong year costs no history", async () => {
  const { look } = bench();
  await look(T, 0);
  assert.equal(await look(T + 1_000 * DAY, DAY), 0);
  assert.equal(await look(T + 1_001 * DAY - 1, 2 * DAY - 1), 0);
  assert.equal(await look(T + DAY * 2, 2 * DAY), 0, "set right: a leap again");
  assert.equal(await look(T + DAY * 3, 3 * DAY), 2);
});

test("a start more than a month after the last reading waits too, unless nothing was ever recorded", async () => {
  const { look } = bench({ newest_at: T - 31 * DAY });
  assert.equal(await look(T, 0), 0);
  assert.equal(await look(T + DAY, DAY), 2);
  for (const newest_at of [undefined, T - 30 * DAY]) assert.equal(await bench({ newest_at }).look(T, 0), 2);
});

test("a disk in trouble is told, and tried again the next day", async () => {
  const { look, notes } = bench({ fails: ["a", "b"] });
  await look(T, 0);
  assert.deepEqual(notes, [{ code: "prune_failed", values: { channel: "a", problem: "disk full" } }]);
  await look(T + DAY, DAY);
  assert.equal(notes.length, 2);
});

test("what cannot be deleted of one channel keeps no other one", async () => {
  const { look, pruned, notes } = bench({ fails: ["a"] });
  await look(T, 0);
  assert.equal(notes.length, 1);
  assert.equal(await look(T + DAY, DAY), 1);
  assert.deepEqual(pruned, []);
});

test("distrust outlasts a restart, in which a leap cannot be seen any more", async () => {
  const wrong = T + 1_000 * DAY;
  const first = bench();
  assert.equal(first.retention.look({ at: wrong, mono: 0 }, T), true, "worth saving");
  assert.equal(first.retention.look({ at: wrong + DAY / 4, mono: DAY / 4 }, T), false, "it was told");
  const saved = JSON.parse(JSON.stringify(first.retention.plain()));
  const second = bench({ newest_at: wrong + DAY / 4, saved });
  assert.deepEqual(second.retention.plain(), saved, "known before the first look");
  assert.equal(await second.look(wrong + DAY / 4, 0), 0);
  assert.equal(await second.look(wrong + DAY - 1, (3 * DAY) / 4 - 1), 0);
  assert.equal(await second.look(wrong + DAY, (3 * DAY) / 4), 2);
  assert.equal(second.retention.plain(), undefined);
  for (const nonsense of [7, null, { distrust_ms: "x" }, { distrust_ms: -1 }])
    assert.equal(await bench({ saved: nonsense }).look(T, 0), 2);
});

describe("deleting", () => {
  /** Of these channels each has something to be deleted. */
  function start(channels: RetentionOptions["channels"], prune: RetentionOptions["prune"] = async () => 1) {
    const notes: Reason[] = [];
    const retention = new Retention({ keep: () => DAY, channels, prune }, (why) => notes.push(why));
    retention.look({ at: T, mono: 0 }, T);
    return { retention, notes };
  }

  test("is told with five channels at most", async () => {
    for (const [names, told] of [
      ["abcde", "a, b, c, d, e"],
      ["abcdef", "a, b, c, d, e, …"],
    ] as const) {
      const { notes } = start(async () => [...names]);
      await settle();
      assert.deepEqual(notes, [{ code: "readings_pruned", values: { count: names.length, channels: told } }]);
    }
  });

  test("is told to fail where nobody knows what there is, and begins again the next day", async () => {
    let asked = 0;
    const { notes, retention } = start(async () => {
      asked += 1;
      throw new Error("no answer");
    });
    await settle();
    assert.deepEqual(notes, [{ code: "prune_failed", values: { channel: "", problem: "no answer" } }]);
    retention.look({ at: T + DAY, mono: DAY }, T);
    await settle();
    assert.equal(asked, 2);
  });

  test("that takes more than a day has come to its end before it begins again", async () => {
    let begun = 0;
    let end = (): void => undefined;
    const { retention } = start(
      async () => ["a"],
      () => {
        begun += 1;
        return new Promise((resolve) => {
          end = () => resolve(0);
        });
      },
    );
    const look = async (days: number): Promise<number> => {
      retention.look({ at: T + days * DAY, mono: days * DAY }, T);
      await settle();
      return begun;
    };
    assert.deepEqual([await look(0.5), await look(1.5)], [1, 1]);
    end();
    await settle();
    assert.equal(await look(1.6), 2);
  });
});
