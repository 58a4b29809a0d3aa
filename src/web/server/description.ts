import swagger from "@fastify/swagger";
import type { RouteOptions } from "fastify";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";
import { z } from "zod";
import { LIMITS } from "../defence/limits.ts";
import { makeApp } from "./app.ts";
import { DESCRIBED } from "./examples.ts";

const isDescribed = ({ method, schema }: RouteOptions): boolean => method !== "HEAD" && schema?.hide !== true;

/**
 * The description of these routes, OpenAPI 3.1. It is made by a server that has no socket and ends with it: what it takes
 * to describe is loaded once somebody asks, and not before the first page.
 */
export async function describeApi(routes: readonly RouteOptions[], version: string): Promise<object> {
  const app = makeApp(LIMITS);
  for (const [schema, id, example] of DESCRIBED) {
    if (!z.globalRegistry.has(schema)) z.globalRegistry.add(schema, { id, examples: [example] });
  }
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Gleaner",
        version,
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
  return description;
}
