import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { Channel, ChannelEntry, Energy, Gap, Health, Problem, Relay, Run, SeriesSet, State, Storage } from "../api.ts";
import { bench } from "../testing/fakes.ts";

const Answer = z.looseObject({ description: z.string().min(2), content: z.record(z.string(), z.unknown()) });
const Operation = z.looseObject({
  summary: z.string().min(10),
  "x-who": z.string().min(1),
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

test("every route is described, with who may use it", async () => {
  const { app } = await bench();
  const document = Document.parse((await app.inject("/openapi.json")).json());
  const described = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { "x-who": who }]) => `${method.toUpperCase()} ${path}: ${who}`),
  );
  const shown = app.routes.filter(({ method, schema }) => method !== "HEAD" && schema?.hide !== true);
  assert.deepEqual(
    described.sort(),
    shown.map(({ method, url, config }) => `${method} ${url.replaceAll(/:(\w+)/g, "{$1}")}: ${config?.who}`).sort(),
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
