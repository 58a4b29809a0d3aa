import { HttpProblem } from "../defence/problem.ts";
import type { Ask, Granted, Kind, Requests } from "./requests.ts";

/** The house asked by a route. @throws HttpProblem when it refuses */
export type AskHouse = <K extends Kind>(kind: K, asked: Requests[K]["asked"]) => Promise<Granted<K>>;

/** The status of a refusal by its word; any other is 409. */
const STATUS: Readonly<Record<string, number>> = {
  unknown_relay: 404,
  busy: 503,
  starting: 503,
  stopping: 503,
  timeout: 504,
  internal: 500,
};

/** Turns what the house refuses into what the client is told. */
export function granted(ask: Ask): AskHouse {
  return async (kind, asked) => {
    const reply = await ask(kind, asked);
    if (reply.ok) return reply;
    const status = Object.hasOwn(STATUS, reply.error) ? STATUS[reply.error] : undefined;
    throw new HttpProblem(status ?? 409, reply.error, reply.message, reply.hint);
  };
}
