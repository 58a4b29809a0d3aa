import assert from "node:assert/strict";
import { test } from "node:test";
import { reason } from "../../model/index.ts";
import { State } from "../api.ts";
import type { App } from "../context.ts";
import type { Limits } from "../limits.ts";
import { Live, systemClock } from "../live.ts";
import { buildServer } from "../server.ts";
import { AT, channel, houseState, MemoryHistory, SITE } from "../testing/fakes.ts";
import { listen, RawClient } from "../testing/sockets.ts";
import { until } from "../testing/wait.ts";

async function serve(limits: Partial<Limits> = {}): Promise<{ app: App; live: Live; port: number }> {
  const live = new Live();
  const app = await buildServer({
    history: new MemoryHistory(),
    live,
    command: async () => ({ ok: true }),
    pages: "/nonexistent",
    version: "0.0.0-test",
    site: SITE,
    clock: systemClock,
    limits,
  });
  return { app, live, port: await listen(app) };
}

function stateAt(n: number, width = 0): ReturnType<typeof houseState> {
  const now = { at: AT + n, mono: n };
  const wide = channel("wide", "x".repeat(width), { unit: null });
  return houseState({ now, snapshot: { now, channels: new Map([["wide", wide]]), aliases: new Map() } });
}

function nowOf(text: string | undefined): number {
  return State.parse(JSON.parse(text ?? "{}")).now - AT;
}

test("the state comes on connecting and after each publication", async (t) => {
  const { app, live, port } = await serve();
  t.after(() => app.close());
  live.publish(stateAt(1));
  const client = new RawClient(port);
  client.get("/api/live?lang=fr", port);
  await until("the first state", () => client.states.length === 1);
  assert.match(client.text, /^HTTP\/1.1 200 OK\r\n/);
  assert.match(client.text, /content-type: text\/event-stream; charset=utf-8\r\n/);
  assert.match(client.text, /cache-control: no-store\r\n/);
  assert.match(client.text, /content-security-policy: default-src 'none'/);
  live.publish(stateAt(2));
  await until("the second state", () => client.states.length === 2);
  assert.deepEqual(client.states.map(nowOf), [1, 2]);
  assert.match(client.states[1] ?? "", /Aucune règle/);
  await client.end();
  await until("the client is forgotten", () => app.streams.clients === 0);
  assert.equal(live.listeners, 0);
});

test("a client that connects before the first cycle gets it when it comes", async (t) => {
  const { app, live, port } = await serve();
  t.after(() => app.close());
  const client = new RawClient(port);
  client.get("/api/live", port);
  await until("it is connected", () => app.streams.clients === 1);
  live.publish(stateAt(7));
  await until("the first state", () => client.states.length === 1);
  assert.equal(nowOf(client.states[0]), 7);
});

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

test("the line is kept alive while nothing happens", async (t) => {
  const { app, port } = await serve({ live_heartbeat_ms: 20 });
  t.after(() => app.close());
  const client = new RawClient(port);
  client.get("/api/live", port);
  await until("three heartbeats", () => (client.text.match(/^:$/gm) ?? []).length >= 3);
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

test("a silent house is told to the clients", async (t) => {
  const { app, live, port } = await serve({ silent_ms: 200, live_heartbeat_ms: 60, live_gap_ms: 10 });
  t.after(() => app.close());
  const client = new RawClient(port);
  client.get("/api/live", port);
  const states = (): State[] => client.states.map((text) => State.parse(JSON.parse(text)));
  const silent = (state: State | undefined): boolean => /silent for/.test(state?.faults[0] ?? "");
  live.publish(houseState());
  await until("the fault", () => silent(states().at(-1)));
  assert.equal(states()[0]?.channels["solar.power"]?.fresh, true);
  assert.equal(states().at(-1)?.channels["solar.power"]?.fresh, false);
  live.publish(houseState({ faults: [reason("house_started")] }));
  await until("the voice is back", () => states().some(({ faults }) => faults[0] === "Gleaner started"));
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

test("clients are counted, and one too many is told so", async (t) => {
  const { app, port } = await serve();
  t.after(() => app.close());
  const clients = Array.from({ length: 32 }, () => new RawClient(port));
  for (const client of clients) client.get("/api/live", port);
  await until("32 are connected", () => app.streams.clients === 32);
  const refused = await fetch(`http://127.0.0.1:${port}/api/live`);
  assert.equal(refused.status, 503);
  assert.equal(refused.headers.get("retry-after"), "10");
  const problem: unknown = await refused.json();
  assert.deepEqual(problem, {
    error: "too_many_clients",
    message: "32 live clients are connected",
    hint: "close pages that are not looked at, or ask /api/state now and then",
  });
  await clients[0]?.end();
  await until("a place is free", () => app.streams.clients === 31);
  const next = new RawClient(port);
  next.get("/api/live", port);
  await until("the place is taken", () => app.streams.clients === 32);
});

test("closing ends every stream within a second", async () => {
  const { app, live, port } = await serve();
  const client = new RawClient(port);
  client.get("/api/live", port);
  await until("it is connected", () => app.streams.clients === 1);
  live.publish(stateAt(1));
  const began = performance.now();
  await app.close();
  await until("the client sees the end", () => client.closed);
  assert.ok(performance.now() - began < 1_000);
  assert.equal(app.streams.clients, 0);
});
