import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MINUTE } from "../../model/index.ts";
import { type ClockStanding, ClockTrust, NO_EARLIER } from "./trust.ts";

const NEWEST = Date.UTC(2026, 5, 15, 10);
const WAIT = 10 * MINUTE;

interface Machine {
  readonly keeps_time?: boolean;
  readonly newest_at?: number | null;
  readonly at: number;
  /** Since the machine started. */
  readonly mono?: number;
}

class Bench {
  synchronised = false;
  at: number;
  mono: number;
  readonly trust: ClockTrust;

  constructor({ keeps_time = false, newest_at = NEWEST, at, mono = 20_000 }: Machine) {
    this.at = at;
    this.mono = mono;
    const facts = { keeps_time, synchronised: () => this.synchronised };
    this.trust = new ClockTrust({ facts, newest_at, wait_ms: WAIT }, this.now);
  }
  get now() {
    return { at: this.at, mono: this.mono };
  }
  pass(ms: number, step = 0): ClockStanding {
    this.at += ms + step;
    this.mono += ms;
    return this.trust.look(this.now);
  }
}

describe("a machine that keeps time", () => {
  test("is trusted at once, at the first start of Gleaner too", () => {
    assert.equal(new Bench({ keeps_time: true, at: NEWEST + 5_000 }).trust.standing, "set");
    assert.equal(new Bench({ keeps_time: true, at: NEWEST, newest_at: null }).trust.standing, "set");
    assert.equal(
      new Bench({ keeps_time: true, at: NEWEST - 59_000 }).trust.standing,
      "set",
      "a little behind is no matter",
    );
  });

  test("but not when it shows a time that lies before what was recorded, or before Gleaner", () => {
    assert.equal(new Bench({ keeps_time: true, at: NEWEST - 61_000 }).trust.standing, "unset");
    assert.equal(new Bench({ keeps_time: true, at: NO_EARLIER - 1, newest_at: null }).trust.standing, "unset");
    assert.equal(new Bench({ keeps_time: true, at: NO_EARLIER, newest_at: null }).trust.standing, "set");
    assert.equal(new Bench({ keeps_time: true, at: 0, newest_at: 0 }).trust.standing, "unset");
  });

  test("is believed after the wait: then what was recorded was wrong, unless it shows a time before Gleaner", () => {
    const ahead = new Bench({ keeps_time: true, at: NEWEST - 3 * 365 * 86_400_000 + 86_400_000 * 700 });
    assert.equal(ahead.pass(WAIT - 1), "unset");
    assert.equal(ahead.pass(1), "set");
    assert.equal(new Bench({ keeps_time: true, at: 0, newest_at: 0 }).pass(WAIT), "unsure");
  });
});

describe("a machine that does not", () => {
  test("is waited for, however right its time looks", () => {
    const bench = new Bench({ at: NEWEST + 1_000 });
    assert.equal(bench.trust.standing, "unset");
    assert.equal(bench.pass(MINUTE), "unset");
    bench.synchronised = true;
    assert.equal(bench.pass(1_000), "set");
    bench.synchronised = false;
    assert.equal(bench.pass(1_000), "set", "what was set stays set");
  });

  test("is trusted when somebody sets the clock by hand, to a possible time", () => {
    const bench = new Bench({ at: NEWEST - 86_400_000 });
    assert.equal(bench.pass(1_000, 3_600_000), "unset", "still before the last reading");
    assert.equal(bench.pass(1_000, 1_500), "unset", "no step");
    assert.equal(bench.pass(1_000, 86_400_000), "set");
  });

  test("is believed when nobody has set it for so long since the machine started", () => {
    const bench = new Bench({ at: NEWEST + 1_000, mono: WAIT - 2_000 });
    assert.equal(bench.pass(1_000), "unset");
    assert.equal(bench.pass(1_000), "unsure");
    assert.equal(bench.trust.wrong(bench.now), false);
    assert.equal(bench.pass(1_000, 2_000), "unsure", "no step");
    bench.synchronised = true;
    assert.equal(bench.pass(1_000), "set", "better late");
  });

  test("is waited for from Gleaner's start on when the time is impossible, then said to be wrong", () => {
    const bench = new Bench({ at: 60_000, mono: 60 * MINUTE });
    assert.equal(bench.pass(WAIT - 1), "unset");
    assert.equal(bench.trust.wrong(bench.now), false, "not before it counts");
    assert.equal(bench.pass(1), "unsure");
    assert.equal(bench.trust.wrong(bench.now), true);
    assert.equal(bench.pass(1, 1_000), "unsure", "no step");
    assert.equal(bench.pass(1, NEWEST - 86_400_000), "set", "who sets it to before the last reading means it");
    assert.equal(bench.trust.wrong(bench.now), false);
  });
});
