import { z } from "zod";
import type { App } from "../context.ts";

/** `GET /openapi.json`: the description of all this, made from the same schemas. */
export function openapiRoute(app: App): void {
  app.get(
    "/openapi.json",
    {
      schema: {
        summary: "The description of this interface, OpenAPI 3.1",
        tags: ["description"],
        response: { 200: z.record(z.string(), z.unknown()) },
      },
    },
    () => ({ ...app.swagger() }),
  );
}
