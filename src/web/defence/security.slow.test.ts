import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "../api.ts";
import { bench } from "../testing/fakes.ts";
import { listen, RawClient } from "../testing/sockets.ts";
import { until } from "../testing/wait.ts";
import { SECURITY_HEADERS } from "./security.ts";

const JSON_TYPE = { "content-type": "application/json" };
const PUT = { method: "PUT", url: "/api/relays/boiler/mode", payload: '{"mode":"auto"}' } as const;

for (const url of ["/api/state", "/", "/health", "/openapi.json", "/nowhere", "/api/journal?limit=0", "/%zz"]) {
  test(`the headers stand on ${url}`, async () => {
    const { app } = await bench();
    const { headers } = await app.inject(url);
    assert.match(
      String(headers["content-security-policy"]),
      /^default-src 'none'; script-src 'self'; style-src 'self';/,
    );
    assert.doesNotMatch(String(headers["content-security-policy"]), /unsafe/);
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["referrer-policy"], "no-referrer");
    assert.equal(headers["cross-origin-resource-policy"], "same-origin");
    assert.equal(headers["access-control-allow-origin"], undefined);
  });
}

test("only our own names are answered, with the port that was reached", async (t) => {
  const { app } = await bench();
  const port = await listen(app);
  t.after(() => app.close());
  const cases: [host: string, status: number][] = [
    [`127.0.0.1:${port}`, 200],
    [`localhost:${port}`, 200],
    [`LocalHost:${port}`, 200],
    [`[::1]:${port}`, 200],
    ["127.0.0.1", 421],
    [`127.0.0.1:${port + 1}`, 421],
    [`evil.example:${port}`, 421],
    [`localhost.evil.example:${port}`, 421],
    [`user@127.0.0.1:${port}`, 421],
    [`127.0.0.1.:${port}`, 421],
    ["", 421],
  ];
  for (const [host, status] of cases) {
    const client = new RawClient(port);
    client.socket.write(`GET /api/state HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    await until(`an answer to ${host}`, () => client.closed);
    assert.equal(Number(client.text.slice(9, 12)), status, host);
  }
});

test("an X-Forwarded-Host changes nothing", async () => {
  const { app } = await bench();
  const headers = { host: "evil.example", "x-forwarded-host": "localhost" };
  assert.equal((await app.inject({ url: "/api/state", headers })).statusCode, 421);
});

const FETCH = (site: string, mode: string, dest: string): Record<string, string> => ({
  "sec-fetch-site": site,
  "sec-fetch-mode": mode,
  "sec-fetch-dest": dest,
});

test("other sites may link here and nothing more", async () => {
  const { app, commands } = await bench();
  const state = async (headers: Record<string, string>): Promise<number> =>
    (await app.inject({ url: "/api/state", headers })).statusCode;
  assert.equal(await state(FETCH("same-origin", "cors", "empty")), 200);
  assert.equal(await state(FETCH("none", "navigate", "document")), 200);
  assert.equal(await state(FETCH("cross-site", "navigate", "document")), 200);
  assert.equal(await state(FETCH("cross-site", "navigate", "iframe")), 403);
  assert.equal(await state(FETCH("cross-site", "no-cors", "image")), 403);
  assert.equal(await state(FETCH("same-site", "cors", "empty")), 403);

  const put = async (headers: Record<string, string>): Promise<number> =>
    (await app.inject({ ...PUT, headers: { ...JSON_TYPE, ...headers } })).statusCode;
  assert.equal(await put(FETCH("cross-site", "cors", "empty")), 403);
  assert.equal(await put(FETCH("cross-site", "navigate", "document")), 403);
  assert.equal(await put(FETCH("same-site", "cors", "empty")), 403);
  assert.equal(await put({ origin: "http://evil.example" }), 403);
  assert.equal(await put({ origin: "null" }), 403);
  assert.equal(await put({ origin: "https://localhost:80" }), 403);
  assert.equal(await put({ origin: "http://localhost:81" }), 403);
  assert.deepEqual(commands, []);
  assert.equal(await put({ ...FETCH("same-origin", "cors", "empty"), origin: "http://localhost:80" }), 200);
  assert.equal(await put({}), 200);
  assert.equal(commands.length, 2);
});

for (const type of [
  undefined,
  "",
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "application/json\t; charset=utf-8",
  "application/json garbage",
  "application/json, text/plain",
  "application/jsonx",
  "application/ld+json",
  "text/plain; application/json",
  "application/json; charset=utf-16",
  "application/json;charset=utf-8;x=1",
]) {
  test(`not taken as JSON: ${type}`, async () => {
    const { app, commands } = await bench();
    const answer = await app.inject({ ...PUT, headers: type === undefined ? {} : { "content-type": type } });
    assert.equal(answer.statusCode, 415);
    assert.equal(Problem.parse(answer.json()).error, "wrong_content_type");
    assert.deepEqual(commands, []);
  });
}

test("JSON is taken in its honest spellings, never compressed", async () => {
  const { app } = await bench();
  for (const type of ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8"]) {
    assert.equal((await app.inject({ ...PUT, headers: { "content-type": type } })).statusCode, 200, type);
  }
  const headers = { ...JSON_TYPE, "content-encoding": "gzip" };
  assert.equal((await app.inject({ ...PUT, headers })).statusCode, 415);
});

for (const [method, url, allow] of [
  ["POST", "/api/state", "GET, HEAD"],
  ["DELETE", "/api/journal", "GET, HEAD"],
  ["OPTIONS", "/api/state", "GET, HEAD"],
  ["TRACE", "/", "GET, HEAD"],
  ["GET", "/api/relays/boiler/mode", "PUT"],
  ["POST", "/api/relays/boiler/mode", "PUT"],
  ["HEAD", "/api/live", "GET"],
  ["PATCH", "/health", "GET, HEAD"],
] as const) {
  test(`${method} ${url} is refused with what is possible`, async () => {
    const { app } = await bench();
    const answer = await app.inject({ method: method as "GET", url });
    assert.equal(answer.statusCode, 405);
    assert.equal(answer.headers.allow, allow);
    if (method !== "HEAD") assert.equal(Problem.parse(answer.json()).error, "wrong_method");
  });
}

test("what lives nowhere is 404 for every method and body", async () => {
  const { app } = await bench();
  for (const method of ["GET", "POST", "PUT", "DELETE"] as const) {
    const answer = await app.inject({ method, url: "/api/nothing/here", payload: "x" });
    assert.equal(answer.statusCode, 404);
    assert.equal(Problem.parse(answer.json()).error, "not_found");
  }
});

for (const [what, bytes, status] of [
  ["no HTTP at all", "hello\r\n\r\n", 400],
  ["headers too large", `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"a".repeat(20_000)}\r\n\r\n`, 431],
  ["no Host", "GET / HTTP/1.1\r\n\r\n", 400],
  ["two Hosts", "GET / HTTP/1.1\r\nHost: localhost\r\nhOST: evil.example\r\n\r\n", 400],
  ["the same Host twice", "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400],
  ["something expected", "GET / HTTP/1.1\r\nHost: localhost\r\nExpect: miracles\r\n\r\n", 417],
  ["two lengths", "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", 400],
] as const) {
  test(`a broken request is answered and closed: ${what}`, async (t) => {
    const { app } = await bench();
    const port = await listen(app);
    t.after(() => app.close());
    const client = new RawClient(port);
    client.socket.write(bytes);
    await until("the socket is closed", () => client.closed);
    assert.match(client.text, new RegExp(`^HTTP/1.1 ${status} `));
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      assert.ok(client.text.toLowerCase().includes(`\r\n${name}: ${value.toLowerCase()}\r\n`), `${name} is missing`);
    }
    const body = client.text.slice(client.text.indexOf("\r\n\r\n") + 4);
    assert.ok(Problem.parse(JSON.parse(body)).hint.length > 0);
  });
}

test("slow clients are closed: headers, bodies and idle sockets", async (t) => {
  const { app } = await bench({ limits: { headers_ms: 300, request_ms: 600, idle_ms: 2_500 } });
  const port = await listen(app);
  t.after(() => app.close());
  const headers = new RawClient(port);
  headers.socket.write("GET / HTTP/1.1\r\nHost: loc");
  const body = new RawClient(port);
  body.socket.write(`PUT ${PUT.url} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\n`);
  body.socket.write("Content-Length: 100\r\n\r\n{");
  const drip = setInterval(() => body.socket.write(" "), 100);
  const idle = new RawClient(port);
  await until("all are closed", () => headers.closed && body.closed && idle.closed, 11_000);
  clearInterval(drip);
  assert.match(headers.text, /^HTTP\/1.1 408 /);
  assert.match(body.text, /^HTTP\/1.1 408 /);
});
