import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CounterRules } from "../ports/history.ts";
import { Rises } from "../testing/rises.ts";
import { HOUR, MINUTE } from "../time.ts";
import { CounterHour, type HourEnds } from "./hour.ts";
import { CounterJudge } from "./judge.ts";

/** An hour that counts how often its readings are asked for. */
class Watched extends CounterHour {
  readonly #at: readonly number[];
  readonly #values: readonly number[];
  readonly #asked: { times: number };

  constructor(at: readonly number[], values: readonly number[], ends: HourEnds, asked = { times: 0 }) {
    super(
      ends,
      values.length,
      values.every((value, i) => i === 0 || value >= (values[i - 1] ?? value)),
    );
    this.#at = at;
    this.#values = values;
    this.#asked = asked;
  }

  get asked(): number {
    return this.#asked.times;
  }

  at(i: number): number {
    this.#asked.times++;
    return this.#at[i] ?? Number.NaN;
  }

  value(i: number): number {
    this.#asked.times++;
    return this.#values[i] ?? Number.NaN;
  }

  part(from: number, to: number, ends: HourEnds): Watched {
    return new Watched(this.#at.slice(from, to), this.#values.slice(from, to), ends, this.#asked);
  }
}

/** Nobody asks how a rise is spread within an hour. */
class Whole extends Rises {
  override isCut(): boolean {
    return false;
  }
}

/** Readings of the hour number `i`, evenly spread within it. */
function hourOf(i: number, values: readonly number[]): Watched {
  const at = values.map((_, k) => i * HOUR + Math.floor((k * HOUR) / values.length));
  const [first = 0, last = 0] = [at[0], at.at(-1)];
  return new Watched(at, values, { first, last, min: Math.min(...values), max: Math.max(...values) });
}

interface Said {
  readonly rise: number;
  readonly verdicts: readonly string[];
  /** How often the readings of each hour were asked for. */
  readonly asked: readonly number[];
}

interface Story {
  readonly rules?: CounterRules;
  readonly live?: boolean;
  /** The hours of which a person said that they are right. */
  readonly confirmed?: readonly number[];
}

/** What hours come to; one without readings is one of words. */
function said(story: readonly (readonly number[])[], { rules = {}, live = true, confirmed = [] }: Story = {}): Said {
  const rises = new Whole();
  const judge = new CounterJudge(rules, rises);
  const hours = story.map((values, i) => hourOf(i, values));
  hours.forEach((hour, i) => {
    if (hour.readings === 0) return;
    if (confirmed.includes(i)) judge.confirmedHour(hour, () => true);
    else judge.hour(hour);
  });
  judge.finish(live);
  const rise = rises.all.reduce((sum, each) => sum + each.rise, 0);
  return {
    rise: Number(rise.toFixed(6)),
    verdicts: rises.told.map(({ verdict }) => verdict),
    asked: hours.map((hour) => hour.asked),
  };
}

/** An hour of twelve readings that rises by 1.1 from a value on. */
function calm(from: number): number[] {
  return Array.from({ length: 12 }, (_, i) => Number((from + i / 10).toFixed(6)));
}

function days(from: number, hours: number): number[][] {
  return Array.from({ length: hours }, (_, i) => calm(from + 1.2 * i));
}

describe("hours of a counter", () => {
  it("are taken as a whole where nothing can be in doubt", () => {
    const { rise, asked } = said(days(100, 6), { live: false });
    assert.equal(rise, 7.1);
    assert.deepEqual(
      asked,
      [0, 0, 0, 0, 0, 0].with(0, asked[0] ?? -1),
      "but for the first, of which nothing is known before",
    );
  });

  it("are looked at where they fall, and so are those before only as far as it matters", () => {
    const { rise, verdicts, asked } = said([...days(100, 3), calm(103.6).with(5, 0), calm(104.8)], { live: false });
    assert.deepEqual({ rise, verdicts }, { rise: 5.9, verdicts: ["taken_back"] });
    assert.deepEqual(asked.slice(1, 2), [0]);
    assert.ok((asked[3] ?? 0) >= 12);
  });

  it("before a reset are not looked at, but for the newest readings", () => {
    const { rise, verdicts, asked } = said([...days(100, 3), calm(0), calm(1.2)], { live: false });
    assert.deepEqual({ rise, verdicts }, { rise: 3.5 + 2.3, verdicts: [] });
    assert.equal(asked[1], 0);
    assert.ok((asked[2] ?? 0) > 0);
  });

  it("with a leap are looked at once it is taken back, in the next hour", () => {
    const leapt = calm(102.4).fill(150, 10);
    const { rise, verdicts, asked } = said([...days(100, 2), leapt, calm(103.6), calm(104.8)]);
    assert.deepEqual({ rise, verdicts }, { rise: 5.9, verdicts: ["spike"] });
    assert.equal(asked[1], 0, "what came before it is not");
  });

  it("with a leap of several readings are looked at too, and across an hour in which nothing changed", () => {
    const five = said([...days(100, 2), calm(102.4).fill(150, 7), calm(103.6), calm(104.8)]);
    assert.deepEqual({ rise: five.rise, verdicts: five.verdicts }, { rise: 5.9, verdicts: ["spike"] });
    const below = said([...days(100, 2), calm(102.4).fill(150, 7), ...days(102, 30)]);
    assert.deepEqual({ rise: below.rise, verdicts: below.verdicts.slice(0, 1) }, { rise: 38.9, verdicts: ["spike"] });
    const across = said([...days(100, 2), calm(102.4).fill(150, 11), [150], calm(104.8)]);
    assert.deepEqual({ rise: across.rise, verdicts: across.verdicts }, { rise: 5.9, verdicts: ["spike"] });
  });

  it("remember a leap for an hour, however many readings follow it", () => {
    const still = new Array<number>(12).fill(150);
    const within = said([...days(100, 2), calm(102.4).fill(150, 11), still, calm(104.8)]);
    assert.deepEqual({ rise: within.rise, verdicts: within.verdicts }, { rise: 5.9, verdicts: ["spike"] });
    const later = said([...days(100, 2), calm(102.4).fill(150, 10), still, ...days(104.8, 30)]);
    assert.deepEqual({ rise: later.rise, verdicts: later.verdicts }, { rise: 85.9, verdicts: ["restart"] });
  });

  it("do not remember it for longer, although it is the most of what they rose", () => {
    const slow = Array.from({ length: 20 }, (_, i) => new Array<number>(12).fill(150 + i / 10));
    const { rise, asked } = said([...days(100, 2), calm(102.4).fill(150, 6), ...slow, calm(0), ...days(1.2, 3)]);
    assert.equal(rise, 56.6);
    assert.deepEqual(asked.slice(4, 18), new Array(14).fill(0));
  });

  it("with a leap of one reading before zeros know it when the register comes back", () => {
    const { rise, verdicts } = said([...days(100, 2), calm(102.4).with(11, 150), [0, 0, 0], calm(104.8)]);
    assert.deepEqual({ rise, verdicts }, { rise: 5.9, verdicts: ["spike"] });
  });

  it("with a leap that stayed for an hour are not looked at when it falls back", () => {
    const still = new Array<number>(12).fill(150);
    const { rise, verdicts, asked } = said([
      ...days(100, 2),
      calm(102.4).fill(150, 6),
      still,
      still,
      ...days(103.6, 30),
    ]);
    // it is believed, and so is that it restarted
    assert.deepEqual({ rise, verdicts }, { rise: 50 + 35.9, verdicts: ["restart"] });
    // but for when it changed last
    assert.ok((asked[2] ?? 0) < 12);
    assert.equal(asked[3], 0);
  });

  it("in which nothing changes are not looked at before a reset", () => {
    const still = new Array<number>(12).fill(150);
    const { rise, verdicts, asked } = said([
      ...days(100, 2),
      calm(102.4).fill(150, 6),
      still,
      calm(0),
      ...days(1.2, 3),
    ]);
    assert.deepEqual({ rise, verdicts }, { rise: 54.7, verdicts: [] });
    // but for when it changed last
    assert.ok((asked[2] ?? 0) < 12);
    assert.equal(asked[3], 0);
  });

  it("with a leap that stays are never looked at", () => {
    const { rise, verdicts, asked } = said([...days(100, 2), calm(102.4).fill(150, 6), ...days(150, 4)], {
      live: false,
    });
    assert.deepEqual({ rise, verdicts }, { rise: 54.7, verdicts: [] });
    assert.equal(asked[2], 0);
  });

  it("with a leap that has just come do not count it while nothing else is known", () => {
    const story = [...days(100, 2), calm(102.4).with(11, 150)];
    assert.deepEqual(said(story).rise, 3.4);
    assert.deepEqual(said(story, { live: false }).rise, 50);
    assert.equal(said([[100, 100.1], [100.2], [150]]).rise, 0.2);
    assert.equal(said([[100, 100.1], [100.2], [150], [150.1], [150.2]]).rise, 50.2);
  });

  it("go on after hours of words, and after hours without any", () => {
    const { rise, verdicts } = said([calm(100), [], [], calm(103.6), calm(104.8)]);
    assert.deepEqual({ rise, verdicts }, { rise: 5.9, verdicts: [] });
  });

  it("tremble for an hour without counting it", () => {
    const trembling = Array.from({ length: 60 }, (_, i) => 102.5 - (i % 2) / 10);
    const { rise } = said([...days(100, 2), trembling, calm(102.6), calm(103.8)]);
    assert.equal(rise, 4.9);
  });

  it("of zeros are left out where the register comes back, after an hour or after a night and a day", () => {
    for (const lost of [1, 14, 35]) {
      const zeros = Array.from({ length: lost }, () => [0, 0, 0]);
      const { rise, verdicts } = said([...days(48_210, 30), ...zeros, ...days(48_246, 3)]);
      assert.deepEqual({ rise, verdicts }, { rise: 39.5, verdicts: ["taken_back"] }, `${lost} h`);
    }
  });

  it("of zeros for two days are a reset, and what comes back then is another register", () => {
    const zeros = Array.from({ length: 48 }, () => [0, 0, 0]);
    const { rise, verdicts } = said([...days(48_210, 30), ...zeros, ...days(48_246, 3)]);
    assert.deepEqual({ rise, verdicts }, { rise: 35.9 + 3.5, verdicts: ["other_register"] });
  });

  it("begin with another register after an exchange", () => {
    const { rise, verdicts } = said([...days(48_210, 3), calm(0), ...days(1.2, 40)]);
    assert.deepEqual({ rise, verdicts }, { rise: Number((3.5 + 41 * 1.2 - 0.1).toFixed(6)), verdicts: [] });
  });

  it("go on from a saved value after a restart, with zeros before it or without", () => {
    for (const zeros of [[], [0], [0, 0, 0]]) {
      const after = [...zeros, ...calm(102.4)];
      const { rise, verdicts } = said([...days(100, 3), after, ...days(103.6, 30)]);
      assert.equal(rise, Number((3.5 + 31 * 1.2 - 0.1).toFixed(6)));
      assert.deepEqual(verdicts.at(-1), "restart");
    }
  });

  it("roll over between two hours and within one", () => {
    const within = calm(99_998.8).map((value) => Number(((value + 0.6) % 100_000).toFixed(6)));
    for (const story of [
      [...days(99_996.4, 3), calm(0), calm(1.2)],
      [calm(99_995.8), calm(99_997), calm(99_998.2), within, calm(0.6)],
    ]) {
      const { rise, verdicts } = said(story);
      assert.deepEqual({ rise, verdicts }, { rise: 5.9, verdicts: ["rollover"] });
    }
  });

  it("count as a person says", () => {
    const story = [...days(100, 3), calm(0), calm(104.8)];
    assert.deepEqual(said(story).verdicts, ["taken_back"]);
    const { rise, verdicts } = said(story, { confirmed: [3], live: false });
    assert.deepEqual({ rise, verdicts }, { rise: 5.7, verdicts: ["other_register"] });
    assert.equal(said([...days(100, 2), [150, 151]], { confirmed: [2] }).rise, 51);
  });

  it("keep to what a person says is possible", () => {
    const story = [calm(100), calm(101.2), [102.4, 112.4, 112.5], calm(103.6), calm(104.8)];
    const { rise, verdicts } = said(story, { rules: { most_per_hour: 5 } });
    assert.deepEqual({ rise, verdicts }, { rise: 5.9, verdicts: ["spike"] });
  });
});

describe("readings by themselves", () => {
  it("go on after hours without a look at them", () => {
    const judge = new CounterJudge({}, new Whole());
    const hours = days(100, 4).map((values, i) => hourOf(i, values));
    for (const hour of hours) judge.hour(hour);
    judge.reading(4 * HOUR, 104.7);
    judge.reading(4 * HOUR + MINUTE, 104.7);
    judge.finish(false);
    assert.deepEqual(
      hours.slice(1).map(({ asked }) => asked),
      [0, 0, 0],
    );
  });

  it("take back a leap of the hours before", () => {
    const rises = new Whole();
    const judge = new CounterJudge({}, rises);
    for (const [i, values] of [calm(100), calm(101.2), calm(102.4).fill(150, 10)].entries()) {
      judge.hour(hourOf(i, values));
    }
    judge.reading(3 * HOUR, 103.6);
    judge.reading(3 * HOUR + MINUTE, 103.7, true);
    judge.finish(false);
    assert.deepEqual(
      rises.told.map(({ verdict, at, until, before, value, after, times }) => {
        return { verdict, at, until, before, value, after, times };
      }),
      [
        {
          verdict: "spike",
          at: 2 * HOUR + 50 * MINUTE,
          until: 3 * HOUR,
          before: 103.3,
          value: 150,
          after: 103.6,
          times: 1,
        },
      ],
    );
    assert.equal(Number(rises.all.reduce((sum, { rise }) => sum + rise, 0).toFixed(6)), 3.7);
  });
});
