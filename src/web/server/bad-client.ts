import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { HttpProblem } from "../defence/problem.ts";
import { SECURITY_HEADERS } from "../defence/security.ts";

/**
 * What the first line of an answer says. Node has a table of it, but a module that imports a value of node:http brings
 * all that hangs on it, a client for HTTP and WebSocket among it: 9 MB of the thread's memory.
 */
const REASONS = new Map([
  [400, "Bad Request"],
  [408, "Request Timeout"],
  [431, "Request Header Fields Too Large"],
]);

/** The words of an error that is found before a request exists. */
function clientProblem(code: string | undefined): HttpProblem {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") {
    return new HttpProblem(408, "too_slow", "The request came too slowly", "send it within 10 s");
  }
  if (code === "HPE_HEADER_OVERFLOW") {
    return new HttpProblem(431, "too_large", "The headers are too large", "send at most 16 kB of headers");
  }
  return new HttpProblem(400, "bad_request", "This is not HTTP/1.1 as Gleaner reads it", "use a plain HTTP client");
}

/** Answers a request that expects what no server here does, instead of Node itself. */
export function refuseExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const hint = "leave the header expect out";
  const problem = new HttpProblem(417, "wrong_expectation", "What the header expect asks for is not done here", hint);
  const body = JSON.stringify(problem.body());
  const about = { "content-type": "application/json", "content-length": Buffer.byteLength(body), connection: "close" };
  response.writeHead(problem.status, { ...SECURITY_HEADERS, ...about }).end(body);
}

/** Answers what is no request on the bare socket: there is no reply object yet. */
export function answerBadClient(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const problem = clientProblem(error.code);
  const body = JSON.stringify(problem.body());
  const headers = { ...SECURITY_HEADERS, "content-type": "application/json", connection: "close" };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const first = `HTTP/1.1 ${problem.status} ${REASONS.get(problem.status) ?? ""}\r\n`;
  socket.end(`${first}${head.join("")}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`, () =>
    socket.destroy(),
  );
}
