import assert from "node:assert/strict";
import { test } from "node:test";
import type { Relay } from "../../../src/web/api.ts";
import type { Answer } from "./server.ts";
import { makeSwitching, type SwitchView, type Wanted } from "./switching.ts";

const relay = (mode: Relay["mode"]): Relay => ({
  name: "Boiler",
  number: null,
  mode,
  mode_number: 0,
  on: false,
  reason: "",
  reason_code: "text",
  since: 0,
  inputs: [],
  on_today_ms: 0,
  starts_today: 0,
  power_w: 0,
  script: { state: "none" },
});

const REFUSED: Answer<Relay> = { ok: false, problem: { error: "no", message: "No.", hint: "Later." } };

function stage() {
  const views: SwitchView[] = [];
  const sent: Wanted[] = [];
  const answers: ((answer: Answer<Relay>) => void)[] = [];
  const timers = new Set<() => void>();
  const switching = makeSwitching(
    (wanted) => {
      sent.push(wanted);
      return new Promise((resolve) => answers.push(resolve));
    },
    (_delay, callback) => {
      timers.add(callback);
      return () => timers.delete(callback);
    },
    (view) => views.push(view),
  );
  const answer = async (given: Answer<Relay>): Promise<void> => {
    answers.shift()?.(given);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { switching, views, sent, answer, timers };
}

test("the choice shows at once and gives way to the server's state", async () => {
  const { switching, views, sent, answer, timers } = stage();
  switching.choose({ mode: "on" });
  assert.deepEqual(views.at(-1), { wanted: { mode: "on" }, problem: undefined });
  switching.seen(relay("auto"));
  await answer({ ok: true, value: relay("on") });
  switching.seen(relay("auto"));
  assert.equal(views.at(-1)?.wanted?.mode, "on", "an older state under way does not flicker");
  switching.seen(relay("on"));
  assert.equal(views.at(-1)?.wanted, undefined);
  assert.equal(timers.size, 0);
  assert.equal(sent.length, 1);
});

test("a state that never comes does not keep the choice for ever", async () => {
  const { switching, views, answer, timers } = stage();
  switching.choose({ mode: "on" });
  await answer({ ok: true, value: relay("on") });
  for (const callback of timers) callback();
  assert.equal(views.at(-1)?.wanted, undefined);
});

test("a refusal jumps back and says why, until dismissed", async () => {
  const { switching, views, answer } = stage();
  switching.choose({ mode: "on", span: "1 h" });
  await answer(REFUSED);
  assert.deepEqual(views.at(-1), { wanted: undefined, problem: REFUSED.ok ? undefined : REFUSED.problem });
  switching.dismiss();
  assert.equal(views.at(-1)?.problem, undefined);
});

test("one request at a time, and the newest choice wins", async () => {
  const { switching, views, sent, answer } = stage();
  switching.choose({ mode: "off" });
  switching.choose({ mode: "auto" });
  switching.choose({ mode: "on" });
  assert.deepEqual(
    sent.map((wanted) => wanted.mode),
    ["off"],
  );
  assert.equal(views.at(-1)?.wanted?.mode, "on");
  await answer({ ok: true, value: relay("off") });
  assert.deepEqual(
    sent.map((wanted) => wanted.mode),
    ["off", "on"],
  );
  await answer({ ok: true, value: relay("on") });
  switching.seen(relay("on"));
  assert.equal(views.at(-1)?.wanted, undefined);
});
