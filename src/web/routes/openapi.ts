import { readFile } from "node:fs/promises";
import { z } from "zod";
import { Routes, route } from "../http/route.ts";

/** Made of the routes by `tools/api-description.ts`: a house need not load what that takes, and keep it. */
export const DESCRIPTION = new URL("../openapi.json", import.meta.url);

const Description = z.looseObject({ openapi: z.string(), info: z.looseObject({}) });

/** `GET /openapi.json`: the description of all this, made from the same schemas. */
export const routes = new Routes(({ version }) => [
  route("GET /openapi.json", {
    who: "anybody_on_loopback",
    summary: "The description of this interface, OpenAPI 3.1",
    tag: "description",
    asks: {},
    answer: z.record(z.string(), z.unknown()),
    handle: async () => {
      const description = Description.parse(JSON.parse(await readFile(DESCRIPTION, "utf8")));
      return { ...description, info: { ...description.info, version } };
    },
  }),
]);
