import type { Problem } from "../api.ts";
import { LIMITS } from "./limits.ts";

/** An error that the client shall see: status, a stable word for programs, a sentence and what to do. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly error: string;
  readonly hint: string;
  /** When it makes sense to try again, seconds. */
  readonly retry_after_s: number | undefined;

  constructor(status: number, error: string, message: string, hint: string, retry_after_s?: number) {
    super(message);
    this.status = status;
    this.error = error;
    this.hint = hint;
    this.retry_after_s = retry_after_s;
  }

  body(): Problem {
    return { error: this.error, message: this.message, hint: this.hint };
  }
}

const SEE_API = "the accepted fields and values are listed in /openapi.json";

const LARGEST_KB = LIMITS.body_bytes / 1024;

/** What Fastify's own errors mean to a client. */
const KNOWN: Readonly<Record<string, readonly [status: number, error: string, message: string, hint: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [413, "too_large", "The request body is too large", `send at most ${LARGEST_KB} kB`],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    415,
    "wrong_content_type",
    "The body is not JSON by its content type",
    "send the header content-type: application/json",
  ],
  FST_ERR_CTP_EMPTY_JSON_BODY: [400, "invalid_json", "The body is empty", 'send JSON, such as {"mode":"auto"}'],
  FST_ERR_CTP_INVALID_JSON_BODY: [400, "invalid_json", "The body is not valid JSON", 'send such as {"mode":"auto"}'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [400, "bad_request", "The content-length is wrong", "let the client compute it"],
  FST_ERR_BAD_URL: [400, "bad_url", "The address has a bad % escape", "escape the address as UTF-8"],
  FST_ERR_MAX_PARAM_LENGTH: [414, "bad_url", "A name in the address is too long", "a name has at most 100 characters"],
  FST_ERR_HANDLER_TIMEOUT: [503, "too_slow", "The answer took too long", "ask for a shorter span or fewer points"],
};

/** The first thing that is wrong with a request: where, `body` or `query` and the names below it, and what. */
interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What a client is told of a part of its request that does not fit its schema. */
export function invalid(issue: Issue | undefined): HttpProblem {
  const [part = "query", ...names] = issue?.path ?? [];
  const where = (names.length === 0 ? [part] : names).map(String).join(".");
  return new HttpProblem(400, "invalid", `${where}: ${issue?.message ?? "not valid"}`, SEE_API);
}

function named(error: object): HttpProblem | undefined {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const known = Object.hasOwn(KNOWN, code) ? KNOWN[code] : undefined;
  if (known) return new HttpProblem(...known);
  const status = "statusCode" in error ? error.statusCode : undefined;
  if (error instanceof SyntaxError && status === 400) {
    return new HttpProblem(400, "invalid_json", "The body is not acceptable JSON", 'send such as {"mode":"auto"}');
  }
  if (typeof status === "number" && status >= 400 && status < 500) {
    return new HttpProblem(status, "bad_request", "The request is not acceptable", SEE_API);
  }
  return undefined;
}

/**
 * What the client is told of an error. What nobody foresaw becomes a 500 without any detail;
 * the detail goes to `unforeseen`, for the log.
 */
export function toProblem(error: unknown, unforeseen?: (error: unknown) => void): HttpProblem {
  if (error instanceof HttpProblem) return error;
  const known = typeof error === "object" && error !== null ? named(error) : undefined;
  if (known) return known;
  unforeseen?.(error);
  return new HttpProblem(500, "internal", "Something failed inside Gleaner", "look into Gleaner's log for the cause");
}

/** Nothing lives at this address. */
export function notFound(): HttpProblem {
  return new HttpProblem(
    404,
    "not_found",
    "Nothing lives at this address",
    "the addresses are listed in /openapi.json",
  );
}
