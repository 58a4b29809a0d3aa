import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { bench } from "../testing/fakes.ts";
import { listen, RawClient } from "../testing/sockets.ts";
import { until } from "../testing/wait.ts";

const FEW = 8;

/** A server of few sockets, and callers of it; all are closed in the end. */
async function few(t: TestContext, limits = {}) {
  const { app } = await bench({ limits: { sockets: FEW, ...limits } });
  const port = await listen(app);
  const clients: RawClient[] = [];
  t.after(async () => {
    await Promise.all(clients.map((client) => client.end()));
    await app.close();
  });
  const call = async (): Promise<RawClient> => {
    const client = new RawClient(port);
    clients.push(client);
    await until("it is connected", () => client.socket.readyState === "open" || client.closed);
    return client;
  };
  const answered = async (client: RawClient): Promise<boolean> => {
    client.text = "";
    client.get("/api/state", port);
    await until("an answer", () => client.text.includes("\r\n\r\n") || client.closed);
    return client.text.startsWith("HTTP/1.1 200 ");
  };
  return { call, answered, port };
}

test("a socket without a byte is closed early, one that asks is not", async (t) => {
  const { call, answered } = await few(t, { first_byte_ms: 200 });
  const [silent, asks] = [await call(), await call()];
  assert.ok(await answered(asks));
  await until("the silent one is closed", () => silent.closed, 2_000);
  assert.equal(silent.text, "");
  assert.ok(await answered(asks), "and goes on being answered");
});

test("who only holds sockets shuts nobody out: the oldest idle one gives way", async (t) => {
  const { call, answered, port } = await few(t);
  const live = await call();
  live.get("/api/live", port);
  await until("a state", () => live.states.length > 0);
  const held: RawClient[] = [];
  for (let i = 1; i < FEW; i++) held.push(await call());
  held[1]?.socket.write("GET / HTTP/1.1\r\nHost: loc");
  held[2]?.socket.write(
    `PUT /api/relays/boiler/mode HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 9\r\n\r\n{`,
  );
  for (let i = 0; i < 3 * FEW; i++) assert.ok(await answered(await call()), `caller ${i}`);
  await until("those that were held are closed", () => held.every((client) => client.closed));
  assert.equal(live.closed, false, "a live stream is no idle socket");
});

test("where every socket is being served, one more is not let in", async (t) => {
  const { call, answered, port } = await few(t);
  const live: RawClient[] = [];
  for (let i = 0; i < FEW; i++) {
    const client = await call();
    client.get("/api/live", port);
    await until("a state", () => client.states.length > 0);
    live.push(client);
  }
  assert.equal(await answered(await call()), false);
  assert.ok(live.every((client) => !client.closed));
  await live[0]?.end();
  assert.ok(await answered(await call()));
});

test("localhost is both addresses, with the same bounds", async (t) => {
  const { app } = await bench({ limits: { first_byte_ms: 200 } });
  const port = await listen(app, "localhost");
  t.after(() => app.close());
  for (const [host, name] of [
    ["127.0.0.1", "127.0.0.1"],
    ["::1", "[::1]"],
  ] as const) {
    const [client, silent] = [new RawClient(port, host), new RawClient(port, host)];
    client.socket.write(`GET /api/state HTTP/1.1\r\nHost: ${name}:${port}\r\nConnection: close\r\n\r\n`);
    await until(`an answer on ${host}, and the end of who says nothing`, () => client.closed && silent.closed, 3_000);
    assert.match(client.text, /^HTTP\/1.1 200 /, host);
  }
});
