import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { Channel, ChannelEntry, Energy, Gap, Health, Problem, Relay, Run, SeriesSet, State, Storage } from "../api.ts";
import { bench } from "../testing/fakes.ts";

const Answer = z.looseObject({ description: z.string().min(2), content: z.record(z.string(), z.unknown()) });
const Operation = z.looseObject({
  summary: z.string().min(10),
  // 304 has no content
  responses: z.object({ 304: Answer.partial({ content: true }).optional() }).catchall(Answer),
});
const Document = z.looseObject({
  openapi: z.string().startsWith("3.1"),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.looseObject({
    schemas: z.record(z.string(), z.looseObject({ examples: z.array(z.unknown()).optional() })),
  }),
});

test("every route is described", async () => {
  const { app } = await bench();
  const document = Document.parse((await app.inject("/openapi.json")).json());
  const listed = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  assert.deepEqual(
    listed.sort(),
    [
      "GET /api/channels",
      "GET /api/energy/{channel}",
      "GET /api/gaps",
      "GET /api/journal",
      "GET /api/live",
      "GET /api/relays/{id}/mode".replace("GET", "PUT"),
      "GET /api/relays/{id}/runs",
      "GET /api/series",
      "GET /api/series/{channel}",
      "GET /api/state",
      "GET /graph/{file}",
      "GET /health",
      "GET /openapi.json",
    ].sort(),
  );
});

test("every reference leads somewhere, and examples fit their schemas", async () => {
  const { app } = await bench();
  const { body } = await app.inject("/openapi.json");
  const { schemas } = Document.parse(JSON.parse(body)).components;
  const references = [...body.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name ?? "");
  assert.ok(references.length > 5);
  for (const name of references) assert.ok(schemas[name], name);
  const shapes = { State, Relay, Channel, ChannelEntry, Problem, Health, Storage, SeriesSet, Energy, Gap, Run };
  for (const [name, schema] of Object.entries(shapes)) {
    assert.doesNotThrow(() => schema.parse(schemas[name]?.examples?.[0]), name);
  }
});

test("parameters carry their kinds and limits", async () => {
  const { app } = await bench();
  const { paths } = (await app.inject("/openapi.json")).json();
  const limit = paths["/api/journal"].get.parameters.find(({ name }: { name: string }) => name === "limit");
  assert.equal(limit.schema.type, "integer");
  assert.deepEqual([limit.schema.minimum, limit.schema.maximum], [1, 500]);
  assert.ok(paths["/api/relays/{id}/mode"].put.requestBody.content["application/json"]);
  assert.ok(paths["/api/live"].get.responses["200"].content["text/event-stream"]);
});

test("a route without a description cannot be added", async () => {
  const { buildServer } = await import("../server.ts");
  const { demandDescription } = await import("../http/description.ts");
  assert.equal(typeof buildServer, "function");
  const bare = { method: "GET", url: "/api/new", handler: () => {} } as const;
  assert.throws(() => demandDescription(bare), /GET \/api\/new has no summary/);
  assert.throws(() => demandDescription({ ...bare, schema: { summary: "New" } }), /no summary or no response/);
  assert.doesNotThrow(() => demandDescription({ ...bare, schema: { summary: "New", response: { 200: State } } }));
});
