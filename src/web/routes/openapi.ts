import { z } from "zod";
import { Routes, route } from "../http/route.ts";

/** `GET /openapi.json`: the description of all this, made from the same schemas. */
export const routes = new Routes(() => [
  route("GET /openapi.json", {
    who: "anybody_on_loopback",
    summary: "The description of this interface, OpenAPI 3.1",
    tag: "description",
    asks: {},
    answer: z.record(z.string(), z.unknown()),
    handle: async (_asked, reply) => ({ ...(await reply.server.described()) }),
  }),
]);
