import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { GUARD_RULE_NAMES } from "./guard.ts";
import { Plant } from "./testing/plant.ts";

/** 100,000 random histories against the guard's invariants I1 to I10, I12, I13; and proof that every rule is needed. */

const SEQUENCES = 100_000;
const PASSED_MS = [
  100, 1_000, 2_000, 5_000, 10_000, 20_000, 31_000, 60_000, 130_000, 190_000, 600_000, 1_300_000, 3_700_000,
];
const WISHES = ["on", "on", "on", "off", "keep", "no_data", "script_failed", "off"] as const;
const MODES = ["off", "auto", "on"] as const;
const JUMPS_MS = [3_600_000, -7_200_000, 86_400_000, -86_400_000, -50 * 365 * 86_400_000];

const OUTPUTS = ["fails", "welds", "lags", "works", "lags"] as const;

type Act = (plant: Plant, relay: number, how: number) => void;

const pass: Act = (plant, relay, how) => plant.pass(PASSED_MS[(relay + how) % PASSED_MS.length] ?? 1_000);
const wish: Act = (plant, relay, how) => plant.wish(relay, WISHES[how % WISHES.length] ?? "on", how > 240 ? 40_000 : 0);
const everybodyOn: Act = (plant) => {
  for (let relay = 0; relay < 5; relay++) plant.wish(relay, "on");
};
const mode: Act = (plant, relay, how) =>
  plant.mode(
    relay,
    MODES[how % 3] ?? "auto",
    how > 128 ? PASSED_MS[how % PASSED_MS.length] : undefined,
    how % 7 === 1 ? true : undefined,
  );

/** Common acts stand more than once. */
const ACTS: readonly Act[] = [
  pass,
  pass,
  pass,
  pass,
  pass,
  pass,
  wish,
  wish,
  wish,
  wish,
  wish,
  everybodyOn,
  everybodyOn,
  everybodyOn,
  mode,
  mode,
  mode,
  (plant, _relay, how) => plant.level(how % 3 !== 0),
  (plant, relay, how) => plant.output(relay, OUTPUTS[how % OUTPUTS.length] ?? "works"),
  (plant, relay) => plant.report(relay),
  (plant, relay) => plant.report(relay),
  (plant, _relay, how) => plant.jumpClock(JUMPS_MS[how % JUMPS_MS.length] ?? 0),
  (plant, _relay, how) => plant.restart(how % 2 === 0, PASSED_MS[how % PASSED_MS.length] ?? 0),
  (plant, _relay, how) => plant.stop(PASSED_MS[how % PASSED_MS.length] ?? 0),
  (plant, relay) => plant.deliver(relay),
  (plant, relay) => plant.deliver(relay),
  (plant, relay) => plant.hand(relay),
  (plant, relay) => plant.hand(relay),
  (plant) => plant.strangers(),
  (plant, relay) => plant.busyDay(relay),
  (plant, relay) => plant.busyHour(relay),
];

/** Three bytes are one act: which, on which relay, how. */
function live(bytes: Uint8Array, without?: string): Plant {
  const plant = new Plant(without);
  for (let i = 0; i + 2 < bytes.length; i += 3) {
    const [act = 0, relay = 0, how = 0] = bytes.subarray(i, i + 3);
    ACTS[act % ACTS.length]?.(plant, relay % 5, how);
  }
  if ((bytes[0] ?? 0) % 16 === 0) plant.comesToLife();
  return plant;
}

test(`${SEQUENCES.toLocaleString("en")} random histories break no invariant`, () => {
  let switches = 0;
  let lived = 0;
  const histories = fc.uint8Array({ minLength: 30, maxLength: 75, size: "max" });
  fc.assert(
    fc.property(histories, (bytes) => {
      switches += live(bytes).switches;
      lived += 1;
    }),
    { numRuns: SEQUENCES },
  );
  // A plant that hardly ever switches would prove nothing.
  assert(switches > lived * 3, `only ${switches} switches in ${lived} histories`);
});

/** Histories that once broke an invariant, with what they are about. */
const BROKE: Readonly<Record<string, readonly number[]>> = {
  "a report between two orders that are under way": [
    0, 0, 0, 111, 0, 87, 184, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 205, 0, 0, 0, 0, 0, 49, 0, 76, 0, 0,
  ],
  "switched off at the device while an on that failed is repeated": [
    30, 4, 0, 18, 4, 0, 14, 4, 0, 15, 4, 4, 18, 4, 3, 26, 4, 0, 0, 0,
  ],
  "a clock that is set ahead for an hour, then back in two steps": [
    0, 1, 11, 7, 1, 0, 21, 0, 2, 0, 1, 11, 21, 0, 3, 21, 0, 3, 14, 1, 11, 0, 0,
  ],
  "a report of the contrary, then another order that is under way": [26, 4, 0, 18, 4, 2, 16, 4, 56, 20, 4, 0, 0, 0, 4],
};

for (const [about, bytes] of Object.entries(BROKE)) {
  test(`breaks no invariant: ${about}`, () => {
    assert(live(Uint8Array.from(bytes)).switches > 0);
  });
}

test("every rule of the guard is tried", () => {
  assert.equal(GUARD_RULE_NAMES.length, 30);
  for (const name of ["outcomes", "lease", "max_on", "min_on", "stagger"])
    assert(GUARD_RULE_NAMES.includes(name), name);
});

for (const rule of GUARD_RULE_NAMES) {
  test(`without the rule "${rule}" an invariant breaks`, () => {
    const histories = fc.uint8Array({ minLength: 60, maxLength: 120, size: "max" });
    const result = fc.check(
      fc.property(histories, (bytes) => {
        live(bytes, rule);
      }),
      { numRuns: 50_000, seed: 1, endOnFailure: true },
    );
    assert(result.failed, `nothing noticed that "${rule}" is gone`);
  });
}
