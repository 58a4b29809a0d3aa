import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR } from "../../../../src/chart/wall-clock.ts";
import {
  askedView,
  asksNoSpan,
  bounded,
  EARLIEST,
  follow,
  pan,
  pinch,
  presetView,
  readAddress,
  SHORTEST,
  usualPreset,
  writeAddress,
  zoom,
} from "./view.ts";

const now = Date.UTC(2026, 10, 20, 12);
const limits = { first: now - 100 * DAY, now };
const view = { from: now - 2 * DAY, to: now - DAY, live: false };

test("presets end now and follow it", () => {
  assert.deepEqual(presetView("week", limits), { from: now - 7 * DAY, to: now, live: true, preset: "week" });
  const all = presetView("all", limits);
  assert.ok(all.from <= limits.first && all.from > limits.first - 2 * DAY);
  assert.deepEqual(follow(presetView("hour", limits), now + 5_000), {
    from: now + 5_000 - HOUR,
    to: now + 5_000,
    live: true,
    preset: "hour",
  });
  assert.equal(follow(view, now + 5_000), view);
});

test("who asks for no span sees a day, or the hour of a house that has recorded no more", () => {
  assert.equal(usualPreset(limits), "day");
  assert.equal(usualPreset({ first: undefined, now }), "day");
  assert.equal(usualPreset({ first: now - HOUR - 1, now }), "day");
  assert.equal(usualPreset({ first: now - HOUR, now }), "hour");
  assert.equal(askedView({}, { first: now - 60_000, now }).preset, "hour");
  assert.equal(asksNoSpan(readAddress("#/history?show=solar.power")), true);
  for (const asked of ["span=day", "from=1700000000000&to=1700000001000", "at=1700000000000"]) {
    assert.equal(asksNoSpan(readAddress(`#/history?${asked}`)), false, asked);
  }
});

test("a view stays between 2000 and now, and shows at least ten seconds", () => {
  const slip = bounded(now - HOUR, now - HOUR + 1, limits);
  assert.equal(slip.to - slip.from, SHORTEST);
  assert.ok(slip.from < now - HOUR && slip.to > now - HOUR);
  assert.deepEqual(bounded(now - HOUR, now + HOUR, limits), { from: now - 2 * HOUR, to: now, live: true });
  assert.equal(bounded(0, DAY, limits).from, EARLIEST);
  assert.deepEqual(bounded(0, 9e15, limits), { from: EARLIEST, to: now, live: true });
});

test("zooming keeps what is under the pointer, and a live view at its end stays live", () => {
  const at = view.from + DAY / 4;
  const near = zoom(view, at, 0.5, limits);
  assert.equal(near.to - near.from, DAY / 2);
  assert.equal((at - near.from) / (near.to - near.from), 0.25);
  const live = zoom(presetView("day", limits), now - HOUR, 0.5, limits);
  assert.deepEqual([live.to, live.live], [now, true]);
});

test("panning moves both edges, not beyond now", () => {
  assert.deepEqual(pan(view, -HOUR, limits), { from: view.from - HOUR, to: view.to - HOUR, live: false });
  const end = pan(view, 5 * DAY, limits);
  assert.deepEqual([end.to, end.to - end.from, end.live], [now, DAY, true]);
});

test("two fingers keep the instants that they grasped", () => {
  const [a, b] = [view.from + 0.4 * DAY, view.from + 0.6 * DAY] as const;
  const near = pinch([a, b], [0.2, 0.8], limits);
  assert.ok(near);
  assert.ok(Math.abs(near.from + 0.2 * (near.to - near.from) - a) < 2);
  assert.ok(Math.abs(near.from + 0.8 * (near.to - near.from) - b) < 2);
  assert.equal(pinch([a, b], [0.5, 0.501], limits), undefined);
  assert.equal(pinch([a, b], [0.8, 0.2], limits), undefined);
});

test("an address and the view that it asks for", () => {
  for (const asked of [
    { preset: "week" },
    { from: now - DAY, to: now - HOUR },
    { at: now - DAY },
    { from: now - DAY, to: now, at: now - HOUR, show: ["solar.power", "relay.boiler", "a,b&c"] },
  ] as const) {
    const read = readAddress(writeAddress(asked));
    if ("show" in asked) assert.deepEqual(read.show, ["solar.power", "relay.boiler", "a", "b&c"]);
    else assert.deepEqual(read, asked);
  }
  assert.equal(writeAddress({}), "#/history");
  const around = askedView({ at: now - DAY }, limits);
  assert.equal((around.from + around.to) / 2, now - DAY);
  assert.equal(askedView({}, limits).preset, "day");
});

test("nonsense in an address is left out", () => {
  for (const hash of [
    "#/history?from=x&to=3",
    "#/history?from=5&to=9",
    "#/history?span=century&at=-4",
    "#/history?&&==",
  ])
    assert.deepEqual(readAddress(hash), {});
  assert.deepEqual(readAddress(`#/history?from=${now}&to=${now - 1}&show=,,`), { show: [] });
});
