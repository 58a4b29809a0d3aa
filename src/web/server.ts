import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import fastifyStatic from "@fastify/static";
import Fastify, { type FastifyReply, type FastifyRequest, type FastifyServerOptions, LogController } from "fastify";
import { validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import type { History, LoadPictures, ModeCommand } from "../model/index.ts";
import type { App, Reply, RouteContext } from "./context.ts";
import { LIMITS, type Limits } from "./defence/limits.ts";
import { guardRequest, SECURITY_HEADERS } from "./defence/security.ts";
import type { Sun } from "./graphs/plan.ts";
import { describeApi } from "./http/description.ts";
import { HttpProblem, notFound, toProblem } from "./http/problem.ts";
import { type Live, recordedClock, StateTexts, systemClock, type WebClock } from "./live/live.ts";
import { LiveStreams } from "./live/streams.ts";
import { channelsRoute } from "./routes/channels.ts";
import { energyRoute } from "./routes/energy.ts";
import { gapsRoute } from "./routes/gaps.ts";
import { graphRoute } from "./routes/graph.ts";
import { healthRoute } from "./routes/health.ts";
import { journalRoute } from "./routes/journal.ts";
import { liveRoute } from "./routes/live.ts";
import { openapiRoute } from "./routes/openapi.ts";
import { pageRoutes } from "./routes/pages.ts";
import { relayRoutes } from "./routes/relays.ts";
import { runsRoute } from "./routes/runs.ts";
import { seriesRoutes } from "./routes/series.ts";
import { stateRoute } from "./routes/state.ts";
import type { ChannelSetup, Site } from "./setup.ts";
import { boundCommands } from "./thread/commands.ts";
import { stateView } from "./views.ts";

export interface ServerParts {
  readonly history: History;
  readonly live: Live;
  /** Asks the house to change a mode; may take as long as it likes, the route waits at most 5 s. */
  readonly command: (command: ModeCommand) => Promise<Reply>;
  /** Folder of the built pages; may be missing. */
  readonly pages: string;
  readonly version: string;
  readonly site: Site;
  readonly channels: ChannelSetup;
  /** Sunrise and sunset, for the nights in pictures. */
  readonly sun?: Sun | null;
  readonly loadPictures: LoadPictures;
  /** Told of what nobody foresaw: the client gets a 500 without detail. */
  readonly onError?: (error: unknown) => void;
  readonly clock?: WebClock;
  readonly limits?: Partial<Limits>;
}

declare module "fastify" {
  interface FastifyInstance {
    /** The live streams, for those who count them. */
    readonly streams: LiveStreams;
  }
}

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

/** Answers on the bare socket: there is no reply object yet. */
function answerBadClient(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const problem = clientProblem(error.code);
  const body = JSON.stringify(problem.body());
  const headers = { ...SECURITY_HEADERS, "content-type": "application/json", connection: "close" };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const first = `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n`;
  socket.end(`${first}${head.join("")}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`, () =>
    socket.destroy(),
  );
}

/** What goes out is held to its schema by the compiler; checking it again each time would only cost. */
const toJson = () => (data: unknown) => JSON.stringify(data);

/**
 * Named when the server is made, so that Fastify does not load its own compilers, ajv and fast-json-stringify:
 * several megabytes. Its types know only ajv's here.
 */
const OWN_COMPILERS = {
  buildValidator: () => validatorCompiler,
  buildSerializer: () => toJson,
} as unknown as NonNullable<NonNullable<FastifyServerOptions["schemaController"]>["compilersFactory"]>;

function makeApp(
  limits: Limits,
  answerError: (error: unknown, request: FastifyRequest, reply: FastifyReply) => void,
): App {
  const app = Fastify({
    logger: false,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: limits.body_bytes,
    requestTimeout: limits.request_ms,
    connectionTimeout: limits.idle_ms,
    keepAliveTimeout: 5_000,
    handlerTimeout: 10_000,
    maxRequestsPerSocket: 1_000,
    onProtoPoisoning: "error",
    onConstructorPoisoning: "error",
    trustProxy: false,
    forceCloseConnections: true,
    schemaController: { compilersFactory: OWN_COMPILERS },
    clientErrorHandler: answerBadClient,
    frameworkErrors: answerError,
    http: {
      headersTimeout: limits.headers_ms,
      connectionsCheckingInterval: 1_000,
      maxHeaderSize: limits.header_bytes,
    },
  }).withTypeProvider<ZodTypeProvider>();
  app.server.maxConnections = limits.sockets;
  return app;
}

/** Each address answers the methods that it lacks with 405 and the list of those it has. */
function refuseOtherMethods(app: App, known: ReadonlyMap<string, ReadonlySet<string>>): void {
  for (const [url, methods] of known) {
    const allow = [...methods].join(", ");
    const other = app.supportedMethods.filter((method) => !methods.has(method));
    app.route({
      method: other,
      url,
      schema: { hide: true },
      config: { allow },
      handler: () => {
        throw new HttpProblem(405, "wrong_method", "This is not possible here", `possible here: ${allow}`);
      },
    });
  }
}

/**
 * The HTTP server without a socket: `app.listen` gives it one, `app.inject` tests it without.
 * Answers on 127.0.0.1, localhost and [::1] only, and only to its own page or to programs on this machine.
 */
export async function buildServer(parts: ServerParts): Promise<App> {
  const { live, site, version, clock = systemClock } = parts;
  const limits = { ...LIMITS, ...parts.limits };
  const texts = new StateTexts();
  const streams = new LiveStreams(
    live,
    (language) => {
      const newest = live.newest();
      if (!newest) return undefined;
      const render = (): string => JSON.stringify(stateView(newest, site, version, language, limits.silent_ms));
      return newest.age_ms > limits.silent_ms ? render() : texts.text(newest.house, language, render);
    },
    clock,
    limits,
  );

  const answerError = (error: unknown, _request: FastifyRequest, reply: FastifyReply): void => {
    const problem = toProblem(error, parts.onError);
    if (problem.retry_after_s !== undefined) reply.header("retry-after", problem.retry_after_s);
    reply.headers(SECURITY_HEADERS).code(problem.status).type("application/json; charset=utf-8").send(problem.body());
  };
  const app = makeApp(limits, answerError);
  app.decorate("streams", streams);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(toJson);
  app.removeContentTypeParser("text/plain");
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(() => {
    throw notFound();
  });
  app.addHook("onRequest", guardRequest);
  app.addHook("preClose", async () => streams.close());

  const known = new Map<string, Set<string>>();
  app.addHook("onRoute", ({ url, method }) => {
    const methods = known.get(url) ?? new Set<string>();
    for (const each of [method].flat()) methods.add(each);
    known.set(url, methods);
  });
  await describeApi(app, version);
  await app.register(fastifyStatic, { serve: false });

  const { history, pages, channels, sun = null, loadPictures } = parts;
  const command = boundCommands(parts.command, limits);
  const context: RouteContext = {
    ...{ history, live, streams, command, pages, version, site, channels, sun, loadPictures, limits },
    clock: recordedClock(live, clock),
  };
  stateRoute(app, context);
  relayRoutes(app, context);
  journalRoute(app, context);
  channelsRoute(app, context);
  seriesRoutes(app, context);
  energyRoute(app, context);
  gapsRoute(app, context);
  runsRoute(app, context);
  graphRoute(app, context);
  liveRoute(app, context);
  healthRoute(app, context);
  openapiRoute(app);
  pageRoutes(app, context);
  refuseOtherMethods(app, new Map(known));
  return app;
}
