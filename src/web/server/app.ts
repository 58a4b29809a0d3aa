import Fastify, { type FastifyInstance, type FastifyReply, type FastifyServerOptions, LogController } from "fastify";
import { cutWords, nameTwice } from "../../model/index.ts";
import type { Limits } from "../defence/limits.ts";
import { HttpProblem, notFound, toProblem } from "../defence/problem.ts";
import { guardRequest, SECURITY_HEADERS } from "../defence/security.ts";
import { demandWho } from "../defence/who.ts";
import { NAME_LENGTH } from "../http/queries.ts";
import { answerBadClient, refuseExpectation } from "./bad-client.ts";
import { guardSockets } from "./sockets.ts";

/**
 * A route checks what it is asked itself (see `route`), and what goes out is held to its schema by the compiler. Named
 * when the server is made, so that Fastify does not load its own compilers, ajv and fast-json-stringify: several megabytes.
 * Its types know only those here.
 */
const NO_COMPILERS = {
  buildValidator: () => () => () => true,
  buildSerializer: () => () => (data: unknown) => JSON.stringify(data),
} as unknown as NonNullable<NonNullable<FastifyServerOptions["schemaController"]>["compilersFactory"]>;

/** Of a field that a body has twice only the last one would count: which of them is meant, nobody knows. */
function refuseNamesTwice(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    parse(request, String(body), (error, parsed) => {
      const twice = error === null ? nameTwice(String(body)) : undefined;
      if (twice === undefined) done(error, parsed);
      else
        done(
          new HttpProblem(400, "invalid", `${cutWords(twice, 40)}: stands twice in the body`, "send each field once"),
        );
    });
  });
}

/**
 * A server without routes: its bounds, its defence, and problems as the answer to all that goes wrong.
 * @param unforeseen told of what nobody foresaw: the client gets a 500 without detail
 */
export function makeApp(limits: Limits, unforeseen?: (error: unknown) => void): FastifyInstance {
  const answerError = (error: unknown, _request: unknown, reply: FastifyReply): void => {
    const problem = toProblem(error, unforeseen);
    if (problem.retry_after_s !== undefined) reply.header("retry-after", problem.retry_after_s);
    reply.headers(SECURITY_HEADERS).code(problem.status).type("application/json; charset=utf-8").send(problem.body());
  };
  const app = Fastify({
    logger: false,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: limits.body_bytes,
    requestTimeout: limits.request_ms,
    connectionTimeout: limits.idle_ms,
    keepAliveTimeout: 5_000,
    handlerTimeout: limits.handler_ms,
    maxRequestsPerSocket: 1_000,
    onProtoPoisoning: "error",
    onConstructorPoisoning: "error",
    trustProxy: false,
    forceCloseConnections: true,
    // as long as a channel's name may be when each of its bytes is written as %XX
    routerOptions: { maxParamLength: 9 * NAME_LENGTH },
    schemaController: { compilersFactory: NO_COMPILERS },
    clientErrorHandler: answerBadClient,
    frameworkErrors: answerError,
    http: {
      // `guardRequest` says it with all headers
      requireHostHeader: false,
      headersTimeout: limits.headers_ms,
      connectionsCheckingInterval: 1_000,
      maxHeaderSize: limits.header_bytes,
    },
  });
  guardSockets(app.server, limits);
  app.server.on("checkExpectation", refuseExpectation);
  app.removeContentTypeParser("text/plain");
  refuseNamesTwice(app);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(() => {
    throw notFound();
  });
  app.addHook("onRoute", demandWho);
  app.addHook("onRequest", guardRequest);
  return app;
}

/** The port that the server listens on. @throws Error while it listens on none */
export function portOf(app: FastifyInstance): number {
  const address = app.server.address();
  if (typeof address === "object" && address !== null) return address.port;
  throw new Error("the server listens on no port: call listen() first");
}
