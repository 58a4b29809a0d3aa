import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY } from "../../../../src/chart/wall-clock.ts";
import { afterKey, wheelFactor } from "./gesture.ts";

const now = Date.UTC(2026, 10, 20);
const limits = { first: now - 50 * DAY, now };
const view = { from: now - 3 * DAY, to: now - 2 * DAY, live: false };
const key = (name: string, more = {}) => ({
  key: name,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  ...more,
});

test("arrows move by a fifth, with Shift by the whole width; the page's own shortcuts stay", () => {
  assert.equal(afterKey(view, key("ArrowLeft"), limits)?.from, view.from - DAY / 5);
  assert.equal(afterKey(view, key("ArrowRight", { shiftKey: true }), limits)?.from, view.from + DAY);
  assert.equal(afterKey(view, key("ArrowLeft", { altKey: true }), limits), undefined);
  assert.equal(afterKey(view, key("+", { ctrlKey: true }), limits), undefined);
  assert.equal(afterKey(view, key("x"), limits), undefined);
});

test("plus and minus zoom around the middle, a live view towards now", () => {
  const near = afterKey(view, key("+"), limits);
  assert.deepEqual(near, { from: view.from + DAY / 4, to: view.to - DAY / 4, live: false });
  const live = afterKey({ from: now - DAY, to: now, live: true }, key("="), limits);
  assert.deepEqual([live?.to, live?.live], [now, true]);
  assert.equal(afterKey(view, key("-"), limits)?.from, view.from - DAY / 2);
});

test("Home shows all, End goes to now, 0 to the last day", () => {
  assert.equal(afterKey(view, key("Home"), limits)?.preset, "all");
  const end = afterKey(view, key("End"), limits);
  assert.deepEqual([end?.from, end?.to, end?.live], [now - DAY, now, true]);
  assert.equal(afterKey(view, key("0"), limits)?.preset, "day");
});

test("a wheel zooms by halves and doubles, however hard it is turned", () => {
  assert.equal(wheelFactor(-240, 0), 0.5);
  assert.equal(wheelFactor(9_999, 0), 2);
  assert.equal(wheelFactor(0, 1), 1);
  assert.ok(wheelFactor(3, 1) > 1 && wheelFactor(3, 1) < 1.3);
});
