import type { FastifyInstance, FastifyReply } from "fastify";
import type { History, Language, LoadPictures, Naming } from "../../model/index.ts";
import type { AskHouse } from "../asking/granted.ts";
import type { Limits } from "../defence/limits.ts";
import { HttpProblem } from "../defence/problem.ts";
import type { Live, Newest, WebClock } from "../live/live.ts";
import type { LiveStreams } from "../live/streams.ts";
import { acceptedLanguage } from "./accepted-language.ts";
import type { ChannelSetup, Site, SunOf } from "./setup.ts";
import type { Audience } from "./views.ts";

/** What every route is handed. */
export interface RouteContext {
  readonly history: History;
  readonly live: Live;
  readonly streams: LiveStreams;
  /** Has the house do what only it can do. */
  readonly ask: AskHouse;
  /** Folder of the built pages. */
  readonly pages: string;
  readonly version: string;
  readonly site: Site;
  readonly channels: ChannelSetup;
  /** What relays, channels and devices are called. */
  readonly naming: Naming;
  /** Sunrise and sunset of a civil day; `null` where the site's place is not known. */
  readonly sun: SunOf | null;
  readonly loadPictures: LoadPictures;
  /** Of what is recorded. */
  readonly clock: WebClock;
  readonly limits: Limits;
  /** Has something ended with the server. */
  readonly onClose: (end: () => Promise<void>) => void;
}

/** The server. */
export type App = FastifyInstance;

/** For programs; the page has words of its own. */
export const STARTING = "Gleaner is starting: the house has not published anything yet";

/** The web is up, and the house is not yet. */
export function isStarting(): HttpProblem {
  return new HttpProblem(503, "starting", STARTING, "try again in a second", 1);
}

/** The newest state of the house. @throws HttpProblem 503 until the house has published once */
export function newestState(context: RouteContext): Newest {
  const newest = context.live.newest();
  if (newest) return newest;
  throw isStarting();
}

interface AskedLanguage {
  readonly lang?: Language | undefined;
}

/** The language that the reader asked for, else that of the site, else of the reader's browser, else English. */
export function languageOf({ lang }: AskedLanguage, { site }: RouteContext, { request }: FastifyReply): Language {
  return lang ?? site.language ?? acceptedLanguage(request.headers["accept-language"]) ?? "en";
}

/** How things are told to whoever asks. */
export function audienceOf(query: AskedLanguage, context: RouteContext, reply: FastifyReply): Audience {
  return { language: languageOf(query, context, reply), naming: context.naming };
}
