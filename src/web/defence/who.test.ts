import assert from "node:assert/strict";
import { test } from "node:test";
import type { InjectOptions } from "fastify";
import { Problem } from "../api.ts";
import { route } from "../http/route.ts";
import { bench } from "../testing/fakes.ts";
import { demandWho } from "./who.ts";

test("every route says who may use it, and nobody from elsewhere may use any", async () => {
  const { app } = await bench();
  assert.ok(app.routes.length > 20, `${app.routes.length} routes`);
  for (const { method, url, config } of app.routes) {
    assert.equal(config?.who, "anybody_on_loopback", url);
    if (config.allow !== undefined) continue;
    const asked: InjectOptions = {
      method: [method].flat()[0] === "PUT" ? "PUT" : "GET",
      url,
      headers: { "content-type": "application/json" },
    };
    const answer = await app.inject({ ...asked, remoteAddress: "192.168.1.4" });
    assert.equal(answer.statusCode, 403, url);
    assert.equal(Problem.parse(answer.json()).error, "not_allowed", url);
    // light-my-request's own address is 127.0.0.1
    if (url !== "/api/live") assert.notEqual((await app.inject(asked)).statusCode, 403, url);
  }
});

for (const remoteAddress of ["127.0.0.1", "127.3.2.1", "::1", "::ffff:127.0.0.1"]) {
  test(`this machine: ${remoteAddress}`, async () => {
    const { app } = await bench();
    assert.equal((await app.inject({ url: "/api/state", remoteAddress })).statusCode, 200);
  });
}

for (const remoteAddress of ["192.168.1.4", "10.0.0.1", "128.0.0.1", "fe80::1", "::ffff:10.0.0.1", "::", "0.0.0.0"]) {
  test(`another machine: ${remoteAddress}`, async () => {
    const { app } = await bench();
    assert.equal((await app.inject({ url: "/api/state", remoteAddress })).statusCode, 403);
  });
}

test("a forwarded address does not make somebody else of anybody", async () => {
  const { app } = await bench();
  const headers = { "x-forwarded-for": "127.0.0.1", forwarded: "for=127.0.0.1" };
  assert.equal((await app.inject({ url: "/api/state", headers, remoteAddress: "10.0.0.1" })).statusCode, 403);
});

test("a route that does not say who may use it is not added, and does not compile", async () => {
  const bare = { method: "GET", url: "/api/new", handler: () => {} } as const;
  assert.throws(() => demandWho(bare), /GET \/api\/new does not say who may use it/);
  assert.doesNotThrow(() => demandWho({ ...bare, config: { who: "anybody_on_loopback" } }));
  const spec = { summary: "New", tag: "state", asks: {}, answer: Problem, handle: () => assert.fail() } as const;
  // @ts-expect-error: `who` is missing
  const made = route("GET /api/new", spec);
  assert.throws(() => demandWho(made), /GET \/api\/new/);
});
