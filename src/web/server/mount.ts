import type { FastifyInstance, RouteOptions } from "fastify";
import type { Who } from "../defence/who.ts";
import type { RouteContext } from "../http/context.ts";
import type { Routes } from "../http/route.ts";

/** Whoever may use anything may hear which methods an address has. */
const TOLD: Who = "anybody_on_loopback";

function methodsByAddress(routes: readonly RouteOptions[]): ReadonlyMap<string, ReadonlySet<string>> {
  const known = new Map<string, Set<string>>();
  for (const { url, method } of routes) {
    const methods = known.get(url) ?? new Set<string>();
    for (const each of [method].flat()) methods.add(each);
    known.set(url, methods);
  }
  return known;
}

/** The methods that an address lacks: `guardRequest` answers them with 405 and the list of those that it has. */
function otherMethods(app: FastifyInstance, url: string, known: ReadonlySet<string>): RouteOptions {
  return {
    method: app.supportedMethods.filter((method) => !known.has(method)),
    url,
    schema: { hide: true },
    config: { who: TOLD, allow: [...known].join(", ") },
    handler: async () => {},
  };
}

/**
 * Adds the routes to the server. Each address then knows what to say to the methods that it lacks.
 * @returns all that was added, Fastify's own HEAD routes and the answers to wrong methods among them
 */
export function mount(app: FastifyInstance, found: readonly Routes[], context: RouteContext): readonly RouteOptions[] {
  const added: RouteOptions[] = [];
  app.addHook("onRoute", (route) => void added.push(route));
  for (const route of found.flatMap((routes) => routes.make(context))) app.route(route);
  for (const [url, known] of methodsByAddress(added)) app.route(otherMethods(app, url, known));
  return added;
}
