import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import { CSV_HEADER, csvRow, jsonRow, type Reading } from "../../model/index.ts";
import type { Limits } from "../defence/limits.ts";
import { HttpProblem } from "../defence/problem.ts";
import type { RouteContext } from "../http/context.ts";
import { writeHead } from "../http/hijack.ts";
import type { FoundChannel } from "./channels.ts";
import { pagesOf } from "./pages.ts";
import type { Span } from "./span.ts";

/** A form without an end: each line stands for itself. */
export type LineFormat = "csv" | "jsonl";

export const LINE_TYPES: Readonly<Record<LineFormat, string>> = { csv: "text/csv", jsonl: "application/jsonl" };

/** What each media type means; the first one of an `Accept` header that is here counts. */
const ACCEPTED: Readonly<Record<string, LineFormat | "json">> = {
  "text/csv": "csv",
  "application/jsonl": "jsonl",
  "application/x-ndjson": "jsonl",
  "application/json": "json",
  "*/*": "json",
};

/** The form that a request asks for by its `Accept` header. */
export function acceptedFormat(request: FastifyRequest): LineFormat | "json" {
  for (const words of (request.headers.accept ?? "").split(",", 16)) {
    const [type = ""] = words.split(";", 1);
    const format = ACCEPTED[type.trim().toLowerCase()];
    if (format !== undefined) return format;
  }
  return "json";
}

/** So much is handed on at once: larger strings cost the small heap of this thread many a collection. */
const TEXT_LENGTH = 32_768;

/** The readings as lines, some at a time; between them other clients have their turn. */
async function* linesOf(
  context: RouteContext,
  { channel, unit }: FoundChannel,
  span: Span,
  format: LineFormat,
): AsyncGenerator<string> {
  if (format === "csv") yield `${CSV_HEADER}\n`;
  const write = format === "csv" ? csvRow : (reading: Reading) => jsonRow(reading, unit);
  for await (const page of pagesOf(context, channel, span)) {
    let text = "";
    for (const reading of page) {
      text += `${write(reading)}\n`;
      if (text.length < TEXT_LENGTH) continue;
      yield text;
      text = "";
    }
    if (text !== "") yield text;
    await nextTurn();
  }
}

/** Answers of any size: a bounded number of them at once, each as fast as its client takes it. */
export class Downloads {
  readonly #limits: Limits;
  #open = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Answers under way. */
  get open(): number {
    return this.#open;
  }

  /**
   * Sends every reading of the span; returns at once. When reading fails in the middle, or the client takes too long,
   * the connection is cut, so that a part is never taken for the whole.
   * @throws HttpProblem 503 when there are too many already
   */
  send(reply: FastifyReply, context: RouteContext, found: FoundChannel, span: Span, format: LineFormat): void {
    if (this.#open >= this.#limits.downloads) {
      throw new HttpProblem(503, "too_many_downloads", `${this.#open} downloads are under way`, "try again later", 10);
    }
    const name = `${found.channel.replaceAll(/[^A-Za-z0-9._-]/g, "_")}.${format}`;
    writeHead(reply, {
      "content-type": `${LINE_TYPES[format]}; charset=utf-8`,
      "content-disposition": `attachment; filename="${name}"`,
      vary: "accept",
    });
    if (reply.request.method === "HEAD") return void reply.raw.end();
    this.#open += 1;
    const lines = Readable.from(linesOf(context, found, span, format), { objectMode: false });
    pipeline(lines, reply.raw, { signal: AbortSignal.timeout(this.#limits.download_ms) })
      .catch(() => reply.raw.destroy())
      .finally(() => {
        this.#open -= 1;
      });
  }
}
