import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, MINUTE } from "../../../../src/chart/wall-clock.ts";
import { type Frame, isWhole, keep, pieces, questionFor, statePieces } from "./frames.ts";

const now = Date.UTC(2026, 10, 20, 12);

function frame(from: number, to: number, step: number, asked_at = now, names: readonly string[] = ["a"]): Frame {
  const at = Array.from({ length: Math.round((to - from) / step) }, (_, index) => from + index * step);
  const value = at.map(() => asked_at - now);
  const series = Object.fromEntries(
    names.map((name) => [name, { unit: "W", at, min: value, mean: value, max: value }]),
  );
  return { from, to, step, asked_at, asked_mono: asked_at, series };
}

test("a question asks for round buckets around the view, about as many as there are pixels", () => {
  for (const span of [10_000, HOUR, DAY, 30 * DAY, 365 * DAY, 9_000 * DAY]) {
    const question = questionFor({ from: now - span + 7, to: now + 7 }, 1_000);
    assert.ok(question.from <= now - span + 7 && question.to >= now + 7);
    assert.equal(question.from % question.step, 0);
    assert.equal(question.to - question.from, question.points * question.step);
    assert.ok(question.points <= 1_002, `${span} ms: ${question.points}`);
  }
  assert.equal(questionFor({ from: now - 365 * DAY, to: now }, 1_200).step, DAY);
  assert.deepEqual(
    questionFor({ from: now - DAY, to: now }, 1_000),
    questionFor({ from: now - DAY + 1, to: now - 1 }, 1_000),
    "a view that has hardly moved asks the same",
  );
});

test("the finest that suits is shown, what it does not cover comes from what is coarser", () => {
  const coarse = frame(now - 30 * DAY, now, HOUR);
  const fine = frame(now - DAY, now - DAY / 2, MINUTE);
  const found = pieces([coarse, fine], "a", { from: now - 2 * DAY, to: now }, 2 * MINUTE);
  assert.deepEqual(
    found.map(({ from, to, step }) => [(from - now) / HOUR, (to - now) / HOUR, step]),
    [
      [-48, -24, HOUR],
      [-24, -12, MINUTE],
      [-12, 0, HOUR],
    ],
  );
});

test("once the exact answer is here, it is shown all over, not mixed with what is finer", () => {
  const exact = frame(now - DAY, now, 10 * MINUTE);
  const fine = frame(now - DAY / 2, now, 2 * MINUTE);
  const view = { from: now - DAY, to: now };
  assert.deepEqual(
    pieces([fine, exact], "a", view, 10 * MINUTE).map(({ step }) => step),
    [10 * MINUTE],
  );
});

test("what is much too fine waits until nothing else is there", () => {
  const hour = frame(now - HOUR, now, 5_000);
  const year = frame(now - 365 * DAY, now, DAY);
  const view = { from: now - 365 * DAY, to: now };
  assert.deepEqual(
    pieces([hour, year], "a", view, DAY).map(({ step }) => step),
    [DAY],
  );
  assert.deepEqual(
    pieces([hour], "a", view, DAY).map(({ step }) => step),
    [5_000],
  );
});

test("of two alike the newer counts, and none shows what came after it was asked", () => {
  const old = frame(now - HOUR, now + HOUR, MINUTE, now - 10 * MINUTE);
  const recent = frame(now - HOUR, now + HOUR, MINUTE, now);
  const [only, ...rest] = pieces([old, recent], "a", { from: now - HOUR, to: now + HOUR }, MINUTE);
  assert.deepEqual([only?.to, only?.series.mean[0], rest.length], [now, 0, 0]);
});

test("frames are kept within bounds; a new answer takes the place of the old one to the same question", () => {
  let frames: Frame[] = [];
  for (let index = 0; index < 40; index++) frames = keep(frames, frame(now - HOUR, now, 1_000 * (index + 1)));
  assert.equal(frames.length, 16);
  const again = keep(frames, frame(now - HOUR, now, 40_000, now + 1));
  assert.equal(again.length, 16);
  assert.equal(again.filter(({ step }) => step === 40_000).length, 1);
  const others = keep([frame(now - HOUR, now, 1_000, now, ["a", "b"])], frame(now - HOUR, now, 1_000, now, ["a"]));
  assert.equal(others.length, 2, "the old one still has what the new one lacks");
});

test("whole is what was asked for at this width, for every channel, recently enough", () => {
  const question = questionFor({ from: now - HOUR, to: now }, 600);
  const answer = frame(question.from, question.to, question.step, now, ["a", "b"]);
  assert.ok(isWhole([answer], ["a", "b"], question));
  assert.ok(isWhole([answer], [], question));
  assert.ok(!isWhole([answer], ["a", "c"], question));
  assert.ok(!isWhole([answer], ["a"], question, now + 1));
  assert.ok(!isWhole([{ ...answer, step: 1 }], ["a"], question));
});

test("numbers and states do not mix", () => {
  const states = { unit: null, at: [now - HOUR], value: ["float"] };
  const both = { ...frame(now - HOUR, now, MINUTE), series: { a: states } };
  assert.deepEqual(pieces([both], "a", { from: now - HOUR, to: now }, MINUTE), []);
  assert.equal(statePieces([both], "a", { from: now - HOUR, to: now }, MINUTE)[0]?.series, states);
});
