import type { FastifyReply, FastifyRequest } from "fastify";
import { LOOPBACK } from "../../model/index.ts";
import { HttpProblem, notFound } from "./problem.ts";
import { checkWho } from "./who.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Set on the routes that only say 405: the methods that the address does have. */
    allow?: string;
  }
}

/**
 * Svelte 5 builds its templates through the Trusted Types policy `svelte-trusted-html`
 * (svelte/src/internal/client/dom/reconciler.js); nothing else may turn text into markup.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types svelte-trusted-html",
].join("; ");

/** On every answer, errors included. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": CONTENT_SECURITY_POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "x-frame-options": "DENY",
};

/** As they stand in a Host header. */
const OWN_NAMES = LOOPBACK.map((host) => (host.includes(":") ? `[${host}]` : host));
const SAFE_METHODS: readonly string[] = ["GET", "HEAD", "OPTIONS", "TRACE"];
const JSON_TYPE = /^application\/json(?: ?; ?charset="?utf-8"?)?$/i;

/** The port that the client really reached: it cannot be forged, unlike the Host header. */
function ownPort(request: FastifyRequest): number {
  return request.socket.localPort ?? 80;
}

/** Node takes the first Host header of several, others take the last: a request with two means different things to both. */
function checkOneHost({ raw }: FastifyRequest, reply: FastifyReply): void {
  const hosts = raw.rawHeaders.filter((word, i) => i % 2 === 0 && word.toLowerCase() === "host").length;
  if (hosts === 1 || (hosts === 0 && raw.httpVersion === "1.0")) return;
  reply.header("connection", "close");
  throw new HttpProblem(400, "bad_host", `A request has one Host header, this one has ${hosts}`, "send it once");
}

/** DNS rebinding: a foreign name that resolves to 127.0.0.1 must not reach us. */
function checkHost(request: FastifyRequest): void {
  const host = request.headers.host?.toLowerCase() ?? "";
  const port = ownPort(request);
  const known = OWN_NAMES.some((name) => host === `${name}:${port}` || (port === 80 && host === name));
  if (!known) {
    throw new HttpProblem(421, "wrong_host", "Gleaner does not answer to this name", `open http://127.0.0.1:${port}`);
  }
}

/**
 * Other sites may link here, and nothing more: no embedding, no fetching, no live stream held open.
 * Browsers send Sec-Fetch-*; other programs do not, and are not what this defends against.
 */
function checkFetchMetadata(request: FastifyRequest): void {
  const site = request.headers["sec-fetch-site"];
  if (site === undefined || site === "same-origin" || site === "none") return;
  const link = request.headers["sec-fetch-mode"] === "navigate" && request.headers["sec-fetch-dest"] === "document";
  if (link && request.method === "GET") return;
  throw new HttpProblem(403, "foreign_site", "Another site may not do this", "use Gleaner's own page");
}

function checkOrigin(request: FastifyRequest): void {
  const origin = request.headers.origin;
  if (origin !== undefined && origin.toLowerCase() !== `http://${request.headers.host?.toLowerCase()}`) {
    throw new HttpProblem(403, "foreign_site", "Another site may not do this", "use Gleaner's own page");
  }
}

/** One type only, spelt plainly: every other spelling has been a way round validation somewhere. */
function checkContentType(request: FastifyRequest): void {
  if (!JSON_TYPE.test(request.headers["content-type"] ?? "") || request.headers["content-encoding"] !== undefined) {
    throw new HttpProblem(
      415,
      "wrong_content_type",
      "Changes are taken as plain JSON only",
      "send the header content-type: application/json, without compression",
    );
  }
}

/** Runs before anything else of a request. @throws HttpProblem 400, 403, 404, 405, 415 or 421 */
export async function guardRequest(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.headers(SECURITY_HEADERS).header("cache-control", "no-store");
  checkOneHost(request, reply);
  checkHost(request);
  checkFetchMetadata(request);
  const safe = SAFE_METHODS.includes(request.method);
  if (!safe) checkOrigin(request);
  if (request.is404) throw notFound();
  const allow = request.routeOptions.config.allow;
  if (allow !== undefined) {
    reply.header("allow", allow);
    throw new HttpProblem(405, "wrong_method", `${request.method} is not possible here`, `possible here: ${allow}`);
  }
  checkWho(request);
  if (!safe) checkContentType(request);
}
