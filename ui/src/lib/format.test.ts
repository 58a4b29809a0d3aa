import assert from "node:assert/strict";
import { test } from "node:test";
import { dayKey, showSeconds, showSince, showTime } from "./format.ts";

test("times are those of the site's zone", () => {
  const at = Date.UTC(2026, 10, 19, 23, 30, 5);
  assert.equal(showTime(at, "Europe/Paris", "fr"), "00:30");
  assert.equal(showSeconds(at, "UTC", "en-GB"), "23:30:05");
  assert.equal(dayKey(at, "Europe/Paris"), "2026-11-20");
  assert.equal(dayKey(at, "UTC"), "2026-11-19");
  assert.equal(showSince(at, at + 3_600_000, "Europe/Paris", "en-GB"), "00:30");
  assert.equal(showSince(at, at + 86_400_000, "Europe/Paris", "en-GB"), "20 Nov 00:30");
});

test("a zone that the browser does not know falls back to UTC and says so", () => {
  assert.match(showTime(Date.UTC(2026, 0, 1, 12), "Mars/Olympus", "en-GB"), /^12:00 UTC$/);
});
