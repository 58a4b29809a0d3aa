import { realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import { notFound } from "../defence/problem.ts";
import { page, Routes } from "../http/route.ts";

const PLAIN_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Gleaner</title>
<h1>The pages are not built yet</h1>
<p>Run <code>npm start</code>: it builds the pages. The house itself runs, see <a href="/api/state">/api/state</a>.
`;

/** Whether it is a file and really lies in the folder, links followed. */
async function liesIn(folder: string, path: string): Promise<boolean> {
  try {
    const [root, file] = await Promise.all([realpath(folder), realpath(join(folder, path))]);
    return file.startsWith(root + sep) && (await stat(file)).isFile();
  } catch {
    return false;
  }
}

/** Sent as it lies in the folder; how long it may be kept is said already. */
const AS_IT_IS = { cacheControl: false } as const;

/** The built pages: `/`, hashed files under `/assets/`, and the few plain files beside the index. */
export const routes = new Routes(({ pages }) => {
  async function send(reply: FastifyReply, path: string, name: string, cache: string): Promise<FastifyReply> {
    if (!PLAIN_NAME.test(name) || !(await liesIn(pages, path))) throw notFound();
    return reply.header("cache-control", cache).sendFile(path, pages, AS_IT_IS);
  }

  const who = "anybody_on_loopback";
  const asks = { params: z.object({ file: z.string() }) };
  return [
    page("GET /", {
      who,
      asks: {},
      handle: async (_asked, reply) => {
        reply.header("cache-control", "no-cache");
        if (await liesIn(pages, "index.html")) return reply.sendFile("index.html", pages, AS_IT_IS);
        return reply.code(503).type("text/html; charset=utf-8").send(NOT_BUILT);
      },
    }),
    page("GET /assets/:file", {
      who,
      asks,
      handle: ({ params: { file } }, reply) =>
        send(reply, `assets/${file}`, file, "public, max-age=31536000, immutable"),
    }),
    page("GET /:file", { who, asks, handle: ({ params: { file } }, reply) => send(reply, file, file, "no-cache") }),
  ];
});
