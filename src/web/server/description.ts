import swagger from "@fastify/swagger";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";
import { z } from "zod";
import type { App } from "../http/context.ts";
import { DESCRIBED } from "./examples.ts";

/** Makes `app.swagger()` answer; must be called before the routes are added. */
export async function describeApi(app: App, version: string): Promise<void> {
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
}
