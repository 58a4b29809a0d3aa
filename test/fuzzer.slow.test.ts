import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fuzz } from "../bench/fuzz/campaign.ts";
import { BrokenRule, type Entry } from "../bench/fuzz/entry.ts";

/** The fuzzer finds what is wrong: entries with a fault that was planted. */

const SEED = 1;
const SHRINK_MS = 1_000;

function entry(take: Entry["take"]): Entry {
  return { seeds: [Buffer.from("a=1;b=20;")], words: ["!", "c=3"], longest: 5_000, most_ms: 5, take };
}

const sound = (input: Buffer) => () => ({ kind: String(input.length % 3), taken: input.toString("hex") });

/** What was wrong, each with its least input as text. */
async function faultsOf(take: Entry["take"], inputs = 3_000): Promise<[why: string, input: string][]> {
  const { faults } = await fuzz(entry(take), SEED, inputs, () => undefined, SHRINK_MS);
  return faults.map(({ why, input }) => [why, Buffer.from(input).toString("latin1")]);
}

describe("a fuzzer", () => {
  test("has nothing to say of what is sound, and is the same for the same seed", async () => {
    // what took long is given once more
    const [one, same, other] = [new Set<string>(), new Set<string>(), new Set<string>()];
    const run = (seed: number, seen: Set<string>) =>
      fuzz(entry(sound), seed, 500, (input) => void seen.add(input.toString("hex")));
    const result = await run(SEED, one);
    assert.deepEqual([result.inputs, result.faults, result.kinds], [500, [], 3]);
    await run(SEED, same);
    await run(2, other);
    assert.deepEqual([...same], [...one]);
    assert.notDeepEqual([...other], [...one]);
  });

  test("finds what is thrown, and the least input that does it", async () => {
    const faults = await faultsOf((input) => {
      if (input.includes("!!")) throw new TypeError("two of them");
      return sound(input);
    });
    assert.equal(faults.length, 1);
    assert.match(faults[0]?.[0] ?? "", /^it throws TypeError: two of them/);
    assert.equal(faults[0]?.[1], "!!");
  });

  test("finds what is kept and must not be, each fault once", async () => {
    const faults = await faultsOf((input) => () => {
      if (input.includes(0)) throw new BrokenRule("a zero byte was kept");
      if (input.length > 1_000) throw new BrokenRule(`${input.length} bytes were kept`);
      return sound(input)();
    });
    assert.deepEqual(faults.map(([why]) => why.replace(/\d+/, "many")).sort(), [
      "a zero byte was kept",
      "many bytes were kept",
    ]);
    assert.deepEqual(faults.map(([, { length }]) => length).sort(), [1, 1_001]);
  });

  test("finds an entry that keeps something for the next input", async () => {
    let before = 0;
    const faults = await faultsOf((input) => {
      const taken = `${input.toString("hex")} ${before > 2_000}`;
      before = Math.max(before, input.length);
      return () => ({ kind: "one", taken });
    });
    assert.match(faults[0]?.[0] ?? "", /^not the same when it comes again/);
  });

  test("finds what takes long, in all or in one of its steps", async () => {
    const spin = (ms: number): void => {
      for (const until = performance.now() + ms; performance.now() < until; );
    };
    const [slow] = await faultsOf((input) => {
      if (input.length > 30) spin(60);
      return sound(input);
    }, 40);
    assert.match(slow?.[0] ?? "", /^it takes too long/);
    const [step] = await faultsOf(function* (input) {
      yield;
      if (input.length > 30) spin(20);
      yield;
      return sound(input);
    }, 40);
    assert.match(step?.[0] ?? "", /^it takes too long/);
  });
});
