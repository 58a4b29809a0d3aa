import assert from "node:assert/strict";
import { test } from "node:test";
import { reason, say } from "../../model/index.ts";
import { State } from "../api.ts";
import { houseState } from "../testing/fakes.ts";
import { RawClient } from "../testing/sockets.ts";
import { nowOf, serve, stateAt } from "../testing/streams.ts";
import { until } from "../testing/wait.ts";

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
  assert.ok(client.states[1]?.includes(say(reason("no_rule"), "fr")));
  await client.end();
  await until("the client is forgotten", () => app.streams.clients === 0);
  assert.equal(live.listeners, 0);
});

test("a client that connects before the first cycle hears that the house starts, and gets it when it comes", async (t) => {
  const { app, live, port } = await serve({ live_heartbeat_ms: 20 });
  t.after(() => app.close());
  const client = new RawClient(port);
  client.get("/api/live", port);
  const started = (): number => client.text.split("event: starting\ndata: {}\n\n").length - 1;
  await until("it is said again and again", () => started() >= 3);
  assert.deepEqual(client.states, []);
  live.publish(stateAt(7));
  await until("the first state", () => client.states.length === 1);
  assert.equal(nowOf(client.states[0]), 7);
  const before = started();
  live.publish(stateAt(8));
  await until("the next state", () => client.states.length === 2);
  assert.equal(started(), before);
  assert.equal(app.streams.dropped, 0);
});

test("the line is kept alive while nothing happens", async (t) => {
  const { app, port } = await serve({ live_heartbeat_ms: 20 });
  t.after(() => app.close());
  const client = new RawClient(port);
  client.get("/api/live", port);
  await until("three heartbeats", () => (client.text.match(/^:$/gm) ?? []).length >= 3);
});

test("a silent house is told to the clients", async (t) => {
  const { app, live, port } = await serve({ silent_ms: 200, live_heartbeat_ms: 60, live_gap_ms: 10 });
  t.after(() => app.close());
  const client = new RawClient(port);
  client.get("/api/live", port);
  const states = (): State[] => client.states.map((text) => State.parse(JSON.parse(text)));
  const silent = (state: State | undefined): boolean => /silent for/.test(state?.faults[0]?.text ?? "");
  live.publish(houseState());
  await until("the fault", () => silent(states().at(-1)));
  assert.equal(states()[0]?.channels["solar.power"]?.fresh, true);
  assert.equal(states().at(-1)?.channels["solar.power"]?.fresh, false);
  live.publish(houseState({ faults: [reason("house_started")] }));
  await until("the voice is back", () => states().some(({ faults }) => faults[0]?.text === "Gleaner started"));
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
