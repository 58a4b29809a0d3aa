import type { JournalLine, ModeChangeWaits, Problem, Relay, RelayMode } from "../../../src/web/api.ts";
import { type Language, words } from "./words/index.ts";

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

const ANSWER_WITHIN_MS: ModeChangeWaits["page_ms"] = 8_000;

/** The problem in the reader's words where the page knows it, else in those of the server. */
export function inWords(problem: Problem, language: Language): Problem {
  const known: Readonly<Record<string, string>> = words(language).errors.known;
  const message = Object.hasOwn(known, problem.error) ? known[problem.error] : undefined;
  return message === undefined ? problem : { error: problem.error, message, hint: "" };
}

/** Whether it may have been done although the answer is missing. */
export function isUnsure(problem: Problem): boolean {
  return problem.error === "offline" || problem.error === "timeout";
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "message" in body && typeof body.message === "string";
}

/** One request; whatever goes wrong becomes a problem in the reader's language. Never throws. A `signal` can end it. */
export async function ask<T>(path: string, language: Language, request: RequestInit = {}): Promise<Answer<T>> {
  const say = words(language).errors;
  let response: Response;
  try {
    const headers = { accept: "application/json", "accept-language": language, ...request.headers };
    const late = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const signal = request.signal ? AbortSignal.any([request.signal, late]) : late;
    response = await fetch(path, { ...request, headers, signal });
  } catch {
    return { ok: false, problem: inWords({ error: "offline", message: "", hint: "" }, language) };
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok && body !== undefined) return { ok: true, value: body as T };
  if (isProblem(body)) {
    const { error, message, hint = "" } = body;
    return { ok: false, problem: inWords({ error, message, hint }, language) };
  }
  return { ok: false, problem: { error: "odd", message: say.odd(response.status), hint: say.oddHint } };
}

/** Sets a relay's mode, for a while if `span` (`1 h`) is given. Answers the relay's new state. */
export function setMode(id: string, mode: RelayMode, language: Language, span?: string): Promise<Answer<Relay>> {
  return ask(`/api/relays/${encodeURIComponent(id)}/mode?lang=${language}`, language, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(span === undefined ? { mode } : { mode, for: span }),
  });
}

/** Journal lines, the last recorded first; only those recorded before the line with the id `before` if given. */
export function readJournal(limit: number, language: Language, before?: number): Promise<Answer<JournalLine[]>> {
  const query = new URLSearchParams({ limit: String(limit), lang: language });
  if (before !== undefined) query.set("before", String(before));
  return ask(`/api/journal?${query}`, language);
}
