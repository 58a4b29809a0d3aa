import assert from "node:assert/strict";
import { test } from "node:test";
import { MODE_CHANGE } from "./waits.ts";

test("each wait of a mode change ends after what it waits for, with time to tell of it", () => {
  const { reason_on_disk_ms, follow_ms, house_ms, reply_ms, confirm_ms, up_ms, page_ms, handler_ms, idle_socket_ms } =
    MODE_CHANGE;
  const insideOut = [
    reason_on_disk_ms,
    follow_ms,
    house_ms,
    reply_ms,
    up_ms + reply_ms + confirm_ms,
    page_ms,
    handler_ms,
    idle_socket_ms,
  ];
  for (const [i, outer] of insideOut.entries()) {
    const inner = insideOut[i - 1] ?? 0;
    assert.ok(outer - inner >= 100, `${outer} ms does not hold ${inner} ms`);
  }
});
