import fastifyStatic from "@fastify/static";
import type { RouteOptions } from "fastify";
import { byId, type History, type LoadPictures, type Naming } from "../../model/index.ts";
import { bounded } from "../asking/bounded.ts";
import { granted } from "../asking/granted.ts";
import type { Ask } from "../asking/requests.ts";
import { LIMITS, type Limits } from "../defence/limits.ts";
import type { App, RouteContext } from "../http/context.ts";
import type { ChannelSetup, Site, SunOf } from "../http/setup.ts";
import { stateView } from "../http/views.ts";
import { type Live, recordedClock, systemClock, type WebClock } from "../live/live.ts";
import { stateTexts } from "../live/state-texts.ts";
import { LiveStreams } from "../live/streams.ts";
import { makeApp } from "./app.ts";
import { findRoutes } from "./find-routes.ts";
import { mount } from "./mount.ts";

export interface ServerParts {
  readonly history: History;
  readonly live: Live;
  /** Asks the house; may take as long as it likes, a route waits at most 5 s. */
  readonly ask: Ask;
  /** Folder of the built pages; may be missing. */
  readonly pages: string;
  readonly version: string;
  readonly site: Site;
  readonly channels: ChannelSetup;
  /** What relays, channels and devices are called; by their ids when left out. */
  readonly naming?: Naming;
  /** Sunrise and sunset, for the nights in pictures. */
  readonly sun?: SunOf | null;
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
    /** Every route, for those who look them over. */
    readonly routes: readonly RouteOptions[];
  }
}

/**
 * The HTTP server without a socket: `app.listen` gives it one, `app.inject` tests it without.
 * Answers on 127.0.0.1, localhost and [::1] only, and only to its own page or to programs on this machine.
 */
export async function buildServer(parts: ServerParts): Promise<App> {
  const { live, site, version, history, pages, channels, loadPictures } = parts;
  const { naming = byId, sun = null, clock = systemClock } = parts;
  const limits = { ...LIMITS, ...parts.limits };
  const texts = stateTexts(live, limits.silent_ms, (newest, language) =>
    JSON.stringify(stateView(newest, site, version, { language, naming }, limits.silent_ms)),
  );
  const streams = new LiveStreams(live, texts, clock, limits);

  const app = makeApp(limits, parts.onError);
  app.decorate("streams", streams);
  app.addHook("preClose", async () => streams.close());
  await app.register(fastifyStatic, { serve: false });

  const context: RouteContext = {
    ...{ history, live, streams, pages, version, site, channels, naming, sun, loadPictures, limits },
    ask: granted(bounded(parts.ask, limits.asks, limits.reply_ms)),
    clock: recordedClock(live, clock),
    onClose: (end) => app.addHook("onClose", end),
  };
  const routes = mount(app, await findRoutes(), context);
  app.decorate("routes", routes);
  return app;
}
