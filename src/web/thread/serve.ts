import { flushCompileCache } from "node:module";
import type { MessagePort } from "node:worker_threads";
import { type Guest, type GuestEvents, type PaintingLimits, type Pictures, wordsOf } from "../../model/index.ts";
import { namingOf } from "../../words/naming.ts";
import { Asked } from "../asking/asked.ts";
import type { Kind } from "../asking/requests.ts";
import { type ClosableHistory, lateHistory } from "../history/late-history.ts";
import { isStarting } from "../http/context.ts";
import type { SunOf } from "../http/setup.ts";
import { Live } from "../live/live.ts";
import { listenOn } from "../server/listen.ts";
import { buildServer } from "../server/server.ts";
import { failures } from "./failures.ts";
import { PaintersThere } from "./painters.ts";
import type { FromWeb, ToWeb, WorkerSetup } from "./protocol.ts";

function urlOf(host: string, port: number): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** What the thread of the web is handed by whoever knows the other rooms. */
export interface Handed {
  /** Called when the history is first needed. @param tell for the log: what is wrong with it */
  readonly openHistory: (tell: (problem: string) => void) => ClosableHistory;
  /** @param start starts the process that paints */
  readonly loadPictures: (limits: PaintingLimits, start: (events: GuestEvents) => Guest) => Promise<Pictures>;
  /** Sunrise and sunset; absent where the site's place is not known. */
  readonly sun?: SunOf;
}

/**
 * The web's side of its thread: serves until told to stop, then ends the thread.
 * @param port to the house
 */
export async function serve(port: MessagePort, setup: WorkerSetup, handed: Handed): Promise<void> {
  const post = <K extends Kind>(message: FromWeb<K>): void => port.postMessage(message);
  const live = new Live();
  const history = lateHistory(() => {
    // the house has first to find its store, mend it or bring it up to date
    if (!live.newest()) throw isStarting();
    return handed.openHistory((message) => post({ say: "failed", message }));
  });
  const painters = new PaintersThere(post);
  const asked = new Asked((id, request) => post({ say: "ask", id, request }));
  const app = await buildServer({
    history,
    live,
    ask: asked.ask,
    ...(setup.sockets !== undefined && { limits: { sockets: setup.sockets } }),
    pages: setup.pages,
    version: setup.version,
    site: setup.site,
    channels: setup.channels,
    naming: namingOf(setup.names),
    sun: handed.sun ?? null,
    loadPictures: (limits) => handed.loadPictures(limits, painters.start),
    onError: failures((message) => post({ say: "failed", message })),
  });

  port.on("message", (message: ToWeb) => {
    if (message.say === "state") {
      live.publish(message.house);
      post({ say: "taken" });
    } else if (message.say === "painter" || message.say === "painter_left") {
      painters.hear(message);
    } else if (message.say === "answer") {
      asked.answer(message.id, message.answer);
    } else {
      void app.close().finally(() => {
        history.close();
        // In a worker this ends the thread: timers of requests that were cut must not hold it.
        process.exit(0);
      });
    }
  });

  try {
    const port = await listenOn(app, setup.host, setup.port);
    post({ say: "listening", port, url: urlOf(setup.host, port) });
    flushCompileCache();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    post({ say: "refused", code, message: wordsOf(error) });
    port.close();
  }
}
