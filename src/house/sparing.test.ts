import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Decision, MINUTE, reason, SECOND, say } from "../model/index.ts";
import { Sparing } from "./sparing.ts";

const at = (mono: number) => ({ at: 1_000_000 + mono, mono });

function setup() {
  const sparing = new Sparing();
  const words = (decisions: readonly Decision[]) =>
    decisions.map(({ at, reason: why }) => `${at - 1_000_000} ${say(why, "en")}`);
  const note = (mono: number, decision: Omit<Decision, "at">) =>
    words(sparing.take([{ ...decision, at: at(mono).at }], at(mono)));
  const lost = (mono: number, device = "roof", problem = "no answer") =>
    note(mono, { kind: "device", reason: reason("device_lost", { device, problem }) });
  const back = (mono: number, device = "roof") =>
    note(mono, { kind: "device", reason: reason("device_back", { device }) });
  const due = (mono: number) => words(sparing.due(at(mono)));
  return { sparing, note, lost, back, due, words };
}

describe("a device that comes and goes", () => {
  test("is told once a minute for each cause, the rest counted", () => {
    const { lost, back, due } = setup();
    assert.deepEqual(lost(0), ["0 roof has gone silent: no answer"]);
    assert.deepEqual(back(100), ["100 roof is back"]);
    for (let mono = 200; mono < 30 * SECOND; mono += 200)
      assert.deepEqual([lost(mono, "roof", `${mono}`), back(mono + 100)], [[], []]);
    assert.deepEqual(due(MINUTE - 1), []);
    assert.deepEqual(due(MINUTE + 100), [
      "60100 149 more times: roof has gone silent: 29800",
      "60100 149 more times: roof is back",
    ]);
    assert.deepEqual(due(2 * MINUTE + 100), []);
    assert.deepEqual(lost(2 * MINUTE + 200), ["120200 roof has gone silent: no answer"], "it was calm for a minute");
  });

  test("goes on at a line a minute, in the order in which they came last", () => {
    const { lost, back, due } = setup();
    const told: string[] = [];
    for (let mono = 0; mono < 10 * MINUTE; mono += 100) {
      told.push(...due(mono), ...((mono / 100) % 2 === 0 ? lost(mono) : back(mono)));
    }
    assert.equal(told.length, 2 * 10);
    lost(10 * MINUTE);
    back(10 * MINUTE + 100);
    lost(10 * MINUTE + 200);
    assert.match(due(11 * MINUTE).join(), /is back,.*has gone silent/);
  });

  test("is told as it was when it came only once more", () => {
    const { lost, due } = setup();
    lost(0);
    lost(20 * SECOND, "roof", "unplugged");
    assert.deepEqual(due(MINUTE), ["60000 roof has gone silent: unplugged"]);
  });

  test("says nothing of another", () => {
    const { lost } = setup();
    lost(0);
    assert.deepEqual(lost(1, "shed"), ["1 shed has gone silent: no answer"]);
  });
});

test("another mistake in the mode file is told at once, up to three a minute", () => {
  const { note, due, lost } = setup();
  for (const device of ["roof", "shed", "tank"]) lost(0, device);
  const refused = (mono: number, problem: string) =>
    note(mono, { kind: "mode_file", reason: reason("mode_file_refused", { problem }) }).length;
  const problems = ["no JSON", "no mode", "no JSON", "no relay", "empty", "too large", "empty"];
  assert.deepEqual(
    problems.map((problem, i) => refused(i, problem)),
    [1, 1, 0, 1, 1, 0, 0],
  );
  assert.deepEqual(
    due(MINUTE + 10).map((line) => line.slice(0, 30)),
    ["60010 The mode file changed no", "60010 2 more times: The mode f"].map((line) => line.slice(0, 30)),
  );
  due(3 * MINUTE);
  const others = ["no number", "no name", "no brace"];
  assert.deepEqual(
    others.map((problem) => refused(3 * MINUTE, problem)),
    [1, 1, 1],
    "those of before are forgotten",
  );
});

test("modes that are changed again and again are summed up for each relay; switching is always told", () => {
  const { note, due, sparing, words } = setup();
  const mode = (mono: number, relay: string, on: boolean) => [
    ...note(mono, { kind: "mode", relay, reason: reason(on ? "forced_on" : "forced_off") }),
    ...note(mono, { kind: "switch", relay, on, reason: reason(on ? "forced_on" : "forced_off") }),
  ];
  let told = 0;
  for (let mono = 0; mono < 10 * SECOND; mono += 100) told += mode(mono, "boiler", mono % 200 === 0).length;
  assert.equal(told, 2 + 100);
  assert.equal(mode(10 * SECOND, "pump", true).length, 2);
  assert.deepEqual(due(MINUTE + 100), [
    "60100 49 more times: Switched on by hand",
    "60100 49 more times: Switched off by hand",
  ]);
  mode(MINUTE + 200, "boiler", true);
  mode(MINUTE + 300, "pump", true);
  assert.deepEqual(words(sparing.rest(at(MINUTE + 400))), ["60400 Switched on by hand", "60400 Switched on by hand"]);
});
