import type { FastifyReply } from "fastify";
import { z } from "zod";
import { Language } from "../api.ts";
import { HttpProblem } from "../defence/problem.ts";
import type { Picture } from "../graphs/gallery.ts";
import type { Graphs, PictureFormat } from "../graphs/graphs.ts";
import { SPAN_NAMES } from "../graphs/plan.ts";
import { findChannel } from "../history/channels.ts";
import { languageOf } from "../http/context.ts";
import { Instant, NAME_LENGTH, OneOf, Query, WholeNumber } from "../http/queries.ts";
import { Routes, route } from "../http/route.ts";

const USUAL = { span: "24h", width: 800, height: 300, theme: "light" } as const;
const TYPES: Readonly<Record<PictureFormat, string>> = { png: "image/png", svg: "image/svg+xml; charset=utf-8" };
const FILE = /^(.+)\.(png|svg)$/s;
const MOST_KEPT_S = 60;

/** What is written behind a channel's name as if it were a picture's form, or the beginning of one. */
const OTHER_FORM = /\.(?:jpe?g|gif|webp|avif|bmp|ico|pdf|html?|json|csv|pn|sv)$/i;

/** The name of a picture that was most likely meant. */
function meant(file: string): string {
  if (!/^[\w.]{1,60}$/.test(file)) return "solar.power.png";
  const lower = file.replace(/\.(?:png|svg)$/i, (form) => form.toLowerCase());
  return lower === file ? `${file.replace(OTHER_FORM, "")}.png` : lower;
}

/** `solar.power.png` → the channel and the form. @throws HttpProblem 404 */
function fileOf(file: string): { asked: string; format: PictureFormat } {
  const [, asked, format] = FILE.exec(file) ?? [];
  if (asked !== undefined && (format === "png" || format === "svg")) return { asked, format };
  throw new HttpProblem(
    404,
    "not_found",
    "A picture is called by its channel, then .png or .svg",
    `write such as /graph/${meant(file)}`,
  );
}

function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const tags = ifNoneMatch.slice(0, 2_000).split(",");
  return tags.some((tag) => tag.trim() === "*" || tag.trim().replace(/^W\//, "") === etag);
}

function send(reply: FastifyReply, picture: Picture, known: boolean, type: string, step_ms: number): FastifyReply {
  const seconds = Math.min(MOST_KEPT_S, Math.floor(step_ms / 1_000));
  reply
    .header("cache-control", `private, max-age=${seconds}`)
    .header("etag", picture.etag)
    .header("vary", "accept-language");
  return known ? reply.code(304).send() : reply.type(type).send(picture.body);
}

/** `GET /graph/:channel.png` and `.svg`: a picture of a channel's last hours, days, months. */
export const routes = new Routes((context) => {
  let graphs: Promise<Graphs> | undefined;
  // loaded when somebody asks for a picture: in most houses nobody does
  const load = async (): Promise<Graphs> => new (await import("../graphs/graphs.ts")).Graphs(context);
  context.onClose(async () => (await graphs)?.close());
  return [
    route("GET /graph/:file", {
      who: "anybody_on_loopback",
      summary: "A picture of a channel, as PNG or SVG",
      description:
        "`/graph/solar.power.png`: curve with its least and greatest, states and relays as bands, counters as bars. " +
        "The same address gives the same picture until there is newer data; `ETag` says which it is.",
      tag: "history",
      asks: {
        params: z.object({
          file: z
            .string()
            .min(1)
            .max(NAME_LENGTH + ".svg".length)
            .describe("a channel's name or alias, then `.png` or `.svg`"),
        }),
        query: Query({
          span: OneOf(SPAN_NAMES).optional().describe(`how much time it shows, ${USUAL.span} when left out`),
          to: Instant.optional().describe("where it ends; now when left out"),
          width: WholeNumber(120, 2_000).optional().describe(`pixels, ${USUAL.width} when left out`),
          height: WholeNumber(80, 1_200).optional().describe(`pixels, ${USUAL.height} when left out`),
          theme: OneOf(["light", "dark"]).optional().describe(`${USUAL.theme} when left out`),
          lang: OneOf(Language.options).optional().describe("language of words, dates and numbers"),
        }),
      },
      answer: {
        description: "the picture",
        others: {
          "image/png": z.any().describe("PNG, 8 bits, red, green and blue"),
          "image/svg+xml": z.string().describe("SVG 1.1"),
        },
      },
      others: { 304: z.null().describe("the picture whose ETag came with If-None-Match is still the one") },
      problems: {
        404: "no channel has this name",
        503: "the picture could not be painted, or the history cannot be read",
      },
      handle: async ({ params, query }, reply) => {
        const { asked, format } = fileOf(params.file);
        const found = await findChannel(context, asked);
        graphs ??= load();
        const { span = USUAL.span, width = USUAL.width, height = USUAL.height, theme = USUAL.theme, to } = query;
        const wanted = { format, span, to, width, height, theme, language: languageOf(query, context, reply) };
        const { picture, step_ms } = await (await graphs).picture(found, wanted);
        const known = isKnown(reply.request.headers["if-none-match"], picture.etag);
        return send(reply, picture, known, TYPES[format], step_ms);
      },
    }),
  ];
});
