import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";
import { parseDuration } from "../../src/model/quantities.ts";
import type { RelayMode } from "../../src/web/api.ts";
import { isLanguage, type Language, preferredLanguage } from "../../src/words/languages.ts";
import { answerHistory } from "./history.ts";
import { InventedHouse } from "./house.ts";

/** The policy that the real server sends; Svelte's template policy is the only trusted type. */
export const POLICY = [
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'",
  "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "require-trusted-types-for 'script'; trusted-types svelte-trusted-html",
].join("; ");

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

export interface Mock {
  readonly url: string;
  readonly house: InventedHouse;
  /** Answers the next changes of a mode with this problem. */
  refuse: { status: number; body: unknown } | undefined;
  /** Delays answers to changes of a mode, ms. */
  slow_ms: number;
  /** Delays answers about the past, ms. */
  history_slow_ms: number;
  /** Questions about series, oldest first. */
  readonly seriesAsked: URL[];
  /** Cuts every live stream and refuses new ones while true. */
  down(is: boolean): void;
  /** As after a restart: streams that are opened while true hear that the house starts, and its state once false. */
  start(is: boolean): void;
  /** Bodies of the accepted changes, oldest first. */
  readonly asked: unknown[];
  close(): Promise<void>;
}

/** The one that is asked for, else the browser's: the invented site has none. */
function languageOf(url: URL, { headers }: IncomingMessage): Language {
  const asked = url.searchParams.get("lang");
  return isLanguage(asked) ? asked : (preferredLanguage((headers["accept-language"] ?? "").split(",")) ?? "en");
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}

async function body(request: IncomingMessage): Promise<{ mode: RelayMode; for?: string }> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text) as { mode: RelayMode; for?: string };
}

/** Serves built pages and an invented house on a free loopback port. For development and tests only. */
export async function startMock(pages: string, port = 0): Promise<Mock> {
  const house = new InventedHouse();
  const streams = new Map<ServerResponse, Language>();
  let isDown = false;
  let isStarting = false;

  const publish = (): void => {
    if (isStarting) return;
    for (const [stream, language] of streams) {
      stream.write(`event: state\ndata: ${JSON.stringify(house.state(language))}\n\n`);
    }
  };

  const live = (response: ServerResponse, language: Language): void => {
    if (isDown) {
      response.destroy();
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    streams.set(response, language);
    response.on("close", () => streams.delete(response));
    if (isStarting) response.write("event: starting\ndata: {}\n\n");
    else response.write(`event: state\ndata: ${JSON.stringify(house.state(language))}\n\n`);
  };

  const change = async (
    request: IncomingMessage,
    response: ServerResponse,
    id: string,
    language: Language,
  ): Promise<void> => {
    const wanted = await body(request);
    if (mock.slow_ms > 0) await new Promise((resolve) => setTimeout(resolve, mock.slow_ms));
    if (mock.refuse) {
      json(response, mock.refuse.status, mock.refuse.body);
      return;
    }
    if (!house.setMode(id, wanted.mode, wanted.for === undefined ? undefined : parseDuration(wanted.for))) {
      json(response, 404, { error: "unknown_relay", message: `No relay is called ${id}.`, hint: "See /api/state." });
      return;
    }
    mock.asked.push(wanted);
    json(response, 200, house.relay(id, language));
    publish();
  };

  const past = async (
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    language: Language,
  ): Promise<boolean> => {
    if (!url.pathname.startsWith("/api/")) return false;
    if (url.pathname === "/api/series") mock.seriesAsked.push(url);
    const slow = url.pathname === "/api/series" ? mock.history_slow_ms : 0;
    if (slow > 0) await new Promise((resolve) => setTimeout(resolve, slow));
    return answerHistory(house, request, response, url, language);
  };

  const file = async (response: ServerResponse, path: string): Promise<void> => {
    const name = normalize(path === "/" ? "/index.html" : path);
    try {
      const content = await readFile(join(pages, name));
      response.writeHead(200, {
        "content-type": TYPES[extname(name)] ?? "application/octet-stream",
        "content-security-policy": POLICY,
        "x-content-type-options": "nosniff",
      });
      response.end(content);
    } catch {
      json(response, 404, { error: "not_found", message: "There is no such page.", hint: "Start at /." });
    }
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const language = languageOf(url, request);
    const mode = /^\/api\/relays\/([^/]+)\/mode$/.exec(url.pathname);
    if (isDown && url.pathname.startsWith("/api/")) response.destroy();
    else if (url.pathname === "/api/live") live(response, language);
    else if (url.pathname === "/api/state") json(response, 200, house.state(language));
    else if (await past(request, response, url, language)) return;
    else if (url.pathname === "/api/journal") {
      const before = Number(url.searchParams.get("before") ?? Number.POSITIVE_INFINITY);
      json(response, 200, house.lines(Number(url.searchParams.get("limit") ?? 50), before, language));
    } else if (mode?.[1] !== undefined && request.method === "PUT") {
      await change(request, response, decodeURIComponent(mode[1]), language);
    } else await file(response, url.pathname);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      json(response, 500, { error: "failed", message: String(error), hint: "Look at the mock server." });
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address();
  const ticking = setInterval(publish, 1000);

  const mock: Mock = {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : port}`,
    house,
    refuse: undefined,
    slow_ms: 0,
    history_slow_ms: 0,
    seriesAsked: [],
    asked: [],
    down(is) {
      isDown = is;
      if (is) for (const stream of streams.keys()) stream.destroy();
    },
    start(is) {
      isStarting = is;
      if (is) for (const stream of streams.keys()) stream.destroy();
      else publish();
    },
    close() {
      clearInterval(ticking);
      for (const stream of streams.keys()) stream.destroy();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return mock;
}

if (import.meta.main) {
  const mock = await startMock(join(import.meta.dirname, "../dist"), Number(process.env.PORT ?? 8010));
  console.log(`invented house at ${mock.url}`);
}
