import assert from "node:assert/strict";
import { test } from "node:test";
import { MODE_CHANGE } from "../../model/index.ts";
import { GAP_MS } from "../thread/publisher.ts";
import { LIMITS } from "./limits.ts";

/** Bounds that only make sense together. */
const SHORTER: readonly (readonly [what: string, shorter_ms: number, longer_ms: number])[] = [
  ["a live stream says something before its socket counts as idle", LIMITS.live_heartbeat_ms, LIMITS.idle_ms],
  ["an answer says itself that it takes too long", LIMITS.series_ms, LIMITS.handler_ms],
  ["a picture says itself that it takes too long", LIMITS.picture_ms, LIMITS.handler_ms],
  ["headers are part of a request", LIMITS.headers_ms, LIMITS.request_ms],
  ["the house has published again before an answer gives up waiting for that", GAP_MS, LIMITS.confirm_ms],
  ["the live stream shows a choice before the page stops", GAP_MS + LIMITS.live_gap_ms, MODE_CHANGE.settle_ms],
  ["a house that publishes once a second does not count as silent", 1_000, LIMITS.silent_ms],
];

for (const [what, shorter_ms, longer_ms] of SHORTER) {
  test(what, () => assert.ok(shorter_ms < longer_ms, `${shorter_ms} ms is not shorter than ${longer_ms} ms`));
}
