import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CounterRules } from "../ports/history.ts";
import { risesOf } from "../testing/rises.ts";
import { HOUR, SECOND } from "../time.ts";

interface Told {
  readonly rise: number;
  readonly verdicts: readonly string[];
}

/** What readings come to, so far apart. */
function told(values: readonly number[], rules: CounterRules = {}, step_ms = 10 * SECOND): Told {
  const rises = risesOf(
    values.map((value, i) => ({ at: i * step_ms, value })),
    rules,
  );
  const rise = rises.all.reduce((sum, each) => sum + each.rise, 0);
  return { rise: Number(rise.toFixed(6)), verdicts: rises.told.map(({ verdict }) => verdict) };
}

/** At ten seconds and at an hour from reading to reading. */
function assertRise(values: readonly number[], rise: number, verdicts: readonly string[] = []): void {
  for (const step_ms of [SECOND, 10 * SECOND, 5 * 60 * SECOND, HOUR]) {
    assert.deepEqual(told(values, {}, step_ms), { rise, verdicts }, `${values.join(" ")} each ${step_ms / 1_000} s`);
  }
}

describe("a register's readings", () => {
  it("count by what they rose", () => {
    assertRise([100, 101, 106, 107], 7);
    assertRise([5], 0);
    assertRise([0, 10, 20, 30], 30);
    assertRise([7.5, 7.5, 7.5], 0);
  });

  it("are a glitch where a zero between two is taken back, for one reading or many", () => {
    assertRise([15508.51, 15508.52, 0, 15508.53, 15508.54], 0.03, ["taken_back"]);
    assertRise([15508.51, 15508.52, 0, 0, 0, 0, 15508.52, 15508.54], 0.03, ["taken_back"]);
    assertRise([3.737, 0, 3.746], 0.009, ["taken_back"]);
    assertRise([15508.51, 15508.52, 0, 15508.53, 0, 0, 15508.54], 0.03, ["taken_back", "taken_back"]);
    // another register's value, or some garbage on the way back
    assertRise([15508.51, 15508.52, 12, 3, 15508.53, 15508.54], 0.03, ["taken_back"]);
    assertRise([0.1, 0.2, 0.3, 0.4, 0, 0.4, 0.5], 0.4, ["taken_back"]);
  });

  it("are a glitch for hours of the day in which they began anew", () => {
    const [yesterday, morning] = [
      Array.from({ length: 145 }, (_, i) => i / 8),
      Array.from({ length: 54 }, (_, i) => i / 7),
    ];
    const zeros = Array.from({ length: 60 }, () => 0);
    const values = [0, ...yesterday.slice(1, 144), ...morning, ...zeros, 21, 21.1];
    const { rise, verdicts } = told(values, {}, 600 * SECOND);
    assert.deepEqual({ rise, verdicts }, { rise: 17.875 + 21.1, verdicts: ["taken_back"] });
  });

  it("are a glitch where garbage leaps back by itself", () => {
    const steady = Array.from({ length: 60 }, (_, i) => Number((1 + i / 1_000).toFixed(3)));
    const { rise } = told([...steady, 0.28, 0.86, 0.45, 0.99, 1.06, 1.061, 1.062]);
    assert.equal(rise, 0.062);
  });

  it("begin anew after a reset that stays", () => {
    assertRise([12, 12.1, 0, 0.1, 0.2], 0.3);
    assertRise([48210.2, 48210.4, 0, 0.5], 0.7);
    assertRise([1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 17);
  });

  it("show a little less than 0 after a reset", () => {
    assertRise([8, 8.1, 8.2, -0.1, -0.1, 0, 0.1, 0.2], 0.4, ["taken_back"]);
    assertRise([-5, -4, -3], 2);
  });

  it("tremble in their last digit without counting it", () => {
    assertRise([215.5, 215.6, 215.6, 215.7, 215.6, 215.6, 215.7, 215.7], 0.2, ["taken_back"]);
    assert.equal(told([215.6, 215.6, 215.6, 215.7, 215.6, 215.6, 215.7, 215.7]).rise, 0.1);
    const hour = Array.from({ length: 360 }, (_, i) => 5_000 + (i % 2) / 100);
    assert.equal(told(hour).rise, 0.01);
  });

  it("go on from a somewhat older value after a restart", () => {
    const { rise } = told([5_000, 5_000.8, 5_000.2, 5_000.3]);
    assert.ok(rise >= 0.8 && rise <= 0.9, `${rise}`);
    assert.deepEqual(told([10, 10.1, 10.2, 10.3, 9.9, 10, 10.1, 10.2, 10.3, 10.4]), {
      rise: 0.8,
      verdicts: ["restart"],
    });
    // it shows nothing while it starts
    assertRise([10, 10.1, 10.2, 10.3, 0, 0, 9.9, 10, 10.1, 10.2, 10.3, 10.4], 0.8, ["taken_back", "restart"]);
  });

  it("are a glitch where a leap is taken back, whatever lies between", () => {
    assertRise([100, 100.1, 429496.7, 100.2, 100.3], 0.3, ["spike"]);
    assertRise([100, 429496.7, 100.1, 100.2], 0.2, ["spike"]);
    assertRise([100, 100.1, 100.2, 103, 103, 100.2, 100.3], 0.3, ["spike"]);
    assertRise([100, 100.1, 429496.7, 0, 100.2, 100.3], 0.3, ["spike", "taken_back"]);
    assertRise([100, 100.1, 0, 429496.7, 0, 100.2, 100.3], 0.3, ["spike", "taken_back"]);
    assert.equal(told([100, 100.1, 429496.7, 429496.8, 4e9, 100.2, 100.3]).rise, 0.3);
    // two readings do not make it true, however much time they take
    assert.deepEqual(told([100, 100.1, 100.2, 150, 150.1, 100.3, 100.4], {}, 2 * HOUR), {
      rise: 0.4,
      verdicts: ["spike"],
    });
    // it trembles as it falls back
    assertRise([99.9, 100, 100.1, 429496.7, 100, 100.1, 100.2], 0.3, ["spike", "taken_back"]);
  });

  it("count a leap that stays, as the register says so itself", () => {
    assertRise([100, 100.1, 150, 150.1, 150.2], 50.2);
    const last = [100, 100.1, 150];
    assert.equal(told(last).rise, 0.1, "what has just come is not certain");
    assert.equal(told([...last, 150, 150, 150]).rise, 50);
    assert.equal(told(last, {}, 24 * HOUR).rise, 0.1);
  });

  it("do not count a leap to another register's height", () => {
    assertRise([0, 15508.53, 15508.54, 15508.55], 0.02, ["other_register"]);
    assertRise([15508.52, 15508.53, 48210.5, 48210.6, 48210.7, 48210.8, 48211], 0.51, ["other_register"]);
  });

  it("roll over at a power of ten, and where 16 or 32 bits are full", () => {
    assertRise([99999.6, 99999.7, 99999.8, 99999.9, 0, 0.1, 0.2], 0.6, ["rollover"]);
    assertRise([65_533, 65_534, 65_535, 0, 1], 4, ["rollover"]);
    assertRise([655.33, 655.34, 655.35, 0, 0.01], 0.04, ["rollover"]);
    assertRise([4_294_967_293, 4_294_967_294, 4_294_967_295, 1, 2], 5, ["rollover"]);
    // read once a day
    assert.deepEqual(told([99_985.2, 99_990, 99_995.2, 0.4, 5.6, 10.9], {}, 24 * HOUR), {
      rise: 25.7,
      verdicts: ["rollover"],
    });
    assert.equal(
      told([985, 990, 995, 3, 8, 13, 18], {}, 24 * HOUR).rise,
      28,
      "a register that is full in months is reset by hand",
    );
    // twelve is far from a hundred
    assertRise([99.1, 99.2, 0, 0.1], 0.2);
  });
});

describe("a register that is read rarely", () => {
  const days = (day: readonly number[]): number[] =>
    Array.from({ length: 5 * day.length }, (_, i) => day[i % day.length] ?? 0);

  it("begins anew each day", () => {
    assert.deepEqual(told(days([0, 4, 8]), {}, 8 * HOUR), { rise: 40, verdicts: [] });
    assert.deepEqual(told(days([4, 8, 12]), {}, 8 * HOUR), { rise: 56, verdicts: [] });
    assert.deepEqual(told(days([3, 6, 9, 12]), {}, 6 * HOUR), { rise: 57, verdicts: [] });
    assert.deepEqual(told(days([0, 3, 6, 9]), {}, 6 * HOUR), { rise: 45, verdicts: [] });
    assert.deepEqual(told(days([1.5, 3.5, 5.5, 7.5, 9.5, 11.5]), {}, 4 * HOUR), { rise: 56, verdicts: [] });
  });

  it("begins anew each day, however uneven the use", () => {
    // by noon more than all of the day before
    const uneven = [0, 7.8, 12.2, 0, 5.4, 11.6, 0, 13, 18.5, 0, 7.4, 16.7, 0, 3.5, 15.2, 0, 5];
    assert.deepEqual(told(uneven, {}, 8 * HOUR), { rise: 79.2, verdicts: [] });
    // it is read hours after it began
    const late = [1.6, 8.2, 15.1, 1.6, 6.4, 16, 6.9, 16, 23.6, 1.4, 10.5, 16.7, 2];
    assert.deepEqual(told(late, {}, 8 * HOUR), { rise: 71.8, verdicts: [] });
    const day = [0, 0, 3, 3, 3, 5, 6, 6, 7, 8, 8, 8, 9, 9, 10, 11, 12, 12, 14, 15, 15, 16, 16, 18];
    assert.deepEqual(told([...day, 0, 1], {}, HOUR), { rise: 19, verdicts: [] });
  });

  it("is constant with spikes or begins anew each day where it is read twice a day: it is told", () => {
    assert.deepEqual(told([0, 9, 0, 7, 0, 10, 0], {}, 12 * HOUR), { rise: 0, verdicts: ["spike", "spike", "spike"] });
  });

  it("leaps by a few times what it may rise in its time, and falls back to where it may well be", () => {
    const before = [15_611, 15_611, 15_612, 15_612, 15_613, 15_614, 15_614, 15_615, 15_616];
    for (const [top, left] of [
      [15_653, 15_623],
      [15_637, 15_621],
    ] as const) {
      const { rise, verdicts } = told([...before, top, left, left, left + 4, left + 5], {}, HOUR);
      assert.deepEqual({ rise, verdicts }, { rise: left + 5 - 15_611, verdicts: ["spike"] });
    }
    // where less than half of it falls back the rest did rise
    const [rose] = [told([...before, 15_653, 15_640, 15_641, 15_642], {}, HOUR)];
    assert.deepEqual(rose, { rise: 44, verdicts: [] });
    // so did all of one that had stayed
    const stayed = told([...before, 15_637, 15_637, 15_638, 15_624, 15_625], {}, HOUR);
    assert.deepEqual(stayed, { rise: 28, verdicts: [] });
    const limited = told([...before, 15_637, 15_621, 15_622], { most_per_hour: 2 }, HOUR);
    assert.equal(limited.rise, 26 + 1, "5 in two hours is more than is possible");
  });

  it("goes on where a 0 or a spike lies between two readings", () => {
    for (const step_ms of [6 * HOUR, 24 * HOUR, 7 * 24 * HOUR]) {
      const step = (12 * step_ms) / (24 * HOUR);
      const rising = Array.from({ length: 10 }, (_, i) => 300 + i * step);
      const right = { rise: Number((9 * step).toFixed(6)) };
      for (const glitch of [0, 2, 429_496.7, 3_000]) {
        const { rise } = told(rising.with(5, glitch), {}, step_ms);
        assert.deepEqual({ rise }, right, `${glitch} each ${step_ms / HOUR} h`);
      }
    }
  });

  it("may begin low, and count more between two readings than it showed", () => {
    assert.equal(told([0, 48, 96, 144, 192], {}, 48 * HOUR).rise, 192);
    assert.equal(told([0, 48, 96, 0, 44, 92, 125], {}, 48 * HOUR).rise, 221);
  });
});

describe("a counter's own limits", () => {
  it("a rollover counts where it makes a small rise", () => {
    assert.equal(told([996, 998, 3, 4], { rollover: 1_000 }).rise, 8);
    assert.equal(told([998, 3], { rollover: 1_000 }).rise, 5);
    assert.equal(told([398, 400, 3, 4], { rollover: 1_000 }).rise, 6);
    // a register that was set to 0 while it was far from it
    assert.equal(told([898, 900, 0, 2], { rollover: 1_000 }).rise, 4);
  });

  it("a rise that is too fast is a glitch, unless it stays", () => {
    const rules = { most_per_hour: 20 };
    assert.deepEqual(told([100, 101, 150, 103], rules, HOUR), { rise: 3, verdicts: ["spike"] });
    assert.deepEqual(told([100, 101, 150, 151, 152], rules, HOUR), { rise: 52, verdicts: [] });
    assert.deepEqual(told([10, 90_000], { most_per_hour: 1_000 }, HOUR), { rise: 0, verdicts: [] });
    assert.equal(told([100, 101, 150], rules, HOUR).rise, 1);
  });

  it("a fall within the resolution is none", () => {
    const noise = [50, 51, 48, 49, 50, 51, 47, 49, 52];
    assert.deepEqual(told(noise, { resolution: 4 }), { rise: 2, verdicts: [] });
    assert.ok(told(noise).rise > 2);
  });
});
