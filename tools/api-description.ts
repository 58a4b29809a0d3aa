/**
 * Writes src/web/openapi.json, the description of the HTTP interface, from the routes and their schemas.
 * `--check`: writes nothing, ends with 1 when the description is stale.
 */
import { readFileSync, writeFileSync } from "node:fs";
import swagger from "@fastify/swagger";
import type { RouteOptions } from "fastify";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";
import { z } from "zod";
import { LIMITS } from "../src/web/defence/limits.ts";
import { DESCRIPTION } from "../src/web/routes/openapi.ts";
import { makeApp } from "../src/web/server/app.ts";
import { bench } from "../src/web/testing/fakes.ts";
import { DESCRIBED } from "./api-examples.ts";

const isDescribed = ({ method, schema }: RouteOptions): boolean => method !== "HEAD" && schema?.hide !== true;

/** The description of these routes, OpenAPI 3.1, as text; the version is put in by who serves it. */
export async function describeApi(routes: readonly RouteOptions[]): Promise<string> {
  const app = makeApp(LIMITS);
  for (const [schema, id, example] of DESCRIBED) {
    if (!z.globalRegistry.has(schema)) z.globalRegistry.add(schema, { id, examples: [example] });
  }
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Gleaner",
        version: "",
        description:
          "Instants are UTC milliseconds; values are in SI units. Changes are taken as JSON only. " +
          "Every error is `{ error, message, hint }`.",
      },
      servers: [{ url: "/" }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  for (const { method, url, schema, config, handler } of routes.filter(isDescribed))
    app.route({ method, url, handler, exposeHeadRoute: false, ...(schema && { schema }), ...(config && { config }) });
  await app.ready();
  const description = app.swagger();
  await app.close();
  return `${JSON.stringify(description, null, 1)}\n`;
}

if (import.meta.main) {
  const { app } = await bench();
  const fresh = await describeApi(app.routes);
  if (process.argv.includes("--check")) {
    if (readFileSync(DESCRIPTION, "utf8") !== fresh) {
      console.error("src/web/openapi.json is stale: run node tools/api-description.ts");
      process.exitCode = 1;
    }
  } else {
    writeFileSync(DESCRIPTION, fresh);
    console.log("src/web/openapi.json written");
  }
}
