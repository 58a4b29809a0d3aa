import assert from "node:assert/strict";
import { test } from "node:test";
import type { ModeCommand } from "../model/index.ts";
import { Arrivals } from "./arrivals.ts";

const COMMAND: ModeCommand = { relay: "boiler", mode: "off", origin: "api" };

test("what arrived is taken once, in its order", () => {
  const arrivals = new Arrivals();
  assert.deepEqual([arrivals.acts, arrivals.answers], [false, false]);
  const commands: ModeCommand[] = [COMMAND, { ...COMMAND, mode: "auto" }];
  const outcomes = [{ relay: "boiler", on: true, ok: true }] as const;
  const feedback = [{ relay: "boiler", on: true }];
  for (const one of commands) assert.equal(arrivals.command(one), true);
  for (const one of outcomes) arrivals.outcome(one);
  for (const one of feedback) arrivals.feedback(one);
  assert.deepEqual([arrivals.acts, arrivals.answers], [true, true]);
  assert.deepEqual(arrivals.take(), { commands, outcomes, feedback });
  assert.deepEqual([arrivals.acts, arrivals.answers], [false, false]);
  assert.deepEqual(arrivals.take(), { commands: [], outcomes: [], feedback: [] });
});

test("a thousand acts wait; whoever acts then is told that it was not taken", () => {
  const arrivals = new Arrivals();
  for (let i = 0; i < 1_000; i++) assert.equal(arrivals.command(COMMAND), true);
  assert.equal(arrivals.command(COMMAND), false);
  assert.equal(arrivals.take().commands.length, 1_000);
  assert.equal(arrivals.command(COMMAND), true);
});
