import type { FastifyRequest, RouteOptions } from "fastify";
import { isLoopback } from "../../model/index.ts";
import { HttpProblem } from "./problem.ts";

/** Who may use a route, by name: whether a request comes from them. */
const WHO = {
  /** Whoever is on this machine. Before this is asked, other sites were refused already. */
  anybody_on_loopback: (request: FastifyRequest) => isLoopback(request.ip),
};

export type Who = keyof typeof WHO;

declare module "fastify" {
  interface FastifyContextConfig {
    /** Who may use the route: what no route may leave out. */
    who?: Who;
  }
}

/** Runs before anything else of a route. @throws HttpProblem 403 when the request may not use it */
export function checkWho(request: FastifyRequest): void {
  const { who } = request.routeOptions.config;
  if (who !== undefined && WHO[who](request)) return;
  throw new HttpProblem(403, "not_allowed", "You may not use this", "ask from the machine that Gleaner runs on");
}

/** Every route says who may use it. @throws Error naming the one that does not: the server does not start */
export function demandWho({ method, url, config }: RouteOptions): void {
  if (config?.who !== undefined) return;
  throw new Error(
    `${method} ${url} does not say who may use it: make it by route() or page(), in a file of web/routes`,
  );
}
