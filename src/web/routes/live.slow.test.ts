import assert from "node:assert/strict";
import { test } from "node:test";
import { RawClient } from "../testing/sockets.ts";
import { nowOf, serve, stateAt } from "../testing/streams.ts";
import { until } from "../testing/wait.ts";

/** Streams over seconds: pace, long silence, readers that do not keep up. */

test("at most four states a second, the newest always arrives", async (t) => {
  const { app, live, port } = await serve();
  t.after(() => app.close());
  const client = new RawClient(port);
  client.get("/api/live", port);
  await until("it is connected", () => app.streams.clients === 1);
  const began = performance.now();
  let n = 0;
  while (performance.now() - began < 1_000) {
    live.publish(stateAt(++n));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await until("the newest", () => nowOf(client.states.at(-1)) === n);
  const seconds = (performance.now() - began) / 1_000;
  assert.ok(client.states.length <= 4 * seconds + 1, `${client.states.length} states in ${seconds} s`);
  assert.ok(app.streams.dropped > n / 2);
});

test("a stream outlives the time limits of ordinary requests", async (t) => {
  const { app, live, port } = await serve({ idle_ms: 300, request_ms: 200, headers_ms: 100, live_heartbeat_ms: 50 });
  t.after(() => app.close());
  const client = new RawClient(port);
  client.get("/api/live", port);
  const began = performance.now();
  await until("the limits are long over", () => performance.now() - began > 1_600 || client.closed);
  assert.equal(client.closed, false);
  live.publish(stateAt(3));
  await until("a state", () => client.states.length === 1);
});

test("a slow client misses states, costs a bounded buffer and is cut; the others go on", async (t) => {
  const { app, live, port } = await serve({ live_gap_ms: 1, live_stalled_ms: 400, live_heartbeat_ms: 50 });
  t.after(() => app.close());
  const quick = new RawClient(port);
  quick.get("/api/live", port);
  const slow = new RawClient(port);
  slow.get("/api/live", port);
  await until("both are connected", () => app.streams.clients === 2);
  slow.socket.pause();
  let n = 0;
  await until("the slow one is cut", () => {
    live.publish(stateAt(++n, 200_000));
    return app.streams.clients === 1;
  });
  assert.equal(app.streams.cut, 1);
  assert.ok(app.streams.dropped > 0);
  live.publish(stateAt(++n));
  await until("the quick one has the newest", () => nowOf(quick.states.at(-1)) === n);
  slow.socket.resume();
  await until("the slow one sees its end", () => slow.closed);
});

test("more than the allowed buffer cuts at once", async (t) => {
  const { app, live, port } = await serve({ live_gap_ms: 1, live_buffer_bytes: 1024 * 1024 });
  t.after(() => app.close());
  const slow = new RawClient(port);
  slow.get("/api/live", port);
  await until("it is connected", () => app.streams.clients === 1);
  slow.socket.pause();
  let n = 0;
  await until("it is cut", () => {
    live.publish(stateAt(++n, 8_000_000));
    return app.streams.clients === 0;
  });
  assert.equal(app.streams.cut, 1);
});
